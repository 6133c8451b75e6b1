/** The vertical axis: which steps have rows, how tall they are, and at which height each event stands. */
import type { Trace, TraceEvent } from '../../engine/trace/model.ts';
import type { Row } from './geometry.ts';

const rowPadding = 5;
const shortestRow = 24;

/** How much height an event takes, and where in it the event's point is. */
interface Slot {
  readonly height: number;
  readonly point: number;
}
const arrowhead: Slot = { height: 24, point: 6 };
const departure: Slot = { height: 10, point: 5 };
const mark: Slot = { height: 18, point: 9 };
const banner: Slot = { height: 22, point: 11 };

/** Undefined: the event is not drawn (what it did to the node's timers is in the inspector). */
function slotOf(event: TraceEvent, trace: Trace): Slot | undefined {
  switch (event.kind) {
    case 'arm':
    case 'cancel':
      return undefined;
    case 'receive':
    case 'lose':
    case 'handle':
    case 'return':
      return arrowhead;
    case 'send':
      return trace.messages[event.message]?.ended === undefined ? arrowhead : departure;
    case 'invoke':
    case 'reply':
      return departure;
    case 'partition':
    case 'heal':
      return banner;
    default:
      return mark;
  }
}

export interface Rows {
  readonly rows: readonly Row[];
  /** The height of each event that is drawn. */
  readonly eventY: readonly (number | undefined)[];
  readonly height: number;
}

/** Rows for the steps for which `isShown`, from `top` downwards. */
export function layRows(trace: Trace, isShown: (step: number) => boolean, top: number): Rows {
  const rows: Row[] = [];
  const eventY = new Array<number | undefined>(trace.events.length).fill(undefined);
  let y = top;
  trace.steps.forEach((step, index) => {
    if (!isShown(index)) return;
    const start = y;
    y += rowPadding;
    let lastDeparture: { line: number | undefined; y: number } | undefined;
    for (let e = step.events[0]; e < step.events[1]; e++) {
      const event = trace.events[e];
      const slot = event === undefined ? undefined : slotOf(event, trace);
      if (event === undefined || slot === undefined) continue;
      // The sends of a broadcast leave from one point, as they are drawn on paper.
      if (slot === departure && lastDeparture !== undefined && lastDeparture.line === event.line) {
        eventY[e] = lastDeparture.y;
        continue;
      }
      eventY[e] = y + slot.point;
      y += slot.height;
      lastDeparture = slot === departure ? { line: event.line, y: eventY[e] ?? y } : undefined;
    }
    y = Math.max(y + rowPadding, start + shortestRow);
    rows.push({ step: index, top: start, bottom: y });
  });
  return { rows, eventY, height: y };
}

/** The first row whose bottom is below `y`: where a window that begins at `y` begins. `rows.length` if there is none. */
export function firstRowBelow(rows: readonly Row[], y: number): number {
  return firstIndex(rows, (row) => row.bottom > y);
}

/** The first row of this step or a later one; `rows.length` if there is none. */
export function firstRowFrom(rows: readonly Row[], step: number): number {
  return firstIndex(rows, (row) => row.step >= step);
}

/** Binary search for the first element from which on `holds` is true. */
function firstIndex(rows: readonly Row[], holds: (row: Row) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && holds(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
