/**
 * A set of configurations, none of which another makes superfluous.
 *
 * A configuration is a record of integers: the specification's state; the last node of its order; the state before an open operation was taken to get
 * here (`none` if not); then words of bits of which *equal* ones are told apart only by the rest, then words of bits of which *fewer* are better (open
 * operations used up, observers still owed). Of two that agree in state and in the first words, the one whose last words are a subset can do
 * whatever the other can: the other is dropped.
 */
export const STATE = 0;
export const NODE = 1;
export const BEFORE = 2;
export const HEADER = 3;
export const none = -1;

export class Configurations {
  readonly stride: number;
  /** The record of configuration `i` begins at `i * stride`. */
  records: Int32Array;
  /** Including superfluous ones. */
  count = 0;
  readonly #exact: number;
  #superfluous: Uint8Array;
  /** The configuration before, with the same state and exact words, or -1. */
  #before: Int32Array;
  #table = new Int32Array(32);
  #used: number[] = [];

  /** `exact` and `fewer`: how many words there are of each. */
  constructor(exact: number, fewer: number) {
    this.#exact = exact;
    this.stride = HEADER + exact + fewer;
    this.records = new Int32Array(16 * this.stride);
    this.#superfluous = new Uint8Array(16);
    this.#before = new Int32Array(16);
  }

  isSuperfluous(index: number): boolean {
    return this.#superfluous[index] === 1;
  }

  clear(): void {
    for (const slot of this.#used) this.#table[slot] = 0;
    this.#used.length = 0;
    this.count = 0;
  }

  /** Whether it was added: false if one that is there already can do whatever this one can. */
  add(record: Int32Array): boolean {
    const slot = this.#slotOf(record);
    const head = (this.#table[slot] ?? 0) - 1;
    for (let other = head; other >= 0; other = this.#before[other] ?? -1) {
      if (this.#superfluous[other] === 1) continue;
      const relation = this.#compare(other * this.stride, record);
      if (relation === 'includes') return false;
      if (relation === 'included') this.#superfluous[other] = 1;
    }
    if (head < 0) this.#used.push(slot);
    if (this.count === this.#superfluous.length) this.#grow();
    this.records.set(record, this.count * this.stride);
    this.#superfluous[this.count] = 0;
    this.#before[this.count] = head;
    this.#table[slot] = ++this.count;
    if (this.#used.length * 2 > this.#table.length) this.#rehash();
    return true;
  }

  /** Of the one that stands at `at` to the new one: can it do whatever the new one can, the other way round, or neither? */
  #compare(at: number, record: Int32Array): 'includes' | 'included' | 'neither' {
    let fewer = true;
    let more = true;
    for (let word = HEADER + this.#exact; word < this.stride; word++) {
      const there = this.records[at + word] ?? 0;
      const here = record[word] ?? 0;
      if ((there & ~here) !== 0) fewer = false;
      if ((here & ~there) !== 0) more = false;
    }
    return fewer ? 'includes' : more ? 'included' : 'neither';
  }

  /** Where in the table the configurations with this state and these exact words are, or could be. */
  #slotOf(record: Int32Array): number {
    const mask = this.#table.length - 1;
    let hash = Math.imul(record[STATE] ?? 0, 0x9e3779b1);
    for (let word = HEADER; word < HEADER + this.#exact; word++) {
      hash = Math.imul(hash ^ (hash >>> 15) ^ (record[word] ?? 0), 0x85ebca6b);
    }
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const there = (this.#table[slot] ?? 0) - 1;
      if (there < 0 || this.#sameKey(there * this.stride, record)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #sameKey(at: number, record: Int32Array): boolean {
    if (this.records[at + STATE] !== record[STATE]) return false;
    for (let word = HEADER; word < HEADER + this.#exact; word++) if (this.records[at + word] !== record[word]) return false;
    return true;
  }

  #grow(): void {
    const records = new Int32Array(this.records.length * 2);
    records.set(this.records);
    this.records = records;
    const superfluous = new Uint8Array(this.#superfluous.length * 2);
    superfluous.set(this.#superfluous);
    this.#superfluous = superfluous;
    const before = new Int32Array(this.#before.length * 2);
    before.set(this.#before);
    this.#before = before;
  }

  #rehash(): void {
    const heads = this.#used.map((slot) => this.#table[slot] ?? 0);
    this.#table = new Int32Array(this.#table.length * 2);
    this.#used = heads.map((head) => {
      const at = (head - 1) * this.stride;
      const slot = this.#slotOf(this.records.subarray(at, at + this.stride));
      this.#table[slot] = head;
      return slot;
    });
  }
}
