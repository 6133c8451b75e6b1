/**
 * What a component's value looks like from each interchangeable node, as numbers that do not depend on who is who: by these nodes are told apart before
 * any of them is moved. Computed once for each value.
 */
import { localOf } from '../memory/directory.ts';
import type { Model } from '../model/model.ts';
import type { Group } from './group.ts';
import type { Naming, Parts } from './parts.ts';
import { transposition } from './permutations.ts';

/** Of values that speak of no interchangeable node but their owner. */
const NONE = new Int32Array(0);

/** Of all of the tables below the first index is the component, the second the value; there is no entry for what has not been looked at. */
export class Profiles {
  readonly #group: Group;
  readonly #parts: Parts;
  readonly #numbers = new Map<string, number>();
  /** Equal exactly where the values are, but for the names of interchangeable nodes. */
  readonly colours: readonly number[][];
  /** Pairs: an interchangeable node that the value speaks of, its owner apart, and how; the same number for two nodes of which it speaks alike. */
  readonly mentions: readonly Int32Array[][];
  /** Pairs: an interchangeable node, and what the value adds to its signature, by being its own or by speaking of it. */
  readonly shares: readonly Int32Array[][];
  /** Whether to exchange two nodes that it speaks of alike can change it, so that mentions do not say all. */
  readonly tangled: readonly boolean[][];

  constructor(model: Model, group: Group, parts: Parts) {
    this.#group = group;
    this.#parts = parts;
    const empty = <T>() => Array.from({ length: model.components }, (): T[] => []);
    this.colours = empty();
    this.mentions = empty();
    this.shares = empty();
    this.tangled = empty();
  }

  /** Fills the tables for that value; gives some of it. */
  lookAt(component: number, id: number): { readonly mentions: Int32Array; readonly shares: Int32Array } {
    const { classOf } = this.#group;
    const owner = this.#parts.ownerOf(component);
    const kind = owner < 0 || classOf[owner] === -1 ? `c${component}` : `k${classOf[owner]}.${component - localOf(owner)}`;
    const spokenOf = new Set<number>();
    const described = (named: (node: number) => string | undefined): number => {
      const name: Naming = (node) => {
        if (node !== owner && classOf[node] !== -1) spokenOf.add(node);
        return named(node) ?? (node === owner ? 'self' : classOf[node] === -1 ? `n${node}` : `c${classOf[node]}`);
      };
      return this.#number(`${kind} ${this.#parts.describe(component, id, name)}`);
    };
    const colour = described(() => undefined);
    const nodes = [...spokenOf].sort((a, b) => a - b);
    const pairs = nodes.flatMap((focus) => [focus, described((node) => (node === focus ? 'it' : undefined))]);
    const own = owner >= 0 && classOf[owner] !== -1 ? [owner, mix(colour, 3)] : [];
    const mentions = listOf(pairs);
    const shares = listOf([...own, ...pairs.map((part, i) => (i % 2 === 0 ? part : mix(part, colour)))]);
    (this.colours[component] as number[])[id] = colour;
    (this.mentions[component] as Int32Array[])[id] = mentions;
    (this.shares[component] as Int32Array[])[id] = shares;
    (this.tangled[component] as boolean[])[id] = nodes.length > 0 && this.#isTangled(component, id, nodes);
    return { mentions, shares };
  }

  /** How the value speaks of the node, or 0. */
  mentionOf(component: number, id: number, node: number): number {
    const mentions = this.mentions[component]?.[id] ?? NONE;
    for (let k = 0; k < mentions.length; k += 2) if (mentions[k] === node) return mentions[k + 1] as number;
    return 0;
  }

  #isTangled(component: number, id: number, spokenOf: readonly number[]): boolean {
    const { classOf, nodes } = this.#group;
    const owner = this.#parts.ownerOf(component);
    // A node's own view of another is a relation between two: there exchanging one of them is not enough.
    if (owner >= 0 && classOf[owner] !== -1) return true;
    if (spokenOf.length === 1 || this.#parts.isPlain(component, id, (node) => classOf[node] !== -1)) return false;
    const alike = Map.groupBy(spokenOf, (node) => this.mentionOf(component, id, node));
    return [...alike.values()].some((members) =>
      members.slice(1).some((node, i) => this.#parts.renamed(component, id, transposition(nodes, members[i] as number, node)) !== id),
    );
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return number;
  }
}

function listOf(numbers: readonly number[]): Int32Array {
  return numbers.length === 0 ? NONE : Int32Array.from(numbers);
}

export function mix(a: number, b: number): number {
  let hash = Math.imul(a + 0x9e3779b1, 0x85ebca6b) + b;
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}
