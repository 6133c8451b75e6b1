/** Values of a trace as values of the engine. */
import type { CheckedProgram, ScenarioRun } from '../../../../grammar/semantics/program.ts';
import type { Value, ValueStore } from '../../../program/values.ts';
import type { TraceValue } from '../../../trace/model.ts';

/** What only a run has (another node, a request) becomes a text that equals no other value. */
export function fromTraceValue(program: CheckedProgram, run: ScenarioRun, store: ValueStore, value: TraceValue): Value {
  if (value === null || typeof value !== 'object') return value;
  const convert = (part: TraceValue): Value => fromTraceValue(program, run, store, part);
  if (isList(value)) return store.list(value.map(convert));
  if ('enum' in value) {
    const index = program.enums.findIndex(({ name }) => name === value.enum);
    return store.enumMember(index, program.enums[index]?.members.indexOf(value.member) ?? -1);
  }
  if ('node' in value) {
    const index = run.nodes.findIndex(({ name }) => name === value.node);
    return index < 0 ? `node ${value.node}` : store.node(index);
  }
  if ('set' in value) return store.set(value.set.map(convert));
  if ('map' in value) return store.map(value.map.map(([key, entry]) => [convert(key), convert(entry)] as const));
  if ('struct' in value) {
    const index = program.structs.findIndex(({ name }) => name === value.struct);
    return store.struct(
      index,
      (program.structs[index]?.fields ?? []).map(({ name }) => convert(value.fields[name] ?? null)),
    );
  }
  return JSON.stringify(value);
}

function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}
