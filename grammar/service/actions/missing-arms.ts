/** A `match` that leaves values out: an arm for each. */
import type { CodeAction } from 'vscode-languageserver-types';
import { withoutNone } from '../../semantics/relations.ts';
import type { Type } from '../../semantics/types.ts';
import type { MatchStatement, Pattern } from '../../syntax/ast.ts';
import { printPattern } from '../../syntax/print-expression.ts';
import type { Analysed } from '../analysed.ts';
import { indentationAt, lineBreakOf } from '../ranges.ts';
import { innermost, pathAt } from '../tree.ts';
import { type ActionRequest, type insertion, quickFix } from './action.ts';

export function missingArms(request: ActionRequest): CodeAction[] {
  const { file } = request;
  return request.problems.flatMap((problem) => {
    if (problem.code !== 'FL3014') return [];
    const match = innermost(pathAt(file.tree, problem.range.start), 'match') as MatchStatement | undefined;
    const type = match && file.model.typeOf(match.subject.range);
    if (!match || !type || file.text[match.range.end - 1] !== '}') return [];
    const taken = new Set(match.arms.map(({ pattern }) => bare(pattern)));
    const wanted = valuesOf(file, type, match.range.start)?.filter((value) => !taken.has(value)) ?? ['_'];
    if (wanted.length === 0) return [];
    const title = wanted.length === 1 ? `Add the arm \`${wanted[0]}\`` : `Add the ${wanted.length} missing arms`;
    return [quickFix(request, title, [armsAtEnd(file, match, wanted)], problem, true)];
  });
}

function bare(pattern: Pattern): string {
  return pattern.kind === 'qualifiedPattern' ? pattern.member.text : printPattern(pattern);
}

/** All values of the type as patterns; `undefined` if there is no end of them. */
function valuesOf(file: Analysed, type: Type, offset: number): readonly string[] | undefined {
  const inner = withoutNone(type);
  const none = inner === type ? [] : ['none'];
  if (inner.kind === 'bool') return [...none, 'true', 'false'];
  if (inner.kind !== 'enum') return undefined;
  const symbol = file.model.visibleAt(offset).file.types.get(inner.name);
  return symbol?.kind === 'enum' ? [...none, ...symbol.members.map(({ name }) => name)] : undefined;
}

function armsAtEnd(file: Analysed, match: MatchStatement, patterns: readonly string[]): ReturnType<typeof insertion> {
  const eol = lineBreakOf(file.text);
  const close = match.range.end - 1;
  const indent = indentationAt(file.text, match.range.start);
  const arms = patterns.map((pattern) => `${indent}  ${pattern} => { }`).join(eol);
  const before = file.text.slice(0, close).trimEnd();
  // On lines of their own, whether the braces stood on one line or not; a comma typed already stays one.
  const range = { start: before.length, end: close };
  return { range, text: `${eol}${arms}${eol}${indent}` };
}
