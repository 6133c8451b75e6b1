/** Messages and operations as arrows between lifelines. */
import type { Trace, TraceEvent } from '../../engine/trace/model.ts';
import type { Arrow, Label, Point } from './geometry.ts';
import { characterWidth, fitLabel } from './labels.ts';

/** What arrows need to know of the diagram so far. */
export interface Grid {
  readonly columnWidth: number;
  readonly left: number;
  readonly right: number;
  /** The point of an event; absent where its step has no row. */
  readonly pointOf: (event: number) => Point | undefined;
  readonly laneX: (line: number) => number;
}

/** How far below an arrow's end its label's baseline is, and how far beside. */
const labelDrop = 14;
const labelGap = 9;

/** One arrow for each message both of whose ends are shown, or whose sending is and that has no end. */
export function messageArrows(trace: Trace, grid: Grid): Arrow[] {
  return trace.messages.flatMap((message): Arrow[] => {
    const sending = trace.events[message.sent];
    const departure = grid.pointOf(message.sent);
    if (sending === undefined || departure === undefined) return [];
    const from = { x: grid.laneX(message.from), y: departure.y };
    const shape = sending.kind === 'duplicate' ? 'duplicate' : 'message';
    const text = shape === 'duplicate' ? `${message.text} (copy)` : message.text;
    const base = { fromStep: sending.step, shape } as const;
    const target = grid.laneX(message.to);
    const ending = message.ended === undefined ? undefined : trace.events[message.ended];
    if (message.ended === undefined || ending === undefined) {
      const to = { x: from.x + (Math.sign(target - from.x) || 1) * grid.columnWidth * 0.35, y: from.y + 7 };
      const label = labelBeside(
        { x: from.x, y: from.y + 6 },
        to.x,
        `${text} → ${trace.nodes[message.to]?.name ?? ''}`,
        grid,
        ': still in flight at the end',
      );
      return [{ ...base, ...extent(from, to), from, to, end: 'inFlight', label }];
    }
    const arrival = grid.pointOf(message.ended);
    if (arrival === undefined) return [];
    if (ending.kind === 'lose') {
      const to = { x: lossX(from.x, target, ending, sending, grid.columnWidth), y: arrival.y };
      const label = lossLabel(to, text, lossReason(trace, ending, message.to), grid);
      return [{ ...base, ...extent(from, to), from, to, toStep: ending.step, end: 'lost', label }];
    }
    const to = { x: target, y: arrival.y };
    const ignored = ending.kind === 'receive' && ending.ignored === true;
    const label = labelBeside(to, from.x, ignored ? `${text} ignored` : text, grid);
    return [{ ...base, ...extent(from, to), from, to, toStep: ending.step, end: ignored ? 'ignored' : 'received', label }];
  });
}

/** Clients' operations: an arrow to the node that handles it, and one back with the reply. */
export function operationArrows(trace: Trace, grid: Grid): Arrow[] {
  const started = new Map<string, { point: Point; step: number }>();
  const arrows: Arrow[] = [];
  trace.events.forEach((event, index) => {
    const point = grid.pointOf(index);
    if (point === undefined) return;
    if (event.kind === 'invoke' || event.kind === 'reply') {
      started.set(`${event.kind === 'invoke' ? 'handle' : 'return'} ${event.operation}`, { point, step: event.step });
      return;
    }
    if (event.kind !== 'handle' && event.kind !== 'return') return;
    const origin = started.get(`${event.kind} ${event.operation}`);
    if (origin === undefined) return;
    const arrow = {
      from: origin.point,
      to: point,
      fromStep: origin.step,
      toStep: event.step,
      shape: 'operation',
      end: 'received',
    } as const;
    arrows.push({ ...arrow, ...extent(origin.point, point), label: labelBeside(point, origin.point.x, event.text, grid) });
  });
  return arrows;
}

function extent(from: Point, to: Point) {
  return { top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) + labelDrop + 4 };
}

/** Below an arrow's end and on the side it comes from: no other message ends in that row, and the arrow itself lies above. */
function labelBeside(end: Point, otherX: number, text: string, grid: Grid, more = ''): Label {
  // Lifelines are no obstacle: in a row of its own a label may run over the next ones.
  const fromRight = otherX >= end.x;
  const edge = fromRight ? grid.right - end.x : end.x - grid.left;
  const at = { x: end.x + (fromRight ? labelGap : -labelGap), y: end.y + labelDrop, anchor: fromRight ? 'start' : 'end' } as const;
  return fitLabel(at, text, edge - labelGap - 4, more);
}

/** What is lost on its way ends half-way; what is lost on arrival reaches the receiver, or the wall before it. */
function lossX(fromX: number, targetX: number, loss: TraceEvent & { kind: 'lose' }, sending: TraceEvent, columnWidth: number): number {
  if (fromX === targetX) return fromX + 24;
  const direction = Math.sign(targetX - fromX);
  if (loss.reason === 'down' || loss.reason === 'crash') return targetX - direction * 10;
  if (loss.reason === 'partition' && loss.step !== sending.step) return targetX - (direction * columnWidth) / 2;
  return fromX + direction * Math.max(columnWidth / 2, Math.abs(targetX - fromX) * 0.55);
}

function lossReason(trace: Trace, loss: TraceEvent & { kind: 'lose' }, to: number): string {
  const receiver = trace.nodes[to]?.name ?? 'the receiver';
  switch (loss.reason) {
    case 'network':
      return 'lost';
    case 'fault':
      return 'lost by a rule';
    case 'partition':
      return 'lost: partition';
    case 'down':
      return `lost: ${receiver} is down`;
    case 'crash':
      return `lost: ${receiver} crashes`;
  }
}

/** Below the cross; beside the edge of the diagram it moves inwards rather than lose words. */
function lossLabel(cross: Point, text: string, reason: string, grid: Grid): Label {
  const full = `${text} ${reason}`;
  const half = (full.length * characterWidth) / 2;
  const x = Math.max(grid.left + half, Math.min(grid.right - half, cross.x));
  return fitLabel({ x, y: cross.y + labelDrop + 3, anchor: 'middle' }, full, grid.right - grid.left);
}
