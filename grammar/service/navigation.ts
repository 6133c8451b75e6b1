/** Go to definition, find references, document highlights. */
import { type DocumentHighlight, DocumentHighlightKind, type Location, type LocationLink } from 'vscode-languageserver-types';
import { PRELUDE_URI } from '../semantics/standardLibrary.ts';
import { rootName } from '../semantics/walk.ts';
import type { AssignStatement } from '../syntax/ast.ts';
import { touches } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';
import { entityAt, type Occurrence, occurrences } from './entities.ts';
import { importedUri } from './links.ts';
import { toLocation, toLspRange } from './ranges.ts';
import { visitTree } from './tree.ts';

/** Where the word at an offset is declared; of an import's path, the file. Empty for what the language itself brings. */
export function definition(file: Analysed, offset: number): LocationLink[] {
  const found = file.tree.imports.find(({ path }) => touches(path.range, offset));
  if (found) {
    const uri = importedUri(file, found);
    const document = uri === undefined ? undefined : file.documentOf(uri);
    if (uri === undefined || !document) return [];
    const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    return [
      {
        targetUri: uri,
        targetRange: start,
        targetSelectionRange: start,
        originSelectionRange: toLspRange(file.document, found.path.range),
      },
    ];
  }
  const entity = entityAt(file, offset);
  const place = entity?.symbol.place;
  const target = place && toLocation(file, place);
  if (!entity || !target) return [];
  return [
    {
      targetUri: target.uri,
      targetRange: target.range,
      targetSelectionRange: target.range,
      originSelectionRange: toLspRange(file.document, entity.range),
    },
  ];
}

/** Everywhere the word at an offset is meant, in `files` and what they import. */
export function references(file: Analysed, offset: number, files: readonly Analysed[], includeDeclaration: boolean): Location[] {
  const entity = entityAt(file, offset);
  if (!entity) return [];
  return occurrences(entity.symbol, [file, ...files]).flatMap((occurrence) => {
    if (occurrence.declares && !includeDeclaration) return [];
    // The prelude's own text is the language's, not somebody's code.
    if (occurrence.file === PRELUDE_URI && !occurrence.declares) return [];
    return locationAmong([file, ...files], occurrence) ?? [];
  });
}

function locationAmong(files: readonly Analysed[], occurrence: Occurrence): Location | undefined {
  for (const file of files) {
    const location = toLocation(file, occurrence);
    if (location) return location;
  }
  return undefined;
}

/** The same word elsewhere in the file; assignments and declarations count as writing. */
export function highlights(file: Analysed, offset: number): DocumentHighlight[] {
  const entity = entityAt(file, offset);
  if (!entity) return [];
  const written = assignedOffsets(file);
  return occurrences(entity.symbol, [file])
    .filter((occurrence) => occurrence.file === file.uri)
    .map((occurrence) => ({
      range: toLspRange(file.document, occurrence),
      kind: occurrence.declares || written.has(occurrence.start) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

function assignedOffsets(file: Analysed): ReadonlySet<number> {
  const offsets = new Set<number>();
  visitTree(file.tree, (node) => {
    if (node.kind !== 'assign') return;
    const root = rootName((node as AssignStatement).target);
    if (root) offsets.add(root.range.start);
  });
  return offsets;
}
