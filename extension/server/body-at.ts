import type { SourceTree } from '../../grammar/syntax/ast.ts';
import { type Range, touches } from '../../grammar/syntax/range.ts';

/** The handler or function of a role that the offset lies in, head and body. */
export function bodyAt(tree: SourceTree, offset: number): Range | undefined {
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'role' || !touches(declaration.range, offset)) continue;
    return declaration.members.find((member) => member.kind !== 'variable' && touches(member.range, offset))?.range;
  }
  return undefined;
}
