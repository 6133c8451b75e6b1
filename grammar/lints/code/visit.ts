/** Going through checked code: statements, the expressions in them, and the functions that they call. */
import type { Expression, Role, Statement } from '../../semantics/program.ts';
import { once } from './once.ts';

type Code = Expression | Statement;
interface Visited {
  readonly kind?: unknown;
  readonly place?: unknown;
  readonly type?: unknown;
}

const STATEMENTS: ReadonlySet<unknown> = new Set<Statement['kind']>([
  'assign',
  'if',
  'for',
  'while',
  'repeat',
  'match',
  'return',
  'send',
  'reply',
  'arm',
  'cancel',
  'sync',
  'assert',
  'event',
  'operate',
  'sleep',
  'waitUntil',
  'await',
  'transaction',
  'abortTransaction',
]);

/** Only expressions have a type; statements never do. */
export function isExpression(node: Visited): node is Expression {
  return node.type !== undefined && node.place !== undefined && typeof node.kind === 'string';
}
function isStatement(node: Visited): node is Statement {
  return node.type === undefined && node.place !== undefined && (STATEMENTS.has(node.kind) || node.kind === 'call');
}

/** `root` and every statement and expression within, in the order of the fields. Functions that are called are not entered. */
export function visit(root: unknown, take: (node: Code) => void): void {
  if (Array.isArray(root)) {
    for (const element of root) visit(element, take);
  } else if (typeof root === 'object' && root !== null) {
    const node = root as Visited;
    if (isExpression(node) || isStatement(node)) take(node);
    // No array of the fields: every keystroke comes through here, many times.
    for (const key in root) {
      if (key === 'place' || key === 'type') continue;
      const value = (root as Readonly<Record<string, unknown>>)[key];
      if (typeof value === 'object' && value !== null) visit(value, take);
    }
  }
}

export function statementsIn(root: unknown): Statement[] {
  const found: Statement[] = [];
  visit(root, (node) => {
    if (isStatement(node)) found.push(node);
  });
  return found;
}
/** All statements of a role. */
export const statementsOf = once((role: Role): readonly Statement[] => statementsIn(role));

export function expressionsIn(root: unknown): Expression[] {
  const found: Expression[] = [];
  visit(root, (node) => {
    if (isExpression(node)) found.push(node);
  });
  return found;
}

/** Functions of the role that `root` may call, directly or through others. */
export function functionsCalled(role: Role, root: unknown): ReadonlySet<number> {
  const called = new Set<number>();
  const enter = (code: unknown): void =>
    visit(code, (node) => {
      if (node.kind !== 'call' || called.has(node.function)) return;
      called.add(node.function);
      enter(role.functions[node.function]?.body);
    });
  enter(root);
  return called;
}

/** `root` with the bodies of all functions that it may call. */
export function withFunctions(role: Role, root: unknown): unknown[] {
  return [root, ...[...functionsCalled(role, root)].map((index) => role.functions[index]?.body)];
}

/** The slots of the role's variables that evaluating `root` may read, through functions too. */
export function variablesRead(role: Role, root: unknown): ReadonlySet<number> {
  const read = new Set<number>();
  for (const code of withFunctions(role, root)) {
    visit(code, (node) => {
      if (node.kind === 'variable') read.add(node.slot);
    });
  }
  return read;
}

/** Whether the statements always end in a `return`, so that nothing behind them runs. */
export function alwaysReturns(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    switch (statement.kind) {
      case 'return':
        return true;
      case 'if':
        return alwaysReturns(statement.yes) && alwaysReturns(statement.no);
      case 'match':
        return statement.arms.length > 0 && statement.arms.every((arm) => alwaysReturns(arm.body));
      default:
        return false;
    }
  });
}

/** The variable that `e` is, or is a part of: `acks` of `acks[id]`, `acks.get(id) ?? {}`. */
export function rootVariable(e: Expression): number | undefined {
  switch (e.kind) {
    case 'variable':
      return e.slot;
    case 'index':
    case 'field':
      return rootVariable(e.object);
    case 'orElse':
      return rootVariable(e.left);
    case 'cast':
      return rootVariable(e.operand);
    case 'builtin': {
      const [receiver] = e.arguments;
      return e.name === 'get' && receiver ? rootVariable(receiver) : undefined;
    }
    default:
      return undefined;
  }
}
