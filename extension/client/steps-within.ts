import type { Trace } from '../../engine/trace/model.ts';
import type { Place } from '../../grammar/syntax/range.ts';

/** Indices of the steps that happened in a piece of the source: whose handler is there, or one of whose events is. */
export function stepsWithin(trace: Trace, body: Place): readonly number[] {
  const inside = (place: Place | undefined): boolean =>
    place !== undefined && place.file === body.file && body.start <= place.start && place.end <= body.end;
  return trace.steps.flatMap((step, index) => {
    const events = trace.events.slice(step.events[0], step.events[1]);
    return inside(step.place) || events.some((event) => inside(event.place)) ? [index] : [];
  });
}
