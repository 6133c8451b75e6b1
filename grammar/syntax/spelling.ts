/** "Did you mean …?" */

/**
 * The candidate that resembles `word` most, if one does: at most one slip in up to four letters, two in longer words.
 */
export function closestWord<T extends string>(word: string, candidates: Iterable<T>): T | undefined {
  if (word.length > 40) return undefined;
  let best: T | undefined;
  let bestDistance = word.length <= 4 ? 1.5 : 2.5;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > 2) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance && distance < Math.max(word.length, candidate.length) / 2) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each counted 1. Letter case counts nothing,
 * so that `coordinator` finds `Coordinator`.
 */
export function editDistance(left: string, right: string): number {
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(substitution, at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(beforeLast, j - 2) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}
const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
