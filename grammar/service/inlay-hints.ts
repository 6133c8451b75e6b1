/** The types that nobody wrote: of `let`, `var`, loops, and of what a handler's head binds. */
import { type InlayHint, InlayHintKind } from 'vscode-languageserver-types';
import { isUnknown, showType } from '../semantics/relations.ts';
import type { LetStatement } from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';
import { visitTree } from './tree.ts';

/** A literal says its type itself. */
const obvious: ReadonlySet<string> = new Set(['boolean', 'integer', 'string', 'duration']);

export function inlayHints(file: Analysed, within: Range): InlayHint[] {
  const quiet = new Set<number>();
  visitTree(file.tree, (node) => {
    if (node.kind !== 'let') return;
    const { name, type, value } = node as LetStatement;
    if (type !== undefined || obvious.has(value.kind)) quiet.add(name.range.start);
  });
  return file.model.symbols().flatMap(({ symbol, range }): InlayHint[] => {
    if (symbol.kind !== 'local' || symbol.binding === 'parameter' || symbol.place.start !== range.start) return [];
    if (symbol.place.file !== file.uri || quiet.has(range.start) || isUnknown(symbol.type)) return [];
    if (range.end < within.start || range.start > within.end) return [];
    return [{ position: file.document.positionAt(range.end), label: `: ${showType(symbol.type)}`, kind: InlayHintKind.Type }];
  });
}
