/**
 * What a search does that keeps one of several states which come to the same: in place of each state it puts the one that is kept, and it takes steps as
 * `broadcasts.ts` says.
 */
import { pack, unpack } from '../memory/layout.ts';
import type { Model } from '../model/model.ts';
import type { DeadLetters } from '../partial-order/dead-letters.ts';
import type { Expander } from '../search/expander.ts';
import type { Broadcasts } from './broadcasts.ts';
import { Canonical } from './canonical.ts';
import type { Group } from './group.ts';
import { IDENTITY } from './permutations.ts';

export class Quotient {
  readonly group: Group;
  readonly model: Model;
  readonly canonical: Canonical;
  readonly broadcasts: Broadcasts;
  readonly deadLetters: DeadLetters | undefined;
  readonly #vector: Int32Array;

  /** `broadcasts` takes the model's steps. */
  constructor(model: Model, group: Group, broadcasts: Broadcasts, deadLetters: DeadLetters | undefined) {
    this.group = group;
    this.model = model;
    this.broadcasts = broadcasts;
    this.deadLetters = deadLetters;
    this.canonical = new Canonical(model, group);
    this.#vector = new Int32Array(model.components);
  }

  /** Whether nodes have other names in the kept states. */
  get permutes(): boolean {
    return this.group.classes.length > 0;
  }

  get bytes(): number {
    return this.canonical.bytes + (this.deadLetters?.bytes ?? 0);
  }

  /** Whether components got new values since this was asked last. */
  hasGrown(): boolean {
    const byLetters = this.deadLetters?.hasGrown() === true;
    return this.canonical.hasGrown() || byLetters;
  }

  /** The state that is kept in place of this one. */
  of(vector: Int32Array): Int32Array {
    this.#vector.set(this.withoutLetters(vector));
    return this.#canonical().slice();
  }

  /** The state without what its nodes have done with, under its own names. */
  withoutLetters(vector: Int32Array): Int32Array {
    const left = vector.slice();
    this.deadLetters?.listen();
    this.deadLetters?.drop(left);
    return left;
  }

  /**
   * Puts the kept states in the place of the records from `begin` on. Gives false where one of them does not fit into the layout; the records are not to be
   * used then. `permutations` takes for each record the number of the permutation that led to it.
   */
  apply(records: Expander, begin: number, permutations?: number[]): boolean {
    const { layout, stride, words } = records;
    const { canonical } = this;
    const vector = this.#vector;
    const components = vector.length;
    this.deadLetters?.listen();
    for (let record = begin; record < records.end; record += stride) {
      for (let component = 0; component < components; component++) vector[component] = unpack(layout, words, record, component);
      const dropped = this.deadLetters?.drop(vector) === true;
      const kept = this.#canonical();
      permutations?.push(canonical.permutation);
      if (canonical.permutation === IDENTITY && !dropped) continue;
      for (let component = 0; component < components; component++) {
        const mask = layout.mask[component] as number;
        if (mask !== -1 && (kept[component] as number) > mask) return false;
      }
      pack(layout, kept, words, record);
    }
    return true;
  }

  /** Of the state in `#vector`. */
  #canonical(): Int32Array {
    if (!this.permutes) return this.#vector;
    this.canonical.find(this.#vector);
    return this.canonical.state;
  }
}
