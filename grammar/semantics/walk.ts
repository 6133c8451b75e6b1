/** Questions about a piece of the syntax tree that need no types: what it assigns, calls and sends. */
import type { CallExpression, Expression, Name } from '../syntax/ast.ts';

interface Visited {
  readonly kind?: string;
}

/** Calls `visit` for every node below `root`, and for `root` itself, in source order of the tree's fields. */
export function walk(root: unknown, visit: (node: Visited) => void): void {
  if (Array.isArray(root)) {
    for (const element of root) walk(element, visit);
  } else if (typeof root === 'object' && root !== null) {
    if ('kind' in root) visit(root as Visited);
    // No array of the fields: every keystroke comes through here, many times.
    for (const key in root) {
      if (key === 'range' || key === 'operatorRange') continue;
      const value = (root as Readonly<Record<string, unknown>>)[key];
      if (typeof value === 'object' && value !== null) walk(value, visit);
    }
  }
}

/** The name at the root of an assignment's target: `m` of `m[k].field`. */
export function rootName(target: Expression): Name | undefined {
  switch (target.kind) {
    case 'name':
      return target.name;
    case 'index':
    case 'member':
      return rootName(target.object);
    case 'parenthesised':
      return rootName(target.inner);
    default:
      return undefined;
  }
}

/** The names that assignments in `root` write, be they locals or variables. */
export function assignedNames(root: unknown): Set<string> {
  const names = new Set<string>();
  walk(root, (node) => {
    if (node.kind === 'assign') {
      const name = rootName((node as unknown as { target: Expression }).target);
      if (name) names.add(name.text);
    }
  });
  return names;
}

/** The calls in `root` of something by its bare name. */
export function callsIn(root: unknown): { readonly name: Name; readonly call: CallExpression }[] {
  const calls: { name: Name; call: CallExpression }[] = [];
  walk(root, (node) => {
    if (node.kind !== 'call') return;
    const call = node as unknown as CallExpression;
    if (call.callee.kind === 'name') calls.push({ name: call.callee.name, call });
  });
  return calls;
}
