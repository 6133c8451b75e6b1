/**
 * The general algorithm: Wing & Gong (1993) with Lowe's (2017) memoised configurations and just-in-time linearization, breadth first.
 *
 * The set of configurations that are still possible is carried through the history. Nothing takes effect before it must: only when an operation
 * returns, each configuration is extended by as many pending operations as it takes for the returning one to have taken effect. Of the ways to do so
 * only canonical ones are tried, each of the rules below by an exchange of two operations in a linearization:
 * - An *observer* (a read, a failed `cas`) takes effect as soon as it can: it changes nothing, so earlier is never worse.
 * - Of pending operations of one kind the one that returns first takes effect first.
 * - An open operation is taken only where it changes something, where what comes next depends on that, and where no pending operation that was asked the
 *   same, and has to take effect anyhow, would do.
 * - A configuration from which the next observer that returns can no longer be reached is dropped (where the specification tells).
 * - A configuration that has used more open operations than another, or still owes more observers, and is like it otherwise, is dropped.
 */
import type { Interval, Linearization, Specification } from '../problem.ts';
import { Ahead } from './ahead.ts';
import { BEFORE, Configurations, HEADER, NODE, none, STATE } from './configurations.ts';
import { momentsOf } from './moments.ts';
import { Orders } from './orders.ts';
import { Slots } from './slots.ts';

/** One search allocates some hundred bytes for each configuration; beyond this many nobody waits for the answer. */
export const mostConfigurations = 2_000_000;

export function linearize(specification: Specification, operations: readonly Interval[], most = mostConfigurations): Linearization {
  const found = new Search(specification, operations, most).run();
  if (found.kind !== 'stuck' || specification.foresight === undefined) return found;
  // Foresight sees that things go wrong before they do. The operation to show is the one that cannot be placed, if it can be found.
  const { initial } = specification;
  const blind: Specification = {
    initial,
    step: (state, kind) => specification.step(state, kind),
    observes: (kind) => specification.observes(kind),
  };
  const exact = new Search(blind, operations, Math.min(most, mostForWitness)).run();
  return exact.kind === 'stuck' ? exact : found;
}
const mostForWitness = 50_000;

/** An operation between its invocation and its return; an open one for ever. */
interface Pending {
  readonly operation: number;
  readonly kind: number;
  readonly call: number;
  readonly word: number;
  readonly bit: number;
  readonly slot: number;
  readonly rank: number;
}

class Search {
  readonly #specification: Specification;
  readonly #operations: readonly Interval[];
  readonly #most: number;
  readonly #moments;
  readonly #orders = new Orders();
  readonly #exactWords: number;
  /** Those that return and may change the state, in the order of their returns. */
  #changers: Pending[] = [];
  /** Those that return and change nothing. Their bits say that they are still owed. */
  #observers: Pending[] = [];
  readonly #open: Pending[] = [];
  readonly #pending: (Pending | undefined)[];
  #now: Configurations;
  #next: Configurations;
  readonly #visited: Configurations;
  readonly #child: Int32Array;
  readonly #base: Int32Array;
  readonly #exactSlots = new Slots();
  readonly #fewerSlots = new Slots();
  readonly #ahead: Ahead | undefined;
  #made = 0;

  constructor(specification: Specification, operations: readonly Interval[], most: number) {
    this.#specification = specification;
    this.#operations = operations;
    this.#most = most;
    this.#moments = momentsOf(operations);
    const { exact, fewer } = this.#mostPending();
    this.#exactWords = Math.ceil(exact / 32);
    const fewerWords = Math.ceil(fewer / 32);
    this.#now = new Configurations(this.#exactWords, fewerWords);
    this.#next = new Configurations(this.#exactWords, fewerWords);
    this.#visited = new Configurations(this.#exactWords, fewerWords);
    this.#child = new Int32Array(this.#now.stride);
    this.#base = new Int32Array(this.#now.stride);
    this.#ahead = Ahead.of(specification, operations, this.#moments);
    this.#pending = new Array<Pending | undefined>(operations.length).fill(undefined);
  }

  run(): Linearization {
    const first = new Int32Array(this.#now.stride);
    first[STATE] = this.#specification.initial;
    first[NODE] = this.#orders.empty;
    first[BEFORE] = none;
    this.#now.add(first);
    for (const moment of this.#moments.order) {
      const operation = moment >> 1;
      this.#ahead?.advance();
      if ((moment & 1) === 0) this.#invoke(operation);
      else if (!this.#return(operation)) return this.#stuck(operation);
      if (this.#made > this.#most) return { kind: 'gaveUp', configurations: this.#made };
    }
    for (let index = 0; index < this.#now.count; index++) {
      if (this.#now.isSuperfluous(index)) continue;
      return { kind: 'linearizable', order: this.#orders.list(this.#now.records[index * this.#now.stride + NODE] ?? 0) };
    }
    throw new Error('broken invariant: a search that is not stuck has a configuration');
  }

  #mostPending(): { readonly exact: number; readonly fewer: number } {
    let [exact, fewer, mostExact, mostFewer] = [0, 0, 0, 0];
    for (const moment of this.#moments.order) {
      const { kind, returned } = this.#interval(moment >> 1);
      const by = moment & 1 ? -1 : 1;
      if (returned === Number.POSITIVE_INFINITY || this.#specification.observes(kind)) fewer += by;
      else exact += by;
      mostExact = Math.max(mostExact, exact);
      mostFewer = Math.max(mostFewer, fewer);
    }
    return { exact: mostExact, fewer: mostFewer };
  }

  #interval(operation: number): Interval {
    const interval = this.#operations[operation];
    if (interval === undefined) throw new Error(`there is no operation ${operation}`);
    return interval;
  }

  #invoke(operation: number): void {
    const { kind, call, returned } = this.#interval(operation);
    const open = returned === Number.POSITIVE_INFINITY;
    const observes = this.#specification.observes(kind);
    // Nobody saw what it observed.
    if (open && observes) return;
    const isFewer = open || observes;
    const slot = (isFewer ? this.#fewerSlots : this.#exactSlots).take();
    const pending: Pending = {
      operation,
      kind,
      call,
      slot,
      word: HEADER + (isFewer ? this.#exactWords : 0) + (slot >> 5),
      bit: 1 << (slot & 31),
      rank: this.#moments.returnRank[operation] ?? 0,
    };
    this.#pending[operation] = pending;
    if (open) this.#open.push(pending);
    else if (observes) {
      this.#observers.push(pending);
      this.#oweFrom(pending);
    } else {
      const later = this.#changers.findIndex(({ rank }) => rank > pending.rank);
      this.#changers.splice(later < 0 ? this.#changers.length : later, 0, pending);
    }
  }

  /** Where it can take effect at once it does; elsewhere it is owed. */
  #oweFrom(observer: Pending): void {
    const { records, stride, count } = this.#now;
    for (let at = 0; at < count * stride; at += stride) {
      const state = records[at + STATE] ?? 0;
      if (this.#specification.step(state, observer.kind) === state) {
        records[at + NODE] = this.#orders.add(records[at + NODE] ?? 0, observer.operation);
      } else {
        records[at + observer.word] = (records[at + observer.word] ?? 0) | observer.bit;
      }
    }
  }

  /** False if no configuration can place it. */
  #return(operation: number): boolean {
    const returning = this.#pending[operation];
    if (returning === undefined) throw new Error('broken invariant: what returns is pending');
    const observes = this.#specification.observes(returning.kind);
    if (this.#allHaveTaken(returning, observes)) this.#forget(returning, observes);
    else {
      this.#extend(returning, observes);
      if (this.#next.count === 0) return false;
      [this.#now, this.#next] = [this.#next, this.#now];
    }
    this.#pending[operation] = undefined;
    if (observes) this.#observers = this.#observers.filter((other) => other !== returning);
    else this.#changers = this.#changers.filter((other) => other !== returning);
    (observes ? this.#fewerSlots : this.#exactSlots).release(returning.slot);
    return true;
  }

  #allHaveTaken(returning: Pending, observes: boolean): boolean {
    const { records, stride, count } = this.#now;
    for (let index = 0; index < count; index++) {
      if (this.#now.isSuperfluous(index)) continue;
      if ((((records[index * stride + returning.word] ?? 0) & returning.bit) === 0) !== observes) return false;
    }
    return true;
  }

  /** Its bit is free again. (What is owed is zero already, and all lose the same bit: none becomes equal to another.) */
  #forget(returning: Pending, observes: boolean): void {
    if (observes) return;
    this.#now = this.#without(this.#now, returning);
  }

  #without(from: Configurations, returning: Pending): Configurations {
    const { records, stride, count } = from;
    this.#next.clear();
    for (let index = 0; index < count; index++) {
      if (from.isSuperfluous(index)) continue;
      this.#child.set(records.subarray(index * stride, (index + 1) * stride));
      this.#child[returning.word] = (this.#child[returning.word] ?? 0) & ~returning.bit;
      this.#next.add(this.#child);
    }
    const without = this.#next;
    this.#next = from;
    return without;
  }

  /** Fills `next` with the configurations in which the returning operation has taken effect, and no more than it takes for that. */
  #extend(returning: Pending, observes: boolean): void {
    this.#next.clear();
    this.#visited.clear();
    const { stride } = this.#now;
    for (let index = 0; index < this.#now.count; index++) {
      if (this.#now.isSuperfluous(index)) continue;
      this.#child.set(this.#now.records.subarray(index * stride, (index + 1) * stride));
      this.#child[BEFORE] = none;
      this.#keep(returning, observes);
    }
    for (let index = 0; index < this.#visited.count && this.#made <= this.#most; index++) {
      if (this.#visited.isSuperfluous(index)) continue;
      this.#base.set(this.#visited.records.subarray(index * stride, (index + 1) * stride));
      this.#expand(returning, observes);
    }
  }

  /** `child` goes on if the returning operation has taken effect in it, else it is to be extended. */
  #keep(returning: Pending, observes: boolean): void {
    const child = this.#child;
    const set = ((child[returning.word] ?? 0) & returning.bit) !== 0;
    if (set === observes) {
      if (this.#visited.add(child)) this.#made++;
      return;
    }
    if (!observes) child[returning.word] = (child[returning.word] ?? 0) & ~returning.bit;
    child[BEFORE] = none;
    if (this.#next.add(child)) this.#made++;
  }

  #expand(returning: Pending, observes: boolean): void {
    const state = this.#base[STATE] ?? 0;
    for (let i = 0; i < this.#changers.length; i++) {
      const changer = this.#changers[i];
      if (changer === undefined || this.#hasTaken(changer)) continue;
      if (this.#twinIsFree(this.#changers, i, changer)) continue;
      const next = this.#specification.step(state, changer.kind);
      if (next >= 0 && this.#dependsOnBefore(changer, next)) this.#take(changer, next, none, returning, observes);
    }
    for (let i = 0; i < this.#open.length; i++) {
      const open = this.#open[i];
      if (open === undefined || this.#hasTaken(open)) continue;
      if (this.#twinIsFree(this.#open, i, open)) continue;
      const next = this.#specification.step(state, open.kind);
      if (next < 0 || next === state || !this.#dependsOnBefore(open, next) || this.#askedToo(open, state)) continue;
      this.#take(open, next, state, returning, observes);
    }
  }

  #hasTaken(pending: Pending): boolean {
    return ((this.#base[pending.word] ?? 0) & pending.bit) !== 0;
  }

  /** One of the same kind comes before it in the list and has not taken effect. */
  #twinIsFree(list: readonly Pending[], index: number, pending: Pending): boolean {
    for (let i = 0; i < index; i++) {
      const other = list[i];
      if (other !== undefined && other.kind === pending.kind && !this.#hasTaken(other)) return true;
    }
    return false;
  }

  /** False where leaving out the open operation that led here would lead to the same state. */
  #dependsOnBefore(pending: Pending, next: number): boolean {
    const before = this.#base[BEFORE] ?? none;
    return before === none || this.#specification.step(before, pending.kind) !== next;
  }

  /** A pending operation that was asked the same, and must take effect anyhow, can here. */
  #askedToo(open: Pending, state: number): boolean {
    for (const changer of this.#changers) {
      if (changer.call === open.call && !this.#hasTaken(changer) && this.#specification.step(state, changer.kind) >= 0) return true;
    }
    return false;
  }

  #take(pending: Pending, next: number, before: number, returning: Pending, observes: boolean): void {
    const child = this.#child;
    child.set(this.#base);
    child[STATE] = next;
    child[pending.word] = (child[pending.word] ?? 0) | pending.bit;
    if (this.#isHopeless(child)) return;
    let node = this.#orders.add(child[NODE] ?? 0, pending.operation);
    let settled = false;
    for (const observer of this.#observers) {
      const owed = child[observer.word] ?? 0;
      if ((owed & observer.bit) === 0 || this.#specification.step(next, observer.kind) !== next) continue;
      child[observer.word] = owed & ~observer.bit;
      node = this.#orders.add(node, observer.operation);
      settled = true;
    }
    child[NODE] = node;
    child[BEFORE] = settled ? none : before;
    if (settled && this.#isHopeless(child)) return;
    this.#keep(returning, observes);
  }

  #isHopeless(child: Int32Array): boolean {
    return this.#ahead !== undefined && !this.#ahead.isPossible(child[STATE] ?? 0, (operation) => this.#isDoneIn(child, operation));
  }

  /** Of one that has been invoked and has not returned. */
  #isDoneIn(child: Int32Array, operation: number): boolean {
    const pending = this.#pending[operation];
    if (pending === undefined) return false;
    const set = ((child[pending.word] ?? 0) & pending.bit) !== 0;
    return set !== this.#observers.includes(pending);
  }

  #stuck(operation: number): Linearization {
    const possible = [];
    const { records, stride, count } = this.#now;
    for (let index = 0; index < count; index++) {
      if (this.#now.isSuperfluous(index)) continue;
      possible.push({ state: records[index * stride + STATE] ?? 0, order: this.#orders.list(records[index * stride + NODE] ?? 0) });
    }
    return this.#made > this.#most ? { kind: 'gaveUp', configurations: this.#made } : { kind: 'stuck', operation, possible };
  }
}
