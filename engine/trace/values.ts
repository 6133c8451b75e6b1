/** Values of the engine as plain JSON, and those as text in the language's own notation. */
import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Value } from '../program/values.ts';
import type { TraceValue } from './model.ts';

export function toTraceValue(program: CheckedProgram, run: ScenarioRun, value: Value): TraceValue {
  if (value === null || typeof value !== 'object') return value;
  const convert = (part: Value): TraceValue => toTraceValue(program, run, part);
  switch (value.kind) {
    case 'enum': {
      const info = program.enums[value.enum];
      return { enum: info?.name ?? '', member: info?.members[value.member] ?? '' };
    }
    case 'node':
      return { node: run.nodes[value.node]?.name ?? '' };
    case 'list':
      return value.elements.map(convert);
    case 'set':
      return { set: value.elements.map(convert) };
    case 'map':
      return { map: value.keys.map((key, i) => [convert(key), convert(value.values[i] ?? null)] as const) };
    case 'struct': {
      const info = program.structs[value.struct];
      const fields = value.fields.map((field, i) => [info?.fields[i]?.name ?? `${i}`, convert(field)] as const);
      return { struct: info?.name ?? '', fields: Object.fromEntries(fields) };
    }
    case 'request': {
      const operation = program.operations[value.operation]?.name ?? '';
      const client = run.clients[value.client]?.name ?? '';
      return { request: `${client}: ${callText(operation, value.arguments.map(convert))}` };
    }
    case 'client':
      return { client: run.clients[value.client]?.name ?? '' };
    case 'transaction':
      return { transaction: `${run.clients[value.client]?.name ?? ''}#${value.number + 1}` };
  }
}

/** `{"a": [1, none]}`, `committed`, `Entry(term: 1)`. */
export function valueText(value: TraceValue): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(valueText).join(', ')}]`;
  if ('enum' in value) return value.member;
  if ('node' in value) return value.node;
  if ('set' in value) return `{${value.set.map(valueText).join(', ')}}`;
  if ('map' in value) return `{${value.map.map(([key, entry]) => `${valueText(key)}: ${valueText(entry)}`).join(', ')}}`;
  if ('struct' in value) {
    const fields = Object.entries(value.fields).map(([name, field]) => `${name}: ${valueText(field)}`);
    return `${value.struct}(${fields.join(', ')})`;
  }
  if ('client' in value) return value.client;
  if ('transaction' in value) return value.transaction;
  return value.request;
}

/** A value inside a sentence: a string that reads as a name goes without quotes (`p2 aborts t1`). */
export function spokenText(value: TraceValue): string {
  return typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{N}_.:/-]*$/u.test(value) ? value : valueText(value);
}

/** `Vote("t1", true)`; a name alone where there is nothing in the parentheses. */
export function callText(name: string, args: readonly TraceValue[]): string {
  return args.length === 0 ? name : `${name}(${args.map(valueText).join(', ')})`;
}

/** Equal values have equal keys. */
export function valueKey(value: TraceValue): string {
  return JSON.stringify(value);
}

function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}
