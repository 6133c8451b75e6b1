/** The scenario's surroundings: network, links, clocks, disks, and what is durable for once. */
import type * as ast from '../syntax/ast.ts';
import { nearest } from './distance.ts';
import type { Link, Network, ScenarioRun } from './program.ts';
import { INT } from './relations.ts';
import type { ScenarioContext } from './scenarioContext.ts';

export const DEFAULT_NETWORK: Network = { synchronous: false, delayMs: [1, 10], fifo: false, loss: 0, duplicate: 0 };

/** How a scenario is run: an exploration has no time, unless the network is synchronous. */
export interface Timing {
  readonly explored: boolean;
  readonly synchronous: boolean;
}

interface Settings {
  readonly delayMs?: readonly [number, number];
  readonly fifo?: boolean;
  readonly loss?: number;
  readonly duplicate?: number;
  readonly untilMs?: number;
}

/** Reads settings one by one; each may be said once. */
function readSettings(sc: ScenarioContext, nodes: readonly ast.NetworkSetting[], timing: Timing): Settings {
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = {};
  const said = new Set<string>();
  for (const node of nodes) {
    if (said.has(node.kind)) sc.env.report('FL4002', node.range, `\`${node.kind}\` is said twice`);
    said.add(node.kind);
    switch (node.kind) {
      case 'delay': {
        const delay = sc.durations(node.value, 'a delay');
        if (delay) settings.delayMs = delay;
        if (timing.explored && !timing.synchronous) meaningless(sc, node, '`delay`', 'an exploration tries every order of messages');
        break;
      }
      case 'order': {
        const { text, range } = node.value;
        if (text === 'fifo' || text === 'any') settings.fifo = text === 'fifo';
        else if (text !== '') {
          const meant = nearest(text, ['fifo', 'any']);
          sc.env.report('FL4007', range, `there is no order \`${text}\``, {
            hint: meant ? `did you mean \`${meant}\`?` : '`order any` or `order fifo`',
          });
        }
        break;
      }
      case 'loss':
      case 'duplicate': {
        const probability = sc.percentage(node.value, `\`${node.kind}\``);
        if (probability === undefined) break;
        settings[node.kind] = probability;
        if (timing.explored && !timing.synchronous && probability > 0) {
          meaningless(sc, node, `\`${node.kind}\``, `write a budget: \`up to 1 ${node.kind === 'loss' ? 'lose' : 'duplicate'}\``);
        }
        break;
      }
      case 'until': {
        const until = sc.integer(node.value, 'the time from which the bound holds');
        if (until !== undefined) settings.untilMs = until;
        break;
      }
    }
  }
  return settings;
}

function meaningless(sc: ScenarioContext, node: { readonly range: ast.Name['range'] }, what: string, hint: string): void {
  sc.env.report('FL4005', node.range, `${what} means nothing in an exploration`, { hint });
}

export function networkOf(sc: ScenarioContext, item: ast.NetworkItem | undefined, timing: Timing): Network {
  if (!item) return DEFAULT_NETWORK;
  const settings = readSettings(sc, item.settings, timing);
  const until = item.settings.find((s) => s.kind === 'until');
  if (until && !item.synchronous) {
    sc.env.report('FL4007', until.range, '`until` bounds the delays of a synchronous network from some time on', {
      hint: 'write `network synchronous { … }`',
    });
  }
  return { ...DEFAULT_NETWORK, ...settings, synchronous: item.synchronous };
}

export function linkOf(sc: ScenarioContext, item: ast.LinkItem, timing: Timing): Link {
  const { untilMs, ...settings } = readSettings(sc, item.settings, { explored: false, synchronous: timing.synchronous });
  if (untilMs !== undefined) sc.env.report('FL4007', item.range, '`until` belongs to the whole network');
  if (timing.explored && !timing.synchronous) meaningless(sc, item, '`link`', 'an exploration tries every order of messages');
  return { from: sc.nodeSet(item.from), to: sc.nodeSet(item.to), ...settings };
}

export function clocksOf(sc: ScenarioContext, item: ast.ClockItem, timing: Timing): ScenarioRun['clocks'] {
  const skew = item.skew && sc.constant(item.skew, INT, 'the skew of a clock');
  const drift = item.drift && sc.percentage(item.drift, 'the drift of a clock', true);
  if (timing.explored && !timing.synchronous) meaningless(sc, item, '`clock`', 'an exploration has no clocks');
  return sc.nodeSet(item.node).map((node) => ({ node, skewMs: typeof skew === 'number' ? skew : 0, drift: drift ?? 0 }));
}

export function isBuffered(sc: ScenarioContext, item: ast.DiskItem): boolean {
  const { text, range } = item.mode;
  if (text !== 'buffered' && text !== '') {
    sc.env.report('FL4007', range, `there is no disk mode \`${text}\``, {
      hint: 'write `disk buffered`; without it every assignment is forced to disk at once',
    });
  }
  return true;
}

export function durabilityOf(sc: ScenarioContext, item: ast.DurabilityItem): ScenarioRun['durability'] {
  const { env } = sc;
  const type = env.scope.types.get(item.role.text);
  if (type?.kind !== 'role') {
    const roles = [...env.scope.types.values()].filter((t) => t.kind === 'role').map((t) => t.name);
    env.reportUnknown('FL2012', item.role, `there is no role \`${item.role.text}\``, roles);
    return [];
  }
  env.use(item.role.range, type);
  const variable = type.variables().find((v) => v.name === item.variable.text);
  if (!variable) {
    env.reportUnknown(
      'FL4016',
      item.variable,
      `${type.name} has no variable \`${item.variable.text}\``,
      type.variables().map((v) => v.name),
    );
    return [];
  }
  env.use(item.variable.range, variable);
  if (variable.durable === item.durable) {
    env.report('FL4014', item.range, `\`${type.name}.${variable.name}\` is ${item.durable ? 'durable' : 'volatile'} already`);
    return [];
  }
  return [{ role: env.indexOf(type), variable: variable.index, durable: item.durable }];
}
