/**
 * What grows in a search that was cut short: variables whose values get larger and larger the deeper it goes, messages that pile up, timers that fire again
 * and again. Told as what was seen; that it has no bound, nobody knows.
 */
import type { Value } from '../program/values.ts';
import { boundsTimer } from '../world/match.ts';
import { replay } from '../world/replay.ts';
import { inboxOf, localOf } from './memory/directory.ts';
import { ancestry, shortestPath } from './paths.ts';
import type { Growth } from './questions.ts';
import type { Search } from './search/search.ts';

/** Fewer levels tell nothing. */
const LEAST_DEPTH = 6;
/** New records in the second half of the levels. */
const LEAST_RECORDS = 3;
/** A timer that is armed again less often after it has fired may well be one that ends. */
const LEAST_FIRINGS = 3;
/** Steps of a run that are taken again. */
const MOST_STEPS = 200;

const STATES_PER_POLL = 1 << 14;

/** A number that every state has. */
interface Measure {
  readonly node: number;
  readonly variable?: number;
  /** Of the component with this number. */
  of(component: number): number;
}
/** The largest so far, and on how many of the deeper levels there was a larger one than ever before. */
interface Peak {
  readonly measure: Measure;
  size: number;
  depth: number;
  state: number;
  late: number;
}

/** `interrupt` is asked every few milliseconds; nothing more is found out once it gives true. */
export function growthOf(search: Search, interrupt: () => boolean): Growth {
  const depth = search.levels.length - 1;
  const records = depth < LEAST_DEPTH ? [] : search.model.spaces.flatMap((_, node) => recordsOf(search, node, interrupt));
  if (interrupt()) return {};
  const growing = records
    .filter((record) => record.late >= LEAST_RECORDS && record.depth > (depth * 3) / 4)
    .sort((a, b) => b.late - a.late)[0];
  const timer = mostFired(search, growing?.state ?? search.store.count - 1);
  return { ...(growing && { largest: largest(growing) }), ...(timer && { timer }) };
}

function largest({ measure: { node, variable }, size, depth }: Peak): NonNullable<Growth['largest']> {
  return { node, ...(variable !== undefined && { variable }), size, depth };
}

/** Of each of a node's variables, and of the messages that wait for it. */
function recordsOf(search: Search, node: number, interrupt: () => boolean): readonly Peak[] {
  const space = search.model.space(node);
  const variables = space.locals[0]?.variables ?? [];
  const ofVariables = variables.map(
    (_, variable): Measure => ({ node, variable, of: (local) => sizeOf(space.local(local).variables[variable]) }),
  );
  const waiting: Measure = { node, of: (inbox) => space.messages(inbox).length };
  return [...setBy(search, localOf(node), ofVariables, interrupt), ...setBy(search, inboxOf(node), [waiting], interrupt)];
}

function setBy(search: Search, component: number, measures: readonly Measure[], interrupt: () => boolean): readonly Peak[] {
  const { store, levels } = search;
  const records = measures.map((measure): Peak => ({ measure, size: 0, depth: 0, state: 0, late: 0 }));
  const seen: boolean[] = [];
  for (let state = 0, level = 0; state < store.count; state++) {
    if (state % STATES_PER_POLL === 0 && interrupt()) return [];
    if (state === levels[level + 1]) level++;
    const id = store.component(state, component);
    if (seen[id]) continue;
    seen[id] = true;
    // Behind the last level that is known as a whole there are states of the next.
    const depth = level === levels.length - 1 ? search.depth(state) : level;
    for (const record of records) {
      const size = record.measure.of(id);
      if (size <= record.size) continue;
      if (depth > record.depth && depth > levels.length / 2) record.late++;
      Object.assign(record, { size, depth, state });
    }
  }
  return records;
}

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
  const timers = new Map<string, { readonly node: number; readonly timer: number; times: number; again: number }>();
  for (const { happenings } of replay(system, { steps })) {
    for (const happening of happenings) {
      if (happening.kind !== 'timeout' && happening.kind !== 'arm') continue;
      const { kind, node, timer } = happening;
      const key = `${node} ${timer}`;
      const one = timers.get(key) ?? { node, timer, times: 0, again: 0 };
      timers.set(key, one);
      if (kind === 'timeout') one.times++;
      else if (one.times > 0) one.again++;
    }
  }
  const unbounded = [...timers.values()].filter(
    ({ node, timer, again }) => again >= LEAST_FIRINGS && !system.run.budgets.some((budget) => boundsTimer(system, budget, node, timer)),
  );
  const [most] = unbounded.sort((a, b) => b.times - a.times);
  return most && { node: most.node, timer: most.timer, times: most.times, steps: steps.length };
}
