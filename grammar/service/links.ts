/** Document links: the paths of imports and of loaded histories lead to their files. */
import type { DocumentLink } from 'vscode-languageserver-types';
import { resolveStandard } from '../semantics/standardLibrary.ts';
import type { Import, StringLiteral } from '../syntax/ast.ts';
import type { Analysed } from './analysed.ts';
import { toLspRange } from './ranges.ts';

/** The file that an import means, whether it exists or not; `undefined` where the path cannot mean one. */
export function importedUri(file: Analysed, node: Import): string | undefined {
  const path = node.path.value;
  if (path === '') return undefined;
  return path.startsWith('std/') ? resolveStandard(path) : file.sources.resolve(path, file.uri);
}

export function documentLinks(file: Analysed): DocumentLink[] {
  const links = file.tree.imports.flatMap((node) => {
    const target = importedUri(file, node);
    return target === undefined || file.documentOf(target) === undefined ? [] : [linkOn(file, node.path, target)];
  });
  const loads = file.tree.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'history') return [];
    return declaration.items.flatMap((item) => {
      const target = item.kind === 'load' && item.path.value !== '' ? file.sources.resolve(item.path.value, file.uri) : undefined;
      return item.kind === 'load' && target !== undefined ? [linkOn(file, item.path, target)] : [];
    });
  });
  return [...links, ...loads];
}

/** On the path without its quotes. */
function linkOn(file: Analysed, literal: StringLiteral, target: string): DocumentLink {
  const { start, end } = literal.range;
  const inner = end - start >= 2 ? { start: start + 1, end: end - 1 } : literal.range;
  return { range: toLspRange(file.document, inner), target };
}
