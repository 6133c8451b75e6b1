/**
 * Code that expands states: what `Expander` does, unrolled over nodes and clients, shifts and places as literals. Wherever something is not in the tables
 * yet, or is more than they can say, it gives up the state (`leave`) and the driver expands it by the plain loop.
 */
import {
  budgetsOf,
  ENDED,
  environmentOf,
  FAULT_LABEL,
  FLAG_FAULT,
  FLAG_KEPT,
  inboxOf,
  localOf,
  NodeTable,
  nodeTable,
  Outcome,
  SystemTable,
  systemTable,
  WAIT_FOR_EVER,
} from '../../memory/directory.ts';
import { RECORD_EXTRA, RECORD_LABEL } from '../../memory/state-store.ts';
import {
  add,
  and,
  block,
  br,
  brIf,
  call,
  choose,
  eq,
  get,
  greaterU,
  i32,
  isZero,
  type Label,
  type Local,
  lessS,
  lessU,
  load,
  loop,
  mul,
  ne,
  or,
  type Part,
  seq,
  set,
  shl,
  store,
  sub,
  tee,
  when,
} from './assembler.ts';
import { clientSteps } from './client-expansion.ts';
import type { Expanding } from './expanding.ts';
import { address, Callee, element, entry, fieldOf, patch, placed } from './fields.ts';
import { ARENA, type Shape, WORD } from './shapes.ts';
import { passing, waiting } from './time-expansion.ts';

/** What the code around an expansion provides. */
export interface Around {
  /** Index of the state. */
  readonly state: Local;
  /** Where the next record goes, in bytes; moved. */
  readonly record: Local;
  /** Where the room for records ends, in bytes. */
  readonly recordsEnd: Part;
  /** Where to go when the state is given up. */
  readonly leave: Label;
}

/** Appends all successors of a state to the records; `labelled`: says in each what the edge is to fairness. */
export function expansion(shape: Shape, local: () => Local, labelled = false): (around: Around) => Part {
  const { nodes, clients, layout, hasInboxFaults } = shape;
  const width = layout.words;
  const words = Array.from({ length: width }, local);
  const [environment, budgets, situation, input, second, rest] = [local(), local(), local(), local(), local(), local()];
  const [ownLocal, ownInbox, left, after, at, next, sends, count] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const [cursor, end, delivered, delivering, value, bits, kept] = [local(), local(), local(), local(), local(), local(), local()];
  const [begun, wait, label] = [local(), local(), local()];

  return ({ state, record, recordsEnd, leave }) => {
    const field = (component: number) => fieldOf(layout, component, get(words[element(layout.word, component)] as Local));
    const known = (into: Local, what: Part) => brIf(leave, isZero(tee(into, what)));
    const begin = (changes: readonly (readonly [component: number, value: Part])[]) =>
      seq(
        brIf(leave, greaterU(add(get(record), i32((width + RECORD_EXTRA) * WORD)), recordsEnd)),
        ...words.map((word, k) => {
          const own = changes.filter(([component]) => element(layout.word, component) === k);
          const changed = own.reduce((part, [component, to]) => placed(layout, component, part, to), get(word));
          return store(get(record), changed, k * WORD);
        }),
        store(get(record), get(state), width * WORD),
      );
    const labels = (part: Part) => (labelled ? part : seq());
    const finish = (ofEdge: Part) =>
      seq(
        labels(store(get(record), ofEdge, (width + RECORD_LABEL) * WORD)),
        set(record, add(get(record), i32((width + RECORD_EXTRA) * WORD))),
      );
    const expanding: Expanding = { shape, environment, budgets, record, local, leave, field, known, begin, finish };

    /** `into` becomes what is left of `from`; `tooMuch` must leave the current way. */
    const paid = (into: Local, from: Local, payment: Part, tooMuch: Part) =>
      seq(known(into, call(Callee.pay, get(from), payment)), when(eq(get(into), i32(1)), tooMuch), set(into, sub(get(into), i32(2))));
    const observed = (happenings: Part) => when(tee(value, happenings), brIf(leave, isZero(call(Callee.observe, get(record), get(value)))));

    /** A list of ready-made steps at `cursor`: (new value of `component`, payment, happenings), some words each; `ofEdge`: what the step at `cursor` is to fairness. */
    const list = (component: number, entryWords: number, ofEdge: Part) =>
      seq(
        set(cursor, address(get(cursor))),
        set(end, add(add(get(cursor), i32(WORD)), mul(load(get(cursor)), i32(entryWords * WORD)))),
        set(cursor, add(get(cursor), i32(WORD - entryWords * WORD))),
        block('listed', (done) =>
          loop('list', (again) =>
            seq(
              set(cursor, add(get(cursor), i32(entryWords * WORD))),
              brIf(done, isZero(lessU(get(cursor), get(end)))),
              set(left, get(budgets)),
              when(tee(value, load(get(cursor), WORD)), paid(left, budgets, get(value), br(again))),
              begin([
                [component, load(get(cursor))],
                [budgetsOf(nodes), get(left)],
              ]),
              observed(load(get(cursor), 2 * WORD)),
              finish(ofEdge),
              br(again),
            ),
          ),
        ),
      );

    /** One outcome, at `at`. `own` begins its record, with what the step did to the actor. */
    const outcome = (own: Part, again: Label) =>
      seq(
        set(count, sub(get(count), i32(1))),
        set(sends, add(add(get(at), i32(Outcome.words * WORD)), address(of(Outcome.locals)))),
        set(next, add(get(sends), address(of(Outcome.sends)))),
        set(after, get(left)),
        when(tee(value, of(Outcome.payment)), paid(after, left, get(value), seq(set(at, get(next)), br(again)))),
        own,
        when(ne(get(after), get(budgets)), patch(layout, record, budgetsOf(nodes), get(after))),
        when(
          lessU(get(sends), get(next)),
          loop('sends', (more) =>
            seq(
              brIf(leave, isZero(call(Callee.send, get(record), load(get(sends)), load(get(sends), WORD)))),
              set(sends, add(get(sends), i32(2 * WORD))),
              brIf(more, lessU(get(sends), get(next))),
            ),
          ),
        ),
        when(
          tee(second, of(Outcome.change)),
          seq(
            known(value, entry(systemTable(nodes, SystemTable.change), get(environment), get(second), bits)),
            patch(layout, record, environmentOf(nodes), sub(get(value), i32(1))),
          ),
        ),
        observed(of(Outcome.happenings)),
        finish(choose(and(of(Outcome.flags), i32(FLAG_FAULT)), i32(FAULT_LABEL), get(label))),
        set(at, get(next)),
        br(again),
      );
    const of = (part: number) => load(get(at), part * WORD);
    const firstLocal = Outcome.words * WORD;

    /** Steps that change another node's state are the driver's. */
    const ownOfNode = (node: number) =>
      seq(
        set(value, field(localOf(node))),
        when(
          of(Outcome.locals),
          seq(
            brIf(leave, or(ne(of(Outcome.locals), i32(2)), ne(load(get(at), firstLocal), i32(localOf(node))))),
            set(value, load(get(at), firstLocal + WORD)),
          ),
        ),
        set(kept, choose(and(of(Outcome.flags), i32(FLAG_KEPT)), get(ownInbox), get(rest))),
        begin([
          [localOf(node), get(value)],
          [inboxOf(node), get(kept)],
        ]),
      );

    const node = (index: number) => {
      const table = (which: number) => nodeTable(index, which);
      return seq(
        set(ownLocal, field(localOf(index))),
        set(ownInbox, field(inboxOf(index))),
        known(value, entry(table(NodeTable.view), get(environment), undefined, bits)),
        set(value, sub(get(value), i32(1))),
        known(situation, entry(table(NodeTable.situation), get(ownLocal), get(value), bits)),
        set(situation, sub(get(situation), i32(1))),
        known(cursor, entry(table(NodeTable.actions), get(situation), undefined, bits)),
        known(delivered, entry(table(NodeTable.deliverable), get(ownInbox), undefined, bits)),
        waiting(expanding, { node: index, situation, inbox: ownInbox, wait, value, bits }),
        set(cursor, address(get(cursor))),
        set(end, add(add(get(cursor), i32(WORD)), shl(load(get(cursor)), i32(3)))),
        set(cursor, add(get(cursor), i32(WORD))),
        set(delivering, i32(0)),
        block('node', (done) =>
          loop('inputs', (again) =>
            seq(
              when(
                eq(get(cursor), get(end)),
                seq(
                  brIf(done, get(delivering)),
                  set(delivering, i32(1)),
                  set(cursor, address(get(delivered))),
                  set(end, add(add(get(cursor), i32(WORD)), shl(load(get(cursor)), i32(3)))),
                  set(cursor, add(get(cursor), i32(WORD))),
                  br(again),
                ),
              ),
              set(input, load(get(cursor))),
              set(second, load(get(cursor), WORD)),
              set(cursor, add(get(cursor), i32(2 * WORD))),
              set(left, get(budgets)),
              when(
                get(delivering),
                set(rest, get(second)),
                seq(set(rest, get(ownInbox)), when(get(second), paid(left, budgets, get(second), br(again)))),
              ),
              labels(set(label, entry(table(NodeTable.label), get(input), undefined, bits))),
              known(at, entry(table(NodeTable.step), get(situation), get(input), bits)),
              set(at, address(get(at))),
              // Rules act: the driver's.
              brIf(leave, lessS(tee(count, load(get(at))), i32(0))),
              set(at, add(get(at), i32(WORD))),
              loop('outcomes', (more) => seq(brIf(again, isZero(get(count))), outcome(ownOfNode(index), more))),
            ),
          ),
        ),
        hasInboxFaults
          ? seq(
              known(cursor, entry(table(NodeTable.inboxFaults), get(ownInbox), undefined, bits)),
              list(inboxOf(index), 3, i32(FAULT_LABEL)),
            )
          : seq(),
      );
    };

    /** Those that have waited for a client which ends go on in the same step. */
    const ownOfClient = seq(
      begin([]),
      set(cursor, add(get(at), i32(firstLocal))),
      loop('locals', (more) =>
        seq(
          set(value, call(Callee.put, get(record), load(get(cursor)), load(get(cursor), WORD))),
          set(cursor, add(get(cursor), i32(2 * WORD))),
          brIf(more, lessU(get(cursor), get(sends))),
        ),
      ),
    );

    const client = (index: number) =>
      seq(
        clientSteps(expanding, index, { into: delivered, own: ownLocal, about: value, other: at, bits }),
        set(delivered, address(get(delivered))),
        set(end, add(add(get(delivered), i32(WORD)), shl(load(get(delivered)), i32(3)))),
        set(delivered, add(get(delivered), i32(WORD))),
        set(left, get(budgets)),
        block('client', (done) =>
          loop('steps', (again) =>
            seq(
              brIf(done, eq(get(delivered), get(end))),
              labels(set(label, load(get(delivered)))),
              set(at, address(load(get(delivered), WORD))),
              set(delivered, add(get(delivered), i32(2 * WORD))),
              set(count, load(get(at))),
              set(at, add(get(at), i32(WORD))),
              loop('outcomes', (more) => seq(brIf(again, isZero(get(count))), outcome(ownOfClient, more))),
            ),
          ),
        ),
      );

    return seq(
      set(begun, get(record)),
      set(wait, i32(WAIT_FOR_EVER)),
      set(at, mul(get(state), i32((width + 1) * WORD))),
      ...words.map((word, k) => set(word, load(get(at), k * WORD, ARENA))),
      set(environment, field(environmentOf(nodes))),
      set(budgets, field(budgetsOf(nodes))),
      known(cursor, entry(systemTable(nodes, SystemTable.global), get(environment), undefined, bits)),
      when(
        ne(get(cursor), i32(ENDED)),
        seq(
          list(environmentOf(nodes), 4, load(get(cursor), 3 * WORD)),
          ...Array.from({ length: nodes }, (_, index) => node(index)),
          ...clients.map((_, index) => client(index)),
          passing(expanding, { begun, wait, value, bits }),
        ),
      ),
    );
  };
}
