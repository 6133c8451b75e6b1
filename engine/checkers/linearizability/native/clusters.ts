/** Operations that take effect one after the other, nothing between them. */
export interface Cluster {
  /** When the first of them returns, and when the last of them is invoked; both before all time for what was there at first. */
  readonly firstReturned: number;
  readonly lastInvoked: number;
}

/**
 * Clusters in an order that respects real time, or two of which each would have to come before the other (Gibbons & Korach 1997). One comes before another
 * if something of it returns before something of the other is invoked; there is an order iff no two come before each other, since longer cycles have such a
 * pair in them. In time n log n.
 */
export function ordered<C extends Cluster>(clusters: Iterable<C>): { readonly order: readonly C[] } | { readonly clash: readonly [C, C] } {
  const forward: C[] = [];
  const backward: C[] = [];
  for (const cluster of clusters) (cluster.firstReturned < cluster.lastInvoked ? forward : backward).push(cluster);
  forward.sort((a, b) => a.firstReturned - b.firstReturned);
  for (const [index, cluster] of forward.entries()) {
    const before = forward[index - 1];
    if (before !== undefined && cluster.firstReturned < before.lastInvoked) return { clash: [before, cluster] };
  }
  const placed = forward.map((cluster) => ({ cluster, at: cluster.firstReturned, forward: 1 }));
  for (const cluster of backward) {
    const around = lastBefore(forward, cluster.lastInvoked);
    if (around !== undefined && cluster.firstReturned < around.lastInvoked) return { clash: [around, cluster] };
    placed.push({ cluster, at: Math.max(cluster.lastInvoked, around?.lastInvoked ?? Number.NEGATIVE_INFINITY), forward: 0 });
  }
  placed.sort((a, b) => a.at - b.at || a.forward - b.forward);
  return { order: placed.map(({ cluster }) => cluster) };
}

/** Of clusters in the order of their first returns, the last one that has something that returns before `time`. */
function lastBefore<C extends Cluster>(clusters: readonly C[], time: number): C | undefined {
  let low = 0;
  let high = clusters.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clusters[middle]?.firstReturned ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return clusters[low - 1];
}
