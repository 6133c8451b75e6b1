/** Histories of PolySI, IsoVista and dbcop's tests as text: `r(key,value,session,txn)` or `w(…)`, one operation a line. */
import type { Format } from './format.ts';
import { collect, type Part, type Understood } from './history/collect.ts';
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
  const [first] = gathered;
  // It says what is said anyway: the initial values.
  const explicit = first !== undefined && isInitial(first, initial) ? first : undefined;
  const sessions = new Map<number, number>();
  const understood = gathered.flatMap((each, index): Understood[] => {
    if (each === explicit) return [];
    const { session, transaction, line } = each.first;
    const process = sessions.get(session) ?? sessions.size;
    sessions.set(session, process);
    const outcome = transaction === aborted ? 'failed' : 'ok';
    const parts = each.parts.map(({ kind, key, value: held }): Part => ({ kind, key, value: held }));
    return [
      {
        logged: { process, asked: null, outcome, invoked: 2 * index, ended: 2 * index + 1, line, endLine: each.parts.at(-1)?.line ?? line },
        parts,
      },
    ];
  });
  const history = collect({ understood, processes: [...sessions.keys()].map((session) => `session ${session}`), initial, timed: false });
  if (explicit === undefined || initial === null) return history;
  const known = new Map(history.initial.map(([key]) => [key, initial]));
  for (const { key } of explicit.parts) known.set(key, initial);
  return { ...history, initial: [...known], counts: { ...history.counts, invoked: gathered.length, leftOut: 1 } };
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
