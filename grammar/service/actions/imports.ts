/** A name that another file declares: import it. */
import type { CodeAction } from 'vscode-languageserver-types';
import type { Problem } from '../../check.ts';
import { resolveStandard, standardPaths, standardText } from '../../semantics/standardLibrary.ts';
import type { Declaration } from '../../syntax/ast.ts';
import { parse } from '../../syntax/parse.ts';
import type { Analysed } from '../analysed.ts';
import { lineBreakOf } from '../ranges.ts';
import { nameOf } from '../tree.ts';
import { type ActionRequest, insertion, type OffsetEdit, quickFix } from './action.ts';

const kindsByCode: Readonly<Record<string, readonly Declaration['kind'][]>> = {
  FL2001: ['const', 'enum'],
  FL2002: ['enum', 'struct', 'role'],
  FL2003: ['message', 'operation'],
  FL2004: ['struct', 'event', 'operation'],
  FL2012: ['role'],
  FL4011: ['role'],
};

export function missingImports(request: ActionRequest): CodeAction[] {
  const { file } = request;
  return request.problems.flatMap((problem) =>
    pathsDeclaring(request, problem).map((path) => quickFix(request, `Import "${path}"`, [addImport(file, path)], problem)),
  );
}

function pathsDeclaring({ file, files }: ActionRequest, problem: Problem): string[] {
  const kinds = kindsByCode[problem.code];
  const name = file.text.slice(problem.range.start, problem.range.end);
  if (!kinds || name === '') return [];
  const declares = (declarations: readonly Declaration[]): boolean =>
    declarations.some((declaration) => {
      if (!kinds.includes(declaration.kind)) return false;
      if (nameOf(declaration).text === name) return true;
      return declaration.kind === 'enum' && problem.code === 'FL2001' && declaration.members.some((member) => member.name.text === name);
    });
  const imported = new Set(file.tree.imports.map(({ path }) => path.value));
  const standard = standardPaths.filter((path) => {
    const text = standardText(resolveStandard(path) ?? '');
    return text !== undefined && declares(parse(text).tree.declarations);
  });
  const own = files.flatMap((other) => {
    const path = other.uri === file.uri || !declares(other.tree.declarations) ? undefined : relativePath(file.uri, other.uri);
    return path === undefined ? [] : [path];
  });
  return [...standard, ...own].filter((path) => !imported.has(path));
}

/** Behind the last import, else before the first declaration and what is written about the file. */
export function addImport(file: Analysed, path: string): OffsetEdit {
  const eol = lineBreakOf(file.text);
  const last = file.tree.imports.at(-1);
  if (last) return insertion(last.range.end, `${eol}import "${path}"`);
  const first = file.tree.declarations[0];
  const at = first ? startWithComments(file, first.range.start) : file.text.length;
  return insertion(at, `import "${path}"${eol}${eol}`);
}

/** Where the comments directly above an offset begin. */
export function startWithComments(file: Analysed, offset: number): number {
  let start = offset;
  for (const { range, ownLine } of file.parsed.comments.toReversed()) {
    if (range.end > start) continue;
    if (!ownLine || !/^(?:\r\n|\n|\r)[ \t]*$/.test(file.text.slice(range.end, start))) break;
    start = range.start;
  }
  return start;
}

/** The path that leads from one file to another; `undefined` where none does. */
export function relativePath(from: string, to: string): string | undefined {
  const a = from.split('/');
  const b = to.split('/');
  if (a[0] !== b[0] || a[2] !== b[2]) return undefined;
  let common = 0;
  while (common < a.length - 1 && common < b.length - 1 && a[common] === b[common]) common += 1;
  const up = a.length - 1 - common;
  return [...Array.from({ length: up }, () => '..'), ...b.slice(common)].map(decodeURIComponent).join('/');
}
