/** Roles of the standard library, and histories of them. */
import type { CheckedProgram } from '../../../../grammar/semantics/program.ts';
import { scenarioOf } from '../../../check/history/scenario.ts';
import { programOf } from '../../../check/testing/program.ts';
import { lower } from '../../../program/lower.ts';
import type { TraceValue } from '../../../trace/model.ts';
import type { PropertyContext } from '../../context.ts';
import type { Operation } from '../../history.ts';
import { propertyContext } from '../../roster.ts';
import type { PlainOperation } from './plain.ts';

/** `declarations`: of a role that the standard library does not have. */
export function contextFor(name: string, declarations = ''): { readonly context: PropertyContext; readonly role: number } {
  const program: CheckedProgram = programOf(`${declarations}\nhistory "h" {\n  check linearizable as ${name}\n}`);
  const [history] = program.histories;
  if (history === undefined) throw new Error('the history is missing');
  const run = scenarioOf(history, [], []);
  const context = propertyContext(program, run, lower(program, run).values);
  return { context, role: program.roles.findIndex((role) => role.name === name) };
}

export function operationsOf(history: readonly PlainOperation[], key: string): readonly Operation[] {
  return history.map(({ name, input, output, invoked, returned }, index): Operation => {
    const args = input === null ? [] : name === 'cas' ? (input as TraceValue[]) : [input as TraceValue];
    const open = returned === Number.POSITIVE_INFINITY;
    const end = open ? {} : { returned, result: (output ?? null) as TraceValue };
    return { process: 0, name, arguments: [key, ...args], outcome: open ? 'open' : 'ok', invoked, event: index, ...end };
  });
}
