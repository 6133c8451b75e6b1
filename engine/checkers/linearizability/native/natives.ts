/** Which of the algorithms for distinct values is for a specification of the standard library. */
import type { TraceValue } from '../../../trace/model.ts';
import { valueKey } from '../../../trace/values.ts';
import type { Operation } from '../../history.ts';
import type { RoleSpecification } from '../specification/role.ts';
import { empty } from './collection.ts';
import { checkQueue } from './queue.ts';
import { checkRegister } from './register.ts';
import { checkMembership, type MembershipOperation } from './set.ts';
import { checkStack } from './stack.ts';
import type { NativeVerdict } from './verdict.ts';

/** Nothing where no such algorithm is for these operations, all of one object (of a set: about one value). */
export function nativeFor(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  switch (role.standard) {
    case 'Register':
    case 'CasRegister':
    case 'KeyValue':
      return register(role, operations);
    case 'Queue':
      return collection(role, operations, 'enqueue', 'dequeue', checkQueue);
    case 'Stack':
      return collection(role, operations, 'push', 'pop', checkStack);
    case 'SetObject':
      return membership(role, operations);
    default:
      return undefined;
  }
}

function register(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  if (operations.some(({ name }) => name !== 'read' && name !== 'write')) return undefined;
  const numbers = new Map<string, number>();
  const [key = null] = operations[0]?.arguments ?? [];
  const initial = role.step(role.initial, role.call('read', [key]))?.reply ?? null;
  const initialNumber = numberOf(numbers, initial);
  return checkRegister(
    operations.map(({ name, arguments: args, result, invoked, returned = Number.POSITIVE_INFINITY }) => {
      const writes = name === 'write';
      return { writes, value: numberOf(numbers, (writes ? args[1] : result) ?? null), invoked, returned };
    }),
    initialNumber,
  );
}

function collection(
  role: RoleSpecification,
  operations: readonly Operation[],
  insert: string,
  take: string,
  check: typeof checkQueue,
): NativeVerdict {
  const [key = null] = operations[0]?.arguments ?? [];
  // What is in it at first would have to be put in by somebody.
  if (role.step(role.initial, role.call(take, [key]))?.reply !== null) return undefined;
  const numbers = new Map<string, number>();
  // `none` stands for nothing there, so it cannot be told from a value that was put in.
  if (operations.some(({ name, arguments: args }) => name === insert && (args[1] ?? null) === null)) return undefined;
  return check(
    operations.map(({ name, arguments: args, result, invoked, returned = Number.POSITIVE_INFINITY }) => {
      const inserts = name === insert;
      const value = (inserts ? args[1] : result) ?? null;
      return { inserts, value: value === null ? empty : numberOf(numbers, value), kind: 0, call: 0, invoked, returned };
    }),
  );
}

/** Of one value of a set: operations on all of it say nothing of its values one by one. */
function membership(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  const [set = null, value = null] = operations[0]?.arguments ?? [];
  const initially = role.step(role.initial, role.call('contains', [set, value]))?.reply === true;
  const asked = operations.flatMap(({ name, result, invoked, returned = Number.POSITIVE_INFINITY }): MembershipOperation[] => {
    if (name !== 'add' && name !== 'remove' && name !== 'contains') return [];
    return [{ name, found: result === true, kind: 0, call: 0, invoked, returned }];
  });
  return asked.length < operations.length ? undefined : checkMembership(asked, initially);
}

function numberOf(numbers: Map<string, number>, value: TraceValue): number {
  const key = valueKey(value);
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
