/** Expressions that must be known before anything runs. */
import type * as ast from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import { Context } from './context.ts';
import type { Env } from './env.ts';
import { elaborate } from './expressions.ts';
import { FoldingError, folded } from './folding.ts';
import type { Expression } from './program.ts';
import type { Type } from './types.ts';

/** The value of a `const`, or of a parameter's default. */
export function constantValue(env: Env, node: ast.Expression, type?: Type): Expression {
  const cx = new Context(env, { kind: 'constant' }, elaborate);
  const value = type ? cx.check(node, type, 'the default') : cx.expression(node);
  return tryFolding(env, node.range, () => folded(value)) ?? cx.unknown(node.range);
}

/** Reports where a computation with constants fails. */
export function tryFolding<T>(env: Env, range: Range, compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof FoldingError)) throw error;
    env.report('FL3027', range, error.message);
    return undefined;
  }
}
