/** Circles in which each waits for the next, and the last one for the first. */

/** The first one that a search in depth comes by; nothing where there is none. */
export function circleAmong<N>(all: Iterable<N>, waitsFor: (one: N) => readonly N[]): readonly N[] | undefined {
  const tried = new Set<N>();
  const search = (one: N, way: readonly N[]): readonly N[] | undefined => {
    const begin = way.indexOf(one);
    if (begin >= 0) return way.slice(begin);
    if (tried.has(one)) return undefined;
    tried.add(one);
    for (const next of waitsFor(one)) {
      const found = search(next, [...way, one]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const one of all) {
    const found = search(one, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A shortest one that `one` is in, `one` first; nothing where it is in none. */
export function circleThrough<N>(one: N, waitsFor: (one: N) => readonly N[]): readonly N[] | undefined {
  const ways: (readonly [N, ...N[]])[] = [[one]];
  const seen = new Set<N>();
  for (const way of ways) {
    for (const next of waitsFor(way.at(-1) ?? one)) {
      if (next === one) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}
