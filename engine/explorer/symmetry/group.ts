/** The permutations that a scenario does not notice: any of the nodes of each class among themselves. */
import { identity, type Permutation, transposition } from './permutations.ts';

/** Thrown when a run turns out to tell its nodes apart after all, or when symmetry cannot say what was asked of it: the search is done without. */
export class Asymmetry extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Asymmetry';
  }
}

export class Group {
  readonly nodes: number;
  /** Nodes that are interchangeable, each class in ascending order, at least two in each. */
  readonly classes: readonly (readonly number[])[];
  /** By node; -1 for those that stay where they are. */
  readonly classOf: readonly number[];
  #seed = 0x2545f491;

  constructor(nodes: number, classes: readonly (readonly number[])[]) {
    this.nodes = nodes;
    this.classes = classes;
    this.classOf = Array.from({ length: nodes }, (_, node) => classes.findIndex((members) => members.includes(node)));
  }

  /** How many permutations there are. */
  get order(): number {
    return this.classes.reduce((product, { length }) => product * factorial(length), 1);
  }

  /** Exchanges of neighbours in a class: every member of the group is a product of these. */
  generators(): readonly Permutation[] {
    return this.classes.flatMap((members) => members.slice(1).map((node, i) => transposition(this.nodes, members[i] as number, node)));
  }

  /** One of all, each as likely as the others: the next of a fixed sequence. */
  sample(): Permutation {
    const permutation = identity(this.nodes);
    for (const members of this.classes) {
      for (let i = members.length - 1; i > 0; i--) {
        const [a, b] = [members[i] as number, members[this.#below(i + 1)] as number];
        const image = permutation[a] as number;
        permutation[a] = permutation[b] as number;
        permutation[b] = image;
      }
    }
    return permutation;
  }

  /** Marsaglia's xorshift (2003). */
  #below(count: number): number {
    let x = this.#seed;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#seed = x;
    return (x >>> 0) % count;
  }
}

export function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
