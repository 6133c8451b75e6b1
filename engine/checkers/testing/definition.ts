/** Tries a property three ways on random runs: its checker, its monitor and the definition written down as plainly as can be. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { TraceEvent, TraceValue } from '../../trace/model.ts';
import { environmentMove, eventMove, type Move, play, program, run, runs, traceOf, values } from '../../trace/testing/synthetic.ts';
import type { Step } from '../../world/world.ts';
import type { Finding, Monitor, Roster, SafetyProperty } from '../property.ts';
import { propertyContext } from '../roster.ts';

export type { Move };
export { environmentMove, eventMove, play, runs, traceOf, values };

export const context = propertyContext(program, run, values);

/** Whether a finite run breaks the property, straight from the definition. */
export type Oracle = (events: readonly TraceEvent[], roster: Roster) => boolean;

/** A call as oracles read it. */
export interface OracleCall {
  readonly at: number;
  readonly node: number;
  readonly name: string;
  readonly arguments: readonly TraceValue[];
}
export function calls(events: readonly TraceEvent[], ...names: readonly string[]): readonly OracleCall[] {
  return events.flatMap((event, at) =>
    event.kind === 'event' && names.includes(event.name)
      ? [{ at, node: event.line ?? -1, name: event.name, arguments: event.arguments }]
      : [],
  );
}
/** All pairs, each with itself too and both ways round. */
export function somePair<T>(all: readonly T[], holds: (a: T, b: T) => boolean): boolean {
  return all.some((a) => all.some((b) => holds(a, b)));
}

/** On every prefix of every run: oracle, checker and monitor say the same, and a finding is well formed. */
export function agreesWithDefinition(
  property: SafetyProperty,
  moves: readonly fc.Arbitrary<Move>[],
  oracle: Oracle,
  options: { readonly runs?: number; readonly length?: number } = {},
): void {
  let broken = 0;
  let kept = 0;
  fc.assert(
    fc.property(runs(moves, options.length ?? 12), (steps) => {
      const monitor = property.monitor(context);
      const verdicts = monitorVerdicts(monitor, steps);
      for (let length = 0; length <= steps.length; length++) {
        const trace = traceOf(steps.slice(0, length));
        const expected = oracle(trace.events, context);
        const finding = property.check(trace, true, context);
        expect(finding !== undefined, `checker after ${length} steps: ${finding?.message}`).toBe(expected);
        expect(verdicts[length], `monitor after ${length} steps`).toBe(expected);
        if (finding !== undefined) wellFormed(finding, trace.events.length);
        if (expected) broken++;
        else kept++;
      }
    }),
    { numRuns: options.runs ?? 400 },
  );
  // Both verdicts must have been seen, else the runs tested nothing.
  expect(broken).toBeGreaterThan(20);
  expect(kept).toBeGreaterThan(20);
}

/** Whether the monitor has seen a violation, after each number of steps. */
function monitorVerdicts(monitor: Monitor, steps: readonly Step[]): readonly boolean[] {
  let state = monitor.initial;
  let violated = false;
  const verdicts = [false];
  for (const step of steps) {
    for (const happening of step.happenings) {
      if (violated) break;
      const next = monitor.next(state, happening);
      if (!monitor.reads(happening)) expect(next, 'what it does not read changes nothing').toBe(state);
      if (next === 'violated') violated = true;
      else state = next;
    }
    verdicts.push(violated);
  }
  return verdicts;
}

function wellFormed(finding: Finding, events: number): void {
  expect(finding.event).toBeDefined();
  expect(finding.event ?? 0).toBeLessThan(events);
  expect(finding.witnesses).not.toContain(finding.event);
  expect([...new Set(finding.witnesses)].sort((a, b) => a - b)).toEqual(finding.witnesses);
  expect(finding.message).not.toMatch(/undefined|\[object|NaN/);
}
