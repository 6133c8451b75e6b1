import type { Place } from '../../grammar/syntax/range.ts';
import type { Failure } from './machine.ts';

/** A program did something that has no result (divided by zero, looked up a missing key, ...); `place` is the expression's or statement's. */
export class EvaluationError extends Error {
  readonly place: Place;
  constructor(place: Place, message: string) {
    super(message);
    this.name = 'EvaluationError';
    this.place = place;
  }
}

/** An `assert` that failed: a violation, not a mistake of the program. */
export class AssertionFailure extends EvaluationError {
  constructor(place: Place, message: string) {
    super(place, message);
    this.name = 'AssertionFailure';
  }
}

/** A value outgrew what the engine can compare and print; whoever runs the program knows the place. */
export class ValueTooLargeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ValueTooLargeError';
  }
}

/**
 * Runs code of the program. What the program did wrong comes back as its failure, at its own place or else where `fallback` says; anything else
 * is a defect of the engine and is thrown on.
 */
export function guarded<T>(fallback: Place | (() => Place), run: () => T): { readonly value: T } | { readonly failure: Failure } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof AssertionFailure) return { failure: { kind: 'assertion', place: error.place, message: error.message } };
    if (error instanceof EvaluationError) return { failure: { kind: 'error', place: error.place, message: error.message } };
    const place = typeof fallback === 'function' ? fallback() : fallback;
    if (error instanceof ValueTooLargeError) {
      return { failure: { kind: 'error', place, message: `this makes ${error.message}: does something grow without bound?` } };
    }
    if (error instanceof RangeError) return { failure: { kind: 'error', place, message: 'this is nested too deeply to be computed' } };
    throw error;
  }
}
