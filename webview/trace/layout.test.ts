import { describe, expect, test } from 'vitest';
import type { Trace } from '../../engine/trace/model.ts';
import { duellingProposers, happyCommit, largeRun, lossyNetwork, registerHistory, samples } from '../testing/sample-traces.ts';
import type { Arrow, Geometry } from './geometry.ts';
import { characterWidth } from './labels.ts';
import { layOut } from './layout.ts';

const lay = (trace: Trace, viewWidth = 800, hideIrrelevant = false): Geometry => layOut(trace, { viewWidth, hideIrrelevant });
const arrow = ({ arrows }: Geometry, text: string): Arrow => {
  const found = arrows.find(({ label }) => label.full.startsWith(text));
  if (found === undefined) throw new Error(`no arrow ${text}`);
  return found;
};

describe.each(Object.entries(samples))('%s', (_, make) => {
  const geometries = make().flatMap(({ trace }) => [lay(trace), lay(trace, 400, true)]);

  test('rows follow each other without gaps, in the order of the steps', () => {
    for (const { rows } of geometries) {
      rows.slice(1).forEach((row, i) => {
        expect(row.top).toBe(rows[i]?.bottom);
        expect(row.step).toBeGreaterThan(rows[i]?.step ?? -1);
      });
      for (const row of rows) expect(row.bottom - row.top).toBeGreaterThanOrEqual(24);
    }
  });

  test('no message arrives before it was sent', () => {
    for (const { arrows } of geometries) for (const { from, to } of arrows) expect(to.y).toBeGreaterThanOrEqual(from.y);
  });

  test('every mark lies in the row of its step, and every label in the picture', () => {
    for (const { rows, marks, arrows, spans, width } of geometries) {
      const rowOf = new Map(rows.map((row) => [row.step, row]));
      for (const { step, at } of marks) {
        expect(at.y).toBeGreaterThan(rowOf.get(step)?.top ?? Number.POSITIVE_INFINITY);
        expect(at.y).toBeLessThan(rowOf.get(step)?.bottom ?? 0);
      }
      for (const { x, anchor, text } of [...marks, ...arrows, ...spans].flatMap(({ label }) => label ?? [])) {
        const length = text.length * characterWidth;
        const left = anchor === 'start' ? x : anchor === 'end' ? x - length : x - length / 2;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + length).toBeLessThanOrEqual(width);
      }
    }
  });

  test('labels of what ends in different steps do not lie over each other', () => {
    for (const { arrows } of geometries) {
      const ended = arrows.filter(({ toStep }) => toStep !== undefined).sort((a, b) => a.label.y - b.label.y);
      ended.slice(1).forEach((next, i) => {
        const before = ended[i];
        if (before !== undefined && before.toStep !== next.toStep) expect(next.label.y - before.label.y).toBeGreaterThanOrEqual(11);
      });
    }
  });
});

test('every operation of a history has its span, and its point within that, the points in the order in which they took effect', () => {
  const { trace } = registerHistory(false);
  const { spans, points, lanes, height } = lay(trace);
  expect(spans.map(({ label }) => label?.text)).toEqual([
    'write("score", "final")',
    'read("score") -> "playing"',
    'read("score") -> "final"',
    'read("score") -> "final"',
  ]);
  const [referee, alice, bob] = lanes.map(({ x }) => x);
  expect(points.map(({ at, number }) => [at.x, number])).toEqual([
    [bob, 1],
    [referee, 2],
    [alice, 3],
    [bob, 4],
  ]);
  points.forEach(({ at, title }, index) => {
    expect(spans.some(({ x, top, bottom }) => x === at.x && top < at.y && at.y < bottom)).toBe(true);
    expect(at.y).toBeGreaterThan(points[index - 1]?.at.y ?? 0);
    expect(title).toContain(`${index + 1} of 4 (Register)`);
  });
  expect(points[1]?.title).toBe('write("score", "final") takes effect here, 2 of 4 (Register)');

  const stale = lay(registerHistory(true).trace);
  expect(stale.spans.map(({ misplaced }) => misplaced)).toEqual([false, false, false, true]);
  expect(stale.points.length).toBe(3);

  const open = registerHistory(false).trace;
  const cut = lay({ ...open, steps: open.steps.slice(0, 4), events: open.events.slice(0, 4) });
  expect(cut.spans.map(({ toStep, bottom }) => toStep ?? bottom)).toEqual([cut.height, 2, cut.height]);
  expect(height).toBeGreaterThan(cut.height);
});

test('columns use the width there is, within what is legible', () => {
  const { trace } = happyCommit();
  expect(lay(trace, 700).columnWidth).toBeGreaterThan(lay(trace, 450).columnWidth);
  expect(lay(trace, 100).columnWidth).toBe(lay(trace, 200).columnWidth);
  expect(lay(trace, 100).width).toBeGreaterThan(300);
  expect(lay(trace, 5000).columnWidth).toBeLessThan(300);
  expect(lay(trace, 5000).width).toBe(5000);
});

describe('a lossy network', () => {
  const { trace } = lossyNetwork();
  const geometry = lay(trace);
  const [c, p1, p2] = geometry.lanes.map(({ x }) => x);

  test('a message goes from the lifeline of its sender to that of its receiver', () => {
    const prepare = geometry.arrows[0];
    expect([prepare?.from.x, prepare?.to.x, prepare?.end]).toEqual([c, p1, 'received']);
  });

  test('a lost one ends before its receiver, with the reason', () => {
    const lost = arrow(geometry, 'Prepare("t1") lost');
    expect(lost.end).toBe('lost');
    expect(lost.to.x).toBeGreaterThan(c ?? 0);
    expect(lost.to.x).toBeLessThan(p2 ?? 0);
    const cut = arrow(geometry, 'Decision("t1", committed) lost: partition');
    expect(cut.to.x).toBe(geometry.partitions[0]?.walls[0]);
  });

  test('a copy leaves where the message was duplicated, and is seen to be ignored', () => {
    expect(arrow(geometry, 'Vote("t1", true) (copy) ignored')).toMatchObject({ shape: 'duplicate', end: 'ignored', from: { x: p1 } });
  });

  test('what is never received is in flight, also what a node sends to itself', () => {
    expect(arrow(geometry, 'Note("asked again")')).toMatchObject({ end: 'inFlight', from: { x: c } });
    expect(arrow(geometry, 'GaveUp')).not.toHaveProperty('toStep');
  });

  test('a lifeline shows when its node is paused, down and up again', () => {
    const statuses = (line: number) =>
      geometry.segments
        .filter((segment) => segment.line === line)
        .sort((a, b) => a.top - b.top)
        .map(({ status }) => status);
    expect(statuses(1)).toEqual(['up', 'paused', 'up']);
    expect(statuses(2)).toEqual(['up', 'down', 'up']);
    const own = geometry.segments.filter(({ line }) => line === 2).sort((a, b) => a.top - b.top);
    own.slice(1).forEach((segment, i) => {
      expect(segment.top).toBe(own[i]?.bottom);
    });
  });

  test('the partition lasts until it heals and stands between its groups', () => {
    expect(geometry.partitions).toHaveLength(1);
    const [partition] = geometry.partitions;
    expect(partition?.strips.map(({ group }) => group)).toEqual([0, 0, 1, 1]);
    expect(partition?.walls).toEqual([((p1 ?? 0) + (p2 ?? 0)) / 2]);
    expect(trace.steps[partition?.healStep ?? -1]?.kind).toBe('heal');
  });

  test('the violating event is where its mark is', () => {
    expect(geometry.violation).toEqual(geometry.marks.find(({ event }) => event === trace.violation?.event)?.at);
  });

  test('what does not matter can be left out, and what remains closes up', () => {
    const brief = lay(trace, 800, true);
    expect(brief.rows.map(({ step }) => step)).toEqual(
      geometry.rows.map(({ step }) => step).filter((step) => trace.steps[step]?.relevant !== false),
    );
    expect(brief.height).toBeLessThan(geometry.height);
    expect(brief.arrows.some(({ label }) => label.full.startsWith('Prepare("t1") lost'))).toBe(false);
  });
});

test('the cycle of a lasso reaches from its first step to the end', () => {
  const { trace } = duellingProposers();
  const { cycle, rows } = lay(trace);
  expect(cycle).toEqual({ top: rows[4]?.top, bottom: rows.at(-1)?.bottom });
});

test('a run without steps is an empty picture', () => {
  const { trace } = happyCommit();
  const { rows, arrows, height } = lay({ ...trace, steps: [], events: [], messages: [] });
  expect([rows, arrows]).toEqual([[], []]);
  expect(height).toBeGreaterThan(0);
});

test('operations of clients go from the client to the node and back', () => {
  const step = { text: '', kind: 'invoke', changes: [] } as const;
  const operation = { operation: 0, name: 'read', arguments: ['x'] } as const;
  const { trace } = happyCommit();
  const geometry = lay({
    ...trace,
    clients: [{ name: 'ann' }],
    messages: [],
    steps: [
      { ...step, events: [0, 1] },
      { ...step, events: [1, 3] },
      { ...step, events: [3, 4] },
    ],
    events: [
      { kind: 'invoke', step: 0, line: 3, text: 'invokes read("x")', ...operation },
      { kind: 'handle', step: 1, line: 0, text: 'handles read("x")', ...operation },
      { kind: 'reply', step: 1, line: 0, text: 'replies to read("x") -> 1', ...operation, result: 1 },
      { kind: 'return', step: 2, line: 3, text: 'gets the reply of read("x") -> 1', ...operation, result: 1 },
    ],
  });
  const [c, , , ann] = geometry.lanes.map(({ x }) => x);
  expect(geometry.arrows.map(({ from, to, shape }) => [from.x, to.x, shape])).toEqual([
    [ann, c, 'operation'],
    [c, ann, 'operation'],
  ]);
});

test('five thousand steps among fifty nodes are laid out', () => {
  const { trace } = largeRun(5000, 50);
  const geometry = lay(trace);
  expect(geometry.rows).toHaveLength(5000);
});
