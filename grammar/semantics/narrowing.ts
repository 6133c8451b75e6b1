/**
 * Narrowing: what a condition tells about optional values. A fact says that a path (`decision`, `entry.value`, `n.decided` in a scenario) holds a
 * value of a narrower type than it was declared with.
 */
import type { Expression } from './program.ts';
import { overlap, withoutNone } from './relations.ts';
import type { Type } from './types.ts';

export type Facts = ReadonlyMap<string, Type>;
export const NO_FACTS: Facts = new Map();

/** The key of what an expression reads, if that is a variable or a field of one; `v2` is the root of `v2.0`. */
export function pathOf(e: Expression): string | undefined {
  switch (e.kind) {
    case 'local':
      return `l${e.slot}`;
    case 'parameter':
      return `p${e.slot}`;
    case 'variable':
      return `v${e.slot}`;
    case 'node':
      return `n${e.node}`;
    case 'field': {
      const object = pathOf(e.object);
      return object && `${object}.${e.field}`;
    }
    case 'nodeField': {
      const node = pathOf(e.node);
      return node && `${node}.${e.name}`;
    }
    default:
      return undefined;
  }
}
export const rootOf = (path: string): string => path.split('.', 1)[0] ?? path;

/** What is known once `e` has turned out to be `truth`. */
export function factsWhen(e: Expression, truth: boolean): Facts {
  switch (e.kind) {
    case 'not':
      return factsWhen(e.operand, !truth);
    case 'and':
    case 'or': {
      const left = factsWhen(e.left, truth);
      const right = factsWhen(e.right, truth);
      // Both sides of a true `and` (a false `or`) hold; of a false `and` one side does, one does not know which.
      return (e.kind === 'and') === truth ? add(left, right) : common(left, right);
    }
    case 'binary': {
      if (e.operator === 'equal' || e.operator === 'notEqual') {
        return factsOfEquality(e.left, e.right, (e.operator === 'equal') === truth);
      }
      if ((e.operator === 'in' && truth) || (e.operator === 'notIn' && !truth)) {
        const holds = e.right.type.kind === 'set' || e.right.type.kind === 'list' ? e.right.type.element : undefined;
        return holds ? factsOfMembership(e.left, holds) : NO_FACTS;
      }
      return NO_FACTS;
    }
    default:
      return NO_FACTS;
  }
}

function factsOfEquality(left: Expression, right: Expression, equal: boolean): Facts {
  if (isNone(right)) return equal ? NO_FACTS : present(left);
  if (isNone(left)) return equal ? NO_FACTS : present(right);
  return equal ? add(factsOfMembership(left, right.type), factsOfMembership(right, left.type)) : NO_FACTS;
}
/** Equal to something that is never `none`: not `none` itself. */
function factsOfMembership(e: Expression, type: Type): Facts {
  return type.kind === 'optional' || type.kind === 'none' || type.kind === 'value' || type.kind === 'unknown' ? NO_FACTS : present(e);
}
function present(e: Expression): Facts {
  const path = pathOf(e);
  return path !== undefined && e.type.kind === 'optional' ? new Map([[path, e.type.inner]]) : NO_FACTS;
}
const isNone = (e: Expression): boolean => e.kind === 'constant' && e.value === null;

/** Both sets of facts hold. */
export function add(a: Facts, b: Facts): Facts {
  if (b.size === 0) return a;
  if (a.size === 0) return b;
  return new Map([...a, ...b]);
}
/** Facts that hold on either of two ways. */
export function common(a: Facts, b: Facts): Facts {
  if (a === b) return a;
  const both = new Map<string, Type>();
  for (const [path, type] of a) {
    const other = b.get(path);
    if (other && overlap(type, other)) both.set(path, type);
  }
  return both;
}
/** Facts that an assignment to any of the roots leaves standing. */
export function forget(facts: Facts, roots: ReadonlySet<string>): Facts {
  if (roots.size === 0 || facts.size === 0) return facts;
  const kept = new Map<string, Type>();
  for (const [path, type] of facts) if (!roots.has(rootOf(path))) kept.set(path, type);
  return kept.size === facts.size ? facts : kept;
}
/** The expression with the type that the facts give it. */
export function narrowed(e: Expression, facts: Facts): Expression {
  if (e.type.kind !== 'optional' || facts.size === 0) return e;
  const path = pathOf(e);
  const type = path === undefined ? undefined : facts.get(path);
  return type ? { ...e, type: withoutNone(type) } : e;
}
