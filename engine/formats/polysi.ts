/** Histories of PolySI, IsoVista and dbcop's tests as text: `r(key,value,session,txn)` or `w(…)`, one operation a line. */
import type { MicroOperation, TransactionRecord } from '../checkers/isolation/transactions.ts';
import type { Format } from './format.ts';
import type { ImportedHistory } from './imported.ts';
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
  readonly kind: 'read' | 'write';
  readonly key: number;
  readonly value: number;
  readonly session: number;
  readonly transaction: number;
  readonly line: number;
}
interface Gathered {
  readonly first: Line;
  readonly parts: Line[];
}

/** Transactions with this number have aborted; each run of lines in one session is one of them. */
const aborted = -1;

function read(chunks: Chunks, { initial }: OptionValues<typeof options>): ImportedHistory {
  const gathered = gather(chunks);
  const sessions = new Map<number, number>();
  const lines: number[] = [];
  const keys = new Set<number>();
  const explicit = gathered[0] !== undefined && isInitial(gathered[0], initial) ? gathered[0] : undefined;
  const transactions: TransactionRecord[] = [];
  for (const each of gathered) {
    for (const { key } of each.parts) keys.add(key);
    // It says what is said anyway: the initial values.
    if (each === explicit) continue;
    const { first, parts } = each;
    const process = sessions.get(first.session) ?? sessions.size;
    sessions.set(first.session, process);
    const operations = parts.map(({ kind, key, value: held, line }): MicroOperation => {
      return { kind, key, value: held, event: lines.push(line) - 1 };
    });
    const name = `t${transactions.length + 1}`;
    transactions.push({
      name,
      process,
      status: first.transaction === aborted ? 'aborted' : 'committed',
      operations,
      event: lines.length - 1,
    });
  }
  const failed = transactions.filter(({ status }) => status === 'aborted').length;
  return {
    kind: 'history',
    processes: [...sessions.keys()].map((session) => `session ${session}`),
    operations: [],
    transactions,
    initial: initial === null ? [] : [...keys].map((key) => [key, initial] as const),
    lines,
    counts: {
      invoked: gathered.length,
      ok: transactions.length - failed,
      failed,
      unknown: 0,
      leftOut: gathered.length - transactions.length,
    },
  };
}

/** In the order of their first lines. */
function gather(chunks: Chunks): readonly Gathered[] {
  const found: Gathered[] = [];
  const byNumber = new Map<string, Gathered>();
  let last: Gathered | undefined;
  for (const { text, number } of linesOf(chunks)) {
    if (text.trim() === '') continue;
    const line = lineOf(text, number);
    const { session, transaction } = line;
    const name = `${session} ${transaction}`;
    const goesOn = last?.first.session === session && last.first.transaction === transaction;
    let into = goesOn ? last : transaction === aborted ? undefined : byNumber.get(name);
    if (into === undefined) {
      into = { first: line, parts: [] };
      byNumber.set(name, into);
      found.push(into);
    }
    into.parts.push(line);
    last = into;
  }
  return found;
}

function lineOf(text: string, number: number): Line {
  const parts = /^\s*([rw])\(\s*(-?\d+)\s*,\s*(-?\d+)\s*,\s*(-?\d+)\s*,\s*(-?\d+)\s*\)\s*$/.exec(text);
  if (parts === null) throw new Refusal(number, `${quoted(text)} is not \`r(key,value,session,txn)\` or \`w(key,value,session,txn)\``);
  const [key = 0, held = 0, session = 0, transaction = 0] = parts.slice(2).map(Number);
  const tooLarge = parts.slice(2).find((digits) => !Number.isSafeInteger(Number(digits)));
  if (tooLarge !== undefined) throw new Refusal(number, `${tooLarge} is too large`);
  if (transaction < aborted)
    throw new Refusal(number, `the number of a transaction is 0 or more, or -1 where it has aborted; found ${transaction}`);
  return { kind: parts[1] === 'r' ? 'read' : 'write', key, value: held, session, transaction, line: number };
}

/** IsoVista writes out the transaction that PolySI takes for granted: the file begins with writes of the initial value. */
function isInitial({ first, parts }: Gathered, initial: unknown): boolean {
  return first.transaction !== aborted && parts.every(({ kind, value: held }) => kind === 'write' && held === initial);
}
