/** Gathers the operations of transactions into columns, one by one as a file has them. */
import type { TransactionColumns } from '../../checkers/isolation/long/columns.ts';
import { Column, float64, int32, uint8 } from './growing.ts';

/** Columns with what the file calls things, and where they stand in it. */
export interface FileColumns {
  readonly columns: TransactionColumns;
  /** By key and by session: their numbers in the file. */
  readonly keyNames: readonly number[];
  readonly sessionNames: readonly number[];
  /** By operation, counted from 1. */
  readonly lines: Int32Array;
  /**
   * The keys that the first transaction of the file writes, if it says what is said anyway, the initial values: IsoVista writes out the transaction that PolySI
   * takes for granted. It is none of the others.
   */
  readonly opened: readonly number[];
}

export class TransactionGatherer {
  readonly #key = new Column(int32);
  readonly #value = new Column(float64);
  readonly #writes = new Column(uint8);
  readonly #line = new Column(int32);
  readonly #transaction = new Column(int32);
  readonly #session = new Column(int32);
  readonly #aborted = new Column(uint8);
  readonly #keys = new Map<number, number>();
  readonly #sessions = new Map<number, number>();
  readonly #initial: number | undefined;
  /** Whether the operations of each transaction stand one after the other. */
  #sorted = true;

  /** `initial`: what every key holds at first, if that is a number. */
  constructor(initial: number | undefined) {
    this.#initial = initial;
  }

  /** Begins a transaction and gives its number. */
  begin(session: number, aborted: boolean): number {
    this.#session.push(numberOf(this.#sessions, session));
    this.#aborted.push(aborted ? 1 : 0);
    return this.#session.length - 1;
  }

  add(transaction: number, writes: boolean, key: number, value: number, line: number): void {
    const { length } = this.#transaction;
    if (length > 0 && transaction < this.#transaction.at(length - 1)) this.#sorted = false;
    this.#transaction.push(transaction);
    this.#writes.push(writes ? 1 : 0);
    this.#key.push(numberOf(this.#keys, key));
    this.#value.push(value);
    this.#line.push(line);
  }

  finish(): FileColumns {
    const transaction = this.#transaction.values();
    const first = new Int32Array(this.#session.length + 1);
    for (const t of transaction) first[t + 1] = (first[t + 1] ?? 0) + 1;
    for (let t = 0; t < this.#session.length; t++) first[t + 1] = (first[t + 1] ?? 0) + (first[t] ?? 0);
    const next = first.slice();
    const place = this.#sorted
      ? undefined
      : Int32Array.from(transaction, (t) => {
          const at = next[t] ?? 0;
          next[t] = at + 1;
          return at;
        });
    const lines = moved(this.#line.values(), place);
    const columns: TransactionColumns = {
      first,
      session: this.#session.values(),
      aborted: this.#aborted.values(),
      writes: moved(this.#writes.values(), place),
      key: moved(this.#key.values(), place),
      value: moved(this.#value.values(), place),
      keys: this.#keys.size,
      sessions: this.#sessions.size,
      initial: this.#initial,
    };
    const names = { keyNames: [...this.#keys.keys()], sessionNames: [...this.#sessions.keys()], lines };
    if (!isOpening(columns)) return { columns, ...names, opened: [] };
    const opened = [...new Set(columns.key.subarray(0, first[1]))].map((key) => names.keyNames[key] ?? 0);
    const [session, aborted] = [columns.session.subarray(1), columns.aborted.subarray(1)];
    return { columns: { ...columns, first: first.subarray(1), session, aborted }, ...names, opened };
  }
}

/** Whether the first transaction writes initial values and nothing else. */
function isOpening({ first, aborted, writes, value, initial }: TransactionColumns): boolean {
  const end = first[1] ?? 0;
  if (aborted[0] !== 0 || initial === undefined) return false;
  return writes.subarray(0, end).every((one, operation) => one === 1 && value[operation] === initial);
}

/** The values, each at its place. */
function moved<A extends Int32Array | Float64Array | Uint8Array>(values: A, place: Int32Array | undefined): A {
  if (place === undefined) return values;
  const result = values.slice() as A;
  for (const [index, at] of place.entries()) result[at] = values[index] ?? 0;
  return result;
}

function numberOf(numbers: Map<number, number>, name: number): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}
