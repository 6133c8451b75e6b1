/** What goes wrong in a scenario: actions, what triggers them, faults of messages, budgets. */
import type * as ast from '../syntax/ast.ts';
import { calleeOf, partialArguments } from './arguments.ts';
import type { Budget, FaultAction, MessageFault, MessageMatch, Rule, Trigger } from './program.ts';
import { INT } from './relations.ts';
import type { ScenarioContext } from './scenarioContext.ts';
import { elaborateTimerArguments, timerNames } from './scenarioTimers.ts';
import type { SignatureSymbol } from './symbols.ts';

/** A `crash r` of a group is a crash of each of its nodes. */
export function actions(sc: ScenarioContext, nodes: readonly ast.FaultAction[]): FaultAction[] {
  return nodes.flatMap((node) => action(sc, node));
}

export function action(sc: ScenarioContext, node: ast.FaultAction): FaultAction[] {
  const place = sc.env.place(node.range);
  switch (node.kind) {
    case 'crash':
    case 'recover':
    case 'resume': {
      const { kind } = node;
      return sc.nodeSet(node.node).map((n) => ({ kind, node: n, place }));
    }
    case 'isolate': {
      const isolated = sc.nodeSet(node.node);
      if (isolated.length === 0) return [];
      const groups = [isolated, sc.allNodes().filter((n) => !isolated.includes(n))];
      return [{ kind: 'partition', groups, place }];
    }
    case 'partition':
      return [{ kind: 'partition', groups: partitionGroups(sc, node), place }];
    case 'heal':
      return [{ kind: 'heal', place }];
    case 'pause': {
      const duration = node.duration && sc.integer(node.duration, 'the duration of a pause');
      return sc
        .nodeSet(node.node)
        .map((n) => ({ kind: 'pause', node: n, ...(duration === undefined ? {} : { durationMs: duration }), place }));
    }
    case 'jump': {
      const by = sc.constant(node.by, INT, 'how far a clock jumps');
      return sc.nodeSet(node.node).map((n) => ({ kind: 'jump', node: n, byMs: typeof by === 'number' ? by : 0, place }));
    }
  }
}

function partitionGroups(sc: ScenarioContext, node: Extract<ast.FaultAction, { kind: 'partition' }>): (readonly number[])[] {
  const groups = node.groups.map((group) => sc.nodeSet(group));
  if (node.groups.length === 1 && node.groups[0]?.kind !== 'missing') {
    sc.env.report('FL4010', node.range, 'a partition has at least two groups', { hint: 'write `partition {a, b} | {c}`, or `isolate c`' });
  }
  const seen = new Set<number>();
  groups.forEach((group, i) => {
    const again = group.find((n) => seen.has(n));
    if (again !== undefined) {
      sc.env.report('FL4010', node.groups[i]?.range ?? node.range, `\`${sc.nodes[again]?.name}\` is in two groups`);
    }
    for (const n of group) seen.add(n);
  });
  return groups;
}

/** As much of a message as was said. */
export function messageMatch(sc: ScenarioContext, node: ast.MessageMatch): MessageMatch {
  const { env } = sc;
  const ends = {
    ...(node.from ? { from: sc.nodeSet(node.from) } : {}),
    ...(node.to ? { to: sc.nodeSet(node.to) } : {}),
  };
  if (!node.message) return { arguments: [], ...ends };
  const message = env.scope.messages.get(node.message.text);
  if (!message) {
    const isOperation = env.scope.operations.has(node.message.text);
    env.reportUnknown(
      'FL2003',
      node.message,
      isOperation ? `\`${node.message.text}\` is an operation, not a message` : `there is no message \`${node.message.text}\``,
      isOperation ? [] : env.scope.messages.keys(),
      isOperation ? 'message faults do not touch operations' : undefined,
    );
    return { arguments: [], ...ends };
  }
  env.use(node.message.range, message);
  const args = partialArguments(sc.setup(), calleeOf(message), node.arguments);
  return { message: env.indexOf(message), arguments: args, ...ends };
}

export function rule(sc: ScenarioContext, item: ast.WhenItem): Rule {
  return { trigger: trigger(sc, item.trigger), actions: actions(sc, item.actions), place: sc.env.place(item.range) };
}

function trigger(sc: ScenarioContext, node: ast.Trigger): Trigger {
  if (node.kind === 'condition') {
    const cx = sc.observation();
    const condition = cx.condition(node.condition).expression;
    return { kind: 'condition', condition, frameSize: cx.frame.size };
  }
  const ordinal = node.ordinal ?? 1;
  const nodes = sc.nodeSet(node.node);
  switch (node.kind) {
    case 'receives':
    case 'sends':
      return { kind: node.kind, ordinal, nodes, match: messageMatch(sc, node.message) };
    case 'crashes':
    case 'recovers':
      return { kind: node.kind, ordinal, nodes };
    case 'timesOut':
      return {
        kind: 'timesOut',
        ordinal,
        nodes,
        ...(node.timer ? { timer: node.timer.text } : {}),
        arguments: node.timer ? elaborateTimerArguments(sc, node.timer, nodes, node.arguments) : [],
      };
    case 'event':
      return eventTrigger(sc, node, ordinal, nodes);
  }
}

function eventTrigger(
  sc: ScenarioContext,
  node: Extract<ast.Trigger, { kind: 'event' }>,
  ordinal: number,
  nodes: readonly number[],
): Trigger {
  const event = eventOfVerb(sc, node.verb.text);
  if (!event) {
    const verbs = [...sc.env.scope.events.keys()].map((name) => verbOf(name));
    sc.env.reportUnknown(
      'FL4019',
      node.verb,
      `a node does not \`${node.verb.text}\``,
      [...verbs, 'receives', 'sends', 'crashes', 'recovers'],
      'it `receives` or `sends` a message, `times out`, `crashes`, `recovers`, or lets an event happen: `commits("t1")`, or by its name, `commit("t1")`',
    );
    return { kind: 'crashes', ordinal, nodes };
  }
  sc.env.use(node.verb.range, event);
  const args = partialArguments(sc.setup(), calleeOf(event), node.arguments);
  return { kind: 'event', ordinal, nodes, event: sc.env.indexOf(event), arguments: args };
}

function eventOfVerb(sc: ScenarioContext, verb: string): SignatureSymbol | undefined {
  const { events } = sc.env.scope;
  return events.get(verb) ?? [...events.values()].find((event) => verbOf(event.name) === verb);
}

/** The third person: `commits`, `accesses`, `stepsDown`, `tries`. The verb is what stands before the first capital. */
export function verbOf(event: string): string {
  const [, verb = event, rest = ''] = /^([a-z0-9_]+)(.*)$/.exec(event) ?? [];
  if (/(s|x|z|ch|sh|o)$/.test(verb)) return `${verb}es${rest}`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies${rest}`;
  return `${verb}s${rest}`;
}

export function messageFault(sc: ScenarioContext, item: ast.MessageFaultItem): MessageFault {
  const by = item.by && sc.integer(item.by, 'a delay');
  return {
    kind: item.fault,
    ...(item.ordinal === undefined ? {} : { ordinal: item.ordinal }),
    match: messageMatch(sc, item.message),
    ...(by === undefined ? {} : { byMs: by }),
    place: sc.env.place(item.range),
  };
}

export function budget(sc: ScenarioContext, item: ast.BudgetItem): Budget {
  return { times: sc.integer(item.times, 'a budget') ?? 0, fault: budgetedFault(sc, item.fault), place: sc.env.place(item.range) };
}

function budgetedFault(sc: ScenarioContext, node: ast.BudgetedFault): Budget['fault'] {
  const nodesOf = (of: ast.Expression | undefined): readonly number[] => (of ? sc.nodeSet(of) : sc.allNodes());
  switch (node.kind) {
    case 'crash':
      return { kind: 'crash', withRecovery: node.withRecovery, nodes: nodesOf(node.of) };
    case 'lose':
    case 'duplicate':
      return { kind: node.kind, match: messageMatch(sc, node.message) };
    case 'partition':
      return { kind: 'partition' };
    case 'pause':
      return { kind: 'pause', nodes: nodesOf(node.of) };
    case 'timeout': {
      const nodes = nodesOf(node.of);
      if (node.timer) timerNames(sc, node.timer, nodes);
      return { kind: 'timeout', ...(node.timer ? { timer: node.timer.text } : {}), nodes };
    }
  }
}
