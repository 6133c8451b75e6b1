/** Moves a role, with the declarations that it speaks of, into a file of its own that others can import, as the modules of `std/` are. */
import { type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver-types';
import type { Declaration, RoleDeclaration } from '../../syntax/ast.ts';
import type { Analysed } from '../analysed.ts';
import { importedUri } from '../links.ts';
import { contains, lineBreakOf } from '../ranges.ts';
import { type ActionRequest, insertion, type OffsetEdit, textEdits } from './action.ts';
import { relativePath, startWithComments } from './imports.ts';

const movable: ReadonlySet<Declaration['kind']> = new Set(['const', 'enum', 'struct', 'message', 'operation', 'event', 'role']);

export function extractRole({ file, range }: ActionRequest): CodeAction[] {
  const role = file.tree.declarations.find(
    (d): d is RoleDeclaration => d.kind === 'role' && d.name.text !== '' && d.range.start <= range.start && range.end <= d.name.range.end,
  );
  if (!role || file.problems.some(({ severity, file: uri }) => severity === 'error' && uri === file.uri)) return [];
  const moved = withWhatItNeeds(file, role);
  // A file that would be left empty is such a file already.
  if (moved.size === file.tree.declarations.length) return [];
  const uri = `${file.uri.slice(0, file.uri.lastIndexOf('/') + 1)}${kebab(role.name.text)}.faultline`;
  const path = relativePath(file.uri, uri);
  if (path === undefined || file.sources.read(uri) !== undefined) return [];
  const others = moved.size - 1;
  const company = others === 0 ? '' : others === 1 ? ' and the declaration it needs' : ` and the ${others} declarations it needs`;
  const edit: WorkspaceEdit = {
    documentChanges: [
      { kind: 'create', uri },
      { textDocument: { uri, version: null }, edits: [{ range: origin, newText: newFile(file, moved) }] },
      { textDocument: { uri: file.uri, version: file.document.version }, edits: textEdits(file, leftBehind(file, moved, path)) },
    ],
  };
  return [{ title: `Move ${role.name.text}${company} to "${path}"`, kind: CodeActionKind.RefactorExtract, edit }];
}
const origin = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** The role and, step by step, every declaration of the file that something moved speaks of. */
function withWhatItNeeds(file: Analysed, role: RoleDeclaration): ReadonlySet<Declaration> {
  const moved = new Set<Declaration>([role]);
  for (const declaration of moved) {
    for (const { symbol, range } of file.model.symbols()) {
      const { place } = symbol;
      if (!place || place.file !== file.uri || !contains(declaration.range, range)) continue;
      const needed = file.tree.declarations.find((other) => movable.has(other.kind) && contains(other.range, place));
      if (needed) moved.add(needed);
    }
  }
  return moved;
}

/** With the comments directly above it. */
function fullRange(file: Analysed, declaration: Declaration): { readonly start: number; readonly end: number } {
  const { start, end } = declaration.range;
  const trailing = file.parsed.comments.find(
    ({ range, ownLine }) => !ownLine && range.start >= end && !/[\r\n]/.test(file.text.slice(end, range.start)),
  );
  return { start: startWithComments(file, start), end: trailing?.range.end ?? end };
}

function newFile(file: Analysed, moved: ReadonlySet<Declaration>): string {
  const eol = lineBreakOf(file.text);
  const needed = new Set<string>();
  for (const declaration of moved) {
    for (const { symbol, range } of file.model.symbols())
      if (symbol.place && contains(declaration.range, range)) needed.add(symbol.place.file);
  }
  const imports = file.tree.imports.filter((node) => needed.has(importedUri(file, node) ?? ''));
  let text = imports.map((node) => file.text.slice(node.range.start, node.range.end)).join(eol);
  let last: Declaration | undefined;
  for (const declaration of file.tree.declarations) {
    if (!moved.has(declaration)) continue;
    const { start, end } = fullRange(file, declaration);
    const close = last !== undefined && last.kind === declaration.kind && declaration.kind !== 'role';
    text += `${text === '' ? '' : close ? eol : eol + eol}${file.text.slice(start, end)}`;
    last = declaration;
  }
  return text + eol;
}

/** The file without what was moved, and with an import of it. */
function leftBehind(file: Analysed, moved: ReadonlySet<Declaration>, path: string): OffsetEdit[] {
  const eol = lineBreakOf(file.text);
  const edits: OffsetEdit[] = [];
  const lastImport = file.tree.imports.at(-1);
  let importText = lastImport ? '' : `import "${path}"${eol}${eol}`;
  if (lastImport) edits.push(insertion(lastImport.range.end, `${eol}import "${path}"`));
  for (const declaration of file.tree.declarations) {
    const { start, end } = fullRange(file, declaration);
    if (!moved.has(declaration)) {
      if (importText !== '') edits.push(insertion(start, importText));
    } else {
      const blanks = /^[ \t]*(?:(?:\r\n|\n|\r)[ \t]*)*/.exec(file.text.slice(end))?.[0] ?? '';
      // The indentation of what follows belongs to it.
      const indent = /[ \t]*$/.exec(blanks)?.[0].length ?? 0;
      edits.push({ range: { start, end: end + blanks.length - indent }, text: importText });
    }
    importText = '';
  }
  return edits;
}
