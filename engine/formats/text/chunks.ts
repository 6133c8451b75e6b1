/** A text in pieces of any size, cut anywhere, so that a large file never stands in memory as a whole. */
export type Chunks = Iterable<string>;

/** How much of a text is looked at to recognise its format, in characters. */
export const headLength = 65_536;

/** The beginning of a text, and the whole text still to be read. A byte order mark is taken away. */
export function peek(chunks: Chunks): { readonly head: string; readonly chunks: Chunks } {
  const iterator = chunks[Symbol.iterator]();
  let head = '';
  while (head.length < headLength) {
    const next = iterator.next();
    if (next.done === true) break;
    head += next.value;
  }
  if (head.charCodeAt(0) === 0xfeff) head = head.slice(1);
  return { head, chunks: resumed(head, iterator) };
}

function* resumed(head: string, rest: Iterator<string>): Generator<string> {
  yield head;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}
