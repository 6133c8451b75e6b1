/** Strongly connected components: Tarjan (1972), without recursion. */
import type { Interrupt } from '../memory/state-store.ts';
import type { Graph } from '../search/graph.ts';

const STATES_PER_POLL = 256;

/** A stack of integers. */
class IntStack {
  #items = new Int32Array(256);
  size = 0;
  push(value: number): void {
    if (this.size === this.#items.length) {
      const larger = new Int32Array(this.size * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.size++] = value;
  }
  pop(): number {
    return this.#items[--this.size] as number;
  }
  at(index: number): number {
    return this.#items[index] as number;
  }
}

/**
 * The components of the graph's part that `inside` says, in which a run can stay for ever: those with more than one state, or with an edge from
 * their only state to itself. Each with its states in ascending order, the component with the earliest state first. Nothing when interrupted.
 * `onExpanded` is told each state inside once, while `graph` holds its successors.
 */
export function cyclicComponents(
  graph: Graph,
  states: Iterable<number>,
  inside: (state: number) => boolean,
  onExpanded: (state: number, successors: number) => void,
  interrupt: Interrupt,
): readonly Int32Array[] | undefined {
  const count = graph.search.store.count;
  /** Order of discovery from 1; 0 not seen; -1 in a finished component. */
  const order = new Int32Array(count);
  const low = new Int32Array(count);
  const open = new IntStack();
  // The states on the way down, and of each where its successors that are still to be looked at begin.
  const path = new IntStack();
  const begins = new IntStack();
  const pending = new IntStack();
  const loops = new Set<number>();
  const components: Int32Array[] = [];
  let next = 1;
  let visited = 0;

  const enter = (state: number): void => {
    order[state] = next;
    low[state] = next++;
    open.push(state);
    path.push(state);
    begins.push(pending.size);
    const successors = graph.successors(state, false);
    onExpanded(state, successors);
    for (let k = successors - 1; k >= 0; k--) {
      const target = graph.targets[k] as number;
      if (target === state) loops.add(state);
      else if (inside(target)) pending.push(target);
    }
  };
  const leave = (state: number): void => {
    path.pop();
    begins.pop();
    if (low[state] === order[state]) {
      const members: number[] = [];
      let member: number;
      do {
        member = open.pop();
        order[member] = -1;
        members.push(member);
      } while (member !== state);
      if (members.length > 1 || loops.has(state)) components.push(Int32Array.from(members).sort());
    }
    if (path.size > 0) {
      const parent = path.at(path.size - 1);
      low[parent] = Math.min(low[parent] as number, low[state] as number);
    }
  };

  for (const root of states) {
    if (order[root] !== 0 || !inside(root)) continue;
    enter(root);
    while (path.size > 0) {
      if (++visited % STATES_PER_POLL === 0 && interrupt()) return undefined;
      const state = path.at(path.size - 1);
      if (pending.size === begins.at(begins.size - 1)) {
        leave(state);
        continue;
      }
      const target = pending.pop();
      const seen = order[target] as number;
      if (seen === 0) enter(target);
      else if (seen > 0) low[state] = Math.min(low[state] as number, seen);
    }
  }
  return components.sort((a, b) => (a[0] as number) - (b[0] as number));
}
