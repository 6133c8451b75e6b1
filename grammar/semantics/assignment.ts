/** Assignments: what may be written, and what is known afterwards. */
import type * as ast from '../syntax/ast.ts';
import type { Context } from './context.ts';
import { element } from './members.ts';
import { valueSymbol } from './names.ts';
import { pathOf } from './narrowing.ts';
import { combine, rightContext } from './operators.ts';
import type { Expression, Statement, Target } from './program.ts';
import { showType } from './relations.ts';
import type { Type } from './types.ts';

interface Written {
  readonly target: Target;
  /** The same as a value to read. */
  readonly value: Expression;
  readonly type: Type;
}

/** The assignment, after statements that keep what must be computed only once. */
export function assignStatement(cx: Context, node: ast.AssignStatement): Statement[] {
  const before: Statement[] = [];
  const written = target(cx, node.target, node.operator === '=' ? undefined : before);
  if (!written) {
    cx.expression(node.value, { kind: 'unknown' });
    return before;
  }
  const value = newValue(cx, node, written);
  remember(cx, written, value);
  return [...before, { kind: 'assign', target: written.target, value, place: cx.env.place(node.range) }];
}

function newValue(cx: Context, node: ast.AssignStatement, written: Written): Expression {
  const what = describe(node.target);
  if (node.operator === '=') return cx.check(node.value, written.type, what);
  // What the other side adds to is what the target holds now, which may be narrower than what it is declared to hold.
  const current = written.target.path.length === 0 ? cx.expression(node.target) : written.value;
  const right = cx.expression(node.value, rightContext(current.type, node.value));
  const sides = { operator: node.operator === '+=' ? '+' : '-', range: node.range, left: node.target, right: node.value };
  return cx.coerce(combine(cx, sides, current, right), written.type, node.range, what);
}

function remember(cx: Context, written: Written, value: Expression): void {
  const path = pathOf(written.value);
  const { root } = written.target;
  const rootPath = `${root.kind === 'variable' ? 'v' : 'l'}${root.slot}`;
  if (written.target.path.length > 0) {
    cx.assignedPart(rootPath);
    return;
  }
  cx.assigned([rootPath]);
  const { kind } = value.type;
  if (path !== undefined && written.type.kind === 'optional' && !['optional', 'none', 'value', 'unknown'].includes(kind)) {
    cx.facts = new Map(cx.facts).set(path, written.type.inner);
  }
}

/** `once`: where to keep indices that are read and written, so that they are computed once. */
function target(cx: Context, node: ast.Expression, once: Statement[] | undefined): Written | undefined {
  switch (node.kind) {
    case 'parenthesised':
      return target(cx, node.inner, once);
    case 'name':
      return root(cx, node.name);
    case 'index': {
      const object = target(cx, node.object, once);
      if (!object) return undefined;
      const value = element(cx, node, narrowedTo(cx, node.object, object.value));
      if (value.kind !== 'index') return undefined;
      const index = once ? keep(cx, value.index, once) : value.index;
      return {
        target: { root: object.target.root, path: [...object.target.path, { kind: 'index', index }] },
        value: { ...value, index },
        type: value.type,
      };
    }
    case 'member': {
      const object = target(cx, node.object, once);
      if (!object) return undefined;
      const holder = narrowedTo(cx, node.object, object.value);
      const struct = cx.env.structOf(holder.type);
      if (!struct) {
        if (holder.type.kind === 'optional') {
          cx.env.report('FL3002', node.object.range, `this ${showType(holder.type)} may be none`, { hint: 'compare with `none` first' });
        } else if (holder.type.kind !== 'unknown') {
          cx.env.report('FL3013', node.range, `${showType(holder.type)} has no fields that could be assigned`);
        }
        return undefined;
      }
      const field = struct.fields().find((f) => f.name === node.member.text);
      if (!field) {
        cx.env.reportUnknown(
          'FL2005',
          node.member,
          `${struct.name} has no field \`${node.member.text}\``,
          struct.fields().map((f) => f.name),
        );
        return undefined;
      }
      cx.env.use(node.member.range, field);
      return {
        target: { root: object.target.root, path: [...object.target.path, { kind: 'field', field: field.index }] },
        value: { kind: 'field', object: holder, field: field.index, type: field.type, place: cx.env.place(node.range) },
        type: field.type,
      };
    }
    case 'missing':
      return undefined;
    default:
      cx.env.report('FL3013', node.range, 'this cannot be assigned');
      return undefined;
  }
}

/** The value with what conditions have told about it. */
function narrowedTo(cx: Context, node: ast.Expression, value: Expression): Expression {
  const path = pathOf(value);
  const fact = path === undefined ? undefined : cx.facts.get(path);
  const narrow = fact && value.type.kind === 'optional' ? { ...value, type: fact } : value;
  cx.env.typed(node.range, narrow.type);
  return narrow;
}

function root(cx: Context, name: ast.Name): Written | undefined {
  if (name.text === '') return undefined;
  const symbol = valueSymbol(cx, name.text);
  if (!symbol) {
    // Reports the unknown name, with what it might have been.
    cx.expression({ kind: 'name', name, range: name.range });
    return undefined;
  }
  cx.env.use(name.range, symbol);
  const place = cx.env.place(name.range);
  if (symbol.kind === 'variable' && cx.role) {
    return {
      target: { root: { kind: 'variable', slot: symbol.index }, path: [] },
      value: { kind: 'variable', slot: symbol.index, type: symbol.type, place },
      type: symbol.type,
    };
  }
  if (symbol.kind === 'local' && symbol.binding === 'var') {
    return {
      target: { root: { kind: 'local', slot: symbol.slot }, path: [] },
      value: { kind: 'local', slot: symbol.slot, name: symbol.name, type: symbol.type, place },
      type: symbol.type,
    };
  }
  const [what, hint] = why(symbol.kind === 'local' ? symbol.binding : symbol.kind, name.text);
  cx.env.report('FL3013', name.range, `\`${name.text}\` is ${what} and cannot be assigned`, {
    hint,
    related: [{ place: symbol.place, message: `\`${name.text}\` is declared here` }],
  });
  return undefined;
}

function why(kind: string, name: string): [string, string | undefined] {
  switch (kind) {
    case 'let':
      return ['a constant (`let`)', `declare it with \`var ${name} = …\``];
    case 'parameter':
      return ['a parameter', 'keep what changes in a variable of the role or a local `var`'];
    case 'pattern':
      return ['what the message brought', 'keep what changes in a local `var`'];
    case 'loop':
      return ["the loop's element", undefined];
    case 'const':
      return ['a constant', undefined];
    default:
      return ['part of the scenario', undefined];
  }
}

/** A local for an index that is neither constant nor a plain variable. */
function keep(cx: Context, index: Expression, once: Statement[]): Expression {
  if (['constant', 'enumMember', 'local', 'parameter', 'variable', 'self', 'node'].includes(index.kind)) return index;
  const slot = cx.frame.next();
  once.push({ kind: 'assign', target: { root: { kind: 'local', slot }, path: [] }, value: index, place: index.place });
  return { kind: 'local', slot, name: 'the index', type: index.type, place: index.place };
}

function describe(node: ast.Expression): string {
  return node.kind === 'name' ? `\`${node.name.text}\`` : 'what is assigned';
}
