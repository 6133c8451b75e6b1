/** What reads of a text or a list tell of how it came about. */
import { type NativeVerdict, violated } from './verdict.ts';

/** On a text or a list. Pieces are numbers: equal ones are equal texts or elements. */
export type GrowingOperation = { readonly invoked: number; readonly returned: number } & (
  | { readonly does: 'overwrites' | 'extends'; readonly piece: number }
  /** All that was there, in order. */
  | { readonly does: 'shows'; readonly pieces: readonly number[] }
);

/** From an overwriting operation to the last that shows what it wrote: what is added in between is known, and nothing else is. */
export interface Epoch {
  /** The overwriting operation; -1 for what was there at first. */
  readonly begun: number;
  /** The operations that added what was seen, in order. */
  readonly chain: readonly number[];
  /** By the length of what they saw of the chain. */
  readonly shown: readonly (readonly number[])[];
  /** One that saw all of it. */
  readonly longest: number;
}

/** An epoch of which it is known what was added, but not yet by whom. */
interface Beginning {
  readonly begun: number;
  readonly added: readonly number[];
  readonly shown: { readonly operation: number; readonly length: number }[];
  readonly longest: number;
}

/** Something that was added: after `from` and before `until`. */
interface Slot {
  readonly epoch: number;
  readonly at: number;
  readonly from: number;
  readonly until: number;
}

/** Of more operations that did the same nobody guesses which of them was seen. */
const mostAlike = 100;

export class Evidence {
  readonly #operations: readonly GrowingOperation[];
  readonly #initial: readonly number[];
  /** By piece. */
  readonly #overwriting = new Map<number, number[]>();
  readonly #adding = new Map<number, number[]>();

  constructor(operations: readonly GrowingOperation[], initial: readonly number[]) {
    this.#operations = operations;
    this.#initial = initial;
    for (const [index, operation] of operations.entries()) {
      if (operation.does === 'shows') continue;
      const makers = operation.does === 'extends' ? this.#adding : this.#overwriting;
      const others = makers.get(operation.piece);
      if (others === undefined) makers.set(operation.piece, [index]);
      else others.push(index);
    }
  }

  /** Whether something was seen that could have come about in several ways. */
  get isAmbiguous(): boolean {
    return this.#operations.some((operation) =>
      this.#piecesOf(operation).some((piece) => this.#makersOf(piece).length + (this.#initial.includes(piece) ? 1 : 0) > 1),
    );
  }

  /** These reads, with all operations that can have made what they saw. */
  because(reads: readonly number[]): readonly number[] {
    const pieces = new Set(reads.flatMap((read) => this.#piecesOf(this.#operations[read])));
    return [...new Set([...[...pieces].flatMap((piece) => this.#makersOf(piece)), ...reads])];
  }

  /** The epochs; of what could have come about in several ways, one that is likely. */
  epochs(): readonly Epoch[] | NativeVerdict {
    const beginnings = this.#beginnings();
    if (beginnings === undefined || 'linearizable' in beginnings) return beginnings;
    const chains = this.#chains(beginnings);
    if (chains === undefined || 'linearizable' in chains) return chains;
    return beginnings.map(({ begun, added, shown, longest }, epoch): Epoch => {
      const byLength: number[][] = Array.from({ length: added.length + 1 }, () => []);
      for (const { operation, length } of shown) byLength[length]?.push(operation);
      return { begun, chain: chains[epoch] ?? [], shown: byLength, longest };
    });
  }

  #beginnings(): readonly Beginning[] | NativeVerdict {
    const found = new Map<number, Beginning>();
    for (const [index, operation] of this.#operations.entries()) {
      if (operation.does !== 'shows' || operation.returned === Number.POSITIVE_INFINITY) continue;
      const { pieces } = operation;
      const begun = this.#overwriting.get(pieces[0] ?? -1)?.[0] ?? -1;
      const added = pieces.slice(begun < 0 ? this.#initial.length : 1);
      const begins = begun >= 0 || this.#initial.every((piece, i) => piece === pieces[i]);
      if (!begins || !added.every((piece) => this.#adding.has(piece))) return violated(this.because([index]));
      const known = found.get(begun) ?? { begun, added, shown: [], longest: index };
      const [short, long] = added.length > known.added.length ? [known.added, added] : [added, known.added];
      if (short.some((piece, i) => piece !== long[i])) return violated(this.because([known.longest, index]));
      known.shown.push({ operation: index, length: added.length });
      found.set(begun, long === added ? { ...known, added, longest: index } : known);
    }
    return [...found.values()];
  }

  /**
   * By epoch who added what was seen. Where several may have, each is given to the one that had returned first of those that fit in time, the most urgent first:
   * of intervals that is likely to be right.
   */
  #chains(beginnings: readonly Beginning[]): readonly (readonly number[])[] | NativeVerdict {
    const chains = beginnings.map(({ added }) => new Array<number>(added.length).fill(-1));
    for (const [piece, slots] of this.#slots(beginnings)) {
      const free = (this.#adding.get(piece) ?? []).toSorted((a, b) => this.#returned(a) - this.#returned(b));
      if (free.length > mostAlike) return undefined;
      for (const { epoch, at, from, until } of slots.toSorted((a, b) => a.until - b.until)) {
        const fitting = free.findIndex((candidate) => this.#invoked(candidate) <= until && this.#returned(candidate) >= from);
        const [chosen] = free.splice(Math.max(fitting, 0), 1);
        const chain = chains[epoch];
        if (chosen === undefined || chain === undefined) {
          return violated(this.because(slots.map((slot) => beginnings[slot.epoch]?.longest ?? 0)));
        }
        chain[at] = chosen;
      }
    }
    return chains;
  }

  /** By piece. */
  #slots(beginnings: readonly Beginning[]): ReadonlyMap<number, readonly Slot[]> {
    const slots = new Map<number, Slot[]>();
    for (const [epoch, { begun, added, shown }] of beginnings.entries()) {
      // Of those that saw so much: the last to be asked, and the first to return.
      const asked = new Array<number>(added.length + 1).fill(Number.NEGATIVE_INFINITY);
      const told = new Array<number>(added.length + 1).fill(Number.POSITIVE_INFINITY);
      if (begun >= 0) asked[0] = this.#invoked(begun);
      for (const { operation, length } of shown) {
        asked[length] = Math.max(asked[length] ?? 0, this.#invoked(operation));
        told[length] = Math.min(told[length] ?? 0, this.#returned(operation));
      }
      for (let at = 1; at < asked.length; at++) asked[at] = Math.max(asked[at] ?? 0, asked[at - 1] ?? 0);
      for (let at = told.length - 2; at >= 0; at--) told[at] = Math.min(told[at] ?? 0, told[at + 1] ?? 0);
      for (const [at, piece] of added.entries()) {
        const slot = { epoch, at, from: asked[at] ?? 0, until: told[at + 1] ?? 0 };
        const others = slots.get(piece);
        if (others === undefined) slots.set(piece, [slot]);
        else others.push(slot);
      }
    }
    return slots;
  }

  #piecesOf(operation: GrowingOperation | undefined): readonly number[] {
    return operation?.does === 'shows' && operation.returned !== Number.POSITIVE_INFINITY ? operation.pieces : [];
  }
  #makersOf(piece: number): readonly number[] {
    return [...(this.#overwriting.get(piece) ?? []), ...(this.#adding.get(piece) ?? [])];
  }
  #invoked(operation: number): number {
    return this.#operations[operation]?.invoked ?? 0;
  }
  #returned(operation: number): number {
    return this.#operations[operation]?.returned ?? 0;
  }
}
