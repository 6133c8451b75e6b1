/**
 * Code that expands states: what `Expander` does, unrolled over the nodes, shifts and places as literals. Wherever something is not in the tables yet, or
 * is more than they can say, it gives up the state (`leave`) and the driver expands it by the plain loop.
 */
import {
  budgetsOf,
  ENDED,
  environmentOf,
  FLAG_KEPT,
  inboxOf,
  localOf,
  monitorOf,
  monitorTable,
  NodeTable,
  nodeTable,
  Outcome,
  SystemTable,
  systemTable,
} from '../../memory/directory.ts';
import { RECORD_EXTRA } from '../../memory/state-store.ts';
import type { Areas } from './areas.ts';
import {
  add,
  and,
  atLeastS,
  block,
  br,
  brIf,
  call,
  choose,
  eq,
  type FunctionCode,
  get,
  give,
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
  shrU,
  store,
  sub,
  tee,
  when,
  xor,
} from './assembler.ts';
import { ARENA, type Shape, WORD } from './shapes.ts';

/** Functions of the module, by number. */
export const Callee = { findHashed: 0, lookUp: 1, pay: 2, observe: 3, send: 4 } as const;

const HASHED_SLOT_SHIFT = 4;
const address = (words: Part) => shl(words, i32(2));

function three(locals: readonly Local[]): [Local, Local, Local] {
  const [a, b, c] = locals;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three parameters');
  return [a, b, c];
}

/** The entry of a table whose place in the directory is known; row and column are evaluated twice. */
function entry(table: number, row: Part, column: Part | undefined, bits: Local): Part {
  const at = table * WORD;
  const direct = column === undefined ? row : add(shl(row, get(bits)), column);
  return load(
    choose(
      atLeastS(tee(bits, load(i32(0), at + WORD)), i32(0)),
      address(add(load(i32(0), at), direct)),
      call(Callee.findHashed, i32(at), row, column ?? i32(0)),
    ),
  );
}

/** The functions that `Callee` numbers. */
export function helpers(shape: Shape, areas: Areas): readonly FunctionCode[] {
  return [findHashed, lookUp, pay(shape), observe(shape), send(areas)];
}

/** (table's place in bytes, row, column) -> byte address of the entry in a hashed table, 0 where it has none. */
const findHashed: FunctionCode = {
  parameters: 3,
  body: (parameters, local) => {
    const [table, row, column] = three(parameters);
    const [hash, at, key] = [local(), local(), local()];
    return seq(
      set(hash, mul(get(row), i32(0x9e3779b1))),
      set(hash, mul(add(xor(get(hash), shrU(get(hash), i32(15))), get(column)), i32(0x85ebca6b))),
      set(hash, xor(get(hash), shrU(get(hash), i32(13)))),
      loop('probe', (again) =>
        seq(
          set(hash, and(get(hash), load(get(table), 2 * WORD))),
          set(at, add(address(load(get(table))), shl(get(hash), i32(HASHED_SLOT_SHIFT)))),
          set(key, load(get(at))),
          when(isZero(get(key)), give(i32(0))),
          when(and(eq(get(key), add(get(row), i32(1))), eq(load(get(at), WORD), get(column))), give(add(get(at), i32(2 * WORD)))),
          set(hash, add(get(hash), i32(1))),
          br(again),
        ),
      ),
      i32(0),
    );
  },
};

/** (table's place in bytes, row, column) -> entry. */
const lookUp: FunctionCode = {
  parameters: 3,
  body: (parameters, local) => {
    const [table, row, column] = three(parameters);
    const bits = local();
    return load(
      choose(
        atLeastS(tee(bits, load(get(table), WORD)), i32(0)),
        address(add(load(get(table)), add(shl(get(row), get(bits)), get(column)))),
        call(Callee.findHashed, get(table), get(row), get(column)),
      ),
    );
  },
};

/** (budgets, payment) -> entry of the table of payments. */
function pay({ nodes }: Shape): FunctionCode {
  return {
    parameters: 2,
    body: ([budgets, payment], local) => {
      if (budgets === undefined || payment === undefined) throw new Error('two parameters');
      return entry(systemTable(nodes, SystemTable.payment), get(budgets), get(payment), local());
    },
  };
}

/** (record, happenings) -> 0 where a monitor's next state is not known. */
function observe({ nodes, monitors, layout }: Shape): FunctionCode {
  return {
    parameters: 2,
    body: ([record, happenings], local) => {
      if (record === undefined || happenings === undefined) throw new Error('two parameters');
      const [before, after, bits] = [local(), local(), local()];
      const each = Array.from({ length: monitors }, (_, monitor) => {
        const component = monitorOf(nodes, monitor);
        return seq(
          set(before, fieldOf(layout, component, load(get(record), wordOf(layout, component)))),
          set(after, entry(monitorTable(nodes, monitor), get(before), get(happenings), bits)),
          when(isZero(get(after)), give(i32(0))),
          patch(layout, record, component, sub(get(after), i32(1))),
        );
      });
      return seq(...each, i32(1));
    },
  };
}

/** (record, receiver, input) -> 0 where the inbox with that message more is not known. */
function send({ inboxes }: Areas): FunctionCode {
  return {
    parameters: 3,
    body: (parameters, local) => {
      const [record, to, input] = three(parameters);
      const [about, at, word, shift, mask, after] = [local(), local(), local(), local(), local(), local()];
      return seq(
        set(about, shl(get(to), i32(4))),
        set(at, add(get(record), load(get(about), inboxes))),
        set(word, load(get(at))),
        set(shift, load(get(about), inboxes + WORD)),
        set(mask, load(get(about), inboxes + 2 * WORD)),
        set(after, call(Callee.lookUp, load(get(about), inboxes + 3 * WORD), and(shrU(get(word), get(shift)), get(mask)), get(input))),
        when(isZero(get(after)), give(i32(0))),
        store(get(at), or(and(get(word), xor(shl(get(mask), get(shift)), i32(-1))), shl(sub(get(after), i32(1)), get(shift)))),
        i32(1),
      );
    },
  };
}

type Layout = Shape['layout'];
const element = (array: Int32Array, index: number): number => array[index] as number;
/** Of the component's word in a state, in bytes. */
export const wordOf = (layout: Layout, component: number): number => element(layout.word, component) * WORD;
function fieldOf({ shift, mask }: Layout, component: number, word: Part): Part {
  return and(shrU(word, i32(element(shift, component))), i32(element(mask, component)));
}
function placed({ shift, clear }: Layout, component: number, word: Part, value: Part): Part {
  return or(and(word, i32(element(clear, component))), shl(value, i32(element(shift, component))));
}
function patch(layout: Layout, record: Local, component: number, value: Part): Part {
  const at = wordOf(layout, component);
  return store(get(record), placed(layout, component, load(get(record), at), value), at);
}

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

/** Appends all successors of a state to the records. */
export function expansion(shape: Shape, local: () => Local): (around: Around) => Part {
  const { nodes, layout, hasInboxFaults } = shape;
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

  return ({ state, record, recordsEnd, leave }) => {
    const field = (component: number) => fieldOf(layout, component, get(words[element(layout.word, component)] as Local));
    const known = (into: Local, what: Part) => brIf(leave, isZero(tee(into, what)));
    /** The record as the state itself but for these components. */
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
    const finish = set(record, add(get(record), i32((width + RECORD_EXTRA) * WORD)));
    /** `into` becomes what is left of `from`; `tooMuch` must leave the current way. */
    const paid = (into: Local, from: Local, payment: Part, tooMuch: Part) =>
      seq(known(into, call(Callee.pay, get(from), payment)), when(eq(get(into), i32(1)), tooMuch), set(into, sub(get(into), i32(2))));
    const observed = (happenings: Part) => when(tee(value, happenings), brIf(leave, isZero(call(Callee.observe, get(record), get(value)))));

    /** A list of ready-made steps at `cursor`: (new value of `component`, payment, happenings), some words each. */
    const list = (component: number, entryWords: number) =>
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
              finish,
              br(again),
            ),
          ),
        ),
      );

    const outcome = (node: number, again: Label) => {
      const of = (part: number) => load(get(at), part * WORD);
      const locals = Outcome.words * WORD;
      return seq(
        set(count, sub(get(count), i32(1))),
        set(sends, add(add(get(at), i32(locals)), address(of(Outcome.locals)))),
        set(next, add(get(sends), address(of(Outcome.sends)))),
        set(after, get(left)),
        when(tee(value, of(Outcome.payment)), paid(after, left, get(value), seq(set(at, get(next)), br(again)))),
        set(value, field(localOf(node))),
        when(
          of(Outcome.locals),
          seq(
            // Steps that change another node's state are the driver's.
            brIf(leave, or(ne(of(Outcome.locals), i32(2)), ne(load(get(at), locals), i32(node)))),
            set(value, load(get(at), locals + WORD)),
          ),
        ),
        set(kept, choose(and(of(Outcome.flags), i32(FLAG_KEPT)), get(ownInbox), get(rest))),
        begin([
          [localOf(node), get(value)],
          [inboxOf(node), get(kept)],
        ]),
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
        finish,
        set(at, get(next)),
        br(again),
      );
    };

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
              known(at, entry(table(NodeTable.step), get(situation), get(input), bits)),
              set(at, address(get(at))),
              // Rules act: the driver's.
              brIf(leave, lessS(tee(count, load(get(at))), i32(0))),
              set(at, add(get(at), i32(WORD))),
              loop('outcomes', (more) => seq(brIf(again, isZero(get(count))), outcome(index, more))),
            ),
          ),
        ),
        hasInboxFaults
          ? seq(known(cursor, entry(table(NodeTable.inboxFaults), get(ownInbox), undefined, bits)), list(inboxOf(index), 3))
          : seq(),
      );
    };

    return seq(
      set(at, mul(get(state), i32((width + 1) * WORD))),
      ...words.map((word, k) => set(word, load(get(at), k * WORD, ARENA))),
      set(environment, field(environmentOf(nodes))),
      set(budgets, field(budgetsOf(nodes))),
      known(cursor, entry(systemTable(nodes, SystemTable.global), get(environment), undefined, bits)),
      when(ne(get(cursor), i32(ENDED)), seq(list(environmentOf(nodes), 4), ...Array.from({ length: nodes }, (_, index) => node(index)))),
    );
  };
}
