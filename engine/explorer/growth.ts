/**
 * What grows in a search that was cut short: variables whose values get larger and larger the deeper it goes, messages that pile up, timers that fire again
 * and again. Told as what was seen; that it has no bound, nobody knows.
 */
import type { Value } from '../program/values.ts';
import { boundsTimer } from '../world/match.ts';
import { inboxOf, localOf } from './memory/directory.ts';
import { ancestry, shortestPath } from './paths.ts';
import type { Search } from './search/search.ts';

export interface Growth {
  /** What has the most records lately: a variable, by its slot, or, without one, the number of messages on their way to the node. */
  readonly largest?: { readonly node: number; readonly variable?: number; readonly size: number; readonly depth: number };
  /** The timer that fired most often in a run of so many steps, where no budget bounds it. */
  readonly timer?: { readonly node: number; readonly timer: number; readonly times: number; readonly steps: number };
}

/** Fewer levels tell nothing. */
const LEAST_DEPTH = 6;
/** New records in the second half of the levels. */
const LEAST_RECORDS = 3;
/** A timer that fires less often in a run may well be one that ends. */
const LEAST_FIRINGS = 3;
/** Steps of a run that are taken again. */
const MOST_STEPS = 200;

/** A number that every state has. */
interface Measure {
  readonly node: number;
  readonly variable?: number;
  /** Of the component with this number. */
  of(component: number): number;
}
interface Record {
  readonly size: number;
  readonly depth: number;
  readonly state: number;
}

/** `interrupt` is asked every few milliseconds; nothing more is found out once it gives true. */
export function growthOf(search: Search, interrupt: () => boolean): Growth {
  const records = search.model.spaces.flatMap((_, node) => recordsOf(search, node, interrupt));
  if (interrupt()) return {};
  const [growing] = records.filter(({ late }) => late.length >= LEAST_RECORDS).sort((a, b) => b.late.length - a.late.length);
  const last = growing?.late.at(-1);
  const timer = mostFired(search, last?.state ?? search.store.count - 1);
  return {
    ...(growing && last && { largest: { ...growing.what, size: last.size, depth: last.depth } }),
    ...(timer && { timer }),
  };
}

/** The records that each of a node's measures set in the second half of the levels, where one of them is recent. */
function recordsOf(search: Search, node: number, interrupt: () => boolean) {
  const { model, levels } = search;
  const depth = levels.length - 1;
  if (depth < LEAST_DEPTH) return [];
  const space = model.space(node);
  const variables = space.locals[0]?.variables ?? [];
  const ofVariables = variables.map(
    (_, variable): Measure => ({ node, variable, of: (local) => sizeOf(space.local(local).variables[variable]) }),
  );
  const waiting: Measure = { node, of: (inbox) => space.messages(inbox).length };
  return [...setBy(search, localOf(node), ofVariables, interrupt), ...setBy(search, inboxOf(node), [waiting], interrupt)].map(
    ({ measure: { of: _, ...what }, records }) => {
      const late = records.filter((record) => record.depth > depth / 2);
      return { what, late: (late.at(-1)?.depth ?? 0) > (depth * 3) / 4 ? late : [] };
    },
  );
}

/** By measure: at each depth that had one the largest so far. */
function setBy(search: Search, component: number, measures: readonly Measure[], interrupt: () => boolean) {
  const { store, levels } = search;
  const found = measures.map((measure) => ({ measure, records: [] as Record[] }));
  const seen: boolean[] = [];
  for (let depth = 0, state = 0; depth < levels.length; depth++) {
    for (const end = levels[depth + 1] ?? store.count; state < end; state++) {
      if (state % STATES_PER_POLL === 0 && interrupt()) return [];
      const id = store.component(state, component);
      if (seen[id]) continue;
      seen[id] = true;
      for (const { measure, records } of found) {
        const size = measure.of(id);
        const before = records.at(-1);
        if (before !== undefined && size <= before.size) continue;
        if (before?.depth === depth) records.pop();
        records.push({ size, depth, state });
      }
    }
  }
  return found;
}
const STATES_PER_POLL = 1 << 14;

/** How large a value is: numbers by themselves, collections by what they have. */
function sizeOf(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return 0;
  if (value.kind === 'list' || value.kind === 'set') return value.elements.length;
  return value.kind === 'map' ? value.keys.length : 0;
}

/** On a shortest way to the state, or on its beginning. */
function mostFired(search: Search, state: number): Growth['timer'] {
  // Under symmetry the run would have to be looked for, and need not be there.
  if (search.quotient !== undefined) return undefined;
  const { system } = search.model;
  const stem = ancestry(state, search.store).slice(0, MOST_STEPS + 1);
  const { steps } = shortestPath(search, stem.at(-1) ?? state);
  const fired = new Map<string, NonNullable<Growth['timer']>>();
  for (const { action } of steps) {
    if (action.kind !== 'fire') continue;
    const { node, timer } = action;
    if (system.run.budgets.some((budget) => boundsTimer(system, budget, node, timer))) continue;
    const key = `${node} ${timer}`;
    fired.set(key, { node, timer, times: (fired.get(key)?.times ?? 0) + 1, steps: steps.length });
  }
  const most = [...fired.values()].sort((a, b) => b.times - a.times)[0];
  return most !== undefined && most.times >= LEAST_FIRINGS ? most : undefined;
}
