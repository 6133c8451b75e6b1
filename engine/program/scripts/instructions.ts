/**
 * A client's script as a list of instructions. Nested blocks become jumps, and what loops and transactions must remember becomes locals, so that a
 * program counter and the locals say all that there is to say about a script that has stopped somewhere.
 */
import type { Place } from '../../../grammar/syntax/range.ts';
import type { Frame } from '../frame.ts';
import type { Routine } from '../scope.ts';
import type { Value } from '../values.ts';

export type Instruction = { readonly place: Place } /** Computes, then goes on with the next instruction. */ & (
  | { readonly kind: 'do'; readonly run: Routine }
  /** The next instruction if the test holds, else `otherwise`. */
  | { readonly kind: 'branch'; readonly test: (frame: Frame) => boolean; otherwise: number }
  /** `turn`: back to the head of a `while`, whose turns are counted. */
  | { readonly kind: 'jump'; to: number; readonly turn: boolean }
  | {
      readonly kind: 'ask';
      readonly operation: number;
      readonly arguments: (frame: Frame) => readonly Value[];
      readonly node: (frame: Frame) => number;
      readonly resultSlot?: number;
      readonly transaction?: TransactionContext;
    }
  | { readonly kind: 'sleep' | 'waitUntil'; readonly ms: (frame: Frame) => number }
  | { readonly kind: 'await'; readonly client: number }
);

/** The transaction in which something is asked. The targets are known once its end is. */
export interface TransactionContext {
  /** The local that holds the transaction. */
  readonly slot: number;
  readonly serverSlot: number;
  /** Where to go on when the server has aborted it: trying again, or its end. */
  again: number;
  /** Where to go on when an operation of it got no reply in time. */
  end: number;
}
