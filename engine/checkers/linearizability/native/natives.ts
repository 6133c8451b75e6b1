/** Which of the algorithms for distinct values is for a specification of the standard library. */
import type { TraceValue } from '../../../trace/model.ts';
import { valueKey } from '../../../trace/values.ts';
import type { Operation } from '../../history.ts';
import type { RoleSpecification } from '../specification/role.ts';
import { empty } from './collection.ts';
import { checkQueue } from './queue.ts';
import { checkRegister } from './register.ts';
import { checkStack } from './stack.ts';
import type { NativeVerdict } from './verdict.ts';

type Answer = (Exclude<NativeVerdict, undefined> & { readonly order?: readonly number[] }) | undefined;

/** Nothing where no such algorithm is for these operations, all of one object. */
export function nativeFor(role: RoleSpecification, operations: readonly Operation[]): Answer {
  switch (role.standard) {
    case 'Register':
    case 'CasRegister':
    case 'KeyValue':
      return register(role, operations);
    case 'Queue':
      return collection(role, operations, 'enqueue', 'dequeue', checkQueue);
    case 'Stack':
      return collection(role, operations, 'push', 'pop', checkStack);
    default:
      return undefined;
  }
}

function register(role: RoleSpecification, operations: readonly Operation[]): Answer {
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
): Answer {
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

function numberOf(numbers: Map<string, number>, value: TraceValue): number {
  const key = valueKey(value);
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
