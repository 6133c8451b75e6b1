import type { CheckedProgram, Expression, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';

/**
 * What `converges` asks of a state (Shapiro et al. 2011): of each role, any two nodes that are up are equal in the named variables; without names in all durable
 * ones. As an expression of the scenario, so that it is evaluated, and explained where it is false, as any invariant is.
 */
export function convergence(program: CheckedProgram, run: ScenarioRun, on: readonly string[], place: Place): Expression {
  const clauses = [...Map.groupBy(run.nodes.keys(), (node) => run.nodes[node]?.role ?? -1)].flatMap(([role, nodes]) => {
    const durable = new Map(run.durability.filter((change) => change.role === role).map((change) => [change.variable, change.durable]));
    const variables = (program.roles[role]?.variables ?? []).flatMap((variable, slot) => {
      const asked = on.length === 0 ? (durable.get(slot) ?? variable.durable) : on.includes(variable.name);
      return asked ? [{ ...variable, slot }] : [];
    });
    const field = (node: number, { name, slot, type }: (typeof variables)[number]): Expression => ({
      kind: 'nodeField',
      node: nodeExpression(node, place),
      name,
      slots: [{ role, kind: 'variable', slot }],
      place,
      type,
    });
    return nodes.flatMap((second, index) =>
      nodes
        .slice(0, index)
        .flatMap((first) =>
          variables.map((variable) => unlessDown(first, second, same(field(first, variable), field(second, variable), place), place)),
        ),
    );
  });
  return clauses.reduce<Expression>((left, right): Expression => ({ kind: 'and', left, right, place, type: bool }), constant(true, place));
}

const bool = { kind: 'bool' } as const;

function constant(value: boolean, place: Place): Expression {
  return { kind: 'constant', value, place, type: bool };
}

function nodeExpression(node: number, place: Place): Expression {
  return { kind: 'node', node, place, type: { kind: 'node' } };
}

function same(left: Expression, right: Expression, place: Place): Expression {
  return { kind: 'binary', operator: 'equal', left, right, place, type: bool };
}

/** A node that is down says nothing: what it holds is not to be seen until it comes back. */
function unlessDown(first: number, second: number, clause: Expression, place: Place): Expression {
  const up = (node: number): Expression => ({ kind: 'up', node: nodeExpression(node, place), place, type: bool });
  const both: Expression = { kind: 'and', left: up(first), right: up(second), place, type: bool };
  return { kind: 'conditional', condition: both, yes: clause, no: constant(true, place), place, type: bool };
}
