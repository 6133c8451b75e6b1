/** What the blanks around a token depend on and only the tree knows: by the offset of the token. */
import type * as ast from '../../syntax/ast.ts';
import { type TreeNode, visitTree } from '../tree.ts';

export interface SyntaxFacts {
  /** Parentheses around an expression; all others belong to what stands before them. */
  readonly grouping: ReadonlySet<number>;
  /** `[` that belong to what stands before them: of an index, of a group of nodes. */
  readonly indexing: ReadonlySet<number>;
  /** `<` and `>` around the arguments of a type. */
  readonly typeBrackets: ReadonlySet<number>;
  /** `+` and `-` between two operands. */
  readonly binary: ReadonlySet<number>;
  /** Words that begin a setting of the network, the first of its braces excepted. */
  readonly settings: ReadonlySet<number>;
  /** The first token behind `alice:` in a history. */
  readonly operations: ReadonlySet<number>;
}

export function syntaxFacts(tree: ast.SourceTree, text: string): SyntaxFacts {
  const facts = {
    grouping: new Set<number>(),
    indexing: new Set<number>(),
    typeBrackets: new Set<number>(),
    binary: new Set<number>(),
    settings: new Set<number>(),
    operations: new Set<number>(),
  };
  const bracketAfter = (offset: number): void => {
    const at = text.indexOf('[', offset);
    if (at >= 0) facts.indexing.add(at);
  };
  visitTree(tree, (node: TreeNode) => {
    switch (node.kind) {
      case 'parenthesised':
        facts.grouping.add(node.range.start);
        break;
      case 'index':
        bracketAfter((node as ast.IndexExpression).object.range.end);
        break;
      case 'node': {
        const { names } = node as ast.NodeItem;
        for (const { name, indices } of names ?? []) if (indices) bracketAfter(name.range.end);
        break;
      }
      case 'namedType': {
        const { name, arguments: given } = node as ast.NamedTypeNode;
        if (given.length === 0) break;
        const open = text.indexOf('<', name.range.end);
        const close = text.lastIndexOf('>', node.range.end - 1);
        if (open >= 0) facts.typeBrackets.add(open);
        if (close > open) facts.typeBrackets.add(close);
        break;
      }
      case 'binary':
        facts.binary.add((node as ast.BinaryExpression).operatorRange.start);
        break;
      case 'network':
      case 'link':
        for (const setting of (node as ast.NetworkItem | ast.LinkItem).settings.slice(1)) facts.settings.add(setting.range.start);
        break;
      case 'operationLine':
        facts.operations.add((node as ast.OperationLine).operation.range.start);
        break;
    }
  });
  return facts;
}
