/** Which write each read has read from: what session guarantees and causal consistency are about. */
import type { TraceValue } from '../../trace/model.ts';
import { valueKey, valueText } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { type Answer, type ClientHistory, undecided } from './history-property.ts';
import { processesOf } from './processes.ts';

/** A write or a read, in the place where it stands in its process. */
export interface Access {
  readonly index: number;
  readonly operation: Operation;
  readonly process: number;
  /** The object's name, as a key. */
  readonly object: string;
  readonly writes: boolean;
  /** Of a read: the write that it reads from; `undefined` for the initial value. */
  source?: Access;
}

/** Process by process, in their orders. Nothing to go on where it is not known which write a read has read from. */
export function accessesOf(history: ClientHistory): readonly Access[] | Answer {
  const accesses: Access[] = [];
  for (const [process, own] of processesOf(history.operations).entries()) {
    for (const operation of own) {
      const { name } = operation;
      if (!(name in valueWritten) && name !== 'read') {
        return undecided(`it speaks of reads and writes, and \`${name}\` is neither`);
      }
      if (name === 'read' && operation.outcome === 'open') continue;
      accesses.push({
        index: accesses.length,
        operation,
        process,
        object: valueKey(operation.arguments[0] ?? null),
        writes: name !== 'read',
      });
    }
  }
  const written = Map.groupBy(
    accesses.filter(({ writes }) => writes),
    ({ object, operation }) => `${object} ${valueKey(valueBy(operation))}`,
  );
  for (const access of accesses) {
    if (access.writes) continue;
    const { operation, object } = access;
    const value = operation.result ?? null;
    const isInitial = valueKey(history.initial.get(object) ?? null) === valueKey(value);
    const sources = written.get(`${object} ${valueKey(value)}`) ?? [];
    if (sources.length + Number(isInitial) > 1) {
      return undecided(`which write ${history.say(operation)} has read from is not known: ${valueText(value)} was there more than once`);
    }
    const [source] = sources;
    if (source !== undefined) access.source = source;
    else if (!isInitial) return { kind: 'violated', operation, others: [], reason: `nobody wrote ${valueText(value)}` };
  }
  return accesses;
}

const valueWritten: Readonly<Record<string, (operation: Operation) => TraceValue>> = {
  write: ({ arguments: [, value = null] }) => value,
  delete: () => null,
};
function valueBy(operation: Operation): TraceValue {
  return valueWritten[operation.name]?.(operation) ?? null;
}
