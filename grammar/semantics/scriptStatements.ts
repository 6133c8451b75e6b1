/** Statements of clients' scripts: operations, waiting, transactions. */
import type * as ast from '../syntax/ast.ts';
import { operationStatement, reportUnknownCall } from './calls.ts';
import type { Context, ScenarioNames } from './context.ts';
import type { Statement } from './program.ts';
import { INT, NODE } from './relations.ts';

type Where = { readonly scenario: ScenarioNames; readonly client: string };

function scriptOf(cx: Context, node: ast.Statement, what: string): Where | undefined {
  if (cx.where.kind === 'script') return cx.where;
  cx.env.report('FL3021', node.range, `${what} belongs in the script of a client`, {
    hint: node.kind === 'sleep' || node.kind === 'wait' ? 'a node waits with a timer: `after 20ms timeout retry`' : undefined,
  });
  return undefined;
}

/** An expression as a statement of a script: an operation whose result, if it has one, is dropped. */
export function scriptCall(cx: Context, node: ast.Expression): Statement | undefined {
  const call = node.kind === 'call' && node.callee.kind === 'name' ? { node, name: node.callee.name } : undefined;
  if (!call) {
    const value = cx.expression(node);
    if (value.type.kind !== 'unknown') {
      cx.env.report('FL3021', node.range, 'this computes a value and does nothing with it', {
        hint: 'a script asks operations: `write("x", 1) at server`',
      });
    }
    return undefined;
  }
  const { name } = call;
  if (name.text === '') return undefined;
  const operation = cx.env.scope.operations.get(name.text);
  if (operation) {
    if (TRANSACTIONAL.has(name.text)) {
      cx.env.report('FL3021', node.range, `\`${name.text}\` belongs to a transaction`, {
        hint: 'write `transaction at server { … }`; `abort` in it rolls back',
      });
      return undefined;
    }
    return operationStatement(cx, call.node, operation, name);
  }
  if (cx.env.scope.events.has(name.text)) {
    cx.env.report('FL2015', name.range, `\`${name.text}\` is an event: nodes let it happen, clients ask operations`);
  } else {
    reportUnknownCall(cx, name);
  }
  for (const argument of call.node.arguments) cx.expression(argument.value, { kind: 'unknown' });
  return undefined;
}
const TRANSACTIONAL = new Set(['begin', 'commit', 'abort']);

/** `abort` or `abort()` in a transaction, which rolls it back. */
export function abortOf(cx: Context, node: ast.Expression): boolean {
  if (!cx.inTransaction) return false;
  const name =
    node.kind === 'name'
      ? node.name
      : node.kind === 'call' && node.callee.kind === 'name' && node.arguments.length === 0
        ? node.callee.name
        : undefined;
  if (name?.text !== 'abort') return false;
  const operation = cx.env.scope.operations.get('abort');
  if (operation) cx.env.use(name.range, operation);
  return true;
}

export function sleepStatement(cx: Context, node: ast.SleepStatement): Statement | undefined {
  if (!scriptOf(cx, node, '`sleep`')) return undefined;
  return { kind: 'sleep', duration: cx.check(node.duration, INT, 'a duration'), place: cx.env.place(node.range) };
}

export function waitStatement(cx: Context, node: ast.WaitStatement): Statement | undefined {
  if (!scriptOf(cx, node, '`wait until`')) return undefined;
  return { kind: 'waitUntil', time: cx.check(node.until, INT, 'a time'), place: cx.env.place(node.range) };
}

export function awaitStatement(cx: Context, node: ast.AwaitStatement): Statement | undefined {
  const where = scriptOf(cx, node, '`await`');
  if (!where) return undefined;
  const client = where.scenario.clients.get(node.client.text);
  if (!client) {
    cx.env.reportUnknown(
      'FL2016',
      node.client,
      `there is no client \`${node.client.text}\` in this scenario`,
      where.scenario.clients.keys(),
    );
    return undefined;
  }
  cx.env.use(node.client.range, client);
  if (client.name === where.client) {
    cx.env.report('FL3021', node.range, `\`${client.name}\` would wait for its own end`);
    return undefined;
  }
  return { kind: 'await', client: client.index, place: cx.env.place(node.range) };
}

type Block = (cx: Context, node: ast.Block) => { readonly statements: Statement[] };

export function transactionStatement(cx: Context, node: ast.TransactionStatement, block: Block): Statement | undefined {
  if (!scriptOf(cx, node, '`transaction`')) return undefined;
  if (cx.inTransaction) cx.env.report('FL3021', node.range, 'transactions do not nest');
  const at = cx.check(node.at, NODE, 'the server of a transaction');
  const retry = node.retry && cx.check(node.retry, INT, 'how often it is tried again');
  const outer = cx.inTransaction;
  cx.inTransaction = true;
  const { statements: body } = block(cx, node.body);
  cx.inTransaction = outer;
  return { kind: 'transaction', at, ...(retry ? { retry } : {}), body, place: cx.env.place(node.range) };
}
