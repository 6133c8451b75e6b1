/**
 * Of all states that differ only in which interchangeable node is which, one: the same for all of them where it can be afforded.
 *
 * Nodes are told apart by what does not depend on who is who (their own state and inbox, and how everything else speaks of them), refined by whom they have
 * to do with as in colour refinement, and sorted. Of nodes that stay alike all orders are tried, unless exchanging them changes nothing, and the least
 * state is taken. Where that would be too many, the first order is: then one orbit may be stored more than once, which costs room and nothing else.
 */
import { inboxOf, localOf } from '../memory/directory.ts';
import { PairTable } from '../memory/pair-table.ts';
import type { Model } from '../model/model.ts';
import { factorial, type Group } from './group.ts';
import { Parts } from './parts.ts';
import { IDENTITY, identity, Permutations, transposition } from './permutations.ts';
import { mix, Profiles } from './profiles.ts';

/** Orders of nodes that look alike which are tried for one state. */
const MOST_ORDERS = 720;
/** Rounds of refinement: how far away what tells two nodes apart may be. */
const ROUNDS = 3;

export class Canonical {
  readonly group: Group;
  readonly permutations: Permutations;
  readonly #parts: Parts;
  readonly #profiles: Profiles;
  /** By component: (value, permutation) -> the value that it becomes. */
  readonly #renamed: readonly PairTable[];
  /** By component of an interchangeable node: the value there that has this colour, plus one. */
  readonly #byColour: readonly number[][];
  /** The state that was asked for last, and the permutation that leads to it. */
  readonly state: Int32Array;
  permutation = IDENTITY;
  /** The state that was asked for last; -1 before the first. */
  readonly #last: Int32Array;
  /** By node, of that state: the sums of what tells nodes apart at first. They do not depend on the order in which interchangeable nodes speak of one. */
  readonly #sums: Int32Array;
  /** How many of its values have mentions that do not say all. */
  #tangles = 0;

  /** By class: its nodes, in the order of their signatures; from one state to the next it changes little. */
  readonly #sorted: readonly Int32Array[];
  /** By component: the interchangeable node that it belongs to, or -1. */
  readonly #owners: Int32Array;
  readonly #signature: Int32Array;
  readonly #next: Int32Array;
  readonly #image: Int32Array;
  readonly #trial: Int32Array;
  readonly #swaps: readonly (readonly number[])[];

  constructor(model: Model, group: Group) {
    this.group = group;
    this.permutations = new Permutations(model.nodes);
    this.#parts = new Parts(model);
    this.#profiles = new Profiles(model, group, this.#parts);
    this.#renamed = Array.from({ length: model.components }, () => new PairTable());
    this.#byColour = Array.from({ length: model.components }, () => []);
    this.state = new Int32Array(model.components);
    this.#trial = new Int32Array(model.components);
    this.#last = new Int32Array(model.components).fill(-1);
    this.#sums = new Int32Array(model.nodes);
    this.#signature = new Int32Array(model.nodes);
    this.#next = new Int32Array(model.nodes);
    this.#image = identity(model.nodes);
    this.#owners = Int32Array.from({ length: model.components }, (_, component) => {
      const owner = this.#parts.ownerOf(component);
      return owner >= 0 && group.classOf[owner] !== -1 ? owner : -1;
    });
    this.#sorted = group.classes.map((members) => Int32Array.from(members));
    this.#swaps = group.classes.map((members) =>
      members.slice(1).map((node, i) => this.permutations.id(transposition(model.nodes, members[i] as number, node))),
    );
  }

  get bytes(): number {
    return this.#renamed.reduce((sum, table) => sum + table.bytes, 0);
  }

  /** Whether components got new values since this was asked last. */
  hasGrown(): boolean {
    return this.#parts.hasGrown();
  }

  /** Finds the canonical state of this one; the answer is in `state` and `permutation`. */
  find(vector: Int32Array): void {
    this.#sign(vector);
    let hasTies = this.#sort();
    for (let round = 0; round < ROUNDS && this.#tangles > 0 && hasTies; round++) {
      this.#refine(vector);
      hasTies = this.#sort();
    }
    this.permutation = this.#place(this.#sorted);
    this.#apply(vector, this.permutation, this.state);
    // Where mentions say all, to exchange nodes that look alike changes nothing.
    if (hasTies && this.#tangles > 0) this.#settleTies(vector);
  }

  /** How many members of the group leave the state as it is; nothing where that is not known, nor whether its orbit has but one canonical state. */
  stabiliserOf(vector: Int32Array): number | undefined {
    this.find(vector);
    if (this.#tangles === 0 && this.#sorted.some((nodes) => this.#hasClash(vector, nodes))) return undefined;
    return this.#settleTies(vector);
  }

  /** The state that this one becomes by the permutation, in a new array. */
  renamed(vector: Int32Array, permutation: ArrayLike<number>): Int32Array {
    const state = new Int32Array(vector.length);
    this.#apply(vector, this.permutations.id(permutation), state);
    return state;
  }

  /** Gives every interchangeable node its signature. From the last state's, since states that are asked for one after the other differ little. */
  #sign(vector: Int32Array): void {
    const last = this.#last;
    for (let component = 0; component < vector.length; component++) {
      const [before, id] = [last[component] as number, vector[component] as number];
      if (id === before) continue;
      if (before >= 0) this.#count(component, before, -1);
      this.#count(component, id, 1);
      last[component] = id;
    }
    this.#signature.set(this.#sums);
  }

  /** Adds what the value says to what the nodes' signatures are the sums of, or takes it away. */
  #count(component: number, id: number, sign: 1 | -1): void {
    const shares = (this.#profiles.shares[component] as Int32Array[])[id] ?? this.#profiles.lookAt(component, id).shares;
    const sums = this.#sums;
    for (let k = 0; k < shares.length; k += 2) {
      const node = shares[k] as number;
      sums[node] = ((sums[node] as number) + sign * (shares[k + 1] as number)) | 0;
    }
    if ((this.#profiles.tangled[component] as boolean[])[id]) this.#tangles += sign;
  }

  /** Mixes into each signature those of the nodes that it has to do with. */
  #refine(vector: Int32Array): void {
    const before = this.#signature;
    const after = this.#next;
    after.set(before);
    for (let component = 0; component < vector.length; component++) {
      const owner = this.#owners[component] as number;
      if (owner < 0) continue;
      const spokenOf = this.#profiles.mentions[component]?.[vector[component] as number] as Int32Array;
      for (let k = 0; k < spokenOf.length; k += 2) {
        const [other, mention] = [spokenOf[k] as number, spokenOf[k + 1] as number];
        after[other] = ((after[other] as number) + mix(mix(mention, 5), before[owner] as number)) | 0;
        after[owner] = ((after[owner] as number) + mix(mix(mention, 7), before[other] as number)) | 0;
      }
    }
    before.set(after);
  }

  /** Sorts every class. Gives whether nodes of one look alike. */
  #sort(): boolean {
    let hasTies = false;
    for (const nodes of this.#sorted) {
      // By insertion: most states differ little from one that is sorted.
      for (let k = 1; k < nodes.length; k++) {
        const node = nodes[k] as number;
        let at = k;
        for (; at > 0; at--) {
          const before = nodes[at - 1] as number;
          const order = (this.#signature[before] as number) - (this.#signature[node] as number);
          if (order === 0) hasTies = true;
          if (order < 0 || (order === 0 && before < node)) break;
          nodes[at] = before;
        }
        nodes[at] = node;
      }
    }
    return hasTies;
  }

  /** Whether two nodes have the same signature by chance. */
  #hasClash(vector: Int32Array, nodes: Int32Array): boolean {
    return nodes.some((node, k) => {
      const before = nodes[k - 1];
      return before !== undefined && this.#signature[before] === this.#signature[node] && this.#differ(vector, before, node);
    });
  }

  /** Whether nodes are told apart by what signatures are made of. */
  #differ(vector: Int32Array, a: number, b: number): boolean {
    const colour = (component: number) => this.#profiles.colours[component]?.[vector[component] as number];
    if (colour(localOf(a)) !== colour(localOf(b)) || colour(inboxOf(a)) !== colour(inboxOf(b))) return true;
    return vector.some((id, component) => {
      if ((this.#owners[component] as number) >= 0) return false;
      return this.#profiles.mentionOf(component, id, a) !== this.#profiles.mentionOf(component, id, b);
    });
  }

  /** Positions in the sorted class from which on, and up to which, nodes look alike. */
  #tiesOf(nodes: ArrayLike<number>): readonly (readonly [from: number, to: number])[] {
    const ties: [number, number][] = [];
    for (let from = 0, to = 1; to <= nodes.length; to++) {
      if (to < nodes.length && this.#signature[nodes[from] as number] === this.#signature[nodes[to] as number]) continue;
      if (to - from > 1) ties.push([from, to]);
      from = to;
    }
    return ties;
  }

  /** The number of the permutation that puts the nodes of each class into that order. */
  #place(order: readonly ArrayLike<number>[]): number {
    const { classes } = this.group;
    let moves = false;
    for (let index = 0; index < classes.length; index++) {
      const members = classes[index] as readonly number[];
      const nodes = order[index] as ArrayLike<number>;
      for (let k = 0; k < members.length; k++) {
        moves ||= nodes[k] !== members[k];
        this.#image[nodes[k] as number] = members[k] as number;
      }
    }
    return moves ? this.permutations.id(this.#image) : IDENTITY;
  }

  /**
   * Takes the least state over all orders of nodes that look alike and are not interchangeable in it. Gives how many of all orders of nodes that look alike
   * lead to it; nothing where not all were tried.
   */
  #settleTies(vector: Int32Array): number | undefined {
    let closed = 1;
    let orders = 1;
    const open: { readonly class: number; readonly from: number; readonly to: number }[] = [];
    this.#sorted.forEach((nodes, index) => {
      for (const [from, to] of this.#tiesOf(nodes)) {
        const count = factorial(to - from);
        if (this.#tangles === 0 || this.#changesNothing(index, from, to)) closed *= count;
        else {
          orders *= count;
          open.push({ class: index, from, to });
        }
      }
    });
    if (open.length === 0) return closed;
    if (orders > MOST_ORDERS) return undefined;
    let same = 0;
    const trial = this.#sorted.map((nodes) => [...nodes]);
    const tryAll = (k: number): void => {
      const tie = open[k];
      if (tie === undefined) {
        same = this.#tryOrder(vector, trial, same);
        return;
      }
      forEachOrder(trial[tie.class] as number[], tie.from, tie.to, () => tryAll(k + 1));
    };
    tryAll(0);
    return closed * same;
  }

  /** Gives how many of the orders tried so far lead to the state that is the least by now. */
  #tryOrder(vector: Int32Array, order: readonly (readonly number[])[], same: number): number {
    const permutation = this.#place(order);
    this.#apply(vector, permutation, this.#trial);
    const difference = same === 0 ? -1 : compareWords(this.#trial, this.state);
    if (difference > 0) return same;
    if (difference === 0) return same + 1;
    this.state.set(this.#trial);
    this.permutation = permutation;
    return 1;
  }

  /** Whether the nodes at these places of the class can be exchanged in the state that has been found. */
  #changesNothing(index: number, from: number, to: number): boolean {
    for (let k = from; k < to - 1; k++) {
      this.#apply(this.state, this.#swaps[index]?.[k] as number, this.#trial);
      if (compareWords(this.#trial, this.state) !== 0) return false;
    }
    return true;
  }

  #apply(vector: Int32Array, permutation: number, into: Int32Array): void {
    into.set(vector);
    if (permutation === IDENTITY) return;
    const image = this.permutations.get(permutation);
    const { colours, mentions } = this.#profiles;
    for (let component = 0; component < vector.length; component++) {
      const id = vector[component] as number;
      const spokenOf = (mentions[component] as Int32Array[])[id] ?? this.#profiles.lookAt(component, id).mentions;
      const owner = this.#owners[component] as number;
      const isPlaced = owner < 0 || image[owner] === owner;
      if (isPlaced && spokenOf.length === 0) continue;
      const target = isPlaced ? component : 2 * (image[owner] as number) + (component & 1);
      into[target] =
        spokenOf.length > 0
          ? this.#become(component, id, permutation, image)
          : this.#moved(component, id, target, (colours[component] as number[])[id] as number, permutation, image);
    }
  }

  /** The value with that colour at another node, which speaks of nobody else. */
  #moved(component: number, id: number, target: number, colour: number, permutation: number, image: Int32Array): number {
    const known = this.#byColour[target] as number[];
    const there = known[colour];
    if (there !== undefined) return there;
    const value = this.#become(component, id, permutation, image);
    known[colour] = value;
    return value;
  }

  #become(component: number, id: number, permutation: number, image: Int32Array): number {
    const table = this.#renamed[component] as PairTable;
    const known = table.get(id, permutation);
    if (known >= 0) return known;
    const value = this.#parts.renamed(component, id, image);
    table.add(id, permutation, value);
    return value;
  }
}

function compareWords(a: Int32Array, b: Int32Array): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return (a[k] as number) - (b[k] as number);
  return 0;
}

/** Every order of the items between two places, in place (Heap 1963); afterwards they stand in some order. */
function forEachOrder(items: number[], from: number, to: number, visit: () => void): void {
  const generate = (count: number): void => {
    if (count === 1) {
      visit();
      return;
    }
    for (let k = 0; k < count; k++) {
      generate(count - 1);
      if (k === count - 1) return;
      const other = from + (count % 2 === 0 ? k : 0);
      const last = from + count - 1;
      [items[other], items[last]] = [items[last] as number, items[other] as number];
    }
  };
  generate(to - from);
}
