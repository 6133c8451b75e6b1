/** Walks any syntax tree, for tests that speak of all nodes alike. */
import type { Range } from '../range.ts';

export interface Ranged {
  readonly kind?: string;
  readonly range: Range;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The nodes directly below `node`, through fields without a range of their own. */
export function childrenOf(node: object): Ranged[] {
  const children: Ranged[] = [];
  const visit = (value: unknown): void => {
    if (!isObject(value)) return;
    if (isObject(value.range)) children.push(value as unknown as Ranged);
    else for (const element of Object.values(value)) visit(element);
  };
  for (const [key, value] of Object.entries(node)) if (key !== 'range' && key !== 'operatorRange') visit(value);
  return children;
}

/** What is wrong with the ranges of a tree: outside of the text, backwards, or outside of the parent. Empty if all is well. */
export function rangeFaults(root: Ranged, length: number): string[] {
  const faults: string[] = [];
  const pending: Ranged[] = [root];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === undefined) break;
    const { start, end } = node.range;
    if (!(start >= 0 && start <= end && end <= length)) faults.push(`${node.kind} ${start}..${end} of ${length}`);
    for (const child of childrenOf(node)) {
      if (child.range.start < start || child.range.end > end) {
        faults.push(`${child.kind} ${child.range.start}..${child.range.end} outside ${node.kind} ${start}..${end}`);
      }
      pending.push(child);
    }
  }
  return faults;
}

/** The tree without its ranges: what two texts of one meaning have in common. */
export function withoutRanges(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRanges);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'range' && key !== 'operatorRange')
      .map(([key, element]) => [key, withoutRanges(element)]),
  );
}
