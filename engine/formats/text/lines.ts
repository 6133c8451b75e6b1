/** A text line by line. */
import type { Chunks } from './chunks.ts';
import { Refusal } from './refusal.ts';

export interface Line {
  /** Without its end. */
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
}

/** No log has longer lines; without a bound, a file without any line end would be gathered whole. */
const longestLine = 4_000_000;

/** The lines of a text; `\n` and `\r\n` end a line. An end of the last one may be missing. */
export function* linesOf(chunks: Chunks): Generator<Line> {
  let pending = '';
  let number = 1;
  for (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      yield { text: withoutReturn(pending + chunk.slice(start, end)), number: number++ };
      pending = '';
      start = end + 1;
    }
    pending += chunk.slice(start);
    if (pending.length > longestLine) throw new Refusal(number, `the line is longer than ${longestLine} characters`);
  }
  if (pending !== '') yield { text: withoutReturn(pending), number };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
