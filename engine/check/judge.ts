/** What one run, as it is, says about a subject. */
import type { Finding } from '../checkers/property.ts';
import { leadUp } from '../checkers/witnesses.ts';
import { nodesRead } from '../explorer/nodes-read.ts';
import type { Violation } from '../report.ts';
import { breakingIn, observedWorlds } from './breaking.ts';
import { lastStepsOf, truthOf, whyFalse } from './conditions.ts';
import type { Condition, Subject } from './subjects.ts';
import { type EngineRun, lastWorld, type RunTask, traceOf } from './task.ts';
import { shelve, shelveFinding, shelveWait } from './violations.ts';

/** `complete`: it ended by itself. */
export type JudgedRun = EngineRun & { readonly complete: boolean; readonly cutBy?: string };

/** `kept`: nothing in this run speaks against it; `shown`: this run proves it. */
export type Judgement =
  | { readonly kind: 'violated'; readonly violation: Violation }
  | { readonly kind: 'undecided'; readonly reason: string }
  | { readonly kind: 'kept' }
  | { readonly kind: 'shown' };
const kept: Judgement = { kind: 'kept' };

export function judge(task: RunTask, subject: Subject, run: JudgedRun): Judgement {
  switch (subject.kind) {
    case 'safety': {
      const broken = breakingIn(task, subject, run);
      if (broken === undefined) return keptOrOpen(task, subject, run);
      return { kind: 'violated', violation: safetyViolation(task, subject, upTo(run, broken.step)) };
    }
    case 'liveness': {
      const monitor = subject.property.monitor(task.context);
      let state = monitor.initial;
      for (const happening of run.steps.flatMap((step) => step.happenings)) {
        const next = monitor.next(state, happening);
        if (next === 'violated') throw new Error(`the monitor of ${subject.name} only follows what is pending`);
        state = next;
      }
      const end = lastWorld(run);
      const waits = subject.property
        .owers(task.context)
        .some((line) => (end.nodes[line]?.up ?? true) && subject.property.owes(task.context, state, line));
      if (!waits) return kept;
      if (!run.complete) return { kind: 'undecided', reason: cutReason(run) };
      const trace = traceOf(task, run);
      const finding = subject.property.check(trace, true, task.context);
      if (typeof finding !== 'object') throw new Error(`checker and monitor of ${subject.name} disagree`);
      const waiting = finding.event === undefined ? undefined : trace.events[finding.event]?.line;
      return { kind: 'violated', violation: shelveWait(task.shelf, trace, subject, finding, waiting) };
    }
    default:
      return judgeCondition(task, subject, run);
  }
}

function keptOrOpen(task: RunTask, { property }: Subject & { kind: 'safety' }, run: JudgedRun): Judgement {
  const reason = property.undecided?.(traceOf(task, run), task.context);
  return reason === undefined ? kept : { kind: 'undecided', reason };
}

/** The first violation in a trace of whose last step the monitor has said that it breaks the property. */
export function safetyViolation(task: RunTask, subject: Subject & { kind: 'safety' }, run: EngineRun): Violation {
  const trace = traceOf(task, run);
  const finding: Finding | undefined = subject.property.check(trace, false, task.context);
  if (finding === undefined) throw new Error(`checker and monitor of ${subject.name} disagree`);
  return shelveFinding(task.shelf, trace, subject, finding);
}

export function cutReason({ cutBy }: JudgedRun): string {
  return `the run was cut off: ${cutBy ?? 'it did not end'}`;
}

/** The run up to and including that step. */
export function upTo<R extends EngineRun>(run: R, step: number): R {
  const steps = run.steps.slice(0, step + 1);
  return { ...run, steps, ...(run.times === undefined ? {} : { times: run.times.slice(0, step + 1) }) };
}

function judgeCondition(task: RunTask, condition: Condition, run: JudgedRun): Judgement {
  const { machine } = task.system;
  const comesTrue = () => observedWorlds(run).some(({ world }) => truthOf(machine, condition, world.nodes) === true);
  switch (condition.kind) {
    case 'invariant': {
      const broken = breakingIn(task, { ...condition, kind: condition.kind }, run);
      if (broken === undefined) return kept;
      return { kind: 'violated', violation: conditionViolation(task, condition, upTo(run, broken.step)) };
    }
    case 'possible':
      if (comesTrue()) return { kind: 'shown' };
      return { kind: 'undecided', reason: 'no simulated run came by such a state; `explore` finds out whether any can' };
    case 'eventually':
      if (comesTrue()) return kept;
      if (!run.complete) return { kind: 'undecided', reason: cutReason(run) };
      return { kind: 'violated', violation: conditionViolation(task, condition, run) };
    case 'alwaysPossible': {
      // The end of a run that ended by itself is a state from which nothing more is possible.
      if (run.complete && truthOf(machine, condition, lastWorld(run).nodes) !== true) {
        return { kind: 'violated', violation: conditionViolation(task, condition, run) };
      }
      if (condition.atEnd) return run.complete ? kept : { kind: 'undecided', reason: cutReason(run) };
      return { kind: 'undecided', reason: 'a simulated run cannot show it; `explore` can' };
    }
  }
}

/** A run whose last state is the one to blame. */
export function conditionViolation(task: RunTask, condition: Condition, run: EngineRun): Violation {
  const { machine, run: scenario } = task.system;
  const trace = traceOf(task, run);
  const last = trace.steps.length - 1;
  const lastText = trace.steps[last]?.text;
  const why = whyFalse(machine, condition, lastWorld(run).nodes);
  const truth = truthOf(machine, condition, lastWorld(run).nodes);
  const end =
    trace.cycleFrom === undefined ? 'nothing is left to happen' : `the run can go round from step ${trace.cycleFrom + 1} for ever`;
  const messages: Record<Condition['kind'], string> = {
    invariant:
      lastText === undefined ? `${condition.name} does not hold: ${why}` : `${condition.name} does not hold after "${lastText}": ${why}`,
    eventually: `${condition.name} never comes true, and ${end}: ${why}`,
    possible: `${condition.name} holds in no reachable state`,
    alwaysPossible: `${condition.atEnd ? 'the nodes cannot become equal' : `${condition.name} cannot come true`} any more${lastText === undefined ? '' : ` after "${lastText}"`}: ${why}`,
  };
  const place = typeof truth === 'object' ? truth.place : (trace.steps[last]?.place ?? condition.place);
  const nodes = nodesRead(
    condition.condition,
    scenario.nodes.map(({ role }) => role),
  );
  const steps = lastStepsOf(trace, nodes);
  const decisive = trace.steps[last]?.events[0];
  return shelve(task.shelf, trace, {
    property: condition.name,
    message: messages[condition.kind],
    witnesses:
      decisive === undefined || condition.kind === 'possible'
        ? []
        : leadUp(
            trace,
            decisive,
            steps.flatMap((step) => trace.steps[step]?.events[0] ?? []),
          ),
    step: Math.max(last, 0),
    place: condition.kind === 'invariant' || typeof truth === 'object' ? place : condition.place,
    alsoRelevant: steps,
  });
}
