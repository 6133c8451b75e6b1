/** From a trace to the geometry of its space-time diagram: a pure function of the trace, the width and what is hidden. */

import type { Trace, TraceEvent } from '../../engine/trace/model.ts';
import { callText } from '../../engine/trace/values.ts';
import { type Grid, messageArrows, operationArrows } from './arrows.ts';
import type { Bar, Geometry, Lane, Mark, MarkShape, Point } from './geometry.ts';
import { characterWidth, fitLabel } from './labels.ts';
import { fitColumns, gutterWidth, layLanes, layPartitions, laySegments } from './lanes.ts';
import { operationTexts, tracedOperations } from './operations.ts';
import { firstRowFrom, layRows, type Rows } from './rows.ts';
import { layPoints, laySpans } from './spans.ts';

export interface LayoutOptions {
  /** Width of the view in pixels; with many nodes the diagram is wider. */
  readonly viewWidth: number;
  /** Leave out the steps that the violation does not depend on. */
  readonly hideIrrelevant: boolean;
}

const topMargin = 6;
const bottomMargin = 28;

export function layOut(trace: Trace, { viewWidth, hideIrrelevant }: LayoutOptions): Geometry {
  const columns = fitColumns(trace.nodes.length + trace.clients.length, viewWidth, longestLastText(trace));
  const { columnWidth } = columns;
  const { lanes, width: needed } = layLanes(trace, columns);
  const width = Math.max(needed, viewWidth);
  const rows = layRows(trace, (step) => !hideIrrelevant || trace.steps[step]?.relevant !== false, topMargin);
  const height = rows.height + bottomMargin;

  const laneX = (line: number): number => lanes[line]?.x ?? gutterWidth;
  const pointOf = (event: number): Point | undefined => {
    const y = rows.eventY[event];
    return y === undefined ? undefined : { x: laneX(trace.events[event]?.line ?? -1), y };
  };
  const yOf = (event: number): number => rows.eventY[event] ?? rowTop(rows, trace.events[event]?.step ?? 0);
  const grid: Grid = { columnWidth, left: gutterWidth, right: width, pointOf, laneX };

  const cycleRow = trace.cycleFrom === undefined ? undefined : rows.rows[firstRowFrom(rows.rows, trace.cycleFrom)];
  const violation = trace.violation?.event === undefined ? undefined : pointOf(trace.violation.event);
  return {
    width,
    height,
    gutter: gutterWidth,
    columnWidth,
    lanes,
    rows: rows.rows,
    arrows: [...messageArrows(trace, grid), ...operationArrows(trace, grid)],
    marks: layMarks(trace, grid, lanes),
    bars: layBars(trace, grid),
    spans: laySpans(trace, grid, height),
    points: layPoints(trace, grid, rows.height, yOf),
    segments: laySegments(trace, lanes, { top: 0, bottom: height }, yOf),
    partitions: layPartitions(trace, lanes, columnWidth, rows.height, yOf),
    ...(cycleRow === undefined ? {} : { cycle: { top: cycleRow.top, bottom: rows.height } }),
    ...(violation === undefined ? {} : { violation }),
  };
}

function rowTop(rows: Rows, step: number): number {
  return rows.rows[firstRowFrom(rows.rows, step)]?.top ?? rows.height;
}

const shapes: Partial<Record<TraceEvent['kind'], MarkShape>> = {
  start: 'start',
  event: 'event',
  timeout: 'timeout',
  crash: 'crash',
  recover: 'recover',
  pause: 'pause',
  resume: 'resume',
  sync: 'other',
  jump: 'other',
  duplicate: 'duplicate',
  failure: 'failure',
};

function markText(event: TraceEvent): string {
  switch (event.kind) {
    case 'start':
    case 'crash':
    case 'recover':
    case 'pause':
    case 'resume':
    case 'sync':
      return event.kind;
    case 'timeout':
      return `timeout ${callText(event.timer, event.arguments)}${event.ignored === true ? ' ignored' : ''}`;
    case 'jump':
      return `clock ${event.byMs > 0 ? '+' : ''}${event.byMs}ms`;
    case 'duplicate':
      return 'duplicated';
    default:
      return event.text;
  }
}

/** Between a lifeline and the text of a mark on it. */
const markGap = 10;

/** The width that the texts of the last lifeline need. */
function longestLastText(trace: Trace): number {
  const last = trace.nodes.length + trace.clients.length - 1;
  let longest = 0;
  for (const event of trace.events) {
    if (event.line === last && shapes[event.kind] !== undefined) longest = Math.max(longest, markText(event).length);
  }
  if (trace.mode.kind === 'history') {
    const texts = operationTexts(trace);
    for (const { number, line } of tracedOperations(trace)) if (line === last) longest = Math.max(longest, texts.get(number)?.length ?? 0);
  }
  return (longest + 1) * characterWidth + markGap + 2;
}

/** What happens at one lifeline, with its text to the right of it. */
function layMarks(trace: Trace, grid: Grid, lanes: readonly Lane[]): Mark[] {
  return trace.events.flatMap((event, index): Mark[] => {
    const shape = shapes[event.kind];
    const point = grid.pointOf(index);
    if (shape === undefined || point === undefined) return [];
    const line = event.line ?? (event.kind === 'duplicate' ? trace.messages[event.message]?.from : undefined);
    if (line === undefined) return [];
    const at = { x: grid.laneX(line), y: point.y };
    const ignored = event.kind === 'timeout' && event.ignored === true;
    const label = fitLabel(
      { x: at.x + markGap, y: at.y + 4, anchor: 'start' },
      markText(event),
      grid.right - at.x - markGap - 2,
      `: ${lanes[line]?.name ?? ''} ${event.text}`,
    );
    return [{ step: event.step, event: index, at, shape, ignored, label, top: at.y - 9, bottom: at.y + 9 }];
  });
}

/** A bar holds together what a step did at a lifeline; a single mark needs none, the end of an arrow gets a dot. */
function layBars(trace: Trace, grid: Grid): Bar[] {
  return trace.steps.flatMap((step, index): Bar[] => {
    const extents = new Map<number, { top: number; bottom: number; hasArrow: boolean }>();
    for (let e = step.events[0]; e < step.events[1]; e++) {
      const event = trace.events[e];
      const point = grid.pointOf(e);
      if (event?.line === undefined || point === undefined) continue;
      const known = extents.get(event.line) ?? { top: point.y, bottom: point.y, hasArrow: false };
      const hasArrow = known.hasArrow || shapes[event.kind] === undefined;
      extents.set(event.line, { top: Math.min(known.top, point.y), bottom: Math.max(known.bottom, point.y), hasArrow });
    }
    const needed = [...extents].filter(([, extent]) => extent.hasArrow || extent.bottom > extent.top);
    return needed.map(([line, extent]) => ({ step: index, x: grid.laneX(line), top: extent.top - 4, bottom: extent.bottom + 4 }));
  });
}
