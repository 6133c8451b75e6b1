/** The tree without where its parts stand. */
export function withoutRanges(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutRanges);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => (key === 'range' || key === 'operatorRange' ? [] : [[key, withoutRanges(value)]])),
  );
}
