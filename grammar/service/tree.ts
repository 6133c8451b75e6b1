/** Ways through the syntax tree that need no knowledge of its kinds. */
import type {
  Argument,
  Block,
  Declaration,
  FunctionMember,
  Handler,
  RoleDeclaration,
  ScenarioDeclaration,
  SourceTree,
} from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';

/** Any node of the tree; `kind` tells most of them apart. */
export interface TreeNode {
  readonly kind?: string;
  readonly range: Range;
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: TreeNode): TreeNode[] {
  const found: TreeNode[] = [];
  collect(Object.entries(node), found);
  return found.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}

function collect(entries: readonly (readonly [string, unknown])[], found: TreeNode[]): void {
  for (const [key, value] of entries) {
    if (typeof value !== 'object' || value === null || key === 'range' || key === 'operatorRange') continue;
    if ('range' in value) found.push(value as TreeNode);
    else collect(Object.entries(value), found);
  }
}

/** Calls `visit` for a node and everything below it, outer nodes first; what `visit` answers with `false` is not entered. */
export function visitTree(node: TreeNode, visit: (node: TreeNode) => unknown): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) visitTree(child, visit);
}

/** The nodes around an offset, the file first and the innermost last. */
export function pathAt(tree: SourceTree, offset: number): TreeNode[] {
  const path: TreeNode[] = [];
  let node: TreeNode | undefined = tree;
  while (node) {
    path.push(node);
    // Of two neighbours the later one: a cursor before a word belongs to it.
    node = childrenOf(node).findLast(({ range }) => range.start <= offset && offset <= range.end);
  }
  return path;
}

export function innermost<K extends string>(
  path: readonly TreeNode[],
  ...kinds: readonly K[]
): (TreeNode & { readonly kind: K }) | undefined {
  return path.findLast((node): node is TreeNode & { readonly kind: K } => (kinds as readonly string[]).includes(node.kind ?? ''));
}

/** What acts: a handler, a function or the script of a client, with where it belongs. */
export interface Body {
  readonly owner: RoleDeclaration | ScenarioDeclaration;
  readonly node: Handler | FunctionMember | Extract<ScenarioDeclaration['items'][number], { kind: 'client' }>;
  readonly block: Block;
}

export function bodiesOf(tree: SourceTree): Body[] {
  return tree.declarations.flatMap((declaration): Body[] => {
    if (declaration.kind === 'role') {
      return declaration.members.flatMap((node) => (node.kind === 'variable' ? [] : [{ owner: declaration, node, block: node.body }]));
    }
    if (declaration.kind === 'scenario') {
      return declaration.items.flatMap((node) => (node.kind === 'client' ? [{ owner: declaration, node, block: node.body }] : []));
    }
    return [];
  });
}

/** The name or title of a declaration. */
export function nameOf(declaration: Declaration): { readonly text: string; readonly range: Range } {
  if (declaration.kind === 'scenario' || declaration.kind === 'history') {
    return { text: declaration.title.value, range: declaration.title.range };
  }
  return declaration.name;
}

/** How many of the arguments stand before `offset`. */
export function argumentsBefore(given: readonly Argument[], offset: number): number {
  return given.filter(({ range }) => range.end < offset).length;
}
