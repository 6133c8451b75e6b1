/** The operations of a written or loaded history, in one form. */
import type { CheckedProgram, History } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import type { ImportedHistory } from '../../formats/imported.ts';
import type { Machine } from '../../program/machine.ts';
import type { Value } from '../../program/values.ts';
import type { TraceValue } from '../../trace/model.ts';

/** One operation. Times order invocations and returns; of those at one time the invocations come first, so that intervals that touch overlap. */
export interface Line {
  readonly process: string;
  readonly name: string;
  readonly arguments: readonly TraceValue[];
  readonly invoked: number;
  /** Absent while it is open. */
  readonly returned?: number;
  /** `null` where it has none. */
  readonly result: TraceValue;
  readonly place: Place;
  /** `line 12` of a loaded file, where it returned. */
  readonly source?: string;
}

/** Written without intervals, each operation comes after the one before it. */
export function writtenLines(
  program: CheckedProgram,
  history: History,
  machine: Machine,
  value: (of: Value) => TraceValue,
): readonly Line[] {
  const evaluated = (expression: Parameters<Machine['evaluate']>[0]): TraceValue => value(machine.evaluate(expression, []));
  return history.operations.map(({ process, operation, arguments: args, result, interval, place }, index): Line => {
    const [invoked, returned] = interval ?? [index * 2, index * 2 + 1];
    const isOpen = result === 'open';
    return {
      process,
      name: program.operations[operation]?.name ?? '',
      arguments: args.map(evaluated),
      invoked,
      ...(isOpen || returned === undefined ? {} : { returned }),
      result: result === undefined || isOpen ? null : evaluated(result),
      place,
    };
  });
}

export function loadedLines({ operations, processes, lines }: ImportedHistory, place: Place): readonly Line[] {
  return operations.map(
    ({ process, name, arguments: args, result = null, invoked, returned, event }): Line => ({
      process: processes[process] ?? `${process}`,
      name,
      arguments: args,
      invoked,
      ...(returned === undefined ? {} : { returned }),
      result,
      place,
      ...(lines[event] === undefined ? {} : { source: `line ${lines[event]}` }),
    }),
  );
}
