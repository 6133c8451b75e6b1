/** What all items of one run of a scenario share: its nodes, its constants, its names. */
import type * as ast from '../syntax/ast.ts';
import { tryFolding } from './constants.ts';
import { Context, type ScenarioNames } from './context.ts';
import type { Env } from './env.ts';
import { elaborate } from './expressions.ts';
import { type Folded, fold } from './folding.ts';
import { listOf } from './names.ts';
import type { RoleResult } from './outside.ts';
import type { Expression } from './program.ts';
import { INT, showType } from './relations.ts';
import type { RoleSymbol } from './symbols.ts';
import type { Type } from './types.ts';

export interface NodeInfo {
  readonly name: string;
  readonly role: RoleSymbol;
}
export class ScenarioContext {
  readonly env: Env;
  readonly names: ScenarioNames;
  readonly nodes: readonly NodeInfo[];

  constructor(env: Env, names: ScenarioNames, nodes: readonly NodeInfo[]) {
    this.env = env;
    this.names = names;
    this.nodes = nodes;
  }

  roleResult(role: RoleSymbol): RoleResult | undefined {
    return this.env.scope.checkedRoles.get(role);
  }
  setup(): Context {
    return new Context(this.env, { kind: 'setup', scenario: this.names }, elaborate);
  }
  observation(): Context {
    return new Context(this.env, { kind: 'observation', scenario: this.names }, elaborate);
  }

  /** The value of an expression that has to be known before the run. */
  constant(node: ast.Expression, type: Type, what: string): Folded | undefined {
    const e = this.setup().check(node, type, what);
    if (e.type.kind === 'unknown') return undefined;
    return tryFolding(this.env, node.range, () => {
      const value = this.fold(e);
      if (value === undefined) {
        this.env.report('FL3026', node.range, `${what} has to be known before the run`, {
          hint: 'use literals, constants and the variables of a sweep',
        });
      }
      return value;
    });
  }
  fold(e: Expression): Folded | undefined {
    return fold(e, (role) => this.nodes.flatMap((node, i) => (this.env.indexOf(node.role) === role ? [i] : [])));
  }

  /** A whole number within bounds. */
  integer(node: ast.Expression, what: string, least = 0, most = 2_147_483_647): number | undefined {
    const value = this.constant(node, INT, what);
    if (typeof value !== 'number') return undefined;
    if (value < least || value > most) {
      this.env.report('FL3020', node.range, value < least ? `${what} cannot be less than ${least}` : `${what} cannot be more than ${most}`);
      return undefined;
    }
    return value;
  }

  /** A fraction written as a percentage, 0 to 1. */
  percentage(node: ast.Expression, what: string, signed = false): number | undefined {
    const bare = node.kind === 'parenthesised' ? node.inner : node;
    const negative = bare.kind === 'unary' && bare.operator === '-';
    const literal = bare.kind === 'unary' ? bare.operand : bare;
    if (literal.kind === 'missing') return undefined;
    if (literal.kind !== 'percentage') {
      const zero = literal.kind === 'integer' && literal.value === 0;
      if (!zero) this.env.report('FL3020', node.range, `${what} is a percentage`, { hint: 'write `5%`' });
      return zero ? 0 : undefined;
    }
    if (literal.value > 1 || (negative && !signed)) {
      this.env.report('FL3020', node.range, `${what} is between ${signed ? '-100%' : '0%'} and 100%`);
      return undefined;
    }
    return negative ? -literal.value : literal.value;
  }

  /** `5ms` or `1ms..10ms`. */
  durations(node: ast.Expression, what: string): readonly [number, number] | undefined {
    const bare = node.kind === 'parenthesised' ? node.inner : node;
    if (bare.kind !== 'binary' || bare.operator !== '..') {
      const value = this.integer(node, what);
      return value === undefined ? undefined : [value, value];
    }
    const from = this.integer(bare.left, what);
    const to = this.integer(bare.right, what);
    if (from === undefined || to === undefined) return undefined;
    if (from > to) {
      this.env.report('FL3020', node.range, `the range ends (${to}ms) before it begins (${from}ms)`);
      return undefined;
    }
    return [from, to];
  }

  /** The nodes that an expression means: a node, a group, a set of them, or all nodes of a role. */
  nodeSet(node: ast.Expression): readonly number[] {
    switch (node.kind) {
      case 'missing':
        return [];
      case 'parenthesised':
        return this.nodeSet(node.inner);
      case 'brace':
      case 'list': {
        const parts = node.kind === 'list' ? node.elements : node.entries.map((e) => e.key);
        return [...new Set(parts.flatMap((p) => this.nodeSet(p)))];
      }
      case 'name': {
        const { name } = node;
        if (this.names.values.has(name.text)) break;
        const type = this.env.scope.types.get(name.text);
        if (type?.kind === 'role') {
          this.env.use(name.range, type);
          const nodes = this.nodes.flatMap((n, i) => (n.role === type ? [i] : []));
          if (nodes.length === 0) this.env.report('FL4008', name.range, `no node of this scenario plays ${name.text}`);
          return nodes;
        }
        if (this.env.scope.constants.has(name.text)) break;
        this.env.reportUnknown(
          'FL4001',
          name,
          this.names.clients.has(name.text)
            ? `\`${name.text}\` is a client, not a node`
            : `there is no node \`${name.text}\` in this scenario`,
          this.names.values.keys(),
          this.nodes.length > 0 ? `its nodes are ${listOf(this.nodes.slice(0, 8).map((n) => `\`${n.name}\``))}` : undefined,
        );
        return [];
      }
    }
    const e = this.setup().expression(node);
    if (e.type.kind === 'unknown') return [];
    const nodes = nodesIn(this.fold(e));
    if (nodes) return nodes;
    this.env.report('FL4008', node.range, `this is ${showType(e.type)}; wanted is a node, a group, a set of nodes or a role`);
    return [];
  }
  allNodes(): readonly number[] {
    return this.nodes.map((_, i) => i);
  }
}

function nodesIn(value: Folded | undefined): number[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'node') return [value.node];
  if (value.kind !== 'elements') return undefined;
  const nodes = value.elements.map((element) => nodesIn(element));
  return nodes.every((n) => n !== undefined) ? nodes.flat() : undefined;
}
