/** How many states the kept ones stand for. */
import type { Search } from '../search/search.ts';
import type { Quotient } from './quotient.ts';

/**
 * The number of states that the search would have kept without symmetry, of those that `counts`: the sizes of all orbits together. Nothing where that is not
 * known: where a start has no counterpart under other names, a broadcast was broken in a way that cannot happen, messages were dropped, or an orbit may have been
 * kept twice.
 */
export function statesOf(
  search: Search,
  quotient: Quotient,
  starts: readonly Int32Array[],
  counts: (state: number) => boolean,
): number | undefined {
  const { canonical, broadcasts, deadLetters, group } = quotient;
  if (broadcasts.loosened || deadLetters?.used === true || !areClosed(quotient, starts)) return undefined;
  const vector = new Int32Array(search.model.components);
  let sum = 0;
  for (let state = 0; state < search.store.count; state++) {
    if (!counts(state)) continue;
    for (let component = 0; component < vector.length; component++) vector[component] = search.store.component(state, component);
    const stabiliser = canonical.stabiliserOf(vector);
    if (stabiliser === undefined) return undefined;
    sum += group.order / stabiliser;
  }
  return sum;
}

/** Whether a renaming of a start is a start. */
function areClosed({ canonical, group }: Quotient, starts: readonly Int32Array[]): boolean {
  const known = new Set(starts.map((start) => start.join()));
  return group.generators().every((generator) => starts.every((start) => known.has(canonical.renamed(start, generator).join())));
}
