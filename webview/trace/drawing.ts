/** Pieces of the diagram as SVG. Colours and weights are in the style sheet, by class; here is only where and what. */
import { classes, svg } from '../dom.ts';
import type { Arrow, Bar, Label, LifelineSegment, LinearizationPoint, Mark, OperationSpan, Partition, Point } from './geometry.ts';

/** How a piece stands to the current step. */
export interface Moment {
  readonly current: number;
  /** The violation does not depend on the step. */
  readonly isIrrelevant: (step: number) => boolean;
}

/** What is greyed; never the step one looks at. */
function greyed(step: number | undefined, { current, isIrrelevant }: Moment): boolean {
  return step !== undefined && step !== current && isIrrelevant(step);
}

function text(label: Label, className: string): SVGElement {
  const title = svg('title', {}, label.full);
  return svg('text', { x: label.x, y: label.y, 'text-anchor': label.anchor, class: className }, label.text, title);
}

export function drawSegment(segment: LifelineSegment): SVGElement {
  return svg('line', { x1: segment.x, x2: segment.x, y1: segment.top, y2: segment.bottom, class: `lifeline lifeline-${segment.status}` });
}

export function drawBar(bar: Bar, moment: Moment): SVGElement {
  const name = classes(
    'bar',
    bar.step === moment.current && 'current',
    bar.step > moment.current && 'future',
    greyed(bar.step, moment) && 'irrelevant',
  );
  return svg('rect', { x: bar.x - 3, y: bar.top, width: 6, height: bar.bottom - bar.top, rx: 3, class: name });
}

export function drawSpan(span: OperationSpan, moment: Moment): SVGElement {
  const { x, top, bottom, fromStep, toStep, misplaced, label } = span;
  const name = classes(
    'span',
    fromStep > moment.current && 'future',
    (fromStep === moment.current || toStep === moment.current) && 'current',
    toStep === undefined && 'open',
    misplaced && 'misplaced',
    greyed(fromStep, moment) && 'irrelevant',
  );
  const box = svg('rect', { x: x - 6, y: top - 5, width: 12, height: bottom - top + 10, rx: 6, class: 'extent' });
  return svg('g', { class: name, 'data-step': fromStep }, box, ...(label === undefined ? [] : [text(label, 'label')]));
}

/** A stroke across the span, with its number to the left. */
export function drawPoint({ at, step, number, title }: LinearizationPoint, moment: Moment): SVGElement {
  const name = classes(
    'point',
    step > moment.current && 'future',
    step === moment.current && 'current',
    greyed(step, moment) && 'irrelevant',
  );
  return svg(
    'g',
    { class: name, 'data-step': step },
    svg('path', { d: `M${at.x - 9} ${at.y}h18`, class: 'stroke' }),
    svg('circle', { cx: at.x, cy: at.y, r: 3.5, class: 'glyph' }),
    svg('text', { x: at.x - 12, y: at.y + 4, 'text-anchor': 'end', class: 'label' }, String(number)),
    svg('title', {}, title),
  );
}

export function drawPartition(partition: Partition, moment: Moment): SVGElement {
  const { top, bottom, strips, walls } = partition;
  const name = classes('partition', partition.fromStep > moment.current && 'future', greyed(partition.fromStep, moment) && 'irrelevant');
  return svg(
    'g',
    { class: name },
    ...strips.map(({ left, right, group }) =>
      svg('rect', { x: left, y: top, width: right - left, height: bottom - top, class: `strip strip-${group % 2 === 0 ? 'even' : 'odd'}` }),
    ),
    ...walls.map((x) => svg('line', { x1: x, x2: x, y1: top, y2: bottom, class: 'wall' })),
    text(partition.label, 'banner'),
    ...(partition.healLabel === undefined ? [] : [text(partition.healLabel, 'banner')]),
  );
}

function arrowClasses({ fromStep, toStep, shape, end }: Arrow, moment: Moment): string {
  const { current } = moment;
  const now = fromStep === current || toStep === current;
  const flying = fromStep <= current && (toStep === undefined || toStep > current);
  return classes(
    'arrow',
    `arrow-${shape}`,
    `arrow-${end}`,
    fromStep > current && 'future',
    flying && 'flying',
    now && 'current',
    !now && (greyed(fromStep, moment) || greyed(toStep, moment)) && 'irrelevant',
  );
}

export function drawArrow(arrow: Arrow, moment: Moment): SVGElement {
  const { from, to } = arrow;
  const path = from.x === to.x ? loop(from, to) : `M${from.x} ${from.y}L${to.x} ${to.y}`;
  return svg(
    'g',
    { class: arrowClasses(arrow, moment), 'data-step': arrow.toStep ?? arrow.fromStep },
    // Wide and invisible, so that a thin line can be clicked.
    svg('path', { d: path, class: 'hit' }),
    svg('path', { d: path, class: 'line' }),
    arrow.end === 'lost' ? cross(to, 5) : svg('path', { d: arrowhead(from, to), class: 'head' }),
  );
}

/** Apart from the arrow, to be drawn over all of them. */
export function drawArrowLabel(arrow: Arrow, moment: Moment): SVGElement {
  return svg('g', { class: arrowClasses(arrow, moment), 'data-step': arrow.toStep ?? arrow.fromStep }, text(arrow.label, 'label'));
}

/** A message to oneself: out to the right and back. */
function loop(from: Point, to: Point): string {
  const out = from.x + 30;
  return `M${from.x} ${from.y}C${out} ${from.y} ${out} ${to.y} ${to.x} ${to.y}`;
}

function arrowhead(from: Point, to: Point): string {
  const angle = from.x === to.x ? Math.PI : Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number): string => `${round(to.x - 9 * Math.cos(angle + turn))} ${round(to.y - 9 * Math.sin(angle + turn))}`;
  return `M${to.x} ${to.y}L${corner(0.38)}L${corner(-0.38)}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function cross({ x, y }: Point, size: number): SVGElement {
  return svg('path', {
    d: `M${x - size} ${y - size}L${x + size} ${y + size}M${x - size} ${y + size}L${x + size} ${y - size}`,
    class: 'cross',
  });
}

export function drawMark(mark: Mark, moment: Moment, violating: boolean): SVGElement {
  const { step, at, shape } = mark;
  const name = classes(
    'mark',
    `mark-${shape}`,
    step > moment.current && 'future',
    step === moment.current && 'current',
    mark.ignored && 'ignored',
    greyed(step, moment) && 'irrelevant',
    violating && 'violating',
  );
  const group = svg('g', { class: name, 'data-step': step, 'data-event': mark.event }, glyph(shape, at));
  if (mark.label !== undefined) group.append(text(mark.label, 'label'));
  return group;
}

function glyph(shape: Mark['shape'], at: Point): SVGElement {
  const { x, y } = at;
  switch (shape) {
    case 'crash':
    case 'failure':
      return cross(at, 6);
    case 'timeout':
      // An hourglass.
      return svg('path', { d: `M${x - 5} ${y - 6}h10L${x - 5} ${y + 6}h10z`, class: 'glyph' });
    case 'recover':
      return svg('path', { d: `M${x} ${y - 6}L${x + 6} ${y + 4}H${x - 6}z`, class: 'glyph' });
    case 'pause':
      return svg('path', { d: `M${x - 4} ${y - 5}v10M${x + 4} ${y - 5}v10`, class: 'stroke' });
    case 'resume':
      return svg('path', { d: `M${x - 4} ${y - 5}L${x + 5} ${y}L${x - 4} ${y + 5}z`, class: 'glyph' });
    case 'event':
      return svg('path', { d: `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}z`, class: 'glyph' });
    case 'start':
    case 'duplicate':
    case 'other':
      return svg('circle', { cx: x, cy: y, r: 3.5, class: 'glyph' });
  }
}
