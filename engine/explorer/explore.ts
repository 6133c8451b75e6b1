/**
 * Every interleaving of a scenario's run, within its budgets of faults: the entrance to the explorer.
 *
 * A handler is a deterministic function of one node's local state and one message, so a protocol has millions of states but few distinct parts. Every
 * part is interned, every handler runs once for each (local state, input), every script of a client goes on once from each of its rests, and the search
 * itself only looks things up. The idea of memoising local
 * transitions is LTSmin's (Blom, van de Pol & Weber 2010); that of exploring local states apart from the network is Guerraoui & Yabandeh's (2011).
 */
import type { Monitor, PropertyContext } from '../checkers/property.ts';
import type { System } from '../world/world.ts';
import { Analysis, type Debts } from './liveness/analysis.ts';
import { Detours } from './model/detours.ts';
import { Memo } from './model/memo.ts';
import { MemoisedPredicate } from './model/memoised-predicate.ts';
import { Model } from './model/model.ts';
import { shortestPath } from './paths.ts';
import type { Answer, Exploration, ExploreOptions, Path, Question } from './questions.ts';
import { Breaches } from './search/breaches.ts';
import { Graph } from './search/graph.ts';
import { Limits } from './search/limits.ts';
import { FailureObserver, monitorObserver, type Observer, predicateObserver } from './search/observers.ts';
import { Search } from './search/search.ts';

type PredicateQuestion = Extract<Question, { readonly holds: unknown }>;

/** A question with what the search carries for it. */
interface Asked {
  readonly question: Question;
  readonly index: number;
  readonly observer?: Observer;
  readonly predicate?: MemoisedPredicate;
  readonly debts?: Debts;
  /** Of what one state can violate. */
  readonly breaches?: Breaches;
  answer: Answer | undefined;
}

/**
 * Searches all reachable states of the run and answers the questions, in their order. Deterministic, but for limits of time.
 *
 * Throws only where the engine contradicts itself: where the interpreter does not arrive where the search did.
 */
export function explore(
  system: System,
  context: PropertyContext,
  questions: readonly Question[],
  options: ExploreOptions = {},
): Exploration {
  const beyond = beyondExplorations(system);
  if (beyond !== undefined) return unexplored(questions, beyond);
  const monitors: Monitor[] = [];
  const place = (monitor: Monitor) => monitors.push(monitor) - 1;
  const carried = questions.map((question) => {
    if (question.kind === 'monitor') return place(question.monitor);
    return question.kind === 'liveness' ? place(question.property.monitor(context)) : -1;
  });
  const model = new Model(system, monitors, options.after);
  const asked = questions.map((question, index) => ask(model, context, question, index, carried[index] as number));

  const memo = new Memo(model);
  const detours = new Detours(model, memo.conditions);
  const limits = new Limits(options);
  const { interpretAll = false } = options;
  const failures = new FailureObserver(model);
  const failurePaths = new Map<number, Path>();
  const onNew = (search: Search, from: number, to: number): boolean => {
    failures.observe(search, from, to);
    for (const [failure, state] of failures.found) {
      if (!failurePaths.has(failure)) failurePaths.set(failure, shortestPath(search, state));
    }
    for (const one of asked) observe(search, one, from, to);
    return options.stopWhenAnswered === true && asked.every(({ answer }) => answer !== undefined);
  };
  const search = new Search({ model, memo, detours, limits, interpretAll, generateFrom: options.generateFrom, onNew });
  search.run(model.starts().map((steps) => model.start(steps)));
  const answeredEarly = !search.complete && limits.reason === undefined;

  if (search.complete) {
    const graph = new Graph(search, memo, detours, interpretAll);
    answerByGraph(new Analysis(graph, () => limits.poll(search.counts)), asked);
  }
  const limit = answeredEarly ? limitText(search, 'every question was answered') : limits.reason;
  return {
    answers: asked.map((one) => answerOf(one, limit)),
    failures: [...failurePaths].map(([failure, path]) => ({ failure: model.failures.get(failure), path })).sort(byLengthThenPlace),
    states: search.store.count - failures.states,
    transitions: search.transitions,
    depth: failures.depth,
    ...(limit !== undefined && { limit }),
    reached: { handlers: model.reached.handlers, rules: model.reached.rules, faults: model.reached.faults, budgets: model.budgets.reached },
    bytes: search.counts().bytes,
  };
}

function byLengthThenPlace(a: Exploration['failures'][number], b: Exploration['failures'][number]): number {
  const [first, second] = [a.failure.place, b.failure.place];
  if (a.path.steps.length !== b.path.steps.length) return a.path.steps.length - b.path.steps.length;
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return first.start - second.start || first.end - second.end;
}

/** What the scenario has that makes states the search does not know: an answer without it would be about another scenario. */
function beyondExplorations({ run }: System): string | undefined {
  return run.network.synchronous && run.mode.kind === 'schedule'
    ? 'after a schedule the time bounds of `network synchronous` are not kept'
    : undefined;
}

function unexplored(questions: readonly Question[], limit: string): Exploration {
  return {
    answers: questions.map(() => ({ kind: 'undecided', reason: limit })),
    failures: [],
    states: 0,
    transitions: 0,
    depth: 0,
    bytes: 0,
    limit,
    reached: { handlers: new Set(), rules: new Set(), faults: new Set(), budgets: new Set() },
  };
}

function limitText(search: Search, why: string): string {
  const { states, depth } = search.counts();
  return `${why}: ${states.toLocaleString('en-US')} states, depth ${depth}`;
}

function ask(model: Model, context: PropertyContext, question: Question, index: number, monitor: number): Asked {
  switch (question.kind) {
    case 'monitor':
      return { question, index, answer: undefined, breaches: new Breaches(model, monitorObserver(model, monitor), monitor) };
    case 'invariant': {
      const predicate = memoised(model, question);
      return { question, index, answer: undefined, predicate, breaches: new Breaches(model, predicateObserver(model, predicate, [0, 2])) };
    }
    case 'possible': {
      const predicate = memoised(model, question);
      return { question, index, answer: undefined, predicate, observer: predicateObserver(model, predicate, [1]) };
    }
    case 'alwaysPossible':
    case 'eventually':
      return { question, index, answer: undefined, predicate: memoised(model, question) };
    case 'liveness': {
      const { property } = question;
      const owes: Debts['owes'] = (state, node) => property.owes(context, state, node);
      return { question, index, answer: undefined, debts: { monitor, owers: property.owers(context), owes } };
    }
  }
}

function memoised(model: Model, { reads, holds }: PredicateQuestion): MemoisedPredicate {
  return new MemoisedPredicate(reads ?? model.spaces.map((_, node) => node), holds);
}

/** Looks whether one of the new states answers the question; the path is made at once, while all that it needs is sure to be there. */
function observe(search: Search, asked: Asked, from: number, to: number): void {
  const { observer, breaches } = asked;
  breaches?.observe(search, from, to);
  const [path] = breaches?.paths ?? [];
  if (path !== undefined) asked.answer ??= { kind: 'violated', path };
  if (observer === undefined || asked.answer !== undefined) return;
  for (let state = from; state < to; state++) {
    if (!observer.matches(search, state)) continue;
    asked.answer = { kind: 'holds', path: shortestPath(search, state) };
    return;
  }
}

/** Answers what only the whole graph can; leaves open what an interruption kept from being answered. */
function answerByGraph(analysis: Analysis, asked: readonly Asked[]): void {
  for (const one of asked) {
    if (one.answer !== undefined) continue;
    const { kind } = one.question;
    if (kind === 'monitor' || kind === 'invariant') one.answer = { kind: 'holds' };
    if (kind === 'possible') one.answer = { kind: 'violated', path: { steps: [] } };
  }
  const goals = asked.flatMap(({ question, index, predicate, debts }) => {
    if (question.kind === 'alwaysPossible' && predicate) return analysis.possibleGoals(index, predicate);
    if (question.kind === 'liveness' && question.property.kind === 'possibleProgress' && debts) return analysis.progressGoals(index, debts);
    return [];
  });
  const answers = analysis.answerGoals(goals);
  for (const one of asked) {
    const { question, index, predicate, debts } = one;
    if (one.answer !== undefined) continue;
    if (question.kind === 'eventually' && predicate) one.answer = analysis.answerEventually(predicate);
    else if (question.kind === 'liveness' && question.property.kind === 'fairTermination' && debts) {
      one.answer = analysis.answerTermination(debts);
    } else if (answers) one.answer = answers.get(index) ?? { kind: 'holds' };
  }
}

function answerOf({ answer, question, breaches }: Asked, limit: string | undefined): Answer {
  const others = (breaches?.paths ?? []).slice(1).map((path) => ({ path }));
  if (answer?.kind === 'violated' && others.length > 0) return { ...answer, others };
  return answer ?? unanswered(question, limit);
}

function unanswered(question: Question, limit: string | undefined): Answer {
  if (limit === undefined) throw new Error(`a complete search left ${question.name} unanswered`);
  return { kind: 'undecided', reason: `not exhausted: ${limit}` };
}
