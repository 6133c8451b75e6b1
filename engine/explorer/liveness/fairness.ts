/**
 * Weak fairness, per step: what stays enabled for ever happens some time. A run can go round in a component for ever and be fair iff each fair action
 * is disabled in some state of it or taken by some edge of it.
 */
import { FAULT_LABEL, NEUTRAL_LABEL } from '../memory/directory.ts';
import type { Interrupt } from '../memory/state-store.ts';
import type { Hop } from '../paths.ts';
import type { Graph } from '../search/graph.ts';

export function isFairLabel(label: number): boolean {
  return label !== NEUTRAL_LABEL && label !== FAULT_LABEL;
}

/** Fair actions enabled in the state that `graph` has just expanded. */
export function fairLabels(graph: Graph, successors: number): Set<number> {
  const labels = new Set<number>();
  for (let k = 0; k < successors; k++) {
    const label = graph.labels[k] as number;
    if (isFairLabel(label)) labels.add(label);
  }
  return labels;
}

function common(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((item) => b.has(item)));
}
function isWithin(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return [...a].every((item) => b.has(item));
}

/** Whether a fair run can stay in the component for ever. Nothing when interrupted. */
export function isFairComponent(graph: Graph, component: Int32Array, interrupt: Interrupt): boolean | undefined {
  const members = new Set(component);
  const taken = new Set<number>();
  let always: Set<number> | undefined;
  for (const state of component) {
    if (interrupt()) return undefined;
    const successors = graph.successors(state, false);
    const here = fairLabels(graph, successors);
    always = always === undefined ? here : common(always, here);
    for (let k = 0; k < successors; k++) if (members.has(graph.targets[k] as number)) taken.add(graph.labels[k] as number);
  }
  return always === undefined || isWithin(always, taken);
}

/**
 * A way from `start` back to it, inside a fair component, on which each fair action is taken or is disabled somewhere: repeated for ever it is a fair
 * run. Not the shortest, but each of its stretches is. Nothing when interrupted.
 */
export function fairCycle(graph: Graph, component: Int32Array, start: number, interrupt: Interrupt): readonly Hop[] | undefined {
  const members = new Set(component);
  const cycle: Required<Hop>[] = [];
  let owed = fairLabels(graph, graph.successors(start, false));
  let at = start;
  while (owed.size > 0 || at !== start || cycle.length === 0) {
    const stretch =
      owed.size > 0
        ? nearest(graph, members, at, interrupt, (hop, enabled) => owed.has(hop.label) || !isWithin(owed, enabled()))
        : nearest(graph, members, at, interrupt, (hop) => hop.state === start);
    if (stretch === undefined) return undefined;
    for (const hop of stretch) {
      owed.delete(hop.label);
      owed = common(owed, fairLabels(graph, graph.successors(hop.state, false)));
      cycle.push(hop);
      at = hop.state;
    }
  }
  return cycle;
}

/** The shortest way of at least one step whose last step is `wanted`; `enabled` gives the fair actions of the state it arrives at. */
function nearest(
  graph: Graph,
  members: ReadonlySet<number>,
  from: number,
  interrupt: Interrupt,
  wanted: (hop: Required<Hop>, enabled: () => Set<number>) => boolean,
): readonly Required<Hop>[] | undefined {
  interface Visit {
    readonly hop: Required<Hop>;
    readonly before: Visit | undefined;
  }
  const seen = new Set<number>();
  const queue: (Visit | undefined)[] = [undefined];
  for (const visit of queue) {
    if (interrupt()) return undefined;
    const state = visit?.hop.state ?? from;
    const successors = graph.successors(state, false);
    const hops = Array.from({ length: successors }, (_, k) => ({ state: graph.targets[k] as number, label: graph.labels[k] as number }));
    for (const hop of hops) {
      if (!members.has(hop.state)) continue;
      const arrival: Visit = { hop, before: visit };
      if (wanted(hop, () => fairLabels(graph, graph.successors(hop.state, false)))) return stretchOf(arrival);
      if (seen.has(hop.state)) continue;
      seen.add(hop.state);
      queue.push(arrival);
    }
  }
  throw new Error('a strongly connected component is not connected');

  function stretchOf(last: Visit): readonly Required<Hop>[] {
    const stretch: Required<Hop>[] = [];
    for (let at: Visit | undefined = last; at !== undefined; at = at.before) stretch.push(at.hop);
    return stretch.reverse();
  }
}
