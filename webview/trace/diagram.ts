/** The space-time diagram: a scrolling view of which only the part in sight is drawn. */
import type { Trace } from '../../engine/trace/model.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import { classes, html, svg } from '../dom.ts';
import { drawArrow, drawArrowLabel, drawBar, drawMark, drawPartition, drawPoint, drawSegment, drawSpan, type Moment } from './drawing.ts';
import type { Arrow, Bar, Extent, Geometry, LifelineSegment, LinearizationPoint, Mark, OperationSpan, Row } from './geometry.ts';
import { IntervalIndex } from './intervals.ts';
import { layOut } from './layout.ts';
import { type Action, type Panel, shownTrace } from './panel.ts';
import { firstRowBelow, firstRowFrom } from './rows.ts';
import type { View } from './toolbar.ts';

export interface DiagramActions {
  dispatch(action: Action, place?: Place): void;
  reveal(step: number): void;
}

/** Drawn beyond what is in sight, so that scrolling a little draws nothing. */
const overscan = 400;

/** As the style sheet has it. */
const headerHeight = 40;

interface Drawing {
  readonly trace: Trace;
  readonly geometry: Geometry;
  readonly arrows: IntervalIndex<Arrow>;
  readonly marks: IntervalIndex<Mark>;
  readonly bars: IntervalIndex<Bar>;
  readonly spans: IntervalIndex<OperationSpan>;
  readonly points: IntervalIndex<LinearizationPoint>;
  readonly segments: IntervalIndex<LifelineSegment>;
  readonly hideIrrelevant: boolean;
  readonly viewWidth: number;
}

export function createDiagram(actions: DiagramActions): View {
  const header = html('div', { class: 'lane-headers' });
  const gutter = svg('svg', { class: 'gutter', 'aria-hidden': 'true' });
  const gutterHolder = html('div', { class: 'gutter-holder' });
  gutterHolder.append(gutter);
  const surface = svg('svg', { class: 'surface', 'aria-hidden': 'true' });
  const canvas = html('div', { class: 'canvas' }, gutterHolder);
  canvas.append(surface);
  // For assistive technology it is one picture with a caption; its steps are read in the list and said as they come.
  const element = html('div', { class: 'diagram', role: 'group', tabindex: 0, 'data-testid': 'diagram' }, header, canvas);
  let panel: Panel | undefined;
  let drawing: Drawing | undefined;
  let drawn: Extent = { top: 0, bottom: -1 };

  const pointed = (event: MouseEvent): { step: number; place?: Place } | undefined => {
    const hit = event.target instanceof Element ? event.target.closest<SVGElement>('[data-step]') : null;
    if (hit !== null) {
      const place = drawing?.trace.events[Number(hit.dataset.event ?? -1)]?.place;
      return { step: Number(hit.dataset.step), ...(place === undefined ? {} : { place }) };
    }
    const rows = drawing?.geometry.rows ?? [];
    const step = rows[firstRowBelow(rows, event.clientY - canvas.getBoundingClientRect().top)]?.step;
    return step === undefined ? undefined : { step };
  };
  canvas.addEventListener('click', (event) => {
    const target = pointed(event);
    if (target !== undefined) actions.dispatch({ type: 'goTo', step: target.step }, target.place);
  });
  canvas.addEventListener('dblclick', (event) => {
    const target = pointed(event);
    if (target !== undefined) actions.reveal(target.step);
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && panel !== undefined) actions.reveal(panel.step);
  });
  element.addEventListener('scroll', () => {
    const { top, bottom } = inSight();
    if (top < drawn.top || bottom > drawn.bottom) drawWindow();
  });
  // Kept, because asking the element makes the page lay itself out at every step.
  let view = { width: 0, height: 0 };
  new ResizeObserver(() => {
    view = { width: element.clientWidth, height: element.clientHeight };
    if (panel === undefined) return;
    prepare(panel);
    drawWindow();
  }).observe(element);

  /** The part of the canvas that is in sight. */
  function inSight(): Extent {
    const top = Math.max(0, element.scrollTop);
    const height = drawing?.geometry.height ?? 0;
    return { top: Math.min(top, height), bottom: Math.min(top + view.height, height) };
  }

  /** Lays the trace out again if it, the width or what is hidden is not what it was. */
  function prepare(next: Panel): boolean {
    const trace = shownTrace(next)?.trace;
    if (trace === undefined) return false;
    if (view.width === 0) view = { width: element.clientWidth, height: element.clientHeight };
    const { hideIrrelevant } = next;
    const viewWidth = view.width;
    if (drawing?.trace === trace && drawing.hideIrrelevant === hideIrrelevant && drawing.viewWidth === viewWidth) return false;
    const geometry = layOut(trace, { viewWidth, hideIrrelevant });
    drawing = {
      trace,
      geometry,
      hideIrrelevant,
      viewWidth,
      arrows: new IntervalIndex(geometry.arrows),
      marks: new IntervalIndex(geometry.marks),
      bars: new IntervalIndex(geometry.bars),
      spans: new IntervalIndex(geometry.spans),
      points: new IntervalIndex(geometry.points),
      segments: new IntervalIndex(geometry.segments),
    };
    for (const part of [header, canvas]) part.style.width = `${geometry.width}px`;
    canvas.style.height = `${geometry.height}px`;
    return true;
  }

  function drawHeaders(): void {
    if (panel === undefined || drawing === undefined) return;
    const { geometry } = drawing;
    const { step } = panel;
    const statuses = statusAt(geometry.segments, step);
    const corner = html('div', { class: 'corner' }, drawing.trace.timed ? 'time' : 'step');
    const heads = geometry.lanes.map((lane) => {
      const status = statuses.get(lane.line) ?? 'up';
      const head = html(
        'div',
        { class: classes('lane', `lane-${status}`), title: `${lane.name}: ${lane.role}` },
        html('span', { class: 'name' }, lane.name),
        html('span', { class: 'role' }, status === 'up' ? lane.role : status),
      );
      head.style.left = `${lane.x - geometry.columnWidth / 2}px`;
      head.style.width = `${geometry.columnWidth}px`;
      return head;
    });
    header.replaceChildren(corner, ...heads);
  }

  function drawWindow(): void {
    if (panel === undefined || drawing === undefined) return;
    const { geometry, trace } = drawing;
    const sight = inSight();
    drawn = { top: Math.max(0, sight.top - overscan), bottom: Math.min(geometry.height, sight.bottom + overscan) };
    const { top, bottom } = drawn;
    const moment: Moment = { current: panel.step, isIrrelevant: (step) => trace.steps[step]?.relevant === false };
    const arrows = drawing.arrows.overlapping(top, bottom);
    const rows = geometry.rows.slice(firstRowBelow(geometry.rows, top));
    const rowsInView = rows.slice(0, firstRowBelow(rows, bottom) + 1);
    place(surface, geometry.width, drawn);
    surface.replaceChildren(
      ...geometry.partitions.filter((each) => each.top <= bottom && each.bottom >= top).map((each) => drawPartition(each, moment)),
      ...rowBands(rowsInView, panel, trace, geometry.width),
      ...drawing.segments.overlapping(top, bottom).map(drawSegment),
      ...drawing.spans.overlapping(top, bottom).map((span) => drawSpan(span, moment)),
      ...drawing.bars.overlapping(top, bottom).map((bar) => drawBar(bar, moment)),
      ...arrows.map((arrow) => drawArrow(arrow, moment)),
      ...arrows.map((arrow) => drawArrowLabel(arrow, moment)),
      ...drawing.marks.overlapping(top, bottom).map((mark) => drawMark(mark, moment, trace.violation?.event === mark.event)),
      ...drawing.points.overlapping(top, bottom).map((point) => drawPoint(point, moment)),
      ...violationRing(geometry),
      ...cursorLine(geometry, panel.step),
      ...cycleWords(geometry),
    );
    place(gutter, geometry.gutter, drawn);
    // Stays where it is when the lanes scroll sideways, so it has its own piece of each band.
    gutter.replaceChildren(
      ...rowBands(rowsInView, panel, trace, geometry.width),
      ...cursorLine(geometry, panel.step),
      ...rowsInView.map((row) => gutterEntry(row, trace, moment)),
      ...cycleBracket(geometry),
    );
  }

  function bringIntoSight(step: number): void {
    const rows = drawing?.geometry.rows ?? [];
    const row = rows[firstRowFrom(rows, step)];
    if (row === undefined) return;
    const room = view.height - headerHeight;
    const margin = Math.min(48, room / 4);
    if (row.top - margin < element.scrollTop) element.scrollTop = row.top - margin;
    else if (row.bottom + margin > element.scrollTop + room) element.scrollTop = row.bottom + margin - room;
    if (drawing !== undefined) bringLaneIntoSight(lineOf(drawing.trace, step));
  }

  function bringLaneIntoSight(line: number | undefined): void {
    const lane = line === undefined ? undefined : drawing?.geometry.lanes[line];
    if (drawing === undefined || lane === undefined) return;
    const { columnWidth, gutter } = drawing.geometry;
    const [left, right] = [lane.x - columnWidth / 2 - gutter, lane.x + columnWidth / 2];
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (right > element.scrollLeft + view.width) element.scrollLeft = right - view.width;
  }

  return {
    element: html('div', { class: 'diagram-frame' }, element),
    render: (next) => {
      const moved = panel?.step !== next.step;
      panel = next;
      const laidOut = prepare(next);
      if (drawing === undefined) return;
      drawHeaders();
      if (moved || laidOut) bringIntoSight(next.step);
      drawWindow();
      element.setAttribute('aria-label', caption(drawing.trace, next.step));
    },
  };
}

function caption(trace: Trace, step: number): string {
  const nodes = `${trace.nodes.length} nodes`;
  return `Space-time diagram, ${nodes}, ${trace.steps.length} steps; at step ${step + 1}: ${trace.steps[step]?.text ?? ''}`;
}

/** Puts a drawing over a part of the canvas; coordinates in it stay those of the whole. */
function place(surface: SVGSVGElement, width: number, { top, bottom }: Extent): void {
  surface.setAttribute('viewBox', `0 ${top} ${width} ${bottom - top}`);
  surface.setAttribute('width', String(width));
  surface.setAttribute('height', String(bottom - top));
  surface.style.top = `${top}px`;
}

function statusAt(segments: readonly LifelineSegment[], step: number): ReadonlyMap<number, LifelineSegment['status']> {
  return new Map(segments.filter((segment) => segment.fromStep <= step).map(({ line, status }) => [line, status]));
}

function rowBands(rows: readonly Row[], panel: Panel, trace: Trace, width: number): SVGElement[] {
  const highlighted = new Set(panel.highlighted);
  return rows.flatMap(({ step, top, bottom }) => {
    const name = classes(
      'band',
      highlighted.has(step) && 'highlighted',
      step === trace.violation?.step && 'violating',
      step === panel.step && 'current',
    );
    return name === 'band' ? [] : [svg('rect', { x: 0, y: top, width, height: bottom - top, class: name })];
  });
}

function gutterEntry(row: Row, trace: Trace, moment: Moment): SVGElement {
  const { step, top } = row;
  const name = classes(
    'gutter-entry',
    step > moment.current && 'future',
    step === moment.current && 'current',
    moment.isIrrelevant(step) && 'irrelevant',
    step === trace.violation?.step && 'violating',
  );
  const time = trace.timed ? `${trace.steps[step]?.timeMs ?? 0}ms` : String(step + 1);
  const violating = step === trace.violation?.step ? '✗ ' : '';
  return svg('text', { x: 50, y: top + 15, 'text-anchor': 'end', class: name, 'data-step': step }, `${violating}${time}`);
}

function violationRing({ violation }: Geometry): SVGElement[] {
  return violation === undefined ? [] : [svg('circle', { cx: violation.x, cy: violation.y, r: 10, class: 'violation-ring' })];
}

/** Between what has happened and what is to come. */
function cursorLine({ rows, width }: Geometry, step: number): SVGElement[] {
  const row = rows[firstRowFrom(rows, step)];
  return row === undefined ? [] : [svg('line', { x1: 0, x2: width, y1: row.bottom, y2: row.bottom, class: 'cursor' })];
}

function cycleBracket({ cycle }: Geometry): SVGElement[] {
  if (cycle === undefined) return [];
  const { top, bottom } = cycle;
  return [svg('path', { d: `M12 ${top + 3}H5V${bottom - 3}H12M9 ${top}l4 3l-4 3z`, class: 'cycle' })];
}

function cycleWords({ cycle, gutter }: Geometry): SVGElement[] {
  return cycle === undefined ? [] : [svg('text', { x: gutter + 4, y: cycle.bottom + 15, class: 'cycle-words' }, '↻ repeats for ever')];
}

/** The lifeline that acts in a step: nodes come first, then clients. */
function lineOf({ steps, nodes }: Trace, step: number): number | undefined {
  const { node, client } = steps[step] ?? {};
  return client === undefined ? node : nodes.length + client;
}
