/** All successors of a state: those that the tables say, and those that only the interpreter can. */
import { type Detours, interpretedSuccessors, type Successor } from '../model/detours.ts';
import type { Memo } from '../model/memo.ts';
import type { Model, Vector } from '../model/model.ts';
import type { Expander } from './expander.ts';

/** Where they come from. */
export interface Sources {
  readonly model: Model;
  readonly memo: Memo;
  readonly detours: Detours;
  /** Takes every step with the interpreter: what the tables are tested against. */
  readonly interpretAll: boolean;
}

/** What tables cannot say of the state that the expander has just expanded. `vector` gives the state where it is wanted. */
export function untabled(
  expander: Expander,
  { model, detours, interpretAll }: Omit<Sources, 'memo'>,
  vector: () => Vector,
): readonly Successor[] {
  if (interpretAll) return interpretedSuccessors(model, vector());
  return expander.detours.length === 0 ? [] : detours.successorsOf(vector(), expander.detours);
}

/**
 * Puts all successors of a state into the expander's records, always in the same order. What the tables do not know of them is entered. The state stands in
 * `words` from `offset` on, as the expander's layout has it.
 */
export function expandWhole(
  expander: Expander,
  sources: Sources,
  words: Int32Array,
  offset: number,
  state: number,
  vector: () => Vector,
): void {
  const { memo, interpretAll } = sources;
  expander.end = 0;
  while (!interpretAll && !expander.expand(words, offset, state)) {
    if (expander.missed === undefined) throw new Error('an expansion failed without a miss');
    memo.fill(expander.missed, expander.layout, expander.words);
  }
  const found = untabled(expander, sources, vector);
  for (const successor of found) expander.append(successor.vector, successor.label, state);
  if (found.length > 0) memo.makeRoom();
}
