/** What the code actions share: the request, and edits of one file. */
import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver-types';
import type { Problem } from '../../check.ts';
import type { Range } from '../../syntax/range.ts';
import type { Analysed } from '../analysed.ts';
import { toLspRange } from '../ranges.ts';

export interface ActionRequest {
  readonly file: Analysed;
  readonly range: Range;
  /** The problems of the file that touch the range. */
  readonly problems: readonly Problem[];
  /** What the editor shows there; an action that mends one of them is shown with it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Other files whose declarations could be imported. */
  readonly files: readonly Analysed[];
}

export interface OffsetEdit {
  readonly range: Range;
  readonly text: string;
}

export function insertion(offset: number, text: string): OffsetEdit {
  return { range: { start: offset, end: offset }, text };
}

export function textEdits(file: Analysed, edits: readonly OffsetEdit[]): TextEdit[] {
  return edits.map(({ range, text }) => ({ range: toLspRange(file.document, range), newText: text }));
}

export function quickFix(
  request: ActionRequest,
  title: string,
  edits: readonly OffsetEdit[],
  problem?: Problem,
  preferred = false,
): CodeAction {
  const { file } = request;
  const mended = problem ? diagnosticsOf(request, problem) : [];
  return {
    title,
    kind: CodeActionKind.QuickFix,
    ...(mended.length > 0 ? { diagnostics: mended } : {}),
    ...(preferred ? { isPreferred: true } : {}),
    edit: { changes: { [file.uri]: textEdits(file, edits) } },
  };
}

function diagnosticsOf({ file, diagnostics }: ActionRequest, problem: Problem): Diagnostic[] {
  const start = file.document.positionAt(problem.range.start);
  return diagnostics.filter(
    ({ code, range }) => code === problem.code && range.start.line === start.line && range.start.character === start.character,
  );
}
