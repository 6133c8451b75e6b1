/**
 * Linearizability is local (Herlihy & Wing 1990): where operations on one object do not touch what others see, each object can be looked at by itself
 * (P-compositionality, Horn & Kroening 2015). Whether that is so is read off the specification's text.
 */
import type { Expression, Handler, Role } from '../../../../grammar/semantics/program.ts';
import { handlersOf, type Node, someNode } from './paths.ts';

/** Whether all handlers of these operations touch of the role's variables only the entry of the operation's first argument. */
export function isKeyed(role: Role, operations: readonly number[]): boolean {
  return operations.every((operation) => handlersOf(role, operation).every(isKeyedHandler));
}

function isKeyedHandler(handler: Handler): boolean {
  const [first] = handler.patterns;
  if (first?.kind !== 'bind') return false;
  const key = first.slot;
  return handler.patterns.slice(1).every((pattern) => !strays(pattern, key)) && !strays(handler.guard, key) && !strays(handler.body, key);
}

/** Whether it touches a variable elsewhere than at the key. */
function strays(part: unknown, key: number): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some((element) => strays(element, key));
  const node = part as Partial<Node>;
  switch (node.kind) {
    case 'variable':
    // What a function touches is not looked into.
    case 'call':
      return true;
    case 'index':
      return isVariable(node.object) ? !isLocal(node.index, key) : inside(node, key);
    case 'builtin': {
      const [object, at] = node.arguments as readonly Expression[];
      const isEntry = (node.name === 'get' || node.name === 'contains') && isVariable(object);
      return isEntry ? !isLocal(at, key) : inside(node, key);
    }
    case 'binary':
      if ((node.operator === 'in' || node.operator === 'notIn') && isVariable(node.right)) return !isLocal(node.left, key);
      return inside(node, key);
    case 'assign':
      return assignStrays(node, key);
    default:
      return inside(node, key);
  }
}

function assignStrays(node: Partial<Node>, key: number): boolean {
  const { root, path } = node.target as { root: { kind: string; slot: number }; path: readonly { kind: string; index?: unknown }[] };
  if (root.kind === 'local') return root.slot === key || strays(path, key) || strays(node.value, key);
  const [first] = path;
  if (first !== undefined)
    return first.kind !== 'index' || !isLocal(first.index, key) || strays(path.slice(1), key) || strays(node.value, key);
  // `held += name`, `values -= key`
  const value = node.value as Partial<Node>;
  const changesEntry = value.kind === 'binary' && entryOperators.has(String(value.operator));
  const same = isVariable(value.left) && (value.left as { slot: number }).slot === root.slot;
  return !(changesEntry && same && isLocal(value.right, key));
}
const entryOperators: ReadonlySet<string> = new Set(['setInsert', 'setRemove', 'mapRemove']);

function inside(node: object, key: number): boolean {
  return Object.entries(node).some(([name, member]) => name !== 'place' && name !== 'type' && strays(member, key));
}

function isVariable(part: unknown): boolean {
  return typeof part === 'object' && part !== null && (part as Partial<Node>).kind === 'variable';
}
function isLocal(part: unknown, slot: number): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const node = part as Partial<Node>;
  return (node.kind === 'local' && node.slot === slot) || (node.kind === 'cast' && isLocal(node.operand, slot));
}

/** Whether something in it reads a variable of the role. */
export function readsVariables(part: unknown): boolean {
  return someNode(part, ({ kind }) => kind === 'variable' || kind === 'call');
}
