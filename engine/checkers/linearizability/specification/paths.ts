import type { Expression, Handler, Role, Statement } from '../../../../grammar/semantics/program.ts';

/** One way through a handler: whether it may change the node's state, and what it replies (`null` for a bare reply). */
export interface WayThrough {
  readonly assigns: boolean;
  readonly reply?: Expression | null;
}

/** More ways than that nobody looks through: they are then one that may do anything. */
const mostWays = 64;

/** All ways through the role's handlers of an operation; `undefined` where they are too many to tell or reply in a loop. */
export function waysThrough(role: Role, operation: number): readonly WayThrough[] | undefined {
  const ways: WayThrough[] = [];
  for (const handler of handlersOf(role, operation)) {
    const guard = handler.guard !== undefined && mayAssign(handler.guard);
    const through = follow(handler.body, [{ assigns: guard, ended: false }]);
    if (through === undefined) return undefined;
    ways.push(...through);
  }
  return ways;
}

export function handlersOf(role: Role, operation: number): readonly Handler[] {
  return role.handlers.filter(({ on }) => on.kind === 'operation' && on.operation === operation);
}

type Way = WayThrough & { readonly ended: boolean };

function follow(body: readonly Statement[], before: readonly Way[]): readonly Way[] | undefined {
  let ways: readonly Way[] | undefined = before;
  for (const statement of body) {
    ways = after(statement, ways);
    if (ways === undefined || ways.length > mostWays) return undefined;
  }
  return ways;
}

function after(statement: Statement, before: readonly Way[]): readonly Way[] | undefined {
  const going = before.filter(({ ended }) => !ended);
  const ended = before.filter((way) => way.ended);
  const each = (change: (way: Way) => Way): readonly Way[] => [...ended, ...going.map(change)];
  const branches = (bodies: readonly (readonly Statement[])[], assigns: boolean): readonly Way[] | undefined => {
    const begin = going.map((way) => ({ ...way, assigns: way.assigns || assigns }));
    const all = bodies.map((body) => follow(body, begin));
    return all.includes(undefined) ? undefined : [...ended, ...all.flatMap((ways) => ways ?? [])];
  };
  switch (statement.kind) {
    case 'if':
      return branches([statement.yes, statement.no], mayAssign(statement.condition));
    case 'match':
      return branches(
        statement.arms.map(({ body }) => body),
        mayAssign(statement.subject),
      );
    case 'reply': {
      const { value = null } = statement;
      return each((way) => ({ ...way, reply: value, assigns: way.assigns || mayAssign(value) }));
    }
    case 'return':
      return each((way) => ({ ...way, ended: true, assigns: way.assigns || mayAssign(statement.value) }));
    case 'for':
    case 'while':
    case 'repeat':
      return containsReply(statement) ? undefined : each((way) => ({ ...way, assigns: way.assigns || mayAssign(statement) }));
    default:
      return each((way) => ({ ...way, assigns: way.assigns || mayAssign(statement) }));
  }
}

/** Whether it may change a variable of the role. Functions may. */
function mayAssign(part: unknown): boolean {
  return someNode(part, (node) => node.kind === 'call' || (node.kind === 'assign' && rootOf(node) === 'variable'));
}

function containsReply(part: unknown): boolean {
  return someNode(part, ({ kind }) => kind === 'reply' || kind === 'return' || kind === 'call');
}

function rootOf(node: Node): string | undefined {
  const target = node.target as { readonly root?: { readonly kind?: string } } | undefined;
  return target?.root?.kind;
}

/** A part of a program: plain data. */
export interface Node {
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** Whether it holds of the part itself or of something in it. */
export function someNode(part: unknown, holds: (node: Node) => boolean): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some((element) => someNode(element, holds));
  if ('kind' in part && typeof part.kind === 'string' && holds(part as Node)) return true;
  return Object.entries(part).some(([name, member]) => name !== 'place' && name !== 'type' && someNode(member, holds));
}
