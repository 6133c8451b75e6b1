/** Clients' operations as spans of time on their lifelines, and the moments at which they took effect. */
import type { Trace } from '../../engine/trace/model.ts';
import type { Grid } from './arrows.ts';
import type { LinearizationPoint, OperationSpan } from './geometry.ts';
import { fitLabel } from './labels.ts';
import { operationTexts, type TracedOperation, tracedOperations } from './operations.ts';

/** Between a lifeline and the text beside a span. */
const spanGap = 10;

/** Of histories, and of runs of which it is known when operations took effect; `end` is where lifelines end. */
export function laySpans(trace: Trace, grid: Grid, end: number): OperationSpan[] {
  const isHistory = trace.mode.kind === 'history';
  if (!isHistory && trace.linearization === undefined) return [];
  const texts = isHistory ? operationTexts(trace) : new Map<number, string>();
  return tracedOperations(trace).flatMap((operation): OperationSpan[] => {
    const from = grid.pointOf(operation.invoked);
    if (from === undefined) return [];
    const to = operation.returned === undefined ? undefined : grid.pointOf(operation.returned);
    const x = from.x;
    const text = texts.get(operation.number);
    const toStep = operation.returned === undefined ? undefined : trace.events[operation.returned]?.step;
    return [
      {
        x,
        top: from.y,
        bottom: to?.y ?? end,
        fromStep: trace.events[operation.invoked]?.step ?? 0,
        ...(toStep === undefined ? {} : { toStep }),
        misplaced: trace.linearization?.misplaced?.operation === operation.number,
        ...(text === undefined
          ? {}
          : { label: fitLabel({ x: x + spanGap, y: from.y + 4, anchor: 'start' }, text, grid.right - x - spanGap - 2) }),
      },
    ];
  });
}

/** Points after one event share the room up to the next one, in their order. `yOf`: the height of an event, or of where it would be. */
export function layPoints(trace: Trace, grid: Grid, end: number, yOf: (event: number) => number): LinearizationPoint[] {
  const { points = [], specification = '' } = trace.linearization ?? {};
  const operations = new Map(tracedOperations(trace).map((operation) => [operation.number, operation]));
  const texts = operationTexts(trace);
  const sharing = Map.groupBy(points.keys(), (index) => points[index]?.after ?? 0);
  return [...sharing].flatMap(([after, indices]) => {
    const top = yOf(after);
    const bottom = nextHeight(trace, after, grid, end);
    return indices.flatMap((index, i): LinearizationPoint[] => {
      const operation: TracedOperation | undefined = operations.get(points[index]?.operation ?? -1);
      // Where its invocation has no row there is no span for it to lie on.
      if (operation === undefined || grid.pointOf(operation.invoked) === undefined) return [];
      const y = top + ((bottom - top) * (i + 1)) / (indices.length + 1);
      const title = `${texts.get(operation.number) ?? ''} takes effect here, ${index + 1} of ${points.length} (${specification})`;
      const at = { x: grid.laneX(operation.line), y };
      return [{ at, step: trace.events[after]?.step ?? 0, number: index + 1, title, top: y - 6, bottom: y + 6 }];
    });
  });
}

/** The height of the next event that is drawn below. */
function nextHeight(trace: Trace, after: number, grid: Grid, end: number): number {
  const from = grid.pointOf(after)?.y ?? 0;
  for (let event = after + 1; event < trace.events.length; event++) {
    const y = grid.pointOf(event)?.y;
    if (y !== undefined && y > from) return y;
  }
  return end;
}
