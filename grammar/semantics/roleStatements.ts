/** Statements that only a node can carry out: sending, answering, timers, forcing to disk. */
import type * as ast from '../syntax/ast.ts';
import { callArguments, calleeOf } from './arguments.ts';
import type { Context } from './context.ts';
import type { Expression, Statement } from './program.ts';
import { ANY, fits, INT, NODE, REQUEST, showType, UNKNOWN } from './relations.ts';
import { type RoleScope, type Timer, widenTimer } from './roleScope.ts';
import type { Type } from './types.ts';

/** The role whose code this is; a report in a client's script. */
function roleOf(cx: Context, node: ast.Statement, what: string): RoleScope | undefined {
  if (cx.role) return cx.role;
  cx.env.report('FL3021', node.range, `${what} belongs in the handlers and functions of a role`, {
    hint: 'a client asks operations: `write("x", 1) at server`',
  });
  return undefined;
}

export function sendStatement(cx: Context, node: ast.SendStatement): Statement | undefined {
  if (!roleOf(cx, node, '`send`')) return undefined;
  const target = node.message;
  const message = cx.env.scope.messages.get(target.text);
  if (!message) {
    const operation = cx.env.scope.operations.get(target.text);
    if (operation) {
      cx.env.report('FL2015', target.range, `\`${target.text}\` is an operation: clients ask for it, nodes send messages`);
    } else {
      cx.env.reportUnknown('FL2003', target, `there is no message \`${target.text}\``, cx.env.scope.messages.keys());
    }
    for (const argument of node.arguments) cx.expression(argument.value, UNKNOWN);
    sendTarget(cx, node.target);
    return undefined;
  }
  cx.env.use(target.range, message);
  const range = { start: target.range.start, end: node.arguments.at(-1)?.range.end ?? target.range.end };
  const args = callArguments(cx, calleeOf(message), node.arguments, range);
  const to = sendTarget(cx, node.target);
  return { kind: 'send', message: cx.env.indexOf(message), arguments: args, to, place: cx.env.place(node.range) };
}

function sendTarget(cx: Context, node: ast.Expression): Expression {
  const to = cx.expression(node, { kind: 'set', element: NODE });
  const { type } = to;
  const element: Type = type.kind === 'set' || type.kind === 'list' ? type.element : type;
  if (element.kind === 'node' || element.kind === 'unknown') return to;
  if (type.kind === 'optional' && (type.inner.kind === 'node' || type.inner.kind === 'set' || type.inner.kind === 'list')) {
    cx.env.report('FL3002', node.range, `this ${showType(type)} may be none`, { hint: 'compare with `none` before sending' });
  } else {
    cx.env.report('FL3025', node.range, `this is ${showType(type)}; a message goes to a node, or to a set or list of nodes`, {
      hint: type.kind === 'client' || type.kind === 'request' ? 'a client is answered: `reply … to request`' : undefined,
    });
  }
  return cx.unknown(node.range);
}

export function replyStatement(cx: Context, node: ast.ReplyStatement): Statement | undefined {
  if (!roleOf(cx, node, '`reply`')) return undefined;
  const { where } = cx;
  const request = node.request && cx.check(node.request, REQUEST, 'what is answered');
  const operation = where.kind === 'handler' ? where.operation : undefined;
  if (where.kind === 'handler' && !operation && !request) {
    cx.env.report('FL3023', node.range, 'there is no operation to answer here', { hint: 'answer one that was kept: `reply … to request`' });
    if (node.value) cx.expression(node.value, UNKNOWN);
    return undefined;
  }
  // A kept request may be any operation's, and a function may be called from any handler: there, only a run can tell.
  const known = operation !== undefined && !request;
  const result = known ? operation.result() : undefined;
  const value = node.value && replyValue(cx, node.value, known ? result : ANY);
  if (known && result && !node.value) {
    cx.env.report('FL3023', node.range, `\`${operation.name}\` is answered with ${showType(result)}`, { hint: 'write `reply …`' });
  }
  if (known && !result && value && !isAborted(value)) {
    cx.env.report('FL3023', node.range, `\`${operation.name}\` has no result`, { hint: 'write `reply`' });
  }
  return {
    kind: 'reply',
    ...(value ? { value } : {}),
    ...(request ? { request } : {}),
    place: cx.env.place(node.range),
  };
}

/** The result of the operation, or `aborted`, which ends the transaction that it belongs to. */
function replyValue(cx: Context, node: ast.Expression, result: Type | undefined): Expression {
  const value = cx.expression(node, result);
  if (!result || isAborted(value)) return value;
  return cx.coerce(value, result, node.range, 'the answer');
}
function isAborted(e: Expression): boolean {
  return e.type.kind === 'unknown' || (e.type.kind === 'enum' && e.type.name === 'Outcome');
}

export function afterStatement(cx: Context, node: ast.AfterStatement): Statement | undefined {
  const role = roleOf(cx, node, '`after`');
  if (!role) return undefined;
  const { earliest, latest } = delay(cx, node.delay);
  const args = node.arguments.map((argument) => {
    const value = cx.expression(argument.value);
    if (argument.label) cx.env.report('FL2013', argument.label.range, 'the arguments of a timer have no names');
    return value;
  });
  if (node.timer.text === '') return undefined;
  const timer = role.timer(node.timer, cx.env);
  cx.env.use(node.timer.range, timer.symbol);
  checkTimer(cx, timer, node, args, true);
  return {
    kind: 'arm',
    timer: timer.symbol.index,
    arguments: args,
    earliest,
    ...(latest ? { latest } : {}),
    place: cx.env.place(node.range),
  };
}

/** `20ms`, or a range of durations. */
function delay(cx: Context, node: ast.Expression): { earliest: Expression; latest?: Expression } {
  const bare = node.kind === 'parenthesised' ? node.inner : node;
  if (bare.kind === 'binary' && bare.operator === '..') {
    const earliest = duration(cx, bare.left);
    const latest = duration(cx, bare.right);
    if (earliest.kind === 'constant' && latest.kind === 'constant' && Number(earliest.value) > Number(latest.value)) {
      cx.env.report('FL3020', bare.range, `the range ends (${latest.value}ms) before it begins (${earliest.value}ms)`);
    }
    return { earliest, latest };
  }
  return { earliest: duration(cx, node) };
}
function duration(cx: Context, node: ast.Expression): Expression {
  const value = cx.check(node, INT, 'a duration');
  if (value.kind === 'constant' && typeof value.value === 'number' && value.value < 0) {
    cx.env.report('FL3020', node.range, 'a timer cannot run out before it is armed');
  }
  return value;
}

export function cancelStatement(cx: Context, node: ast.CancelStatement): Statement | undefined {
  const role = roleOf(cx, node, '`cancel`');
  if (!role) return undefined;
  const known = role.timers.get(node.timer.text);
  const args = node.arguments.map((argument, i) => cx.expression(argument.value, known?.types[i]));
  if (!known) {
    cx.env.reportUnknown(
      'FL2011',
      node.timer,
      `${role.symbol.name} arms no timer \`${node.timer.text}\``,
      role.timers.keys(),
      `a timer is armed by \`after 20ms timeout ${node.timer.text}\``,
    );
    return undefined;
  }
  cx.env.use(node.timer.range, known.symbol);
  // Without arguments it cancels the timer whatever it was armed with, and says nothing of these.
  if (args.length > 0) checkTimer(cx, known, node, args, false);
  return { kind: 'cancel', timer: known.symbol.index, arguments: args, place: cx.env.place(node.range) };
}

/** Compares the arguments with those of the other uses of the timer; `arms` tells their types. */
function checkTimer(
  cx: Context,
  timer: Timer,
  node: ast.AfterStatement | ast.CancelStatement,
  args: readonly Expression[],
  arms: boolean,
): void {
  if (timer.arity !== undefined && timer.arity !== args.length) {
    cx.env.report(
      'FL3032',
      node.timer.range,
      `\`${timer.symbol.name}\` is armed with ${count(timer.arity)} elsewhere, here it has ${count(args.length)}`,
    );
    return;
  }
  timer.arity = args.length;
  args.forEach((argument, i) => {
    const known = timer.types[i];
    const fitting = arms && !timer.settled ? widenTimer(timer, i, argument.type) : known === undefined || fits(argument.type, known);
    if (!fitting && known) {
      const range = node.arguments[i]?.range ?? node.range;
      cx.env.report(
        'FL3032',
        range,
        `this is ${showType(argument.type)}; \`${timer.symbol.name}\` is armed with ${showType(known)} elsewhere`,
      );
    }
  });
}
const count = (n: number): string => (n === 0 ? 'no arguments' : n === 1 ? 'one argument' : `${n} arguments`);

export function syncStatement(cx: Context, node: ast.SyncStatement): Statement | undefined {
  return roleOf(cx, node, '`sync`') && { kind: 'sync', place: cx.env.place(node.range) };
}
