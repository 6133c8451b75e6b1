/** What properties may know of a scenario, read off the checked program. */
import type { CheckedProgram, Expression, Handler, Role, ScenarioRun, Statement } from '../../grammar/semantics/program.ts';
import type { ValueStore } from '../program/values.ts';
import type { PropertyContext, Source } from './context.ts';

export function propertyContext(program: CheckedProgram, run: ScenarioRun, values: ValueStore): PropertyContext {
  const calls = program.roles.map((role) => callsOf(role));
  const nodesOfRoles = (roles: ReadonlySet<number>): readonly number[] =>
    run.nodes.flatMap((node, index) => (roles.has(node.role) ? [index] : []));
  const groups = groupsOf(program, run, (role) => calls[role]?.all.messages ?? new Set());
  const eventIndex = (name: string): number => program.events.findIndex((event) => event.name === name);
  return {
    program,
    run,
    values,
    event: eventIndex,
    groupOf: (node) => groups[node] ?? node,
    nodesThatCall(name) {
      const event = eventIndex(name);
      return nodesOfRoles(new Set(program.roles.flatMap((_, role) => (calls[role]?.all.events.has(event) === true ? [role] : []))));
    },
    sourcesOf(node, names) {
      const role = run.nodes[node]?.role ?? -1;
      const events = names.map(eventIndex);
      const handlers = program.roles[role]?.handlers ?? [];
      const sources = handlers.flatMap((handler, index): Source[] => {
        if (!events.some((event) => calls[role]?.byHandler[index]?.events.has(event) === true)) return [];
        return sourceOf(program, role, handler, (message) =>
          nodesOfRoles(new Set(program.roles.flatMap((_, sender) => (calls[sender]?.all.messages.has(message) === true ? [sender] : [])))),
        );
      });
      return sources.filter(
        (source, index) => sources.findIndex((other) => other.name === source.name && other.kind === source.kind) === index,
      );
    },
  };
}

/** Of each node its group, by the first node in it. What a role sends may reach every node that has a handler for it. */
function groupsOf(program: CheckedProgram, run: ScenarioRun, sentBy: (role: number) => ReadonlySet<number>): readonly number[] {
  const receives = (role: number, message: number): boolean =>
    program.roles[role]?.handlers.some(({ on }) => on.kind === 'message' && on.message === message) === true;
  const groups = run.nodes.map((_, node) => node);
  run.nodes.forEach(({ role: sender }, from) => {
    run.nodes.forEach(({ role: receiver }, to) => {
      const [one, other] = [groups[from] ?? from, groups[to] ?? to];
      if (one === other || ![...sentBy(sender)].some((message) => receives(receiver, message))) return;
      groups.forEach((group, node) => {
        if (group === one || group === other) groups[node] = Math.min(one, other);
      });
    });
  });
  return groups;
}

function sourceOf(program: CheckedProgram, role: number, handler: Handler, sendersOf: (message: number) => readonly number[]): Source[] {
  switch (handler.on.kind) {
    case 'message':
      return [{ kind: 'message', name: program.messages[handler.on.message]?.name ?? '', senders: sendersOf(handler.on.message) }];
    case 'timeout':
      return [{ kind: 'timeout', name: program.roles[role]?.timers[handler.on.timer]?.name ?? '', senders: [] }];
    default:
      return [];
  }
}

/** Events raised and messages sent. */
interface Calls {
  readonly events: Set<number>;
  readonly messages: Set<number>;
}

function callsOf(role: Role): { readonly all: Calls; readonly byHandler: readonly Calls[] } {
  const byHandler = role.handlers.map((handler) => collect(role, handler.body));
  const all: Calls = { events: new Set(), messages: new Set() };
  for (const body of [...role.handlers, ...role.functions].map((code) => collect(role, code.body))) {
    for (const event of body.events) all.events.add(event);
    for (const message of body.messages) all.messages.add(message);
  }
  return { all, byHandler };
}

/** What these statements may do, in the functions that they call too (there is no recursion, but a function may be called twice). */
function collect(role: Role, body: readonly Statement[]): Calls {
  const found: Calls = { events: new Set(), messages: new Set() };
  const seen = new Set<number>();
  const call = (index: number): void => {
    if (seen.has(index)) return;
    seen.add(index);
    visit(role.functions[index]?.body ?? []);
  };
  // Functions are also called inside expressions (`if conclude(tx) { … }`). Expressions are plain data, so any object of kind `call` is one.
  const scan = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (Array.isArray(part)) {
      for (const element of part) scan(element);
      return;
    }
    const node = part as Partial<Expression | Statement>;
    if (node.kind === 'call' && typeof node.function === 'number') call(node.function);
    if (node.kind === 'event' && typeof node.event === 'number') found.events.add(node.event);
    if (node.kind === 'send' && typeof node.message === 'number') found.messages.add(node.message);
    for (const [key, value] of Object.entries(part)) {
      if (key !== 'place' && key !== 'type') scan(value);
    }
  };
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) scan(statement);
  };
  visit(body);
  return found;
}
