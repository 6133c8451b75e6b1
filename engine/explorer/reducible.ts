/** Which explorations can be reduced at all. */
import { keepsTime } from '../world/bounds.ts';
import type { System } from '../world/world.ts';
import type { Question } from './questions.ts';

/**
 * Not those with time, where every step counts until the next one is due; nor where fair runs are asked about, which are those of the graph as it is.
 */
export function isReducible(system: System, questions: readonly Question[]): boolean {
  return !keepsTime(system) && !questions.some(isAboutFairRuns);
}

function isAboutFairRuns(question: Question): boolean {
  return question.kind === 'eventually' || (question.kind === 'liveness' && question.property.kind === 'fairTermination');
}
