/** Histories of PolySI, IsoVista and dbcop's tests as text: `r(key,value,session,txn)` or `w(…)`, one operation a line. */

import { importedColumns } from './columns/imported.ts';
import { type FileColumns, TransactionGatherer } from './columns/transactions.ts';
import type { Format } from './format.ts';
import { mostOperations } from './history/collect.ts';
import type { ImportedColumns, ImportedHistory } from './imported.ts';
import { type OptionValues, value } from './options.ts';
import type { Chunks } from './text/chunks.ts';
import { linesOf } from './text/lines.ts';
import { quoted, Refusal } from './text/refusal.ts';

const options = {
  initial: value(0, 'What every key holds at first: an implicit transaction has written it.'),
} as const;

export const polysi: Format<typeof options> = {
  name: 'polysi',
  title: 'a history of PolySI or IsoVista',
  options,
  recognises: (head) => /^\s*[rw]\(\s*-?\d+\s*,\s*-?\d+\s*,\s*-?\d+\s*,\s*-?\d+\s*\)/.test(head),
  read,
};

interface Line {
  readonly writes: boolean;
  readonly key: number;
  readonly value: number;
  readonly session: number;
  readonly transaction: number;
}

/** Transactions with this number have aborted; each run of lines in one session is one of them. */
const aborted = -1;

function read(chunks: Chunks, { initial }: OptionValues<typeof options>): ImportedHistory | ImportedColumns {
  const file = gather(chunks, typeof initial === 'number' ? initial : undefined);
  const all = file.columns.session.length;
  const operations = (file.columns.first[all] ?? 0) - (file.columns.first[0] ?? 0);
  const imported = importedColumns(file, initial);
  if (operations + 2 * all > mostOperations) return imported;
  const history = imported.part(
    Array.from({ length: all }, (_, transaction) => transaction),
    () => true,
  );
  const known = new Map(history.initial.map(([key, value]) => [key, value]));
  for (const key of file.opened) known.set(key, initial);
  return { ...history, initial: [...known], counts: imported.counts };
}

/** Transactions in the order of their first lines. */
function gather(chunks: Chunks, initial: number | undefined): FileColumns {
  const gatherer = new TransactionGatherer(initial);
  const byNumber = new Map<number, Map<number, number>>();
  let [lastSession, lastTransaction, at] = [0, 0, -1];
  for (const { text, number } of linesOf(chunks)) {
    if (text.trim() === '') continue;
    const { writes, key, value: held, session, transaction } = lineOf(text, number);
    if (at < 0 || session !== lastSession || transaction !== lastTransaction) {
      const ofSession = byNumber.get(session) ?? new Map<number, number>();
      byNumber.set(session, ofSession);
      const known = transaction === aborted ? undefined : ofSession.get(transaction);
      at = known ?? gatherer.begin(session, transaction === aborted);
      ofSession.set(transaction, at);
      [lastSession, lastTransaction] = [session, transaction];
    }
    gatherer.add(at, writes, key, held, number);
  }
  return gatherer.finish();
}

function lineOf(text: string, number: number): Line {
  const parts = /^\s*([rw])\(\s*(-?\d+)\s*,\s*(-?\d+)\s*,\s*(-?\d+)\s*,\s*(-?\d+)\s*\)\s*$/.exec(text);
  if (parts === null) throw new Refusal(number, `${quoted(text)} is not \`r(key,value,session,txn)\` or \`w(key,value,session,txn)\``);
  const [key = 0, held = 0, session = 0, transaction = 0] = parts.slice(2).map(Number);
  const tooLarge = parts.slice(2).find((digits) => !Number.isSafeInteger(Number(digits)));
  if (tooLarge !== undefined) throw new Refusal(number, `${tooLarge} is too large`);
  if (transaction < aborted)
    throw new Refusal(number, `the number of a transaction is 0 or more, or -1 where it has aborted; found ${transaction}`);
  return { writes: parts[1] === 'w', key, value: held, session, transaction };
}
