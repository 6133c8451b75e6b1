/** A scenario's exploration, and what it says about its claims. */
import type { ExploreMode } from '../../grammar/semantics/program.ts';
import type { Finding } from '../checkers/property.ts';
import { explore } from '../explorer/explore.ts';
import { nodesRead } from '../explorer/nodes-read.ts';
import type { Answer, Exploration, Path, Question } from '../explorer/questions.ts';
import type { Verdict, Violation } from '../report.ts';
import { simulate } from '../simulator/simulate.ts';
import type { Trace } from '../trace/model.ts';
import { initialWorld } from '../world/initial.ts';
import { replay } from '../world/replay.ts';
import { withCause } from './cause.ts';
import { truthOf } from './conditions.ts';
import { conditionViolation, notChecked, safetyViolation } from './judge.ts';
import { judged } from './judged.ts';
import { atDifferentPlaces } from './other-places.ts';
import type { Subject } from './subjects.ts';
import { type EngineRun, type RunAnswers, type RunTask, stoppedByFailure, traceOf } from './task.ts';
import { hasFailed } from './verdicts.ts';
import { shelveFailure, shelveWait } from './violations.ts';
import { WatchedMonitor } from './watched-monitor.ts';
import { counted } from './words.ts';

export function exploreRun(task: RunTask, mode: ExploreMode): RunAnswers {
  const { subjects, shelf, system, limits } = task;
  const asked = subjects.flatMap((subject, index) => (subject.kind === 'unchecked' ? [] : [asking(task, subject, index)]));
  const maxStates = mode.maxStates ?? limits.maxStates;
  const maxDepth = mode.maxDepth ?? limits.maxDepth;
  const exploration = explore(
    system,
    task.context,
    asked.map(({ question }) => question),
    {
      ...(maxStates === undefined ? {} : { maxStates }),
      ...(maxDepth === undefined ? {} : { maxDepth }),
      ...(limits.maxMs === undefined ? {} : { maxMs: limits.maxMs }),
      ...(limits.maxBytes === undefined ? {} : { maxBytes: limits.maxBytes }),
      ...(task.after && { after: task.after }),
      ...(task.threadHost && { threads: { count: task.exploring.threads ?? 1, host: task.threadHost } }),
      ...(task.exploring.lossy && { lossy: task.exploring.lossy }),
      // Coverage and hints are of use where all is as claimed; where it is not, what counts is to hear of it.
      isEnough: (answers, failed) => failed || hasFailed(task.claims, kindsBySubject(task, asked, answers)),
      isCancelled: task.isCancelled,
      onProgress: task.onProgress,
    },
  );
  const failures = exploration.failures.map(({ failure, path }) => shelveFailure(shelf, traceOf(task, replayed(task, path)), failure));
  const verdicts = subjects.map((subject, index): Verdict => {
    const at = asked.findIndex((each) => each.index === index);
    const answer = exploration.answers[at];
    if (answer === undefined) return { kind: 'undecided', reason: notChecked(subject.name) };
    const reason = answer.kind === 'holds' ? asked[at]?.watched?.reason : undefined;
    if (reason !== undefined) return { kind: 'undecided', reason };
    return verdictOf(task, subject, answer, exploration);
  });
  // A run to step through where nothing is violated: any will do, and a simulated one goes its natural way.
  if (shelf.traces.length === 0) shelf.add(traceOf(task, someRun(task)));
  const { states, transitions, depth, limit, reached } = exploration;
  return { verdicts, failures, statistics: { states, transitions, depth, seeds: 0, ...(limit === undefined ? {} : { limit }) }, reached };
}

function kindsBySubject({ subjects }: RunTask, asked: readonly { readonly index: number }[], answers: readonly Answer[]) {
  return subjects.map((_, index) => answers[asked.findIndex((each) => each.index === index)]?.kind);
}

function asking(task: RunTask, subject: Exclude<Subject, { kind: 'unchecked' }>, index: number) {
  const question = questionOf(task, subject);
  if (question.kind !== 'monitor') return { index, question };
  const watched = new WatchedMonitor(question.monitor);
  return { index, question: { ...question, monitor: watched }, watched };
}

function questionOf({ context, system }: RunTask, subject: Exclude<Subject, { kind: 'unchecked' }>): Question {
  const { name } = subject;
  switch (subject.kind) {
    case 'safety':
      return { kind: 'monitor', name, monitor: subject.property.monitor(context) };
    case 'liveness':
      return { kind: 'liveness', name, property: subject.property };
    default:
      return {
        kind: subject.kind,
        name,
        holds: (states) => truthOf(system.machine, subject, states) === true,
        reads: nodesRead(
          subject.condition,
          system.run.nodes.map(({ role }) => role),
        ),
      };
  }
}

function verdictOf(task: RunTask, subject: Subject, answer: Answer, exploration: Exploration): Verdict {
  switch (answer.kind) {
    case 'undecided':
      return { kind: 'undecided', reason: answer.reason };
    case 'holds':
      if (exploration.failures.length > 0 && subject.kind !== 'possible') return { kind: 'undecided', reason: stoppedByFailure };
      if (answer.path !== undefined) task.shelf.add(traceOf(task, replayed(task, answer.path)));
      return { kind: 'holds', basis: `in ${subject.kind === 'possible' ? 'some' : 'all'} of ${counted(exploration.states, 'state')}` };
    case 'violated':
      return violatedAt(task, subject, answer);
  }
}

/** What one moment breaks may break at several statements. */
function violatedAt(task: RunTask, subject: Subject, answer: Extract<Answer, { kind: 'violated' }>): Verdict {
  const { kind } = subject;
  if (kind !== 'safety' && kind !== 'invariant') return { kind: 'violated', violation: violationOf(task, subject, answer) };
  const runs = [answer.path, ...(answer.others ?? [])].map((path) => replayed(task, path));
  const breakable = kind === 'safety' ? subject : { ...subject, kind };
  const [first, ...others] = atDifferentPlaces(task, breakable, runs).map((run) =>
    kind === 'safety' ? safetyViolation(task, subject, run) : conditionViolation(task, subject, run),
  );
  if (first === undefined) throw new Error(`the run that violates ${subject.name} does not`);
  return { kind: 'violated', violation: first, ...(others.length > 0 && { others }) };
}

function violationOf(task: RunTask, subject: Subject, answer: Extract<Answer, { kind: 'violated' }>): Violation {
  // That something is not possible no run shows; any run is an example.
  const run = subject.kind === 'possible' ? someRun(task) : replayed(task, answer.path);
  switch (subject.kind) {
    case 'liveness': {
      const { node } = answer;
      if (node === undefined) throw new Error(`the explorer does not say who waits in vain for ${subject.name}`);
      const explain = (trace: Trace): Finding => subject.property.explain(trace, node, task.context);
      const trace = traceOf(task, run);
      const shown = subject.property.kind === 'possibleProgress' ? withCause(task, run, explain) : { trace, finding: explain(trace) };
      return shelveWait(task.shelf, shown.trace, subject, shown.finding, node);
    }
    case 'safety':
    case 'unchecked':
      throw new Error(`${subject.name} is not answered by one run`);
    default:
      return conditionViolation(task, subject, run);
  }
}

/** Enough to see how the protocol goes; one that never ends is not worth more. */
const mostSampleSteps = 1_000;

function someRun({ system, isCancelled, after }: RunTask): EngineRun {
  return judged(simulate(system, 1, { isCancelled, maxSteps: mostSampleSteps, ...(after && { after }) }));
}

/** The path's run, step by step through the interpreter. */
function replayed({ system }: RunTask, path: Path): EngineRun {
  const cycle = path.cycleFrom === undefined ? {} : { cycleFrom: path.cycleFrom };
  return { mode: { kind: 'exploration' }, initial: initialWorld(system), steps: replay(system, path), ...cycle };
}
