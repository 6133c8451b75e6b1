/** Statements as closures, like expressions (`expressions/compile.ts`); each says whether a `return` ended it. */
import type { Expression, Statement } from '../../grammar/semantics/program.ts';
import { compileAssign } from './assign.ts';
import { at } from './compare.ts';
import { compileEffect } from './effects.ts';
import { AssertionFailure, EvaluationError } from './errors.ts';
import { explainFalse, isRepeatable } from './explain.ts';
import { compileCall } from './expressions/compile.ts';
import { compileBool, compileElements, compileInt } from './expressions/typed.ts';
import { compilePattern } from './patterns.ts';
import { type Routine, type Scope, showValue, textOf } from './scope.ts';

/** Of one `while` statement, from its beginning to its end. */
const maxTurns = 10_000;

export function compileBlock(statements: readonly Statement[], scope: Scope): Routine {
  const routines = statements.map((statement) => compileStatement(statement, scope));
  const places = statements.map((statement) => statement.place);
  const numbers = statements.map((statement) => scope.marks.numberOf(statement));
  const { ran } = scope.marks;
  return (frame) => {
    for (let i = 0; i < routines.length; i++) {
      frame.place = places[i];
      ran[at(numbers, i)] = 1;
      if (at(routines, i)(frame)) return true;
    }
    return false;
  };
}

/** One statement without control flow, for scripts, which have their own. */
export function compileStatement(statement: Statement, scope: Scope): Routine {
  switch (statement.kind) {
    case 'assign':
      return compileAssign(statement, scope);
    case 'if': {
      const condition = compileBool(statement.condition, scope);
      const yes = compileBlock(statement.yes, scope);
      const no = compileBlock(statement.no, scope);
      return (frame) => (condition(frame) ? yes(frame) : no(frame));
    }
    case 'for': {
      const elements = compileElements(statement.iterable, scope);
      const body = compileBlock(statement.body, scope);
      return (frame) => {
        for (const element of elements(frame)) {
          frame.spend(1, statement.place);
          frame.locals[statement.slot] = element;
          if (body(frame)) return true;
        }
        return false;
      };
    }
    case 'while':
      return compileWhile(statement, scope);
    case 'repeat': {
      const times = compileInt(statement.times, scope);
      const body = compileBlock(statement.body, scope);
      return (frame) => {
        for (let left = times(frame); left > 0; left--) {
          frame.spend(1, statement.place);
          if (body(frame)) return true;
        }
        return false;
      };
    }
    case 'match':
      return compileMatch(statement, scope);
    case 'return': {
      if (statement.value === undefined) {
        return (frame) => {
          frame.result = null;
          return true;
        };
      }
      const value = scope.compile(statement.value);
      return (frame) => {
        frame.result = value(frame);
        return true;
      };
    }
    case 'assert':
      return compileAssert(statement, scope);
    case 'call': {
      const call = compileCall(statement, scope);
      return (frame) => {
        call(frame);
        return false;
      };
    }
    case 'send':
    case 'reply':
    case 'arm':
    case 'cancel':
    case 'sync':
    case 'event':
      return compileEffect(statement, scope);
    default:
      throw new Error(`broken invariant: the checker let \`${statement.kind}\`, which belongs to clients, into a role`);
  }
}

function compileWhile(statement: Statement & { kind: 'while' }, scope: Scope): Routine {
  const condition = compileBool(statement.condition, scope);
  const body = compileBlock(statement.body, scope);
  return (frame) => {
    for (let turns = 0; condition(frame); turns++) {
      if (turns === maxTurns) {
        const text = textOf(statement.condition, scope);
        throw new EvaluationError(
          statement.place,
          `this loop has turned ${maxTurns.toLocaleString('en-US')} times and \`${text}\` is still true: does it ever become false?`,
        );
      }
      frame.spend(1, statement.place);
      if (body(frame)) return true;
    }
    return false;
  };
}

function compileMatch(statement: Statement & { kind: 'match' }, scope: Scope): Routine {
  const subject = scope.compile(statement.subject);
  const arms = statement.arms.map((arm) => ({ matches: compilePattern(arm.pattern, scope), body: compileBlock(arm.body, scope) }));
  return (frame) => {
    const value = subject(frame);
    for (const arm of arms) if (arm.matches(frame, value)) return arm.body(frame);
    throw new EvaluationError(
      statement.place,
      `no arm matches ${showValue(value, scope)}, the value of \`${textOf(statement.subject, scope)}\``,
    );
  };
}

function compileAssert(statement: Statement & { kind: 'assert' }, scope: Scope): Routine {
  const condition = compileBool(statement.condition, scope);
  const message = statement.message === undefined ? undefined : scope.compile(statement.message);
  const explain = isRepeatable(statement.condition);
  return (frame) => {
    if (condition(frame)) return false;
    const said = message?.(frame);
    const why = explain ? explainFalse(statement.condition, frame, scope) : failedCall(statement.condition, scope);
    if (said === undefined) throw new AssertionFailure(statement.place, `assertion failed: ${why}`);
    throw new AssertionFailure(statement.place, `assertion failed: ${typeof said === 'string' ? said : showValue(said, scope)} (${why})`);
  };
}

/** Calls are not made a second time only to explain what the first one gave. */
function failedCall(condition: Expression, scope: Scope): string {
  return `${textOf(condition, scope)} is false`;
}
