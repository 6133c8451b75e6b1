/** A piece of one source text: UTF-16 offsets, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A piece of a named source file; what diagnostics, trace steps and program nodes point at. */
export interface Place extends Range {
  /** The file's URI, as the host that loaded it names it. */
  readonly file: string;
}

/** The smallest range that covers both. */
export function cover(a: Range, b: Range): Range {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Whether `offset` lies in `range`, its end included (so that a cursor behind a word is still in it). */
export function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Ranges that move together with the text that they stand in. */
export class Movable {
  readonly #ranges: { start: number; end: number }[] = [];

  /** From now on `range` moves along; one that moves already must not be added again. */
  add<T extends Range>(range: T): T {
    this.#ranges.push(range);
    return range;
  }
  /** All ranges in a piece of plain data without cycles move along from now on. */
  addAllIn(root: unknown): void {
    const ranges = new Set<Range>();
    collect(root, ranges);
    for (const range of ranges) this.add(range);
  }
  move(by: number): void {
    if (by === 0) return;
    for (const range of this.#ranges) {
      range.start += by;
      range.end += by;
    }
  }
}

function collect(value: unknown, ranges: Set<Range>): void {
  if (typeof value !== 'object' || value === null) return;
  if ('start' in value && typeof value.start === 'number') ranges.add(value as Range);
  else if (Array.isArray(value)) for (const element of value) collect(element, ranges);
  else for (const key in value) collect((value as Readonly<Record<string, unknown>>)[key], ranges);
}
