/**
 * Every interleaving of a scenario's run, within its budgets of faults: the entrance to the explorer.
 *
 * A handler is a deterministic function of one node's local state and one message, so a protocol has millions of states but few distinct parts. Every
 * part is interned, every handler runs once for each (local state, input), every script goes on once from each of its rests, and the search itself only
 * looks things up. The idea of memoising local transitions is LTSmin's (Blom, van de Pol & Weber 2010); that of exploring local states apart from the
 * network is Guerraoui & Yabandeh's (2011).
 */
import type { Monitor, PropertyContext } from '../checkers/property.ts';
import type { System } from '../world/world.ts';
import { growthOf } from './growth.ts';
import { answerByGraph, type GraphQuestion } from './liveness/analysis.ts';
import type { Debts } from './liveness/facts.ts';
import { Detours } from './model/detours.ts';
import { Memo } from './model/memo.ts';
import { MemoisedPredicate } from './model/memoised-predicate.ts';
import type { Model } from './model/model.ts';
import { Revived } from './partial-order/revived.ts';
import { shortestPath } from './paths.ts';
import type { Answer, Exploration, ExploreOptions, Path, Question } from './questions.ts';
import { modelOf, NOTHING, type Reduction, reducedTo, reductionOf, savesRoom, savingTime } from './reduction.ts';
import { Breaches } from './search/breaches.ts';
import { Graph } from './search/graph.ts';
import { type Counts, Limits, statesAndDepth } from './search/limits.ts';
import { LossySearch } from './search/lossy/lossy-search.ts';
import { FailureObserver, monitorObserver, type Observer, predicateObserver } from './search/observers.ts';
import { Scratch, Stopped } from './search/scratch.ts';
import { Search } from './search/search.ts';
import type { SearchView } from './search/view.ts';
import { Asymmetry } from './symmetry/group.ts';
import { verifiedMonitor, verifiedSystem } from './symmetry/verified.ts';

/** So many states, at least, a search that has answered everything still looks at. */
const LEAST_FURTHER = 10_000;

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
 * States after which a search begins anew with reductions that save time: one that keeps every state is faster up to there, and its figures are the plain
 * ones. Reductions that save room but no time are for searches that run out of it.
 */
const REDUCE_FROM = 50_000;

/** Searches that are begun again, at most, since what was left out in them turned out to matter. */
const MOST_REVIVALS = 5;

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
  const began = Date.now();
  const { reduceFrom = REDUCE_FROM, maxMs } = options;
  const search = (reduction: Reduction, anew?: Anew) => {
    const left = maxMs === undefined ? {} : { maxMs: Math.max(1, maxMs - (Date.now() - began)) };
    return searched(system, context, questions, { ...options, ...left }, reduction, anew);
  };
  let reduction = reductionOf(system, context, questions, options);
  if (reduction === NOTHING) return search(NOTHING).exploration;
  let plain: Exploration | undefined;
  if (reduceFrom > 0) {
    let judged = false;
    const { exploration, anew } = search(NOTHING, {
      early: (soFar) => {
        if (judged || soFar.store.count < reduceFrom) return false;
        judged = true;
        const saving = savingTime(soFar, reduction);
        reduction = saving ?? reduction;
        return saving !== undefined;
      },
      late: (ended) => savesRoom(ended, reduction),
    });
    if (anew === 'not') return exploration;
    if (anew === 'late') plain = exploration;
  }
  try {
    const { exploration } = knowing(reduction, () => search(reduction));
    // Where both were cut short, what cut the first counts, unless the second has more to say.
    return plain === undefined || exploration.limit === undefined || found(exploration) > found(plain) ? exploration : plain;
  } catch (error) {
    if (!(error instanceof Asymmetry) || reduction.group === undefined) throw error;
    return plain ?? search(NOTHING).exploration;
  }
}

/** Searches again with what is known by then, where a message turns out to matter to a node that was taken to have done with it. */
function knowing({ futures }: Reduction, search: () => Searched): Searched {
  for (let times = 1; ; times++) {
    try {
      return search();
    } catch (error) {
      if (!(error instanceof Revived)) throw error;
      if (times >= MOST_REVIVALS) futures?.giveUp();
    }
  }
}

/** How much a search has found out. */
function found({ answers, failures }: Exploration): number {
  return answers.filter(({ kind }) => kind !== 'undecided').length + failures.length;
}

/** Whether to stop for a search with reductions: asked whenever there are more states, and when there is no room for more. */
interface Anew {
  early(search: SearchView): boolean;
  late(search: SearchView): boolean;
}
const NEVER: Anew = { early: () => false, late: () => false };

interface Searched {
  readonly exploration: Exploration;
  /**
   * Whether a search with reductions is worth while: `early`, this one was stopped for that; `late`, there was no room for all states, and not everything
   * that was asked has been answered.
   */
  readonly anew: 'early' | 'late' | 'not';
}

/** One search. Throws `Asymmetry` or `Revived` where the reduction is not one after all. */
function searched(
  plain: System,
  context: PropertyContext,
  questions: readonly Question[],
  options: ExploreOptions,
  reduction: Reduction,
  { early, late }: Anew = NEVER,
): Searched {
  const { group } = reduction;
  const system = group === undefined ? plain : verifiedSystem(plain, group);
  const monitors: Monitor[] = [];
  const place = (monitor: Monitor) =>
    monitors.push(group === undefined ? monitor : verifiedMonitor(monitor, system.machine.values, group)) - 1;
  const carried = questions.map((question) => {
    if (question.kind === 'monitor') return place(question.monitor);
    return question.kind === 'liveness' ? place(question.property.monitor(context)) : -1;
  });
  const { model, quotient } = modelOf(system, monitors, options, reduction);
  const asked = questions.map((question, index) => ask(model, context, question, index, carried[index] as number));

  const memo = new Memo(model);
  const detours = new Detours(model, memo.conditions);
  const limits = new Limits(options);
  const { interpretAll = false } = options;
  const failures = new FailureObserver(model);
  const failurePaths = new Map<number, Path>();
  let begunAnew = false;
  let stopAt: number | undefined;
  const onNew = (search: SearchView, from: number, to: number): boolean => {
    begunAnew = stopAt === undefined && early(search);
    if (begunAnew) return true;
    failures.observe(search, from, to);
    for (const [failure, state] of failures.found) {
      if (!failurePaths.has(failure)) failurePaths.set(failure, shortestPath(search, state));
    }
    for (const one of asked) observe(search, one, from, to);
    if (stopAt === undefined && isEnough(asked, failures.found.size > 0, options)) stopAt = Math.max(2 * to, to + LEAST_FURTHER);
    return stopAt !== undefined && to >= stopAt;
  };
  const { generateFrom, threads, lossy } = options;
  const parts = { model, memo, detours, limits, interpretAll, onNew };
  const search = lossy === undefined ? new Search({ ...parts, generateFrom, threads, quotient }) : new LossySearch({ ...parts, lossy });
  const starts = model.starts().map((steps) => model.start(steps));
  search.run(starts);
  quotient?.deadLetters?.noteReached();
  const answeredEarly = !search.complete && limits.reason === undefined;

  if (search instanceof Search && search.complete) {
    answerFromAll(asked);
    const graph = new Graph(search, { model, memo, detours, interpretAll });
    answerOrStop(graph, asked, new Scratch(limits, search.counts()));
  }
  const ended = answeredEarly ? limitText(search.counts(), 'every claim was answered') : limits.reason;
  const limit = search instanceof LossySearch ? lossText(search, ended) : ended;
  const exploration: Exploration = {
    answers: asked.map((one) => answerOf(one, limit, lossy !== undefined)),
    failures: [...failurePaths].map(([failure, path]) => ({ failure: model.failures.get(failure), path })).sort(byLengthThenPlace),
    states: search.store.count - failures.states,
    ...(search instanceof Search && reducedTo(search, starts)),
    transitions: search.transitions,
    depth: failures.depth,
    ...(limit !== undefined && { limit }),
    ...(search instanceof Search && !search.complete && limits.cutShort && { growth: growthOf(search, () => limits.isCancelled) }),
    reached: { handlers: model.reached.handlers, rules: model.reached.rules, faults: model.reached.faults, budgets: model.budgets.reached },
    bytes: search.counts().bytes,
  };
  const ranOut = limits.ranOut && stopAt === undefined;
  return { exploration, anew: begunAnew ? 'early' : ranOut && late(search) ? 'late' : 'not' };
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

function limitText(counts: Counts, why: string): string {
  return `${why}: ${statesAndDepth(counts)}`;
}

/** Why nothing is proved, also where a lossy search has come to its end. */
function lossText(search: LossySearch, ended: string | undefined): string {
  const { states, depth } = search.counts();
  const percent = (100 * search.mistaken) / (states + search.mistaken);
  const share = percent < 0.0001 ? 'less than 0.0001 %' : `${percent.toPrecision(2)} %`;
  const reached = ended ?? statesAndDepth({ states, depth });
  return `${reached}; lossy: of the states that it came by ${share} taken for others and missed, by estimate`;
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
function observe(search: SearchView, asked: Asked, from: number, to: number): void {
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

function isEnough(asked: readonly Asked[], failed: boolean, { isEnough: judge }: ExploreOptions): boolean {
  if (judge === undefined) return false;
  const answers = asked.flatMap(({ answer }) => answer ?? []);
  return answers.length === asked.length && judge(answers, failed);
}

/** Answers what a search that went through all states has answered by coming by none that says otherwise. */
function answerFromAll(asked: readonly Asked[]): void {
  for (const one of asked) {
    const { kind } = one.question;
    if (kind === 'monitor' || kind === 'invariant') one.answer ??= { kind: 'holds' };
    if (kind === 'possible') one.answer ??= { kind: 'violated', path: { steps: [] } };
  }
}

/** Answers what only the whole graph can; leaves open what a limit kept from being answered. */
function answerOrStop(graph: Graph, asked: readonly Asked[], scratch: Scratch): void {
  const questions = asked.flatMap(({ question, index, predicate, debts }): GraphQuestion[] => {
    const { name, kind } = question;
    if (kind === 'alwaysPossible' && predicate) return [{ kind, index, name: `always possible ${name}`, predicate }];
    if (kind === 'eventually' && predicate) return [{ kind, index, name: `eventually ${name}`, predicate }];
    return kind === 'liveness' && debts ? [{ kind: question.property.kind, index, name, debts }] : [];
  });
  try {
    answerByGraph(graph, questions, scratch, (index, answer) => {
      (asked[index] as Asked).answer = answer;
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

function answerOf({ answer, question, breaches }: Asked, limit: string | undefined, lossy: boolean): Answer {
  const others = (breaches?.paths ?? []).slice(1).map((path) => ({ path }));
  if (answer?.kind === 'violated' && others.length > 0) return { ...answer, others };
  const { kind } = question;
  const needsAll = kind === 'alwaysPossible' || kind === 'eventually' || kind === 'liveness';
  if (answer === undefined && lossy && needsAll)
    return { kind: 'undecided', reason: 'a lossy exploration cannot tell, since that takes every state' };
  return answer ?? unanswered(question, limit);
}

function unanswered(question: Question, limit: string | undefined): Answer {
  if (limit === undefined) throw new Error(`a complete search left ${question.name} unanswered`);
  return { kind: 'undecided', reason: `not exhausted: ${limit}` };
}
