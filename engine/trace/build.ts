/** From the steps of the engine to a trace. */
import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Action, Step, World } from '../world/world.ts';
import { causalPast, directCauses } from './causality.ts';
import { logicalClocks } from './clocks.ts';
import { EventRecorder } from './events.ts';
import type { Trace, TraceEvent, TraceStep, TraceViolation } from './model.ts';
import { changesBetween, snapshotAll } from './snapshot.ts';
import { stepTitle } from './steps.ts';
import { toTraceValue } from './values.ts';

/** One run, as the engine made it. */
export interface RecordedRun {
  readonly program: CheckedProgram;
  readonly run: ScenarioRun;
  /** The scenario's title. */
  readonly scenario: string;
  readonly mode: Trace['mode'];
  /** Before the first step. */
  readonly initial: World;
  readonly steps: readonly Step[];
  /** When each step happened, in milliseconds of virtual time; simulations only. */
  readonly times?: readonly number[];
  /** In a lasso, the index of the first step that repeats for ever. */
  readonly cycleFrom?: number;
}

export function buildTrace(recorded: RecordedRun): Trace {
  const { program, run, times } = recorded;
  const recorder = new EventRecorder(program, run);
  const steps: TraceStep[] = [];
  let before = recorded.initial;
  recorded.steps.forEach((step, index) => {
    const first = recorder.events.length;
    for (const happening of step.happenings) recorder.record(index, happening);
    if (step.failure !== undefined) recorder.failure(index, step.failure);
    const place = step.happenings.find((happening) => happening.place !== undefined)?.place ?? budgetPlace(run, step.action);
    const timeMs = times?.[index];
    steps.push({
      ...stepTitle(step, recorder, (value) => toTraceValue(program, run, value)),
      ...(timeMs === undefined ? {} : { timeMs }),
      ...(place === undefined ? {} : { place }),
      events: [first, recorder.events.length],
      changes: changesBetween(program, run, before, step.world),
    });
    before = step.world;
  });
  const causes = directCauses(recorder.events, recorder.messages);
  const clocks = logicalClocks(
    run.nodes.length + run.clients.length,
    recorder.events.map((event, index) => ({ ...(event.line === undefined ? {} : { line: event.line }), causes: causes[index] ?? [] })),
  );
  return {
    format: 'faultline-trace',
    version: 1,
    source: { file: program.file, scenario: recorded.scenario, bindings: run.bindings },
    mode: recorded.mode,
    timed: times !== undefined,
    nodes: run.nodes.map((node) => ({ name: node.name, role: program.roles[node.role]?.name ?? '' })),
    clients: run.clients.map((client) => ({ name: client.name })),
    messages: recorder.messages,
    steps,
    events: recorder.events.map((event, index): TraceEvent => ({ ...event, ...clocks[index] })),
    initial: snapshotAll(program, run, recorded.initial),
    ...(recorded.cycleFrom === undefined ? {} : { cycleFrom: recorded.cycleFrom }),
  };
}

/** The same trace with what broke in it, and each step marked as relevant to that or not. `alsoFrom`: more steps whose past an explanation needs. */
export function withViolation(trace: Trace, violation: TraceViolation, alsoFrom: readonly number[] = []): Trace {
  const witnessSteps = violation.witnesses.flatMap((event) => trace.events[event]?.step ?? []);
  const relevant = causalPast(trace, [violation.step, ...witnessSteps, ...alsoFrom]);
  return { ...trace, violation, steps: trace.steps.map((step, index) => ({ ...step, relevant: relevant[index] ?? false })) };
}

/** A fault that nobody wrote down as a rule points at the budget that pays for it. */
function budgetPlace(run: ScenarioRun, action: Action) {
  return 'budget' in action && action.budget !== undefined ? run.budgets[action.budget]?.place : undefined;
}
