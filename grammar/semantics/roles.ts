/** Roles: variables, functions, handlers, and the timers that their code speaks of. */
import type * as ast from '../syntax/ast.ts';
import { type Callee, calleeOf } from './arguments.ts';
import { Context, type Where } from './context.ts';
import type { Env } from './env.ts';
import { elaborate } from './expressions.ts';
import type { RoleResult } from './outside.ts';
import { headPatterns } from './patterns.ts';
import type { FunctionInfo, Handler, Role, Variable } from './program.ts';
import { CLIENT, NODE, REQUEST, showType, TRANSACTION, UNKNOWN } from './relations.ts';
import { roleMentions } from './roleMentions.ts';
import { RoleScope, type Timer } from './roleScope.ts';
import { block } from './statements.ts';
import type { FieldSymbol, FunctionSymbol, RoleSymbol, SignatureSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';
import { callsIn } from './walk.ts';

/** All that a role does; its parameters, variables and functions themselves belong to its symbol. */
export function checkRole(env: Env, symbol: RoleSymbol): RoleResult {
  const scope = new RoleScope(symbol);
  env.region(symbol.node.range, [...scope.parameters.values(), ...scope.variables.values(), ...scope.functions.values()], symbol);
  registerTimers(env, scope);
  const variables = symbol.variables().map((variable) => checkVariable(env, scope, variable));
  reportRecursion(env, scope);
  const functions = symbol.functions().map((f) => checkFunction(env, scope, f));
  const handlers = checkHandlers(env, scope);
  const clockReads = roleMentions(symbol.node).clockReads.map((range) => env.place(range));
  const role: Role = {
    name: symbol.name,
    place: env.place(symbol.node.range),
    parameters: fieldsOf(symbol.parameters()),
    variables,
    functions,
    timers: [...scope.timers.values()].map((timer) => ({
      name: timer.symbol.name,
      fields: timer.types.map((type, i) => ({ name: timer.names[i] ?? `argument${i + 1}`, type })),
    })),
    handlers,
  };
  return { role, timers: [...scope.timers.values()].map((timer) => timer.symbol), clockReads };
}

const fieldsOf = (fields: readonly FieldSymbol[]): { name: string; type: Type }[] => fields.map(({ name, type }) => ({ name, type }));

/** Every timer that the role arms or handles, in the order of the text. */
function registerTimers(env: Env, scope: RoleScope): void {
  const { timers, timeouts } = roleMentions(scope.symbol.node);
  for (const name of timers.values()) scope.timer(name, env);
  for (const head of timeouts) {
    const timer = scope.timers.get(head.name.text);
    head.patterns.forEach(({ pattern }, i) => {
      if (timer && pattern.kind === 'namePattern') timer.names[i] ??= pattern.name.text;
    });
  }
}

function checkVariable(env: Env, role: RoleScope, variable: VariableSymbol): Variable {
  const cx = new Context(env, { kind: 'initial', role, variables: variable.index }, elaborate);
  return {
    name: variable.name,
    type: variable.type,
    durable: variable.durable,
    initial: cx.check(variable.node.value, variable.type, `the initial value of \`${variable.name}\``),
    place: env.place(variable.node.range),
  };
}

function checkFunction(env: Env, role: RoleScope, f: FunctionSymbol): FunctionInfo {
  const cx = new Context(env, { kind: 'function', role, function: f }, elaborate);
  const { node } = f;
  return cx.scoped(node.range, () => {
    for (const [i, parameter] of f.parameters.entries()) {
      const name = node.parameters[i]?.name;
      if (name) cx.bind(name, parameter.type, 'parameter', parameter.doc);
    }
    const body = block(cx, node.body);
    if (f.result && !body.exits && node.name.text !== '') {
      env.report('FL3016', node.name.range, `\`${f.name}\` may end without returning ${showType(f.result)}`, {
        hint: 'end every way through it with `return …`',
      });
    }
    return {
      name: f.name,
      parameters: fieldsOf(f.parameters),
      ...(f.result ? { result: f.result } : {}),
      frameSize: cx.frame.size,
      body: body.statements,
      place: env.place(node.range),
    };
  });
}

/** Functions that call themselves, directly or in a ring: one report for each ring, at the call that closes it. */
function reportRecursion(env: Env, scope: RoleScope): void {
  const state = new Map<FunctionSymbol, 'open' | 'done'>();
  const visit = (f: FunctionSymbol, path: readonly FunctionSymbol[]): void => {
    state.set(f, 'open');
    for (const { name } of callsIn(f.node.body)) {
      const called = scope.functions.get(name.text);
      if (!called || state.get(called) === 'done') continue;
      if (state.get(called) === 'open') {
        const ring = [...path.slice(path.indexOf(called)), called];
        env.report('FL3018', name.range, `\`${called.name}\` calls itself: ${ring.map((g) => g.name).join(' → ')}`, {
          hint: 'use a loop, or go on in the handler of a message or a timer',
        });
        continue;
      }
      visit(called, [...path, called]);
    }
    state.set(f, 'done');
  };
  for (const f of scope.functions.values()) if (!state.has(f)) visit(f, [f]);
}

/**
 * Handlers, in the order of the text. Those of timers are checked last: what their patterns bind has the types of the arguments with which the
 * rest of the role arms them.
 */
function checkHandlers(env: Env, scope: RoleScope): Handler[] {
  const nodes = scope.symbol.node.members.filter((m) => m.kind === 'handler');
  const checked = new Map<ast.Handler, Handler>();
  const take = (node: ast.Handler): void => {
    const handler = checkHandler(env, scope, node);
    if (handler) checked.set(node, handler);
  };
  for (const node of nodes) if (node.head.kind !== 'timeout') take(node);
  const waiting = nodes.filter((node) => node.head.kind === 'timeout');
  while (waiting.length > 0) {
    // First those whose arguments are known; one that only arms itself has to be taken as it is.
    const known = waiting.findIndex(({ head }) => head.kind === 'timeout' && scope.timers.get(head.name.text)?.arity !== undefined);
    const [node] = waiting.splice(Math.max(known, 0), 1);
    if (node) take(node);
  }
  return nodes.flatMap((node) => checked.get(node) ?? []);
}

function checkHandler(env: Env, role: RoleScope, node: ast.Handler): Handler | undefined {
  const head = resolveHead(env, role, node.head);
  const where: Where = { kind: 'handler', role, operation: head?.on.kind === 'operation' ? head.symbol : undefined };
  const cx = new Context(env, where, elaborate);
  return cx.scoped(node.range, () => {
    const patterns = head ? headPatterns(cx, head, 'patterns' in node.head ? node.head.patterns : []) : bindBlindly(cx, node.head);
    const clauses = bindClauses(cx, node, head);
    const guard = node.guard && guardOf(cx, node.guard, role);
    const body = block(cx, node.body);
    if (!head) return undefined;
    return {
      on: head.on,
      patterns,
      ...clauses,
      ...(guard ? { guard } : {}),
      frameSize: cx.frame.size,
      body: body.statements,
      place: env.place(node.range),
      headPlace: env.place(headRange(node)),
    };
  });
}

interface Head extends Callee {
  readonly on: Handler['on'];
  readonly symbol?: SignatureSymbol;
}

function resolveHead(env: Env, role: RoleScope, head: ast.HandlerHead): Head | undefined {
  switch (head.kind) {
    case 'start':
    case 'recover':
      return { on: { kind: head.kind }, what: `\`on ${head.kind}\``, fields: [] };
    case 'timeout':
      return timeoutHead(env, role, head);
    case 'receipt': {
      const { name } = head;
      const message = env.scope.messages.get(name.text);
      if (message) {
        env.use(name.range, message);
        const on = { kind: 'message', message: env.indexOf(message) } as const;
        return { on, ...calleeOf(message), symbol: message };
      }
      const operation = env.scope.operations.get(name.text);
      if (operation) {
        env.use(name.range, operation);
        const on = { kind: 'operation', operation: env.indexOf(operation) } as const;
        return { on, ...calleeOf(operation), symbol: operation };
      }
      env.reportUnknown(
        'FL2003',
        name,
        `there is no message or operation \`${name.text}\``,
        [...env.scope.messages.keys(), ...env.scope.operations.keys(), 'start', 'recover'],
        role.timers.has(name.text) ? `for the timer, write \`on timeout ${name.text}\`` : undefined,
      );
      return undefined;
    }
  }
}

function timeoutHead(env: Env, role: RoleScope, head: Extract<ast.HandlerHead, { kind: 'timeout' }>): Head | undefined {
  const { name } = head;
  if (name.text === '') return undefined;
  const timer: Timer = role.timer(name, env);
  env.use(name.range, timer.symbol);
  timer.settled = true;
  // Armed nowhere: the head itself says how many arguments there are, and of what type nobody knows.
  timer.arity ??= head.patterns.length;
  const fields = Array.from({ length: timer.arity }, (_, index): FieldSymbol => {
    const label = timer.names[index] ?? `argument${index + 1}`;
    return { kind: 'parameter', name: label, place: timer.symbol.place, index, type: timer.types[index] ?? UNKNOWN };
  });
  return { on: { kind: 'timeout', timer: timer.symbol.index }, what: `timer \`${name.text}\``, fields };
}

/** What a handler for something unknown binds, so that its body is no further mistake. */
function bindBlindly(cx: Context, head: ast.HandlerHead): [] {
  if ('patterns' in head) {
    for (const { pattern } of head.patterns) if (pattern.kind === 'namePattern') cx.bind(pattern.name, UNKNOWN, 'pattern');
  }
  return [];
}

function bindClauses(
  cx: Context,
  node: ast.Handler,
  head: Head | undefined,
): { fromSlot?: number; requestSlot?: number; transactionSlot?: number } {
  const kind = head?.on.kind;
  const slots: { fromSlot?: number; requestSlot?: number; transactionSlot?: number } = {};
  const misplaced = (name: ast.Name, clause: string, owner: string): void => {
    if (head) cx.env.report('FL3024', name.range, `\`${clause}\` goes with ${owner}, not with ${head.what}`);
  };
  if (node.from) {
    if (kind !== undefined && kind !== 'message' && kind !== 'operation') misplaced(node.from, 'from', 'messages and operations');
    const type = kind === 'operation' ? CLIENT : kind === 'message' ? senderType(cx.env, head?.symbol) : UNKNOWN;
    slots.fromSlot = cx.bind(node.from, type, 'pattern').slot;
  }
  if (node.as) {
    if (kind !== 'operation') misplaced(node.as, 'as', 'operations');
    slots.requestSlot = cx.bind(node.as, REQUEST, 'pattern').slot;
  }
  if (node.in) {
    if (kind !== 'operation') misplaced(node.in, 'in', 'operations');
    slots.transactionSlot = cx.bind(node.in, TRANSACTION, 'pattern').slot;
  }
  return slots;
}

/** The one role that sends the message, else any node. */
function senderType(env: Env, message: SignatureSymbol | undefined): Type {
  if (!message) return NODE;
  const senders = env.scope.senders.get(message.name) ?? [];
  const [only, second] = senders;
  return only !== undefined && second === undefined ? { kind: 'node', role: only } : NODE;
}

/** The guard only looks; what it has found out holds in the body. */
function guardOf(cx: Context, node: ast.Expression, role: RoleScope): Handler['guard'] {
  const { where } = cx;
  cx.where = { kind: 'guard', role };
  const condition = cx.condition(node);
  cx.where = where;
  cx.facts = condition.yes;
  return condition.expression;
}

function headRange(node: ast.Handler): { start: number; end: number } {
  const last = node.guard ?? node.in ?? node.as ?? node.from ?? node.head;
  return { start: node.range.start, end: last.range.end };
}
