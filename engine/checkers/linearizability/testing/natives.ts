import { type CollectionOperation, empty } from '../native/collection.ts';
import type { GrowingOperation } from '../native/epochs.ts';
import { Pieces } from '../native/pieces.ts';
import type { RegisterOperation } from '../native/register.ts';
import type { MembershipOperation } from '../native/set.ts';
import type { PlainOperation } from './plain.ts';

/** `none` and everything that is no number is value 0. */
export function registerOperations(history: readonly PlainOperation[]): RegisterOperation[] {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return history.map(({ name, input, output, invoked, returned }) => ({
    writes: name === 'write',
    value: number(name === 'write' ? input : output),
    invoked,
    returned,
  }));
}

export function collectionOperations(history: readonly PlainOperation[], insert: string): CollectionOperation[] {
  return history.map(({ name, input, output, invoked, returned }) => {
    const value = name === insert ? input : output;
    return { inserts: name === insert, value: typeof value === 'number' ? value : empty, kind: 0, call: 0, invoked, returned };
  });
}

export function membershipOperations(history: readonly PlainOperation[]): MembershipOperation[] {
  return history.map(({ name, output, invoked, returned }) => ({
    name: name as MembershipOperation['name'],
    found: output === true,
    kind: 0,
    call: 0,
    invoked,
    returned,
  }));
}

/** Nothing where one piece begins with another. */
export function textOperations(history: readonly PlainOperation[]): GrowingOperation[] | undefined {
  const pieces = Pieces.of(history.flatMap(({ name, input }) => (name === 'read' ? [] : [String(input)])));
  return pieces && growingOperations(history, (value) => pieces.in(String(value ?? '')));
}

export function listOperations(history: readonly PlainOperation[]): GrowingOperation[] {
  return growingOperations(history, (value) => (Array.isArray(value) ? (value as number[]) : [Number(value)]));
}

function growingOperations(history: readonly PlainOperation[], pieces: (value: unknown) => readonly number[]): GrowingOperation[] {
  return history.map(({ name, input, output, invoked, returned }): GrowingOperation => {
    if (name === 'read') return { does: 'shows', pieces: output === undefined ? [] : pieces(output), invoked, returned };
    return { does: name === 'write' ? 'overwrites' : 'extends', piece: pieces(input)[0] ?? -1, invoked, returned };
  });
}
