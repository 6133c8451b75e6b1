/** What code for a certain model and layout is generated from. */
import type { Layout } from '../../memory/layout.ts';
import type { MemoTables } from '../../memory/memo-tables.ts';

/** Bytes of a word. */
export const WORD = 4;
/** The memories of the generated module, by number. */
export const POOL = 0;
export const TABLE = 1;
export const ARENA = 2;

export interface Shape extends Pick<MemoTables, 'nodes' | 'monitors' | 'clients' | 'requestsAreKept' | 'time' | 'hasInboxFaults'> {
  readonly layout: Layout;
}

export function shapeOf({ nodes, monitors, clients, requestsAreKept, time, hasInboxFaults }: MemoTables, layout: Layout): Shape {
  return { nodes, monitors, clients, requestsAreKept, ...(time && { time }), hasInboxFaults, layout };
}
