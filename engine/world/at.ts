/** The element at `index`, which the caller knows to be there: a missing one is a broken invariant, not an `undefined` to carry on with. */
export function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new Error(`index ${index} of a list of ${items.length}`);
  return items[index] as T;
}
