import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { ArmedTimer, Message, Names } from './machine.ts';
import type { RequestValue, Value } from './values.ts';

/** Values and indices in the words of the file. */
export function createNames(program: CheckedProgram, run: ScenarioRun): Names {
  const nodeName = (node: number): string => run.nodes[node]?.name ?? `node ${node}`;
  const clientName = (client: number): string => run.clients[client]?.name ?? `client ${client}`;
  const list = (values: readonly Value[]): string => values.map(value).join(', ');
  /** `Vote("t1", true)`; without arguments the name alone, as the language has it. */
  const applied = (name: string, args: readonly Value[]): string => (args.length === 0 ? name : `${name}(${list(args)})`);

  function value(v: Value): string {
    if (v === null) return 'none';
    if (typeof v === 'string') return quote(v);
    if (typeof v !== 'object') return String(v);
    switch (v.kind) {
      case 'enum':
        return program.enums[v.enum]?.members[v.member] ?? `member ${v.member}`;
      case 'node':
        return nodeName(v.node);
      case 'list':
        return `[${list(v.elements)}]`;
      case 'set':
        return `{${list(v.elements)}}`;
      case 'map':
        return `{${v.keys.map((key, i) => `${value(key)}: ${value(v.values[i] ?? null)}`).join(', ')}}`;
      case 'struct':
        return struct(v.struct, v.fields);
      case 'request':
        return request(v);
      case 'client':
        return clientName(v.client);
      case 'transaction':
        return `${clientName(v.client)}#${v.number + 1}`;
    }
  }

  /** `Entry(term: 1, value: "x")`, as it is made. */
  function struct(index: number, fields: readonly Value[]): string {
    const info = program.structs[index];
    const parts = fields.map((field, i) => `${info?.fields[i]?.name ?? i}: ${value(field)}`);
    return `${info?.name ?? 'struct'}(${parts.join(', ')})`;
  }

  function request(r: RequestValue): string {
    return `${clientName(r.client)}'s ${program.operations[r.operation]?.name ?? 'operation'}(${list(r.arguments)})`;
  }

  return {
    node: nodeName,
    value,
    message: (message: Message) => applied(program.messages[message.message]?.name ?? `message ${message.message}`, message.arguments),
    timer: (node: number, timer: ArmedTimer) => {
      const role = program.roles[run.nodes[node]?.role ?? -1];
      return applied(role?.timers[timer.timer]?.name ?? `timer ${timer.timer}`, timer.arguments);
    },
    event: (event: number, args: readonly Value[]) => `${program.events[event]?.name ?? `event ${event}`}(${list(args)})`,
  };
}

/** A string literal of the language. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (character === '\n') quoted += '\\n';
    else if (character === '\t') quoted += '\\t';
    else if (code < 0x20 || code === 0x7f || (code >= 0xd800 && code <= 0xdfff)) quoted += `\\u{${code.toString(16)}}`;
    else quoted += character;
  }
  return `${quoted}"`;
}

/** Cut in the middle of a message where it would bury the message. */
export function abbreviate(text: string, length = 100): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
