import type { Pattern } from '../../grammar/semantics/program.ts';
import { at } from './compare.ts';
import type { Frame } from './frame.ts';
import type { Scope } from './scope.ts';
import type { Value } from './values.ts';

/** Whether a value matches; binds the pattern's name. */
export type Matcher = (frame: Frame, value: Value) => boolean;

export function compilePattern(pattern: Pattern, scope: Scope): Matcher {
  switch (pattern.kind) {
    case 'wildcard':
      return () => true;
    case 'bind': {
      const { slot } = pattern;
      return (frame, value) => {
        frame.locals[slot] = value;
        return true;
      };
    }
    case 'equals': {
      const expected = scope.compile(pattern.value);
      return (frame, value) => expected(frame) === value;
    }
  }
}

/** The arguments of a message, timer or operation, all of them; those that no pattern speaks of match. */
export function compilePatterns(patterns: readonly Pattern[], scope: Scope): (frame: Frame, values: readonly Value[]) => boolean {
  const matchers = patterns.flatMap((pattern, index) =>
    pattern.kind === 'wildcard' ? [] : [{ index, matches: compilePattern(pattern, scope) }],
  );
  return (frame, values) => {
    for (let i = 0; i < matchers.length; i++) {
      const { index, matches } = at(matchers, i);
      if (!matches(frame, values[index] ?? null)) return false;
    }
    return true;
  };
}
