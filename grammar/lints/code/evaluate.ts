/** What an expression of a role is at one node of a scenario, as far as its arguments alone decide that. */
import type { Expression, ScenarioRun } from '../../semantics/program.ts';

/** Nodes by their index in the run. */
export type Known = number | ReadonlySet<number> | undefined;

/** Numbers, and sets of nodes; nothing where the state of the node has a say in it. */
export function evaluate(run: ScenarioRun, node: number, e: Expression): Known {
  const at = (operand: Expression | undefined): Known => (operand ? evaluate(run, node, operand) : undefined);
  switch (e.kind) {
    case 'constant':
      return typeof e.value === 'number' ? e.value : undefined;
    case 'self':
      return new Set([node]);
    case 'node':
      return new Set([e.node]);
    case 'nodesOf':
      return new Set(run.nodes.flatMap(({ role }, index) => (role === e.role ? [index] : [])));
    case 'parameter':
      return at(run.nodes[node]?.arguments[e.slot]);
    case 'set':
    case 'list':
      return union(e.elements.map(at));
    case 'cast':
      return at(e.operand);
    case 'binary':
      return combined(e.operator, at(e.left), at(e.right));
    case 'builtin':
      return built(e.name, e.arguments.map(at));
    default:
      return undefined;
  }
}

function union(parts: readonly Known[]): Known {
  const all = new Set<number>();
  for (const part of parts) {
    if (part === undefined || typeof part === 'number') return undefined;
    for (const node of part) all.add(node);
  }
  return all;
}

function combined(operator: string, a: Known, b: Known): Known {
  if (typeof a === 'number' && typeof b === 'number') {
    switch (operator) {
      case 'add':
        return a + b;
      case 'subtract':
        return a - b;
      case 'multiply':
        return a * b;
      case 'divide':
        return b === 0 ? undefined : Math.trunc(a / b);
      default:
        return undefined;
    }
  }
  if (a === undefined || b === undefined || typeof a === 'number' || typeof b === 'number') return undefined;
  switch (operator) {
    case 'setUnion':
    case 'setInsert':
    case 'listAppend':
    case 'listConcat':
      return new Set([...a, ...b]);
    case 'setDifference':
    case 'setRemove':
    case 'listRemove':
      return new Set([...a].filter((node) => !b.has(node)));
    case 'setIntersection':
      return new Set([...a].filter((node) => b.has(node)));
    default:
      return undefined;
  }
}

function built(name: string, values: readonly Known[]): Known {
  const [first] = values;
  if (name === 'size') return first === undefined || typeof first === 'number' ? undefined : first.size;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || first === undefined || typeof first !== 'number') return undefined;
  switch (name) {
    case 'majority':
      return Math.floor(first / 2) + 1;
    case 'max':
      return Math.max(...numbers);
    case 'min':
      return Math.min(...numbers);
    case 'abs':
      return Math.abs(first);
    default:
      return undefined;
  }
}
