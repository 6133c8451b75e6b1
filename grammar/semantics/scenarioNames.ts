/** The names that a scenario declares: sweep constants, nodes and groups of them, clients. */
import type * as ast from '../syntax/ast.ts';
import { tryFolding } from './constants.ts';
import { Context, type Group, type ScenarioNames } from './context.ts';
import { reportTwice } from './declarations.ts';
import type { Env } from './env.ts';
import { elaborate } from './expressions.ts';
import { type Folded, fold } from './folding.ts';
import type { Expression } from './program.ts';
import { BOOL, INT, listOf as listType, STRING, setOf, VALUE } from './relations.ts';
import type { NodeInfo } from './scenarioContext.ts';
import type { ClientSymbol, RoleSymbol, ScenarioSymbol } from './symbols.ts';
import type { Type } from './types.ts';

/** More nodes than any check could get through; a guard against `node r[1..1_000_000]`. */
const MOST_NODES = 1000;
/** More runs than anybody waits for. */
const MOST_RUNS = 1000;

export type Binding = { readonly name: string; readonly value: number | string | boolean };
/** One combination of a sweep's values. */
export interface Combination {
  readonly bindings: readonly Binding[];
  readonly symbols: readonly ScenarioSymbol[];
}

/** All combinations of the scenario's sweeps, in order; one empty combination without a sweep. */
export function combinations(env: Env, items: readonly ast.ScenarioItem[]): readonly Combination[] {
  let all: Combination[] = [{ bindings: [], symbols: [] }];
  for (const item of items) {
    if (item.kind !== 'sweep') continue;
    for (const { name, values } of item.variables) {
      const options = sweepValues(env, values);
      const known = all[0]?.symbols.find((s) => s.name === name.text);
      if (known) {
        reportTwice(env, { name: name.text, place: env.place(name.range) }, known);
        continue;
      }
      if (all.length * options.length > MOST_RUNS) {
        env.report('FL4012', item.range, `these are ${all.length * options.length} runs of the scenario; ${MOST_RUNS} are the most`);
        return all.slice(0, 1);
      }
      if (options.length === 0) continue;
      const declaration = { kind: 'sweep', name: name.text, place: env.place(name.range) } as const;
      const symbols = options.map((value): ScenarioSymbol => {
        const type: Type = typeof value === 'number' ? INT : typeof value === 'string' ? STRING : BOOL;
        return { ...declaration, value: { kind: 'constant', value, type, place: declaration.place } };
      });
      const [first] = symbols;
      if (first) env.use(name.range, first, true);
      all = all.flatMap((combination) =>
        options.flatMap((value, i) => {
          const symbol = symbols[i];
          return symbol
            ? { bindings: [...combination.bindings, { name: name.text, value }], symbols: [...combination.symbols, symbol] }
            : [];
        }),
      );
    }
  }
  return all;
}

function sweepValues(env: Env, node: ast.Expression): readonly (number | string | boolean)[] {
  const cx = new Context(env, { kind: 'constant' }, elaborate);
  const e = cx.expression(node, listType(VALUE));
  if (e.type.kind === 'unknown') return [];
  const value = tryFolding(env, node.range, () => fold(e));
  const elements = typeof value === 'object' && value !== null && value.kind === 'elements' ? value.elements : undefined;
  const scalars = elements?.filter((v) => typeof v === 'number' || typeof v === 'string' || typeof v === 'boolean');
  if (!elements || !scalars || scalars.length !== elements.length) {
    env.report(
      'FL4012',
      node.range,
      'a sweep goes through a range, or a list of numbers, strings or truth values, that is known beforehand',
      {
        hint: 'write `for w in 1..3`',
      },
    );
    return [];
  }
  if (scalars.length === 0) env.report('FL4012', node.range, 'there is nothing to go through');
  return scalars;
}

/** The scenario's nodes, in the order of their declaration, and all its names. */
export function declareNames(
  env: Env,
  items: readonly ast.ScenarioItem[],
  combination: Combination,
): { names: ScenarioNames; nodes: NodeInfo[] } {
  const values = new Map<string, ScenarioSymbol>(combination.symbols.map((s) => [s.name, s]));
  const groups = new Map<string, Group>();
  const clients = new Map<string, ClientSymbol>();
  const nodes: NodeInfo[] = [];

  const enter = (symbol: ScenarioSymbol, range: ast.Name['range'], declares = true): void => {
    const known = values.get(symbol.name) ?? clients.get(symbol.name);
    if (known) reportTwice(env, { name: symbol.name, place: env.place(range) }, known);
    else {
      values.set(symbol.name, symbol);
      if (declares) env.use(range, symbol, true);
    }
  };
  const makeNode = (name: string, role: RoleSymbol, declaration: ast.Name): Expression => {
    const place = env.place(declaration.range);
    const value: Expression = { kind: 'node', node: nodes.length, type: { kind: 'node', role: role.name }, place };
    nodes.push({ name, role });
    return value;
  };

  for (const item of items) {
    if (item.kind === 'client') {
      if (item.name.text === '') continue;
      const symbol: ClientSymbol = {
        kind: 'client',
        name: item.name.text,
        place: env.place(item.name.range),
        doc: item.doc,
        index: clients.size,
      };
      const known = clients.get(symbol.name) ?? values.get(symbol.name);
      if (known) reportTwice(env, symbol, known);
      else {
        clients.set(symbol.name, symbol);
        env.use(item.name.range, symbol, true);
      }
    }
    if (item.kind !== 'node') continue;
    const type = env.scope.types.get(item.role.text);
    if (type?.kind !== 'role') {
      const roles = [...env.scope.types.values()].filter((t) => t.kind === 'role').map((t) => t.name);
      env.reportUnknown(
        'FL2012',
        item.role,
        type ? `\`${item.role.text}\` is not a role` : `there is no role \`${item.role.text}\``,
        roles,
      );
    } else env.use(item.role.range, type);
    const role = type?.kind === 'role' ? type : undefined;
    for (const { name, indices } of item.names) {
      if (name.text === '') continue;
      const place = env.place(name.range);
      if (!role) {
        // Of no known role, but declared: its uses are no further mistakes.
        const value: Expression = { kind: 'constant', value: null, type: { kind: 'unknown' }, place };
        enter({ kind: indices ? 'group' : 'node', name: name.text, place, doc: item.doc, value }, name.range);
        continue;
      }
      if (!indices) {
        enter({ kind: 'node', name: name.text, place, doc: item.doc, value: makeNode(name.text, role, name) }, name.range);
        continue;
      }
      const numbers = groupIndices(env, indices, values);
      if (nodes.length + numbers.length > MOST_NODES) {
        env.report('FL3020', indices.range, `a scenario has ${MOST_NODES} nodes at most`);
        continue;
      }
      const byIndex = new Map(numbers.map((i) => [i, makeNode(`${name.text}${i}`, role, name)]));
      const element: Type = { kind: 'node', role: role.name };
      const symbol: ScenarioSymbol = {
        kind: 'group',
        name: name.text,
        place,
        doc: item.doc,
        value: { kind: 'set', elements: [...byIndex.values()], type: setOf(element), place },
      };
      enter(symbol, name.range);
      if (values.get(name.text) === symbol) groups.set(name.text, { symbol, byIndex, element });
      for (const [i, value] of byIndex) enter({ kind: 'node', name: `${name.text}${i}`, place, doc: item.doc, value }, name.range, false);
    }
  }
  return { names: { values, groups, clients }, nodes };
}

/** The numbers of `r[1..5]`; they may depend on a sweep's constants. */
function groupIndices(env: Env, node: ast.Expression, values: ReadonlyMap<string, ScenarioSymbol>): readonly number[] {
  const names: ScenarioNames = { values, groups: new Map(), clients: new Map() };
  const cx = new Context(env, { kind: 'setup', scenario: names }, elaborate);
  const e = cx.expression(node);
  if (e.type.kind === 'unknown') return [];
  const value = tryFolding(env, node.range, () => fold(e));
  const elements: readonly Folded[] = typeof value === 'object' && value !== null && value.kind === 'elements' ? value.elements : [];
  const numbers = elements.filter((v) => typeof v === 'number');
  if (numbers.length === 0 || numbers.length !== elements.length) {
    env.report('FL3026', node.range, 'a group of nodes has a range of numbers that is known beforehand', {
      hint: 'write `node r[1..5] = …`',
    });
    return [];
  }
  return numbers;
}
