/** A scenario's exploration, and what it says about its claims. */
import type { ExploreMode } from '../../grammar/semantics/program.ts';
import type { Finding } from '../checkers/property.ts';
import { explore } from '../explorer/explore.ts';
import { nodesRead } from '../explorer/nodes-read.ts';
import type { Answer, Breach, Exploration, Path, Question } from '../explorer/questions.ts';
import { statesText, type Verdict, type Violation } from '../report.ts';
import { simulate } from '../simulator/simulate.ts';
import type { Trace } from '../trace/model.ts';
import { initialWorld } from '../world/initial.ts';
import { replay } from '../world/replay.ts';
import type { System } from '../world/world.ts';
import { withCause } from './cause.ts';
import { truthOf } from './conditions.ts';
import { growthHints } from './growth.ts';
import { conditionViolation, safetyViolation } from './judge.ts';
import { judged } from './judged.ts';
import { atDifferentPlaces } from './other-places.ts';
import type { Subject } from './subjects.ts';
import { type EngineRun, type RunAnswers, type RunTask, stoppedByFailure, traceOf } from './task.ts';
import { hasFailed } from './verdicts.ts';
import { shelveFailure, shelveWait } from './violations.ts';
import { WatchedMonitor } from './watched-monitor.ts';

export function exploreRun(task: RunTask, mode: ExploreMode): RunAnswers {
  const { subjects, shelf, system, limits, exploring } = task;
  const { threads = 1, ...how } = exploring;
  const asked = subjects.map((subject) => asking(task, subject));
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
      ...how,
      ...(task.threadHost && { threads: { count: threads, host: task.threadHost } }),
      // Coverage and hints are of use where all is as claimed; where it is not, what counts is to hear of it.
      isEnough: (answers, failed) =>
        failed ||
        hasFailed(
          task.claims,
          answers.map(({ kind }) => kind),
        ),
      isCancelled: task.isCancelled,
      onProgress: task.onProgress,
    },
  );
  const failures = exploration.failures.map(({ failure, path }) => shelveFailure(shelf, traceOf(task, replayed(task, path)), failure));
  const verdicts = subjects.map((subject, index): Verdict => {
    const answer = exploration.answers[index];
    if (answer === undefined) throw new Error(`the explorer was not asked about ${subject.name}`);
    const reason = answer.kind === 'holds' ? asked[index]?.watched?.reason : undefined;
    if (reason !== undefined) return { kind: 'undecided', reason };
    return verdictOf(task, subject, answer, exploration);
  });
  // A run to step through where nothing is violated: any will do, and a simulated one goes its natural way.
  if (shelf.traces.length === 0) shelf.add(traceOf(task, someRun(task)));
  return { verdicts, failures, statistics: statisticsOf(system, exploration), reached: exploration.reached };
}

function statisticsOf(system: System, { states, reduced, transitions, depth, limit, growth = {} }: Exploration): RunAnswers['statistics'] {
  const hints = growthHints(system, growth);
  const cut = limit === undefined ? {} : { limit, ...(hints.length > 0 && { hints }) };
  return { states, transitions, depth, seeds: 0, ...(reduced && { reduced }), ...cut };
}

function asking(task: RunTask, subject: Subject): { readonly question: Question; readonly watched?: WatchedMonitor } {
  const question = questionOf(task, subject);
  if (question.kind !== 'monitor') return { question };
  const watched = new WatchedMonitor(question.monitor);
  return { question: { ...question, monitor: watched }, watched };
}

function questionOf({ context, system }: RunTask, subject: Subject): Question {
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
        condition: subject.condition,
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
      return { kind: 'holds', basis: `in ${subject.kind === 'possible' ? 'some' : 'all'} of ${statesText(exploration)}` };
    case 'violated':
      return violatedAt(task, subject, answer);
  }
}

/** What one moment breaks may break at several statements. */
function violatedAt(task: RunTask, subject: Subject, answer: Extract<Answer, { kind: 'violated' }>): Verdict {
  const { kind } = subject;
  const breaches = [answer, ...(answer.others ?? [])];
  if (kind === 'liveness') return violatedBy(subject.name, waits(task, subject, breaches));
  // That something is not possible no run shows; any run is an example.
  if (kind === 'possible') return { kind: 'violated', violation: conditionViolation(task, subject, someRun(task)) };
  const runs = breaches.map(({ path }) => replayed(task, path));
  if (kind !== 'safety' && kind !== 'invariant')
    return violatedBy(
      subject.name,
      runs.map((run) => conditionViolation(task, subject, run)),
    );
  const breakable = kind === 'safety' ? subject : { ...subject, kind };
  const violations = atDifferentPlaces(task, breakable, runs).map((run) =>
    kind === 'safety' ? safetyViolation(task, subject, run) : conditionViolation(task, subject, run),
  );
  return violatedBy(subject.name, violations);
}

function violatedBy(name: string, [first, ...others]: readonly Violation[]): Verdict {
  if (first === undefined) throw new Error(`the run that violates ${name} does not`);
  return { kind: 'violated', violation: first, ...(others.length > 0 && { others }) };
}

/** Nodes that wait in vain, one for each statement at which such a wait begins. */
function waits(task: RunTask, subject: Extract<Subject, { kind: 'liveness' }>, breaches: readonly Breach[]): readonly Violation[] {
  const { property, name } = subject;
  const begun = new Set<string>();
  return breaches.flatMap(({ path, node }) => {
    if (node === undefined) throw new Error(`the explorer does not say who waits in vain for ${name}`);
    const run = replayed(task, path);
    const explain = (trace: Trace): Finding => property.explain(trace, node, task.context);
    const trace = traceOf(task, run);
    const finding = explain(trace);
    const { file, start } = (finding.event === undefined ? undefined : trace.events[finding.event]?.place) ?? subject.place;
    if (begun.has(`${file} ${start}`)) return [];
    begun.add(`${file} ${start}`);
    const shown = property.kind === 'possibleProgress' ? withCause(task, run, explain) : { trace, finding };
    return [shelveWait(task.shelf, shown.trace, subject, shown.finding, node)];
  });
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
