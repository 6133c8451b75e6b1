/** Permutations of the nodes, numbered as they come up. */
import { SequenceTable } from '../memory/sequences.ts';

/** The node that each node becomes, by index. */
export type Permutation = Int32Array;

/** The number of the one that moves nothing. */
export const IDENTITY = 0;

export class Permutations {
  readonly #table = new SequenceTable();
  readonly #all: Permutation[] = [];

  constructor(nodes: number) {
    this.id(identity(nodes));
  }

  id(permutation: ArrayLike<number>): number {
    const id = this.#table.intern(permutation);
    if (id === this.#all.length) this.#all.push(Int32Array.from(permutation));
    return id;
  }

  get(id: number): Permutation {
    const permutation = this.#all[id];
    if (permutation === undefined) throw new Error(`no permutation ${id}`);
    return permutation;
  }
}

export function identity(nodes: number): Permutation {
  return Int32Array.from({ length: nodes }, (_, node) => node);
}

export function transposition(nodes: number, a: number, b: number): Permutation {
  const permutation = identity(nodes);
  permutation[a] = b;
  permutation[b] = a;
  return permutation;
}

export function inverse(permutation: Permutation): Permutation {
  const back = new Int32Array(permutation.length);
  permutation.forEach((image, node) => {
    back[image] = node;
  });
  return back;
}
