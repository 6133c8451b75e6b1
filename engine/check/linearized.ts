import type { PropertyContext } from '../checkers/property.ts';
import type { Trace } from '../trace/model.ts';
import type { Subject } from './subjects.ts';

/** The trace with when its operations took effect, where some claim is about that. */
export function linearized(trace: Trace, subjects: readonly Subject[], context: PropertyContext): Trace {
  for (const subject of subjects) {
    const linearization = subject.kind === 'safety' ? subject.property.linearization?.(trace, context) : undefined;
    if (linearization !== undefined) return { ...trace, linearization };
  }
  return trace;
}
