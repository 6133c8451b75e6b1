/** Which of the algorithms for distinct values is for a specification of the standard library. */
import type { TraceValue } from '../../../trace/model.ts';
import { valueKey } from '../../../trace/values.ts';
import type { Operation } from '../../history.ts';
import type { RoleSpecification } from '../specification/role.ts';
import { empty } from './collection.ts';
import type { GrowingOperation } from './epochs.ts';
import { checkGrowing } from './growing.ts';
import { Pieces } from './pieces.ts';
import { checkQueue } from './queue.ts';
import { checkRegister } from './register.ts';
import { checkMembership, type MembershipOperation } from './set.ts';
import { checkStack } from './stack.ts';
import type { NativeVerdict } from './verdict.ts';

/** Nothing where no such algorithm is for these operations, all of one object (of a set: about one value). */
export function nativeFor(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  // What only changes something has nothing to tell; if the history says that it told something, the specification has to be asked.
  if (operations.some(({ name, result = null }) => changes.has(name) && result !== null)) return undefined;
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
    case 'TextStore':
      return text(role, operations);
    case 'AppendLog':
      return list(role, operations);
    default:
      return undefined;
  }
}

/** The number of what nobody put anywhere. */
const nobodys = -1;

const changes: ReadonlySet<string> = new Set(['write', 'enqueue', 'push', 'add', 'remove', 'append']);

function register(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  if (operations.some(({ name }) => name !== 'read' && name !== 'write')) return undefined;
  const numbers = new Map<string, number>();
  const initialNumber = numberOf(numbers, firstRead(role, operations));
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

function text(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  const initial = firstRead(role, operations);
  const changed = operations.flatMap(({ name, arguments: args }) => (name === 'read' ? [] : [args[1] ?? null]));
  if (typeof initial !== 'string' || !changed.every((value) => typeof value === 'string')) return undefined;
  const pieces = Pieces.of(initial === '' ? changed : [...changed, initial]);
  if (pieces === undefined) return undefined;
  return growing(operations, (value) => (typeof value === 'string' ? pieces.in(value) : [nobodys]), initial);
}

function list(role: RoleSpecification, operations: readonly Operation[]): NativeVerdict {
  const numbers = new Map<string, number>();
  const pieces = (value: TraceValue): readonly number[] => (isList(value) ? value.map((element) => numberOf(numbers, element)) : [nobodys]);
  return growing(operations, pieces, firstRead(role, operations), (element) => numberOf(numbers, element));
}

/** `pieces`: of what is there as a whole; `piece`: of what an operation adds to it. */
function growing(
  operations: readonly Operation[],
  pieces: (value: TraceValue) => readonly number[],
  initial: TraceValue,
  piece = (value: TraceValue): number => pieces(value)[0] ?? nobodys,
): NativeVerdict {
  const asked = operations.map(
    ({ name, arguments: args, result = null, invoked, returned = Number.POSITIVE_INFINITY }): GrowingOperation => {
      if (name === 'read') return { does: 'shows', pieces: returned === Number.POSITIVE_INFINITY ? [] : pieces(result), invoked, returned };
      return { does: name === 'write' ? 'overwrites' : 'extends', piece: piece(args[1] ?? null), invoked, returned };
    },
  );
  return checkGrowing(asked, pieces(initial));
}

/** What a read tells before anything has happened. */
function firstRead(role: RoleSpecification, operations: readonly Operation[]): TraceValue {
  const [key = null] = operations[0]?.arguments ?? [];
  return role.step(role.initial, role.call('read', [key]))?.reply ?? null;
}

function numberOf(numbers: Map<string, number>, value: TraceValue): number {
  const key = valueKey(value);
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}
