/**
 * Columns. Trailing comments of neighbouring lines stand below each other; the short blocks of neighbouring handlers, the arrows of arms and the
 * parts of a history's lines do so where the author began with it, that is, where a blank more than needed stands before one of them.
 */
import { type Cell, isCloser, isOpener, type Line } from './layout.ts';
import type { SyntaxFacts } from './syntax-facts.ts';

export function align(lines: readonly Line[], facts: SyntaxFacts): void {
  for (const stop of stops(facts)) {
    for (const group of groups(lines, stop)) alignCells(group);
  }
  for (const group of groups(lines, trailingComment)) alignComments(group);
}

/** Finds the cell of a line that can be aligned with that of its neighbours. */
type Stop = (line: Line) => Cell | undefined;
interface Member {
  readonly line: Line;
  readonly cell: Cell;
}

function stops(facts: SyntaxFacts): readonly Stop[] {
  return [
    (line) => line.cells.find(({ piece }) => facts.operations.has(piece.start)),
    (line) => (line.cells.some(({ piece }) => facts.operations.has(piece.start)) ? intervalOf(line) : undefined),
    (line) => (line.cells.some(({ piece }) => facts.operations.has(piece.start)) ? undefined : shortBlock(line)),
    (line) => line.cells.find(({ piece }) => piece.text === '=>'),
  ];
}

/** The last `[ … ]` of a line of a history. */
function intervalOf({ cells }: Line): Cell | undefined {
  const tokens = cells.filter(({ piece }) => piece.kind === 'token');
  if (tokens.at(-1)?.piece.text !== ']') return undefined;
  const open = tokens.findLast(({ piece }) => piece.text === '[');
  return open && open.spaces > 0 && open.piece !== tokens[0]?.piece ? open : undefined;
}

/** The `{` of a line such as `on start { … }`: the only block of its line, closed at its end. */
function shortBlock({ cells }: Line): Cell | undefined {
  const tokens = cells.filter(({ piece }) => piece.kind === 'token');
  if (tokens.at(-1)?.piece.text !== '}' || tokens[0]?.piece.text === '}') return undefined;
  let depth = 0;
  let found: Cell | undefined;
  for (const cell of tokens) {
    if (isOpener(cell.piece)) {
      if (depth === 0 && cell.piece.block) {
        if (found) return undefined;
        found = cell;
      }
      depth += 1;
    } else if (isCloser(cell.piece)) depth -= 1;
    if (depth < 0) return undefined;
  }
  return found;
}

const trailingComment: Stop = ({ cells }) => {
  const last = cells.at(-1);
  return cells.length > 1 && last?.piece.kind === 'comment' ? last : undefined;
};

/** Runs of neighbouring lines that have the stop and are indented alike. */
function groups(lines: readonly Line[], stop: Stop): Member[][] {
  const all: Member[][] = [];
  let group: Member[] = [];
  for (const line of lines) {
    const cell = stop(line);
    const [first] = group;
    if (group.length > 0 && (!cell || line.blankBefore || (first && first.line.indent !== line.indent))) {
      all.push(group);
      group = [];
    }
    if (cell) group.push({ line, cell });
  }
  return [...all, group];
}

/** Where a cell begins if nothing but its own blanks is left out. */
function endBefore({ line, cell }: Member): number {
  let column = line.indent;
  for (const other of line.cells) {
    if (other === cell) return column;
    column += other.spaces + other.piece.text.length;
  }
  return column;
}

/**
 * Of two neighbours that stand at least one blank too far right, the cells come below each other. That may draw in the next neighbour, so it is
 * repeated until nothing moves: what comes out stays as it is when it is formatted again.
 */
function alignCells(group: readonly Member[]): void {
  if (group.length < 2) return;
  for (const { cell } of group) cell.spaces = Math.max(1, cell.piece.gap);
  for (let turn = 0; turn <= group.length; turn++) {
    let moved = false;
    for (const run of runs(group)) {
      const column = Math.max(...run.map((member) => endBefore(member) + 1));
      for (const member of run) {
        const spaces = column - endBefore(member);
        moved ||= spaces !== member.cell.spaces;
        member.cell.spaces = spaces;
      }
    }
    if (!moved) return;
  }
}

function runs(group: readonly Member[]): Member[][] {
  const all: Member[][] = [];
  group.forEach((member, i) => {
    const before = group[i - 1];
    const joins = before !== undefined && (before.cell.spaces > 1 || member.cell.spaces > 1);
    if (joins) all.at(-1)?.push(member);
    else all.push([member]);
  });
  return all;
}

/** A column that the author chose stays, moved with the indentation, as long as there is room. */
function alignComments(group: readonly Member[]): void {
  const ends = group.map(endBefore);
  const columns = group.map(({ line, cell }) => cell.piece.column + line.indent - (line.cells[0]?.piece.column ?? 0));
  const [first, ...others] = columns;
  const [onlyEnd] = ends;
  if (first === undefined || onlyEnd === undefined) return;
  const alike = others.every((column) => column === first);
  const near = group.length === 1 && (group[0]?.cell.piece.gap ?? 0) <= 2;
  if (near) {
    for (const { cell } of group) cell.spaces = Math.max(1, cell.piece.gap);
    return;
  }
  const fits = alike && ends.every((end) => end < first);
  const column = fits ? first : Math.max(...ends) + 2;
  group.forEach(({ cell }, i) => {
    cell.spaces = column - (ends[i] ?? column);
  });
}
