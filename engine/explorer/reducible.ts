/** Which explorations can be reduced at all. */
import { keepsTime } from '../world/bounds.ts';
import type { System } from '../world/world.ts';
import type { Question } from './questions.ts';

/**
 * Not those with `when` rules, which can do anything to any node, with clients, or with time; nor where fair runs are asked about, which are those of the
 * graph as it is.
 */
export function isReducible(system: System, questions: readonly Question[]): boolean {
  const { rules, clients } = system.run;
  return rules.length === 0 && clients.length === 0 && !keepsTime(system) && !questions.some(isAboutFairRuns);
}

function isAboutFairRuns(question: Question): boolean {
  return question.kind === 'eventually' || (question.kind === 'liveness' && question.property.kind === 'fairTermination');
}
