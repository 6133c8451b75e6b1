/** "Did you mean": the nearest known name, by edit distance. */
import { editDistance } from '../syntax/spelling.ts';

/** The candidate a writer of `name` most likely meant: at most a third of its letters away (one, for short names). */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  // Of a single letter nothing would be left.
  const limit = name.length === 1 ? 0 : Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
