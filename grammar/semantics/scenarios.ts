/** Scenarios: from their items to one `ScenarioRun` for each combination of the sweep. */
import type * as ast from '../syntax/ast.ts';
import { callArguments } from './arguments.ts';
import { type ClaimScope, claimsOf, enterNamed, isActive, namedClaim } from './claims.ts';
import { Context } from './context.ts';
import type { Env } from './env.ts';
import { elaborate } from './expressions.ts';
import { action, actions, budget, messageFault, messageMatch, rule } from './faults.ts';
import { clocksOf, durabilityOf, isBuffered, linkOf, networkOf, type Timing } from './network.ts';
import type { NamedClaim } from './outside.ts';
import type { ClientInstance, ExploreMode, Mode, NodeInstance, Scenario, ScenarioRun, ScheduleStep, SimulateMode } from './program.ts';
import { ANY } from './relations.ts';
import { ScenarioContext } from './scenarioContext.ts';
import { type Combination, combinations, declareNames } from './scenarioNames.ts';
import { elaborateTimerArguments } from './scenarioTimers.ts';
import { block } from './statements.ts';
import type { FaultlineSymbol } from './symbols.ts';

export function checkScenario(env: Env, node: ast.ScenarioDeclaration): Scenario {
  const all = combinations(env, node.items);
  const runs = all.map((combination, i) => {
    env.recording = i === 0;
    return checkRun(env, node, combination);
  });
  env.recording = true;
  return { title: node.title.value, place: env.place(node.range), titlePlace: env.place(node.title.range), runs };
}

/** The items of one kind, in the order of the text. */
type Items = <K extends ast.ScenarioItem['kind']>(kind: K) => Extract<ast.ScenarioItem, { readonly kind: K }>[];

function checkRun(env: Env, node: ast.ScenarioDeclaration, combination: Combination): ScenarioRun {
  const { names, nodes } = declareNames(env, node.items, combination);
  const sc = new ScenarioContext(env, names, nodes);
  const symbols: FaultlineSymbol[] = [...new Set([...names.values.values(), ...names.clients.values()])];
  env.region(node.range, symbols);
  const items: Items = (kind) =>
    node.items.filter((item): item is Extract<ast.ScenarioItem, { readonly kind: typeof kind }> => item.kind === kind);

  const mode = modeOf(sc, node, items);
  const [network] = onlyOne(env, items('network'), '`network`');
  const [disk] = onlyOne(env, items('disk'), '`disk`');
  const explored = mode.kind === 'explore' || (mode.kind === 'schedule' && mode.then?.kind === 'explore');
  const timing: Timing = { explored, synchronous: network?.synchronous ?? false };
  if (explored) reportClockReads(sc, node);

  return {
    bindings: combination.bindings,
    nodes: nodeInstances(sc, items('node')),
    groups: groupsOf(sc),
    clients: items('client').flatMap((item) => (item.name.text === '' ? [] : [clientOf(sc, item)])),
    initial: initialOf(sc, items('initial')),
    network: networkOf(sc, network, timing),
    links: items('link').map((item) => linkOf(sc, item, timing)),
    clocks: items('clock').flatMap((item) => clocksOf(sc, item, timing)),
    diskBuffered: disk !== undefined && isBuffered(sc, disk),
    durability: items('durability').flatMap((item) => durabilityOf(sc, item)),
    timeline: items('at').map((item) => timelineEntry(sc, item, timing)),
    rules: items('when').map((item) => rule(sc, item)),
    messageFaults: items('messageFault').map((item) => messageFault(sc, item)),
    budgets: items('budget').map((item) => budget(sc, item)),
    mode,
    claims: claims(sc, items),
  };
}

function onlyOne<T extends { readonly range: ast.Name['range'] }>(env: Env, items: readonly T[], what: string): readonly T[] {
  const [first, ...others] = items;
  for (const other of others) {
    env.report(
      'FL4002',
      other.range,
      `${what} is said twice`,
      first ? { related: [{ place: env.place(first.range), message: 'the first time' }] } : {},
    );
  }
  return items;
}

function nodeInstances(sc: ScenarioContext, items: readonly ast.NodeItem[]): NodeInstance[] {
  const instances: NodeInstance[] = [];
  for (const item of items) {
    const role = sc.env.scope.types.get(item.role.text);
    if (role?.kind !== 'role') continue;
    const parameters = role.parameters();
    const range = { start: item.role.range.start, end: item.range.end };
    // Evaluated once for all nodes of the item: they have the same arguments.
    const args = callArguments(
      sc.setup(),
      { what: `role \`${role.name}\``, fields: parameters, damaged: role.damaged },
      item.arguments,
      range,
    );
    const place = sc.env.place(item.range);
    for (const { name, indices } of item.names) {
      if (name.text === '') continue;
      const group = indices && sc.names.groups.get(name.text);
      const instanceNames = indices ? [...(group?.byIndex.keys() ?? [])].map((i) => `${name.text}${i}`) : [name.text];
      for (const instance of instanceNames) instances.push({ name: instance, role: sc.env.indexOf(role), arguments: args, place });
    }
  }
  return instances;
}

function groupsOf(sc: ScenarioContext): ScenarioRun['groups'] {
  return [...sc.names.groups].map(([name, group]) => ({
    name,
    nodes: [...group.byIndex.values()].flatMap((e) => (e.kind === 'node' ? [e.node] : [])),
  }));
}

function clientOf(sc: ScenarioContext, item: ast.ClientItem): ClientInstance {
  const timeoutMs = item.timeout && sc.integer(item.timeout, 'a timeout', 1);
  const cx = new Context(
    sc.env,
    { kind: 'script', scenario: sc.names, timeout: item.timeout !== undefined, client: item.name.text },
    elaborate,
  );
  const { statements } = block(cx, item.body);
  return {
    name: item.name.text,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    frameSize: cx.frame.size,
    body: statements,
    place: sc.env.place(item.range),
  };
}

export function initialOf(sc: ScenarioContext, items: readonly ast.InitialItem[]): ScenarioRun['initial'] {
  const seen = new Map<string, ast.Expression>();
  return items.flatMap((item) =>
    item.entries.map((entry) => {
      const cx = sc.setup();
      const key = cx.expression(entry.key, ANY);
      if (key.kind === 'constant') {
        const text = JSON.stringify(key.value);
        const known = seen.get(text);
        if (known) sc.env.report('FL4002', entry.key.range, `the initial value of ${text} is said twice`);
        seen.set(text, entry.key);
      }
      return { key, value: cx.expression(entry.value, ANY) };
    }),
  );
}

function timelineEntry(sc: ScenarioContext, item: ast.AtItem, timing: Timing): ScenarioRun['timeline'][number] {
  const timeMs = sc.integer(item.time, 'a time') ?? 0;
  if (timing.explored) {
    const range = { start: item.range.start, end: item.time.range.end };
    sc.env.report('FL4003', range, 'an exploration has no time at which this could happen', {
      hint: 'write `when … { … }`, or a budget such as `up to 1 crash`',
    });
  }
  return { timeMs, actions: actions(sc, item.actions), place: sc.env.place(item.range) };
}

function reportClockReads(sc: ScenarioContext, node: ast.ScenarioDeclaration): void {
  for (const role of new Set(sc.nodes.map((n) => n.role))) {
    for (const place of sc.roleResult(role)?.clockReads ?? []) {
      sc.env.reportAt('FL4004', place, `\`now\` cannot be read in an exploration, and "${node.title.value}" is one`, {
        hint: 'simulate that scenario, or let the protocol do without a clock',
        related: [{ place: sc.env.place(node.title.range), message: 'this scenario explores' }],
      });
    }
  }
}

// ---- how it is run --------------------------------------------------------------------------------------------------

function modeOf(sc: ScenarioContext, node: ast.ScenarioDeclaration, items: Items): Mode {
  const modes = [...items('simulate'), ...items('explore'), ...items('schedule')].toSorted((a, b) => a.range.start - b.range.start);
  const [first, ...others] = modes;
  for (const other of others) {
    sc.env.report('FL4002', other.range, `how the scenario is run is said already: \`${first?.kind}\``, {
      hint:
        other.kind === 'schedule' || first?.kind === 'schedule'
          ? 'after its steps a schedule goes on with `then explore` or `then simulate`'
          : 'make two scenarios of it',
    });
  }
  const place = sc.env.place((first ?? node.title).range);
  if (!first) return { kind: 'simulate', seed: 1, seeds: 1, place };
  if (first.kind !== 'schedule') return { ...timedOrNot(sc, first), place };
  const steps = first.steps.flatMap((step) => scheduleStep(sc, step));
  // biome-ignore lint/suspicious/noThenProperty: the language's own word; the object is never awaited.
  return { kind: 'schedule', steps, ...(first.then ? { then: timedOrNot(sc, first.then) } : {}), place };
}

function timedOrNot(sc: ScenarioContext, item: ast.SimulateItem | ast.ExploreItem): SimulateMode | ExploreMode {
  if (item.kind === 'simulate') {
    return {
      kind: 'simulate',
      seed: (item.seed && sc.integer(item.seed, 'a seed')) ?? 1,
      seeds: (item.seeds && sc.integer(item.seeds, 'the number of seeds', 1)) ?? 1,
    };
  }
  const limits: { maxDepth?: number; maxStates?: number } = {};
  for (const { name, value } of item.limits) {
    const key = name.text === 'depth' ? 'maxDepth' : name.text === 'states' ? 'maxStates' : undefined;
    if (!key) {
      sc.env.reportUnknown('FL4007', name, `there is no limit \`${name.text}\``, ['depth', 'states'], 'limits are `depth` and `states`');
      continue;
    }
    if (limits[key] !== undefined) sc.env.report('FL4002', name.range, `\`${name.text}\` is said twice`);
    const limit = sc.integer(value, `\`${name.text}\``, 1);
    if (limit !== undefined) limits[key] = limit;
  }
  return { kind: 'explore', ...limits };
}

function scheduleStep(sc: ScenarioContext, node: ast.ScheduleStep): ScheduleStep[] {
  const place = sc.env.place(node.range);
  switch (node.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return [{ kind: node.kind, match: messageMatch(sc, node.message), place }];
    case 'fire': {
      const nodes = node.at ? sc.nodeSet(node.at) : sc.allNodes();
      return [
        { kind: 'fire', timer: node.timer.text, nodes, arguments: elaborateTimerArguments(sc, node.timer, nodes, node.arguments), place },
      ];
    }
    case 'invoke':
    case 'handle':
    case 'return':
    case 'timeout': {
      const client = sc.names.clients.get(node.client.text);
      if (client) {
        sc.env.use(node.client.range, client);
        return [{ kind: node.kind, client: client.index, place }];
      }
      sc.env.reportUnknown('FL2016', node.client, `there is no client \`${node.client.text}\` in this scenario`, sc.names.clients.keys());
      return [];
    }
    default:
      return action(sc, node);
  }
}

// ---- claims ---------------------------------------------------------------------------------------------------------

function claims(sc: ScenarioContext, items: Items): ScenarioRun['claims'] {
  const named: NamedClaim[] = [...sc.env.scope.invariants.values()];
  const own = (['invariant', 'eventually', 'possible', 'alwaysPossible'] as const).flatMap((kind) => items(kind));
  for (const item of own.toSorted((a, b) => a.range.start - b.range.start)) enterNamed(sc.env, named, namedClaim(sc.observation(), item));
  const scope: ClaimScope = {
    env: sc.env,
    named,
    scenario: sc,
    isActive: (when) => isActive(sc, when),
  };
  return claimsOf(scope, items('claim'));
}
