/** Columns as what an import gives: they, and histories of some of their transactions. */
import type { TraceValue } from '../../trace/model.ts';
import { collect, type Part, type Understood } from '../history/collect.ts';
import type { Counts, ImportedColumns, ImportedHistory } from '../imported.ts';
import type { FileColumns } from './transactions.ts';

/** `initial`: what every key holds at first. */
export function importedColumns(file: FileColumns, initial: TraceValue): ImportedColumns {
  const { columns } = file;
  return { kind: 'columns', columns, part: (transactions, keeps) => part(file, initial, transactions, keeps), counts: countsOf(file) };
}

/** Some of the transactions, with those of their operations that `keeps` names. */
function part(
  { columns, keyNames, sessionNames, lines }: FileColumns,
  initial: TraceValue,
  transactions: readonly number[],
  keeps: (operation: number) => boolean,
): ImportedHistory {
  const sessions = new Map<number, number>();
  const understood = transactions.map((transaction, index): Understood => {
    const session = columns.session[transaction] ?? 0;
    const process = sessions.get(session) ?? sessions.size;
    sessions.set(session, process);
    const [from, to] = [columns.first[transaction] ?? 0, columns.first[transaction + 1] ?? 0];
    const parts: Part[] = [];
    for (let operation = from; operation < to; operation++) {
      if (!keeps(operation)) continue;
      const kind = columns.writes[operation] === 1 ? 'write' : 'read';
      parts.push({ kind, key: keyNames[columns.key[operation] ?? 0] ?? 0, value: columns.value[operation] ?? 0 });
    }
    const [line, endLine] = [lines[from] ?? 0, lines[to - 1] ?? 0];
    const outcome = columns.aborted[transaction] === 1 ? 'failed' : 'ok';
    return { logged: { process, asked: null, outcome, invoked: 2 * index, ended: 2 * index + 1, line, endLine }, parts };
  });
  const processes = [...sessions.keys()].map((session) => `session ${sessionNames[session] ?? 0}`);
  return collect({ understood, processes, initial, timed: false });
}

function countsOf({ columns, opened }: FileColumns): Counts {
  const failed = columns.aborted.reduce((sum, one) => sum + one, 0);
  const leftOut = opened.length > 0 ? 1 : 0;
  return { invoked: columns.session.length + leftOut, ok: columns.session.length - failed, failed, unknown: 0, leftOut };
}
