/** Transactions of Jepsen's histories: vectors of micro-operations `[:r k v]`, `[:w k v]`, `[:append k v]`. */

import type { TraceValue } from '../../trace/model.ts';
import type { Part, Understood } from '../history/collect.ts';
import type { LoggedOperation } from '../history/pairing.ts';
import { type Datum, datumText, historyValue, itemsOf, nameOf } from '../text/datum.ts';
import { quoted, Refusal } from '../text/refusal.ts';
import type { JepsenOptions } from './options.ts';

/** Whether the value is a vector of micro-operations, at least one. */
export function isTransaction(value: Datum): boolean {
  const [first] = itemsOf(value) ?? [];
  const parts = itemsOf(first);
  return parts !== undefined && parts.length >= 2 && typeof parts[0] !== 'number' && kindOf(parts[0]) !== undefined;
}

export function transactionOf(logged: LoggedOperation, options: JepsenOptions): Understood {
  // What a transaction read is told by its completion; of one that did not commit nobody knows.
  const known = logged.outcome === 'ok';
  const line = known ? (logged.endLine ?? logged.line) : logged.line;
  const parts = partsOf(known ? (logged.answered ?? null) : logged.asked, line)
    .map((part) => microOperation(part, line))
    .filter(({ part, name }) => part.kind !== 'read' || (known && !saysNothing(name, part.value, options)))
    .map(({ part }) => part);
  return { logged, parts };
}

/** Nothing of a value that is `nil`: an empty transaction. */
function partsOf(value: Datum, line: number): readonly Datum[] {
  const parts = value === null ? [] : itemsOf(value);
  if (parts === undefined)
    throw new Refusal(
      line,
      `a transaction is a vector of \`[:r k v]\`, \`[:w k v]\` and \`[:append k v]\`; found ${quoted(datumText(value))}`,
    );
  return parts;
}

const kinds: ReadonlyMap<string, Part['kind']> = new Map([
  ['r', 'read'],
  ['read', 'read'],
  ['w', 'write'],
  ['write', 'write'],
  ['append', 'append'],
]);

function kindOf(name: Datum | undefined): Part['kind'] | undefined {
  return kinds.get(nameOf(name) ?? '');
}

function microOperation(written: Datum, line: number): { readonly name: string; readonly part: Part } {
  const [first, key, value = null, ...rest] = itemsOf(written) ?? [];
  const kind = kindOf(first);
  if (kind === undefined || key === undefined || rest.length > 0) {
    throw new Refusal(
      line,
      `${quoted(datumText(written))} is not a part of a transaction; that is \`[:r k v]\`, \`[:w k v]\` or \`[:append k v]\``,
    );
  }
  return { name: nameOf(first) ?? '', part: { kind, key: historyValue(key), value: historyValue(value) } };
}

/** `:read` is Knossos' multi-register, `:r` Elle's. */
function saysNothing(name: string, value: TraceValue, { nilReads }: JepsenOptions): boolean {
  if (value !== null) return false;
  return nilReads === 'auto' ? name === 'read' : nilReads === 'unknown';
}
