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
