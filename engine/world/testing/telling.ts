/** Happenings and actions in words, so that tests read as the runs that they are about. */
import { timerName } from '../match.ts';
import type { Action, Flight, Happening, System, World } from '../world.ts';

/** `a sends Ping(1) to b`, `Ping(1) to b is lost: down`, `a: decide(1, 0)`, ... */
export function tell({ machine: { names } }: System, happening: Happening): string {
  switch (happening.kind) {
    case 'start':
    case 'crash':
    case 'recover':
    case 'resume':
      return `${names.node(happening.node)} ${{ start: 'starts', crash: 'crashes', recover: 'recovers', resume: 'resumes' }[happening.kind]}`;
    case 'pause':
      return `${names.node(happening.node)} pauses`;
    case 'send':
      return `${names.node(happening.node)} sends ${names.message(happening.flight)} to ${names.node(happening.flight.to)}`;
    case 'receive':
      return `${names.node(happening.node)} ${happening.ignored ? 'ignores' : 'receives'} ${names.message(happening.flight)}`;
    case 'lose':
      return `${names.message(happening.flight)} to ${names.node(happening.flight.to)} is lost: ${happening.reason}`;
    case 'duplicate':
      return `${names.message(happening.flight)} to ${names.node(happening.flight.to)} is duplicated`;
    case 'timeout':
      return `${names.node(happening.node)} ${happening.ignored ? 'ignores timeout' : 'times out'} ${names.timer(happening.node, happening)}`;
    case 'arm':
      return `${names.node(happening.node)} arms ${names.timer(happening.node, happening)}`;
    case 'cancel':
      return `${names.node(happening.node)} cancels ${names.timer(happening.node, happening)}`;
    case 'event':
      return `${names.node(happening.node)}: ${names.event(happening.event, happening.arguments)}`;
    case 'sync':
      return `${names.node(happening.node)} syncs`;
    case 'partition':
      return `partition ${tellGroups(names.node, happening.groups)}`;
    case 'heal':
      return 'heal';
    case 'jump':
      return `${names.node(happening.node)} jumps by ${happening.byMs}ms`;
    case 'invoke':
    case 'handle':
    case 'reply':
    case 'return':
    case 'giveUp': {
      const { request } = happening;
      const operation = names.value(request).replace("'s ", ': ');
      if (happening.kind === 'invoke') return `${operation} invoked at ${names.node(happening.node)}`;
      if (happening.kind === 'handle') return `${names.node(happening.node)} ${happening.ignored ? 'ignores' : 'handles'} ${operation}`;
      if (happening.kind === 'reply') return `${names.node(happening.node)} replies ${names.value(happening.value)} to ${operation}`;
      return happening.kind === 'giveUp' ? `${operation} given up` : `${operation} returns ${names.value(happening.value)}`;
    }
  }
}

/** `deliver Ping(1) from a to b`, `fire retry at a`, `crash a`, `partition {a} | {b, c}`, ... */
export function tellAction(system: System, world: World, action: Action): string {
  const { names } = system.machine;
  switch (action.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return `${action.kind} ${tellFlight(
        system,
        world.inFlight.find(({ id }) => id === action.flight),
      )}`;
    case 'fire':
      return `fire ${action.arguments.length > 0 ? names.timer(action.node, action) : timerName(system, action.node, action.timer)} at ${names.node(action.node)}`;
    case 'partition':
      return `partition ${tellGroups(names.node, action.groups)}`;
    case 'heal':
      return 'heal';
    case 'jump':
      return `jump ${names.node(action.node)} by ${action.byMs}ms`;
    case 'invoke':
    case 'return':
    case 'giveUp':
    case 'wake':
      return `${action.kind} ${system.run.clients[action.client]?.name}`;
    case 'tick':
      return `tick ${action.byMs}`;
    case 'handle':
      return `handle ${names.value(action.request).replace("'s ", ': ')}`;
    default:
      return `${action.kind} ${names.node(action.node)}`;
  }
}

/** `Ping(1) from a to b` */
export function tellFlight({ machine: { names } }: System, flight: Flight | undefined): string {
  return flight === undefined ? 'nothing' : `${names.message(flight)} from ${names.node(flight.from)} to ${names.node(flight.to)}`;
}

function tellGroups(name: (node: number) => string, groups: readonly (readonly number[])[]): string {
  return groups.map((group) => `{${group.map(name).join(', ')}}`).join(' | ');
}
