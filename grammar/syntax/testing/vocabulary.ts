/** A small vocabulary in which the tests of the language are written. */
import type { Declaration, Expression, Handler, RoleDeclaration, ScenarioItem, Statement } from '../ast.ts';
import { parse } from '../parse.ts';
import { printExpression } from '../print-expression.ts';

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined || list.length !== 1) throw new Error(`expected one, got ${list.length}`);
  return first;
}

/** The declarations of a text that must be free of problems. */
export function declarations(text: string): readonly Declaration[] {
  const { tree, problems } = parse(text);
  if (problems.length > 0) throw new Error(`${text}\n${problems.map(({ code, message }) => `${code} ${message}`).join('\n')}`);
  return tree.declarations;
}

export function declaration(text: string): Declaration {
  return only(declarations(text));
}

export function role(members: string): RoleDeclaration {
  const found = declaration(`role R {\n${members}\n}`);
  if (found.kind !== 'role') throw new Error('not a role');
  return found;
}

export function handler(text: string): Handler {
  const member = only(role(text).members);
  if (member.kind !== 'handler') throw new Error('not a handler');
  return member;
}

export function statements(text: string): readonly Statement[] {
  return handler(`on start {\n${text}\n}`).body.statements;
}

export function statement(text: string): Statement {
  return only(statements(text));
}

export function items(text: string): readonly ScenarioItem[] {
  const found = declaration(`scenario "s" {\n${text}\n}`);
  if (found.kind !== 'scenario') throw new Error('not a scenario');
  return found.items;
}

export function item(text: string): ScenarioItem {
  return only(items(text));
}

/** The operations of a script. */
export function script(text: string): readonly Statement[] {
  const client = item(`client alice {\n${text}\n}`);
  if (client.kind !== 'client') throw new Error('not a client');
  return client.body.statements;
}

export function expression(text: string): Expression {
  const constant = declaration(`const c = ${text}`);
  if (constant.kind !== 'const') throw new Error('not a constant');
  return constant.value;
}

/** An expression with parentheses around everything that has parts: shows how operators bind. */
export function grouped(text: string): string {
  return printExpression(bracket(expression(text)));
}

function bracket(e: Expression): Expression {
  const around = (inner: Expression): Expression => ({ kind: 'parenthesised', inner, range: e.range });
  switch (e.kind) {
    case 'parenthesised':
      return bracket(e.inner);
    case 'binary':
      return around({ ...e, left: bracket(e.left), right: bracket(e.right) });
    case 'unary':
      return around({ ...e, operand: bracket(e.operand) });
    case 'conditional':
      // biome-ignore lint/suspicious/noThenProperty: the field's own word; the node is never awaited.
      return around({ ...e, then: bracket(e.then), condition: bracket(e.condition), otherwise: bracket(e.otherwise) });
    case 'quantifier':
      return around({ ...e, iterable: bracket(e.iterable), body: bracket(e.body) });
    default:
      return e;
  }
}

/** Each problem of a text as `line: code message`. */
export function problemsOf(text: string): string[] {
  return parse(text).problems.map(({ code, message, range }) => `${text.slice(0, range.start).split('\n').length}: ${code} ${message}`);
}
