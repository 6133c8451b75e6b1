/** What code for a certain model and layout is generated from. */
import type { Layout } from '../../memory/layout.ts';

/** Bytes of a word. */
export const WORD = 4;
/** The memories of the generated module, by number. */
export const POOL = 0;
export const TABLE = 1;
export const ARENA = 2;

export interface Shape {
  readonly nodes: number;
  readonly monitors: number;
  readonly hasInboxFaults: boolean;
  readonly layout: Layout;
}
