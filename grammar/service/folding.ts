/** What an editor can fold, and how a selection grows. */
import { type FoldingRange, FoldingRangeKind, type SelectionRange } from 'vscode-languageserver-types';
import type { Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';
import { sameRange, toLspRange } from './ranges.ts';
import { pathAt, visitTree } from './tree.ts';

const folded: ReadonlySet<string> = new Set([
  'role',
  'scenario',
  'history',
  'enum',
  'struct',
  'handler',
  'function',
  'block',
  'match',
  'client',
  'network',
  'link',
  'schedule',
  'at',
  'when',
  'list',
  'brace',
  'comprehension',
  'invariant',
  'transaction',
]);

export function foldingRanges(file: Analysed): FoldingRange[] {
  const found = new Map<number, FoldingRange>();
  const add = (range: Range, kind?: FoldingRangeKind): void => {
    const { start, end } = toLspRange(file.document, range);
    // The closing bracket stays in sight.
    const endLine = kind === undefined && /[}\])]$/.test(file.text.slice(range.start, range.end)) ? end.line - 1 : end.line;
    const known = found.get(start.line);
    if (endLine <= start.line || (known !== undefined && known.endLine >= endLine)) return;
    found.set(start.line, { startLine: start.line, endLine, ...(kind === undefined ? {} : { kind }) });
  };
  visitTree(file.tree, (node) => {
    if (folded.has(node.kind ?? '')) add(node.range);
  });
  for (const range of commentBlocks(file)) add(range, FoldingRangeKind.Comment);
  const [first] = file.tree.imports;
  const last = file.tree.imports.at(-1);
  if (first && last) add({ start: first.range.start, end: last.range.end }, FoldingRangeKind.Imports);
  return [...found.values()].sort((a, b) => a.startLine - b.startLine);
}

/** Comments on lines of their own, one below the other. */
function commentBlocks(file: Analysed): Range[] {
  const blocks: { start: number; end: number }[] = [];
  for (const { range, ownLine } of file.parsed.comments) {
    const last = blocks.at(-1);
    if (!ownLine) continue;
    if (last && /^(?:\r\n|\n|\r)[ \t]*$/.test(file.text.slice(last.end, range.start))) last.end = range.end;
    else blocks.push({ ...range });
  }
  return blocks;
}

/** From the word at an offset out to the whole file, each step a piece of the syntax. */
export function selectionRange(file: Analysed, offset: number): SelectionRange {
  const ranges: Range[] = [{ start: 0, end: file.text.length }];
  const word = wordAt(file, offset);
  for (const { range } of [...pathAt(file.tree, offset), ...(word ? [{ range: word }] : [])]) {
    const outer = ranges.at(-1);
    if (outer && !sameRange(outer, range) && outer.start <= range.start && range.end <= outer.end && range.end > range.start)
      ranges.push(range);
  }
  const [whole, ...inner] = ranges;
  let selection: SelectionRange = { range: toLspRange(file.document, whole ?? { start: 0, end: 0 }) };
  for (const range of inner) selection = { range: toLspRange(file.document, range), parent: selection };
  return selection;
}

function wordAt(file: Analysed, offset: number): Range | undefined {
  const { tokens } = file.lexedBefore(offset + 1);
  const token = tokens.find((t) => t.startOffset <= offset && offset <= t.startOffset + t.image.length && /^\w/.test(t.image));
  return token && { start: token.startOffset, end: token.startOffset + token.image.length };
}
