/**
 * Delta debugging: the minimising algorithm ddmin of Zeller & Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002), section 3.
 *
 * Gives a part of `items`, in their order, that still fails, so that no single item can be left out of it (1-minimal) unless the trials were used up. `fails` is
 * deterministic and true of all items together; it is tried at most `mostTrials` times.
 */
export function ddmin<T>(items: readonly T[], fails: (part: readonly T[]) => boolean, mostTrials: number): readonly T[] {
  let left = mostTrials;
  const stillFails = (part: readonly T[]): boolean => left-- > 0 && fails(part);
  if (items.length === 0 || stillFails([])) return [];
  let rest = items;
  for (let granularity = 2; rest.length > 1 && left > 0; ) {
    const chunks = split(rest, granularity);
    const alone = chunks.find((chunk) => stillFails(chunk));
    if (alone !== undefined) {
      rest = alone;
      granularity = 2;
      continue;
    }
    // With two chunks each is the other's complement, and was tried.
    const without = granularity > 2 ? chunks.find((chunk) => stillFails(rest.filter((item) => !chunk.includes(item)))) : undefined;
    if (without !== undefined) {
      rest = rest.filter((item) => !without.includes(item));
      granularity = Math.max(2, granularity - 1);
    } else if (granularity < rest.length) granularity = Math.min(rest.length, 2 * granularity);
    else break;
  }
  return rest;
}

/** In `count` parts whose sizes differ by one at most. */
function split<T>(items: readonly T[], count: number): readonly (readonly T[])[] {
  return Array.from({ length: count }, (_, i) =>
    items.slice(Math.floor((i * items.length) / count), Math.floor(((i + 1) * items.length) / count)),
  );
}
