/** Which nodes' states a scenario expression can read: what its value is memoised by. */
import type { Expression } from '../../grammar/semantics/program.ts';

/**
 * Indices of the nodes, ascending. A field of a node that is named is that node's; one of a node that is computed (a bound variable, a parameter)
 * may be any node's that has such a role, so it counts for all of them.
 */
export function nodesRead(expression: Expression, roleOf: readonly number[]): readonly number[] {
  const read = new Set<number>();
  visit(expression, (part) => {
    if (part.kind === 'up') {
      if (part.node.kind === 'node') read.add(part.node.node);
      else for (const node of roleOf.keys()) read.add(node);
    }
    if (part.kind !== 'nodeField') return;
    if (part.node.kind === 'node') {
      read.add(part.node.node);
      return;
    }
    const roles = new Set(part.slots.filter(({ kind }) => kind === 'variable').map(({ role }) => role));
    for (const [node, role] of roleOf.entries()) if (roles.has(role)) read.add(node);
  });
  return [...read].sort((a, b) => a - b);
}

/** The expression and all its parts. The checked program is plain data: whatever has a `kind` and a `place` is a part. */
function visit(value: unknown, see: (part: Expression) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if ('kind' in value && 'place' in value && 'type' in value) see(value as Expression);
  for (const part of Object.values(value)) visit(part, see);
}
