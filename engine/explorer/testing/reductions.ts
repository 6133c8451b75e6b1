/** Explorations with reductions and without: what must be the same. */
import { expect } from 'vitest';
import { systemOf } from '../../testing/system.ts';
import { initialWorld } from '../../world/initial.ts';
import { replay } from '../../world/replay.ts';
import { explore } from '../explore.ts';
import type { Answer, Exploration, ExploreOptions, Question } from '../questions.ts';
import { contextOf } from './context.ts';
import { questionsOf } from './questions.ts';

/** Questions that reduced searches answer. */
function isAnswered(question: Question): boolean {
  return question.kind !== 'eventually' && !(question.kind === 'liveness' && question.property.kind === 'fairTermination');
}

/** The claims and the properties of these names, in one exploration. Every run that it shows is verified. */
export function explored(text: string, names: readonly string[], options: ExploreOptions): Exploration {
  const system = systemOf(text);
  const context = contextOf(system);
  const questions = questionsOf(system, context, names).filter(isAnswered);
  const exploration = explore(system, context, questions, options);
  verifyRuns(system, questions, exploration);
  return exploration;
}

/** Without reductions, and with these from the beginning. */
export function both(
  text: string,
  names: readonly string[],
  { maxStates = Number.POSITIVE_INFINITY, ...reductions }: Pick<ExploreOptions, 'maxStates' | 'symmetry' | 'partialOrder'> = {},
): { readonly full: Exploration; readonly reduced: Exploration } {
  const full = explored(text, names, { symmetry: false, partialOrder: false, maxStates });
  return { full, reduced: explored(text, names, { ...reductions, reduceFrom: 0, maxStates }) };
}

/** Runs that are shown happen, and violate what they are said to. */
function verifyRuns(system: ReturnType<typeof systemOf>, questions: readonly Question[], { answers }: Exploration): void {
  answers.forEach((answer, i) => {
    const question = questions[i];
    if (answer.kind === 'undecided' || answer.path === undefined || question === undefined) return;
    const steps = replay(system, answer.path);
    const world = steps.at(-1)?.world ?? initialWorld(system);
    if (question.kind === 'invariant') expect(holdsIn(question, world.nodes)).toBe(false);
    if (question.kind === 'possible' && answer.kind === 'holds') expect(holdsIn(question, world.nodes)).toBe(true);
    if (question.kind !== 'monitor' && question.kind !== 'liveness') return;
    const monitor = question.kind === 'monitor' ? question.monitor : question.property.monitor(contextOf(system));
    let state: ReturnType<typeof monitor.next> = monitor.initial;
    for (const happening of steps.flatMap(({ happenings }) => happenings)) if (state !== 'violated') state = monitor.next(state, happening);
    if (question.kind === 'monitor') expect(state).toBe('violated');
    else if (state !== 'violated')
      expect(question.property.owes(contextOf(system), state, answer.kind === 'violated' ? (answer.node ?? -1) : -1)).toBe(true);
  });
}

function holdsIn(question: Extract<Question, { holds: unknown }>, states: Parameters<typeof question.holds>[0]): boolean {
  try {
    return question.holds(states);
  } catch {
    return false;
  }
}

/** What must be the same. */
export function summary({ answers, failures }: Exploration) {
  const length = (answer: Exclude<Answer, { kind: 'undecided' }>) => answer.path?.steps.length;
  return {
    answers: answers.map((answer) => (answer.kind === 'undecided' ? answer.kind : [answer.kind, length(answer)])),
    failures: failures.map(({ failure, path }) => `${failure.place.start} ${path.steps.length}`).sort(),
  };
}
