/**
 * The order of the versions of keys that are appended to. A list tells its whole past, so the longest one that was read gives the order of its
 * elements (Kingsbury & Alvaro 2020); elements that nobody read come after it, in any order.
 */
import type { TraceValue } from '../../trace/model.ts';
import { spokenText, valueText } from '../../trace/values.ts';
import type { Anomaly } from './anomalies.ts';
import { abortedRead, intermediateRead, internalAnomaly, readAnomaly } from './impossible.ts';
import { textOf } from './transactions.ts';
import { isAborted, type Key, type KeyRead, type Part, type Version, type Versions } from './versions.ts';
import { elementsOf, seenText, transactionName } from './words.ts';

export interface ListOrder {
  readonly key: number;
  /** In the order of the list. */
  readonly read: readonly Version[];
  /** Appended by a transaction that counts, and read by nobody: last element of each such transaction. */
  readonly unread: readonly Version[];
}
/** A read that saw the first `length` elements of the order; those that its own transaction appended are not counted. */
export interface ListRead {
  readonly read: KeyRead;
  readonly length: number;
}
export interface ListOrders {
  readonly orders: readonly ListOrder[];
  readonly reads: readonly ListRead[];
  readonly anomalies: readonly Anomaly[];
  readonly ambiguity?: string;
}

/** Of the reads of transactions that count. */
export function listOrders(versions: Versions, parts: readonly Part[], reads: readonly KeyRead[]): ListOrders {
  const byKey = new Map<number, KeyRead[]>();
  for (const read of reads) {
    const others = byKey.get(read.key);
    if (others === undefined) byKey.set(read.key, [read]);
    else others.push(read);
  }
  const found: { orders: ListOrder[]; reads: ListRead[]; anomalies: Anomaly[] } = { orders: [], reads: [], anomalies: [] };
  let ambiguity: string | undefined;
  for (const key of versions.keys) {
    if (!key.list) continue;
    if (key.mixed) {
      ambiguity ??= `${spokenText(key.name)} is both appended to and written as a whole, so what was read does not tell the order of its versions`;
      continue;
    }
    const order = new KeyOrder(versions, parts, key);
    const longest = order.take(byKey.get(key.index) ?? []);
    if (order.ambiguity !== undefined) {
      // What was found out may be wrong; whatever is wrong elsewhere still counts.
      ambiguity ??= order.ambiguity;
      continue;
    }
    found.orders.push(longest.order);
    found.reads.push(...longest.reads);
    found.anomalies.push(...order.anomalies);
  }
  return { ...found, ...(ambiguity === undefined ? {} : { ambiguity }) };
}

class KeyOrder {
  readonly anomalies: Anomaly[] = [];
  ambiguity: string | undefined;
  readonly #versions: Versions;
  readonly #parts: readonly Part[];
  readonly #key: Key;
  /** What the list holds before anybody appends. */
  readonly #first: readonly TraceValue[];

  constructor(versions: Versions, parts: readonly Part[], key: Key) {
    this.#versions = versions;
    this.#parts = parts;
    this.#key = key;
    this.#first = elementsOf(key.initial) ?? [];
  }

  take(reads: readonly KeyRead[]): { readonly order: ListOrder; readonly reads: readonly ListRead[] } {
    const lists = reads.flatMap((read) => {
      const elements = read.other ? undefined : elementsOf(read.value);
      if (elements !== undefined) return [{ read, elements }];
      // "Something else than this list" says nothing that could be told apart.
      if (read.other) this.ambiguity ??= `${transactionName(this.#versions, read.transaction)} reads ${seenText(this.#versions, read)}`;
      else this.#unwritten(read, read.value);
      return [];
    });
    let longest = lists[0];
    for (const list of lists) if (list.elements.length > (longest?.elements.length ?? 0)) longest = list;
    const order = longest === undefined ? [] : this.#elements(longest.read, longest.elements);
    const kept: ListRead[] = [];
    if (order !== undefined && longest !== undefined) {
      for (const { read, elements } of lists) {
        if (!this.#isPrefix(elements, longest.elements)) this.#incompatible(read, elements, longest.read, longest.elements);
        else kept.push(...this.#read(read, order.slice(0, Math.max(elements.length - this.#first.length, 0))));
      }
    }
    return { order: { key: this.#key.index, read: order ?? [], unread: this.#unread(order ?? []) }, reads: kept };
  }

  /** The appends that made the elements; nothing where that cannot be. */
  #elements(read: KeyRead, elements: readonly TraceValue[]): readonly Version[] | undefined {
    if (!this.#isPrefix(this.#first, elements)) {
      this.anomalies.push(
        readAnomaly(
          'incompatibleOrder',
          read,
          `${this.#reads(read)}, which does not begin with its initial value ${valueText(this.#key.initial)}`,
        ),
      );
      return undefined;
    }
    const order: Version[] = [];
    const used = new Set<Version>();
    for (const element of elements.slice(this.#first.length)) {
      const all = this.#key.byText.get(textOf(element)) ?? [];
      const good = all.filter(({ transaction }) => !isAborted(this.#versions, transaction));
      const version = good.find((candidate) => !used.has(candidate)) ?? all.find((candidate) => !used.has(candidate));
      if (good.length > 1)
        this.ambiguity ??= `${valueText(element)} is appended to ${spokenText(this.#key.name)} more than once, so who reads it does not say from whom`;
      if (version === undefined) {
        if (all[0] === undefined) this.#unwritten(read, element);
        else {
          const message = `${this.#reads(read)}, which holds ${valueText(element)} more often than it was appended`;
          this.anomalies.push(readAnomaly('incompatibleOrder', read, message, all[0]));
        }
        return undefined;
      }
      const { earlier } = version;
      if (earlier !== undefined && !used.has(earlier)) {
        const writer = transactionName(this.#versions, version.transaction);
        const message = `${this.#reads(read)}, but ${writer} appended ${valueText(earlier.value)} before ${valueText(element)}`;
        this.anomalies.push(readAnomaly('incompatibleOrder', read, message, earlier));
        return undefined;
      }
      used.add(version);
      order.push(version);
    }
    return order;
  }

  /** One read that agrees with the order; `seen` are the elements that it saw. */
  #read(read: KeyRead, seen: readonly Version[]): readonly ListRead[] {
    const isOwn = ({ transaction }: Version): boolean => transaction === read.transaction;
    const length = seen.length - read.own.length;
    const own = length < 0 ? [] : seen.slice(length);
    if (length < 0 || own.some((version, i) => version !== read.own[i]) || seen.slice(0, length).some(isOwn)) {
      this.anomalies.push(internalAnomaly(this.#versions, read));
      return [];
    }
    for (const version of seen) {
      if (!isAborted(this.#versions, version.transaction)) continue;
      this.anomalies.push(abortedRead(this.#versions, read, version));
    }
    const last = seen[length - 1];
    if (last?.intermediate === true && !isAborted(this.#versions, last.transaction)) {
      this.anomalies.push(intermediateRead(this.#versions, read, last));
      return [];
    }
    return [{ read, length }];
  }

  #unread(order: readonly Version[]): readonly Version[] {
    const read = new Set(order);
    return this.#key.versions.filter((version) => !version.intermediate && this.#parts[version.transaction] === 'in' && !read.has(version));
  }

  #isPrefix(short: readonly TraceValue[], long: readonly TraceValue[]): boolean {
    return short.length <= long.length && short.every((element, i) => same(element, long[i]));
  }

  #incompatible(read: KeyRead, elements: readonly TraceValue[], other: KeyRead, longest: readonly TraceValue[]): void {
    const at = elements.findIndex((element, i) => !same(element, longest[i]));
    const owner = this.#key.byText.get(textOf(elements[at] ?? null))?.[0];
    if (owner === undefined) {
      this.#unwritten(read, elements[at] ?? null);
      return;
    }
    const otherName = transactionName(this.#versions, other.transaction);
    const message = `${this.#reads(read)}, but ${otherName} reads ${seenText(this.#versions, other)}: one of them saw elements in an order that the other contradicts`;
    const anomaly = readAnomaly('incompatibleOrder', read, message);
    this.anomalies.push({ ...anomaly, operations: [[other.transaction, other.operation], ...anomaly.operations] });
  }

  #unwritten(read: KeyRead, element: TraceValue): void {
    const message = `${this.#reads(read)}, but nobody appended ${valueText(element)}`;
    this.anomalies.push(readAnomaly('unwritten', read, message));
  }

  #reads(read: KeyRead): string {
    return `${transactionName(this.#versions, read.transaction)} reads ${seenText(this.#versions, read)}`;
  }
}

function same(a: TraceValue, b: TraceValue | undefined): boolean {
  return a === b || (b !== undefined && typeof a === 'object' && textOf(a) === textOf(b));
}
