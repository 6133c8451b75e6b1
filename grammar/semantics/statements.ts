/** Statements of handlers, functions and scripts, and what is known after each. */
import type * as ast from '../syntax/ast.ts';
import { callArguments, calleeOf } from './arguments.ts';
import { assignStatement } from './assignment.ts';
import { functionCall, ignoreArguments, reportUnknownCall } from './calls.ts';
import { iterable } from './collections.ts';
import type { Context } from './context.ts';
import { matchStatement } from './match.ts';
import { common, forget } from './narrowing.ts';
import type { Statement } from './program.ts';
import { BOOL, INT, STRING, showType, UNKNOWN } from './relations.ts';
import { afterStatement, cancelStatement, replyStatement, sendStatement, syncStatement } from './roleStatements.ts';
import { abortOf, awaitStatement, scriptCall, sleepStatement, transactionStatement, waitStatement } from './scriptStatements.ts';
import { resolveType } from './typeNodes.ts';
import { assignedNames } from './walk.ts';

/** `exits`: control never comes out at its end. */
export interface Checked {
  readonly statements: Statement[];
  readonly exits: boolean;
}

export function block(cx: Context, node: ast.Block): Checked {
  return cx.scoped(node.range, () => {
    const statements: Statement[] = [];
    let exits = false;
    for (const inner of node.statements) {
      const checked = statement(cx, inner);
      statements.push(...checked.statements);
      exits ||= checked.exits;
    }
    return { statements, exits };
  });
}

/** One statement. Operations asked inside its expressions come out as statements before it. */
export function statement(cx: Context, node: ast.Statement): Checked {
  const outer = cx.hoisted;
  const hoisted: Statement[] | undefined = cx.where.kind === 'script' ? [] : undefined;
  cx.hoisted = hoisted;
  const checked = byKind(cx, node, hoisted ?? []);
  cx.hoisted = outer;
  return hoisted && hoisted.length > 0 ? { statements: [...hoisted, ...checked.statements], exits: checked.exits } : checked;
}

const one = (s: Statement | undefined): Checked => ({ statements: s ? [s] : [], exits: false });

function byKind(cx: Context, node: ast.Statement, hoisted: Statement[]): Checked {
  switch (node.kind) {
    case 'block':
      return block(cx, node);
    case 'let':
      return one(letStatement(cx, node));
    case 'assign':
      return { statements: assignStatement(cx, node), exits: false };
    case 'if':
      return ifStatement(cx, node);
    case 'for':
      return one(forStatement(cx, node));
    case 'while':
      return one(whileStatement(cx, node, hoisted));
    case 'repeat':
      return one(repeatStatement(cx, node));
    case 'match': {
      const { statement: match, exits } = matchStatement(cx, node, statement);
      return { statements: [match], exits };
    }
    case 'return':
      return returnStatement(cx, node);
    case 'send':
      return one(sendStatement(cx, node));
    case 'reply':
      return one(replyStatement(cx, node));
    case 'after':
      return one(afterStatement(cx, node));
    case 'cancel':
      return one(cancelStatement(cx, node));
    case 'sync':
      return one(syncStatement(cx, node));
    case 'assert':
      return one(assertStatement(cx, node));
    case 'expression':
      return one(expressionStatement(cx, node));
    case 'sleep':
      return one(sleepStatement(cx, node));
    case 'wait':
      return one(waitStatement(cx, node));
    case 'await':
      return one(awaitStatement(cx, node));
    case 'transaction':
      return one(transactionStatement(cx, node, block));
  }
}

function letStatement(cx: Context, node: ast.LetStatement): Statement | undefined {
  const declared = node.type && resolveType(cx.env, node.type);
  const value = declared ? cx.check(node.value, declared, `\`${node.name.text}\``) : cx.expression(node.value);
  let type = declared ?? value.type;
  if (type.kind === 'none') {
    cx.env.report('FL3005', node.value.range, 'nothing here tells what this can be besides `none`', {
      hint: `declare it: \`${node.mutable ? 'var' : 'let'} ${node.name.text}: Int? = none\``,
    });
    type = UNKNOWN;
  }
  const local = cx.bind(node.name, type, node.mutable ? 'var' : 'let');
  if (declared?.kind === 'optional' && value.type.kind !== 'optional' && value.type.kind !== 'none' && value.type.kind !== 'unknown') {
    cx.facts = new Map(cx.facts).set(`l${local.slot}`, declared.inner);
  }
  return { kind: 'assign', target: { root: { kind: 'local', slot: local.slot }, path: [] }, value, place: cx.env.place(node.range) };
}

function ifStatement(cx: Context, node: ast.IfStatement): Checked {
  const condition = cx.condition(node.condition);
  cx.facts = condition.yes;
  const yes = block(cx, node.then);
  const afterYes = cx.facts;
  cx.facts = condition.no;
  const no: Checked = node.else ? statement(cx, node.else) : { statements: [], exits: false };
  const afterNo = cx.facts;
  cx.facts = yes.exits ? afterNo : no.exits ? afterYes : common(afterYes, afterNo);
  const place = cx.env.place(node.range);
  return {
    statements: [{ kind: 'if', condition: condition.expression, yes: yes.statements, no: no.statements, place }],
    exits: yes.exits && no.exits,
  };
}

/** A body that may run several times: what it assigns is not known at its beginning either. */
function loopBody(cx: Context, body: ast.Block): Statement[] {
  const before = cx.facts;
  const { statements } = block(cx, body);
  cx.facts = common(before, cx.facts);
  return statements;
}
/** Facts about what the loop assigns hold neither at the beginning of a turn nor after the loop. */
function forgetAssigned(cx: Context, loop: unknown): void {
  const roots = new Set(cx.role?.assignedIn(loop) ?? []);
  for (const name of assignedNames(loop)) {
    const local = cx.local(name);
    if (local) roots.add(`l${local.slot}`);
  }
  cx.facts = forget(cx.facts, roots);
}

function forStatement(cx: Context, node: ast.ForStatement): Statement {
  const source = iterable(cx, node.iterable);
  forgetAssigned(cx, node.body);
  return cx.scoped(node.range, () => {
    const local = cx.bind(node.name, source.element, 'loop');
    const body = loopBody(cx, node.body);
    return { kind: 'for', slot: local.slot, iterable: source.expression, body, place: cx.env.place(node.range) };
  });
}

function whileStatement(cx: Context, node: ast.WhileStatement, hoisted: Statement[]): Statement {
  forgetAssigned(cx, node);
  const condition = cx.condition(node.condition);
  // Operations in the condition are asked before each turn: once before the loop, and again at the end of its body.
  const again = [...hoisted];
  cx.facts = condition.yes;
  const body = loopBody(cx, node.body);
  cx.facts = condition.no;
  return { kind: 'while', condition: condition.expression, body: [...body, ...again], place: cx.env.place(node.range) };
}

function repeatStatement(cx: Context, node: ast.RepeatStatement): Statement | undefined {
  if (cx.where.kind !== 'script') {
    cx.env.report('FL3021', node.range, '`repeat` belongs in the script of a client', { hint: 'in a role, write `for i in 1..3 { … }`' });
  }
  const times = cx.check(node.times, INT, 'how often `repeat` goes round');
  forgetAssigned(cx, node.body);
  return { kind: 'repeat', times, body: loopBody(cx, node.body), place: cx.env.place(node.range) };
}

function returnStatement(cx: Context, node: ast.ReturnStatement): Checked {
  const { where } = cx;
  const place = cx.env.place(node.range);
  if (where.kind === 'script') {
    cx.env.report('FL3021', node.range, 'a script does not return', { hint: 'put what follows into an `if`' });
    if (node.value) cx.expression(node.value, UNKNOWN);
    return { statements: [], exits: true };
  }
  const result = where.kind === 'function' ? where.function.result : undefined;
  const what = where.kind === 'function' ? `\`${where.function.name}\`` : 'a handler';
  if (!result) {
    if (!node.value) return { statements: [{ kind: 'return', place }], exits: true };
    cx.expression(node.value, UNKNOWN);
    cx.env.report('FL3017', node.range, `${what} returns nothing`, {
      hint: where.kind === 'function' ? `declare a result: \`func ${where.function.name}(…) -> Int\`` : undefined,
    });
    return { statements: [], exits: true };
  }
  if (!node.value) {
    cx.env.report('FL3017', node.range, `${what} returns ${showType(result)}`);
    return { statements: [], exits: true };
  }
  return { statements: [{ kind: 'return', value: cx.check(node.value, result, `the result of ${what}`), place }], exits: true };
}

function assertStatement(cx: Context, node: ast.AssertStatement): Statement {
  const { expression: condition, yes } = cx.condition(node.condition);
  const message = node.message && cx.check(node.message, STRING, 'the message');
  cx.facts = yes;
  return { kind: 'assert', condition, ...(message ? { message } : {}), place: cx.env.place(node.range) };
}

function expressionStatement(cx: Context, node: ast.ExpressionStatement): Statement | undefined {
  const { expression } = node;
  const place = cx.env.place(node.range);
  if (cx.where.kind === 'script') {
    if (abortOf(cx, expression)) return { kind: 'abortTransaction', place };
    return scriptCall(cx, expression);
  }
  const call = asCall(expression);
  if (!call) {
    const value = cx.expression(expression, BOOL);
    if (value.type.kind !== 'unknown') {
      cx.env.report('FL3021', node.range, 'this computes a value and does nothing with it', {
        hint: 'a statement assigns, sends, calls, …',
      });
    }
    return undefined;
  }
  const { name } = call;
  const event = cx.env.scope.events.get(name.text);
  if (event) {
    cx.env.use(name.range, event);
    const args = callArguments(cx, calleeOf(event), call.node.arguments, call.node.range);
    return { kind: 'event', event: cx.env.indexOf(event), arguments: args, place };
  }
  const f = cx.role?.functions.get(name.text);
  if (f) return { kind: 'call', ...functionCall(cx, call.node, f, name), place };
  if (name.text !== '') {
    const type = cx.env.scope.types.get(name.text);
    if (type?.kind === 'struct') cx.env.report('FL3021', node.range, `this makes a ${type.name} and does nothing with it`);
    else reportUnknownCall(cx, name);
  }
  ignoreArguments(cx, call.node);
  return undefined;
}

/** A call of a bare name. */
function asCall(expression: ast.Expression): { readonly name: ast.Name; readonly node: ast.CallExpression } | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return undefined;
  return { name: expression.callee.name, node: expression };
}
