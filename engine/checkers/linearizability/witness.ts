/** Why a history has no linearization: the operation that cannot be placed, what it could have returned, and which operations that is due to. */
import type { TraceValue } from '../../trace/model.ts';
import { valueText } from '../../trace/values.ts';
import type { Operation } from '../history.ts';
import { resultOf, search } from './decide.ts';
import { asOf, returnsOf } from './prefixes.ts';
import { mostConfigurations } from './search/search.ts';
import type { RoleSpecification } from './specification/role.ts';

export interface Misplaced {
  /** What came back last of the shortest beginning of the history that has no linearization. */
  readonly operation: Operation;
  /** Other operations that the reason speaks of, in the order of their invocations. */
  readonly others: readonly Operation[];
  readonly reason: string;
  /** What it could have returned instead, and after what; without a reply where it could not have taken effect. */
  readonly possible: readonly { readonly reply: TraceValue | undefined; readonly why: string }[];
  /** An order of what had returned before, and of what those saw. */
  readonly placed: readonly Operation[];
}

/** Of operations that have no linearization; `say` gives an operation as text. */
export function misplaced(role: RoleSpecification, operations: readonly Operation[], say: (operation: Operation) => string): Misplaced {
  const until = firstViolation(role, operations);
  const known = asOf(operations, until);
  const operation = known.find(({ returned }) => returned === until);
  if (operation === undefined) throw new Error('broken invariant: a violation comes with a return');
  const found = search(role, known);
  const stuck = found.kind === 'stuck' ? known[found.operation] : undefined;
  const before = found.kind === 'stuck' && stuck === operation ? (found.possible[0]?.order ?? []) : undefined;
  const alternatives = alternativesOf(role, known, operation, before);
  if (alternatives.length === 0) {
    const others = (stuck === undefined ? known : [stuck]).filter((other) => other !== operation);
    const reason = stuck === undefined ? 'no order of the operations explains it' : `no order explains it together with ${say(stuck)}`;
    return { operation, others, reason, possible: [], placed: [] };
  }
  const placed = (before ?? []).flatMap((index) => known[index] ?? []);
  return { operation, placed, ...explain(operation, alternatives, say) };
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
  /** Nothing where it could not have taken effect. */
  readonly reply: TraceValue | undefined;
  readonly cause: Operation | undefined;
  readonly sight: Operation | undefined;
}

function explain(
  operation: Operation,
  alternatives: readonly Alternative[],
  say: (operation: Operation) => string,
): Pick<Misplaced, 'others' | 'reason' | 'possible'> {
  const [first] = alternatives;
  const others = new Set(alternatives.flatMap(({ cause, sight }) => [cause, sight]));
  others.delete(undefined);
  const because = first === undefined ? '' : causeText(operation, first, say);
  const replies = alternatives.flatMap(({ reply, cause }, index) => {
    if (reply === undefined) return [];
    // The first one is what `because` speaks of; the others may be due to what had not returned.
    return [index > 0 && isFree(operation, cause) ? `${valueText(reply)} (after ${say(cause)})` : valueText(reply)];
  });
  const could = replies.length === 0 ? 'after that it cannot take effect' : `it could only return ${listed(replies)}`;
  return {
    others: [...others].flatMap((other) => other ?? []).sort((a, b) => a.invoked - b.invoked),
    reason: because === '' ? could : `${because}, so ${could}`,
    possible: alternatives.map((alternative, index) => {
      const { reply, cause } = alternative;
      if (index > 0 && isFree(operation, cause)) return { reply, why: `${say(cause)} may have taken effect before it` };
      return { reply, why: causeText(operation, alternative, say) || 'nothing had changed what was there at first' };
    }),
  };
}

/**
 * All that it could have returned, each by one order: as if it had returned something else, and something else again; up to one more than are listed. `before`: an order
 * of what takes effect before it at least, where there is one that does not depend on what it returned.
 */
function alternativesOf(
  role: RoleSpecification,
  known: readonly Operation[],
  operation: Operation,
  before: readonly number[] | undefined,
): readonly Alternative[] {
  const alternatives: Alternative[] = [];
  const refused = [resultOf(operation) ?? null];
  while (alternatives.length <= mostListed) {
    const found = search(role, known, mostConfigurations, { of: operation, refused });
    const alternative = found.kind === 'linearizable' ? alternativeOf(role, known, operation, found.order) : undefined;
    if (alternative?.reply === undefined) break;
    alternatives.push(alternative);
    refused.push(alternative.reply);
  }
  if (before === undefined) return alternatives;
  const plain = alternativeOf(role, known, operation, before);
  const same = alternatives.findIndex(({ reply }) => JSON.stringify(reply) === JSON.stringify(plain.reply));
  if (same >= 0) return [plain, ...alternatives.toSpliced(same, 1)];
  return alternatives.length > 0 ? alternatives : [{ ...plain, reply: undefined }];
}

/** What it finds in that order, what that is due to, and who had seen it. */
function alternativeOf(role: RoleSpecification, known: readonly Operation[], operation: Operation, order: readonly number[]): Alternative {
  let at = role.initial;
  let cause: Operation | undefined;
  let sight: Operation | undefined;
  for (const index of order) {
    const taken = known[index];
    if (taken === undefined || taken === operation) break;
    const step = role.step(at, role.call(taken.name, taken.arguments));
    if (step === undefined) break;
    if (step.state !== at) {
      cause = taken;
      sight = undefined;
    } else if (precedes(taken, operation)) sight ??= taken;
    at = step.state;
  }
  return { reply: role.step(at, role.call(operation.name, operation.arguments))?.reply, cause, sight };
}

function causeText(operation: Operation, { cause, sight }: Alternative, say: (operation: Operation) => string): string {
  if (cause === undefined) return '';
  if (precedes(cause, operation)) return `when it was invoked, ${say(cause)} had returned`;
  if (sight !== undefined) return `when it was invoked, ${say(sight)} had returned, which saw ${say(cause)}`;
  return `${say(cause)} must have taken effect before it`;
}

function precedes(one: Operation, other: Operation): boolean {
  return (one.returned ?? Number.POSITIVE_INFINITY) < other.invoked;
}

/** It had not returned when the other was invoked, so nothing says which of them came first. */
function isFree(operation: Operation, cause: Operation | undefined): cause is Operation {
  return cause !== undefined && !precedes(cause, operation);
}

const mostListed = 4;
function listed(texts: readonly string[]): string {
  if (texts.length > mostListed) return `${texts.slice(0, mostListed).join(', ')} or others`;
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}
