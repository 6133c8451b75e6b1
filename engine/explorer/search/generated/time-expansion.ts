/** Code for the passing of time: `Expander.#expandTime`, unrolled over the nodes. */
import {
  environmentOf,
  inboxOf,
  localOf,
  NodeTable,
  nodeTable,
  ONE_MS,
  PAUSED,
  SystemTable,
  systemTable,
  WAIT_BASE,
  WAIT_FOR_EVER,
  WAIT_LONG,
  WAIT_NOT,
} from '../../memory/directory.ts';
import { and, block, brIf, eq, get, i32, type Local, lessS, ne, or, type Part, seq, set, sub, when } from './assembler.ts';
import type { Expanding } from './expanding.ts';
import { entry, patch } from './fields.ts';

interface Locals {
  /** How long the nodes looked at let time pass. */
  readonly wait: Local;
  readonly value: Local;
  readonly bits: Local;
}

/** Takes a node's timers and inbox into account. */
export function waiting(
  { shape, budgets, known }: Expanding,
  { node, situation, inbox, wait, value, bits }: Locals & { readonly node: number; readonly situation: Local; readonly inbox: Local },
): Part {
  const { time } = shape;
  if (time === undefined) return seq();
  const lower = when(lessS(get(value), get(wait)), set(wait, get(value)));
  const timers = entry(nodeTable(node, NodeTable.timersWait), get(situation), time.boundsTimers ? get(budgets) : undefined, bits);
  return seq(
    known(value, timers),
    when(
      ne(get(value), i32(PAUSED)),
      seq(lower, known(value, entry(nodeTable(node, NodeTable.inboxWaits), get(inbox), undefined, bits)), lower),
    ),
  );
}

/** The step in which time passes, if it can. `begun`: where the records of the state begin. */
export function passing(
  { shape, environment, record, local, leave, field, known, begin, finish }: Expanding,
  { begun, wait, value, bits }: Locals & { readonly begun: Local },
): Part {
  const { nodes, layout, time } = shape;
  if (time === undefined) return seq();
  const duration = local();
  const is = (what: number) => eq(get(wait), i32(what));
  const aged = (component: number, table: number) =>
    seq(known(value, entry(table, field(component), get(duration), bits)), patch(layout, record, component, sub(get(value), i32(1))));
  return block('time', (done) =>
    seq(
      brIf(done, is(WAIT_NOT)),
      set(duration, i32(ONE_MS)),
      when(
        eq(get(record), get(begun)),
        seq(
          brIf(done, or(is(WAIT_FOR_EVER), is(WAIT_BASE))),
          brIf(leave, is(WAIT_LONG)),
          set(value, sub(get(wait), i32(WAIT_BASE))),
          known(duration, entry(systemTable(nodes, SystemTable.duration), get(value), i32(0), bits)),
          set(duration, sub(get(duration), i32(1))),
        ),
      ),
      known(value, entry(systemTable(nodes, SystemTable.later), get(environment), get(duration), bits)),
      set(value, sub(get(value), i32(1))),
      brIf(done, and(is(WAIT_FOR_EVER), eq(get(value), get(environment)))),
      begin([[environmentOf(nodes), get(value)]]),
      ...Array.from({ length: nodes }, (_, node) =>
        seq(aged(localOf(node), nodeTable(node, NodeTable.localLater)), aged(inboxOf(node), nodeTable(node, NodeTable.inboxLater))),
      ),
      finish(i32(time.label)),
    ),
  );
}
