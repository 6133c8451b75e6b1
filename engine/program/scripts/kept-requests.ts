import type { CheckedProgram } from '../../../grammar/semantics/program.ts';
import { mentionsRequest } from '../requests.ts';

/** Whether a request can outlive the handler that took it: in a variable, a timer or a message. */
export function keepsRequests({ roles, messages, structs }: CheckedProgram): boolean {
  const fields = [
    ...roles.flatMap(({ variables, timers }) => [...variables, ...timers.flatMap((timer) => timer.fields)]),
    ...messages.flatMap((message) => message.fields),
  ];
  // A struct is looked into by its own fields.
  const inStructs = structs.some((struct) => struct.fields.some(({ type }) => type.kind !== 'struct' && mentionsRequest(type)));
  return fields.some(({ type }) => (type.kind === 'struct' ? inStructs : mentionsRequest(type)));
}
