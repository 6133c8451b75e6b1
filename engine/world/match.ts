/** Which messages, timers and events the items of a scenario speak of. */
import type { Budget, Expression, MessageMatch } from '../../grammar/semantics/program.ts';
import type { LocalState } from '../program/machine.ts';
import type { Value } from '../program/values.ts';
import { at } from './at.ts';
import type { Flight, System } from './world.ts';

/**
 * Arguments as far as they are given. Expressions may read the nodes' states; values of one machine are equal iff they are the same.
 * Throws `EvaluationError` where an expression fails.
 */
export function matchesArguments(
  system: System,
  states: readonly LocalState[],
  wanted: readonly (Expression | undefined)[],
  given: readonly Value[],
): boolean {
  return wanted.every((expression, i) => expression === undefined || system.machine.evaluate(expression, states) === given[i]);
}

/** Absent parts match everything. Throws `EvaluationError` where an argument's expression fails. */
export function matchesMessage(
  system: System,
  states: readonly LocalState[],
  match: MessageMatch,
  flight: Pick<Flight, 'from' | 'to' | 'message' | 'arguments'>,
): boolean {
  return (
    (match.message === undefined || match.message === flight.message) &&
    (match.from === undefined || match.from.includes(flight.from)) &&
    (match.to === undefined || match.to.includes(flight.to)) &&
    matchesArguments(system, states, match.arguments, flight.arguments)
  );
}

/** `retry`, without arguments: timers are named in scenarios, since nodes of several roles may be meant. */
export function timerName(system: System, node: number, timer: number): string {
  const role = at(system.program.roles, at(system.run.nodes, node).role);
  return at(role.timers, timer).name;
}

/** Whether a timer budget bounds this timer of this node. */
export function boundsTimer(system: System, budget: Budget, node: number, timer: number): boolean {
  const { fault } = budget;
  if (fault.kind !== 'timeout' || !fault.nodes.includes(node)) return false;
  return fault.timer === undefined || fault.timer === timerName(system, node, timer);
}
