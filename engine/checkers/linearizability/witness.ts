/** Why a history has no linearization: the operation that cannot be placed, what it could have returned, and which operations that is due to. */
import type { TraceValue } from '../../trace/model.ts';
import { valueText } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { resultOf, search } from './decide.ts';
import { asOf, returnsOf } from './prefixes.ts';
import type { Possibility } from './problem.ts';
import type { RoleSpecification } from './specification/role.ts';

export interface Misplaced {
  /** What came back last of the shortest beginning of the history that has no linearization. */
  readonly operation: Operation;
  /** Other operations that the reason speaks of, in the order of their invocations. */
  readonly others: readonly Operation[];
  readonly reason: string;
}

/** Of operations that have no linearization; `say` gives an operation as text. */
export function misplaced(role: RoleSpecification, operations: readonly Operation[], say: (operation: Operation) => string): Misplaced {
  const until = firstViolation(role, operations);
  const known = asOf(operations, until);
  const operation = known.find(({ returned }) => returned === until);
  if (operation === undefined) throw new Error('broken invariant: a violation comes with a return');
  const found = search(role, known);
  const stuck = found.kind === 'stuck' ? known[found.operation] : undefined;
  if (found.kind !== 'stuck' || stuck !== operation) {
    const others = (stuck === undefined ? known : [stuck]).filter((other) => other !== operation);
    const reason = stuck === undefined ? 'no order of the operations explains it' : `no order explains it together with ${say(stuck)}`;
    return { operation, others, reason };
  }
  return { operation, ...explain(role, known, operation, found.possible, say) };
}

/** The first return that makes it impossible. All later beginnings have no linearization either, so it is found by halving. */
function firstViolation(role: RoleSpecification, operations: readonly Operation[]): number {
  const returns = returnsOf(operations);
  let low = 0;
  let high = returns.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (search(role, asOf(operations, returns[middle] ?? 0)).kind === 'stuck') high = middle;
    else low = middle + 1;
  }
  return returns[low] ?? 0;
}

/** What it could have returned, and after which operation. */
interface Alternative {
  readonly reply: TraceValue | undefined;
  readonly cause: Operation | undefined;
  readonly sight: Operation | undefined;
}

function explain(
  role: RoleSpecification,
  known: readonly Operation[],
  operation: Operation,
  possible: readonly Possibility[],
  say: (operation: Operation) => string,
): Pick<Misplaced, 'others' | 'reason'> {
  const alternatives = possible.map((possibility) => alternativeOf(role, known, operation, possibility));
  const distinct = alternatives.filter(
    ({ reply }, index) => alternatives.findIndex((other) => JSON.stringify(other.reply) === JSON.stringify(reply)) === index,
  );
  const [first] = distinct;
  const others = new Set(distinct.flatMap(({ cause, sight }) => [cause, sight]));
  others.delete(undefined);
  const because = first === undefined ? '' : causeText(operation, first, say);
  const replies = distinct.flatMap(({ reply }) => (reply === undefined ? [] : [reply]));
  const differs = replies.every((reply) => JSON.stringify(reply) !== JSON.stringify(resultOf(operation)));
  const could =
    replies.length === 0
      ? 'after that it cannot take effect'
      : differs
        ? `it could only return ${listed(replies.map(valueText))}`
        : 'what comes after it does not fit';
  return {
    others: [...others].flatMap((other) => other ?? []).sort((a, b) => a.invoked - b.invoked),
    reason: because === '' ? could : `${because}, so ${could}`,
  };
}

/** Where the possibility leads, what its state is due to, and who had seen it. */
function alternativeOf(
  role: RoleSpecification,
  known: readonly Operation[],
  operation: Operation,
  { state, order }: Possibility,
): Alternative {
  let at = role.initial;
  let cause: Operation | undefined;
  let sight: Operation | undefined;
  for (const index of order) {
    const taken = known[index];
    const step = taken && role.step(at, role.call(taken.name, taken.arguments));
    if (taken === undefined || step === undefined) break;
    if (step.state !== at) {
      cause = taken;
      sight = undefined;
    } else if ((taken.returned ?? Number.POSITIVE_INFINITY) < operation.invoked) sight ??= taken;
    at = step.state;
  }
  return { reply: role.step(state, role.call(operation.name, operation.arguments))?.reply, cause, sight };
}

function causeText(operation: Operation, { cause, sight }: Alternative, say: (operation: Operation) => string): string {
  if (cause === undefined) return '';
  if ((cause.returned ?? Number.POSITIVE_INFINITY) < operation.invoked) return `when it was invoked, ${say(cause)} had returned`;
  if (sight !== undefined) return `when it was invoked, ${say(sight)} had returned, which saw ${say(cause)}`;
  return `${say(cause)} must have taken effect before it`;
}

const mostListed = 4;
function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, mostListed);
  if (texts.length > mostListed) return `${shown.join(', ')} or one of ${texts.length - mostListed} other values`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
