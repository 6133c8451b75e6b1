import { at } from '../world/at.ts';
import type { System, World } from '../world/world.ts';

const wishes = {
  invoke: 'asks nothing here',
  handle: 'has no operation to be handled here',
  return: 'gets no reply here',
  timeout: 'cannot time out here',
};

/** Why a client's step is not possible: what the client is at. */
export function clientError(system: System, world: World, wanted: keyof typeof wishes, client: number): string {
  const { names } = system.machine;
  const { name, timeoutMs } = at(system.run.clients, client);
  if (wanted === 'timeout' && timeoutMs === undefined) return `${name} has no timeout: write \`client ${name} timeout 50ms { … }\``;
  const { phase } = at(world.clients, client);
  const operation = (request: Parameters<typeof names.value>[0]) => `\`${names.value(request).replace(`${name}'s `, '')}\``;
  const because = (): string => {
    switch (phase.kind) {
      case 'ready':
        return `next it asks ${operation(phase.asking.request)} of ${names.node(phase.asking.node)}: \`invoke ${name}\``;
      case 'waiting': {
        const asked = world.asked.find(({ request }) => request === phase.request);
        if (asked === undefined) return `it waits for the reply to ${operation(phase.request)}`;
        const node = names.node(asked.node);
        const state = !at(world.nodes, asked.node).up ? ` (it is down)` : at(world.paused, asked.node) ? ' (it is paused)' : '';
        return `${node} has not handled ${operation(phase.request)} yet${state}`;
      }
      case 'replied':
        return `the reply to ${operation(phase.request)} is on its way: \`return ${name}\``;
      case 'awaiting':
        return `it waits for the end of ${at(system.run.clients, phase.client).name}'s script`;
      case 'ended':
        return 'its script has ended';
      // Schedules take no time, so scripts do not sleep in them.
      default:
        return 'it has not begun';
    }
  };
  return `${name} ${wishes[wanted]}: ${because()}`;
}
