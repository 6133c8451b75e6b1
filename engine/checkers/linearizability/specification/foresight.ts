import type { TraceValue } from '../../../trace/model.ts';
import type { Operation } from '../../history.ts';
import type { Foresight } from '../problem.ts';
import type { RoleSpecification } from './role.ts';

/** For the operations of one object that only grows until it is overwritten: what is read later begins with what is there now. */
export function foresightOf(
  role: RoleSpecification,
  operations: readonly Operation[],
  ofKind: (kind: number) => Operation | undefined,
): Foresight | undefined {
  const keys = new Set(operations.map(({ arguments: [key] }) => JSON.stringify(key ?? null)));
  const names = [...new Set(operations.map(({ name }) => name))];
  const growing = keys.size === 1 ? role.growing(names) : undefined;
  const key = operations[0]?.arguments[0] ?? null;
  if (growing === undefined) return undefined;
  const extending = [...growing.operations.values()].includes('extends');
  if (!extending) return undefined;
  const partOf = (operation: Operation | undefined) => growing.operations.get(role.operation(operation?.name ?? ''));
  const entries = new Map<number, TraceValue | undefined>();
  return {
    overwrites: (kind) => partOf(ofKind(kind)) === 'overwrites',
    leadsTo: (state, kind) => {
      const operation = ofKind(kind);
      if (partOf(operation) !== 'shows') return true;
      if (!entries.has(state)) entries.set(state, role.entry(state, growing.variable, key));
      return beginsWith(operation?.result ?? null, entries.get(state));
    },
  };
}

function beginsWith(shown: TraceValue, entry: TraceValue | undefined): boolean {
  if (entry === undefined) return true;
  if (typeof shown === 'string' && typeof entry === 'string') return shown.startsWith(entry);
  if (!Array.isArray(shown) || !Array.isArray(entry)) return false;
  return entry.length <= shown.length && entry.every((part, index) => JSON.stringify(part) === JSON.stringify(shown[index]));
}
