/**
 * Specifications of things that only grow until they are overwritten: lists and texts that are appended to. What is read later begins with what is there
 * now, unless something overwrites it. Read off the specification's text: `m[key] = (m.get(key) ?? e) + x`, `m[key] = x`, `reply m.get(key) ?? e`.
 */
import type { Expression, Role, Statement } from '../../../../grammar/semantics/program.ts';
import { readsVariables } from './keyed.ts';
import { handlersOf } from './paths.ts';

export interface Growing {
  /** The map that holds what grows. */
  readonly variable: number;
  readonly operations: ReadonlyMap<number, 'extends' | 'overwrites' | 'shows'>;
}

/** Nothing if one of the operations is of another form. */
export function growingOf(role: Role, operations: readonly number[]): Growing | undefined {
  const parts = new Map<number, 'extends' | 'overwrites' | 'shows'>();
  const variables = new Set<number>();
  for (const operation of operations) {
    const [handler, another] = handlersOf(role, operation);
    const [key] = handler?.patterns ?? [];
    if (handler === undefined || another !== undefined || handler.guard !== undefined || key?.kind !== 'bind') return undefined;
    const part = partOf(handler.body, key.slot);
    if (part === undefined) return undefined;
    parts.set(operation, part.part);
    variables.add(part.variable);
  }
  const [variable, another] = variables;
  return variable === undefined || another !== undefined ? undefined : { variable, operations: parts };
}

function partOf(body: readonly Statement[], key: number) {
  const [first, second, third] = body;
  if (first?.kind === 'reply' && second === undefined && first.value !== undefined) {
    const variable = entryOf(first.value, key);
    return variable === undefined ? undefined : { part: 'shows' as const, variable };
  }
  if (first?.kind !== 'assign' || second?.kind !== 'reply' || third !== undefined || readsVariables(second.value)) return undefined;
  const { root, path } = first.target;
  const [at, deeper] = path;
  if (root.kind !== 'variable' || deeper !== undefined || at?.kind !== 'index' || !isKey(at.index, key)) return undefined;
  const { value } = first;
  if (!readsVariables(value)) return { part: 'overwrites' as const, variable: root.slot };
  if (value.kind !== 'binary' || !growth.has(value.operator) || readsVariables(value.right)) return undefined;
  return entryOf(value.left, key) === root.slot ? { part: 'extends' as const, variable: root.slot } : undefined;
}
const growth: ReadonlySet<string> = new Set(['listConcat', 'listAppend', 'stringConcat']);

/** The variable whose entry at the key the expression is, or something constant where there is none. */
function entryOf(expression: Expression, key: number): number | undefined {
  switch (expression.kind) {
    case 'cast':
      return entryOf(expression.operand, key);
    case 'orElse':
      return readsVariables(expression.right) ? undefined : entryOf(expression.left, key);
    case 'index':
      return expression.object.kind === 'variable' && isKey(expression.index, key) ? expression.object.slot : undefined;
    case 'builtin': {
      const [map, at] = expression.arguments;
      return expression.name === 'get' && map?.kind === 'variable' && at !== undefined && isKey(at, key) ? map.slot : undefined;
    }
    default:
      return undefined;
  }
}

function isKey(expression: Expression, key: number): boolean {
  return expression.kind === 'cast' ? isKey(expression.operand, key) : expression.kind === 'local' && expression.slot === key;
}
