/**
 * Runs that no protocol made: any moves in any order, so that traces, checkers and monitors are tried on far more than well-behaved histories.
 */
import fc from 'fast-check';
import type { CheckedProgram, Expression, Role, ScenarioRun, Statement } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import { emptyRun } from '../../program/empty-run.ts';
import { ConsingStore } from '../../program/store.ts';
import type { Value } from '../../program/values.ts';
import type { Flight, Happening, Step, World } from '../../world/world.ts';
import { buildTrace } from '../build.ts';
import type { Trace } from '../model.ts';

const place: Place = { file: 'file:///synthetic.faultline', start: 0, end: 1 };
const any = { kind: 'any' } as const;
const none: Expression = { kind: 'constant', value: null, place, type: { kind: 'none' } };

const events = [
  ['propose', 2],
  ['decide', 2],
  ['vote', 2],
  ['commit', 1],
  ['abort', 1],
  ['broadcast', 1],
  ['deliver', 1],
  ['lead', 1],
  ['stepDown', 1],
  ['want', 1],
  ['acquire', 2],
  ['release', 1],
  ['access', 2],
  ['stamp', 1],
  ['effect', 1],
] as const;
export type EventName = (typeof events)[number][0];

function role(name: string, body: readonly Statement[]): Role {
  const go = { name: 'go', parameters: [], frameSize: 0, body, place };
  return { name, place, parameters: [], variables: [], functions: [go], timers: [{ name: 'tick', fields: [] }], handlers: [] };
}
const callsAll = events.map(
  ([, size], event): Statement => ({ kind: 'event', event, arguments: Array.from({ length: size }, () => none), place }),
);

/** Three nodes that can do anything, and a fourth that raises no event. */
export const program: CheckedProgram = {
  file: place.file,
  enums: [{ name: 'Outcome', members: ['committed', 'aborted'] }],
  structs: [],
  messages: [{ name: 'Note', fields: [{ name: 'number', type: { kind: 'int' } }], place }],
  operations: [],
  events: events.map(([name, size]) => ({ name, fields: Array.from({ length: size }, (_, i) => ({ name: `a${i}`, type: any })), place })),
  roles: [role('Process', callsAll), role('Bystander', [])],
  scenarios: [],
  histories: [],
};
export const run: ScenarioRun = {
  ...emptyRun(place),
  bindings: [{ name: 'n', value: 3 }],
  nodes: ['p1', 'p2', 'p3', 'q'].map((name) => ({ name, role: name === 'q' ? 1 : 0, arguments: [], place })),
};
export const values = new ConsingStore();

export type Move =
  | { readonly kind: 'event'; readonly node: number; readonly name: EventName; readonly arguments: readonly Value[] }
  | { readonly kind: 'send'; readonly from: number; readonly to: number }
  /** `pick` chooses among what is in flight; nothing happens where nothing is. */
  | { readonly kind: 'deliver' | 'lose' | 'duplicate'; readonly pick: number }
  | { readonly kind: 'crash' | 'recover' | 'timeout'; readonly node: number }
  | { readonly kind: 'partition' | 'heal' };

/** Carries the moves out, each as a step of its own. Moves that make no sense there are left out. */
export function play(moves: readonly Move[]): readonly Step[] {
  const steps: Step[] = [];
  let world = initialWorld;
  for (const move of moves) {
    const made = playOne(world, move);
    if (made === undefined) continue;
    world = made.world;
    steps.push({ ...made, resolution: { choices: [] } });
  }
  return steps;
}

export const initialWorld: World = {
  nodes: run.nodes.map((_, node) => ({ id: node, node, up: true, variables: [], timers: [], held: [] })),
  paused: run.nodes.map(() => false),
  resuming: run.nodes.map(() => false),
  suspended: [],
  recovering: run.nodes.map(() => false),
  clients: [],
  asked: [],
  givenUp: [],
  inFlight: [],
  nextFlight: 0,
  healing: false,
  budgets: [],
  timerBudgets: [],
  ruleMatches: [],
  faultMatches: [],
};

type Made = Pick<Step, 'action' | 'world' | 'happenings'>;

function playOne(world: World, move: Move): Made | undefined {
  switch (move.kind) {
    case 'event': {
      const event = program.events.findIndex(({ name }) => name === move.name);
      return fire(world, move.node, { kind: 'event', node: move.node, event, arguments: move.arguments, place });
    }
    case 'send': {
      const flight: Flight = { id: world.nextFlight, from: move.from, to: move.to, message: 0, arguments: [world.nextFlight] };
      const after = { ...world, nextFlight: world.nextFlight + 1, inFlight: [...world.inFlight, flight] };
      return fire(after, move.from, { kind: 'send', node: move.from, flight, place });
    }
    case 'deliver':
    case 'lose':
    case 'duplicate': {
      const flight = world.inFlight[move.pick % Math.max(world.inFlight.length, 1)];
      return flight === undefined ? undefined : strike(world, move.kind, flight);
    }
    case 'crash':
    case 'recover': {
      const up = move.kind === 'recover';
      if (world.nodes[move.node]?.up === up) return undefined;
      const nodes = world.nodes.map((state) => (state.node === move.node ? { ...state, up } : state));
      return {
        action: { kind: move.kind, node: move.node },
        world: { ...world, nodes },
        happenings: [{ kind: move.kind, node: move.node }],
      };
    }
    case 'timeout':
      return fire(world, move.node, { kind: 'timeout', node: move.node, timer: 0, arguments: [], ignored: false });
    case 'partition': {
      const groups = [[0], [1, 2, 3]];
      return { action: { kind: 'partition', groups }, world, happenings: [{ kind: 'partition', groups }] };
    }
    case 'heal':
      return { action: { kind: 'heal' }, world, happenings: [{ kind: 'heal' }] };
  }
}

function fire(world: World, node: number, happening: Happening): Made {
  return { action: { kind: 'fire', node, timer: 0, arguments: [] }, world, happenings: [happening] };
}

function strike(world: World, kind: 'deliver' | 'lose' | 'duplicate', flight: Flight): Made {
  const action = { kind, flight: flight.id };
  if (kind === 'duplicate') {
    const copy = { ...flight, id: world.nextFlight };
    const after = { ...world, nextFlight: world.nextFlight + 1, inFlight: [...world.inFlight, copy] };
    return { action, world: after, happenings: [{ kind, flight, copy }] };
  }
  const after = { ...world, inFlight: world.inFlight.filter((other) => other !== flight) };
  const arrives = kind === 'deliver' && world.nodes[flight.to]?.up === true;
  const happening: Happening = arrives
    ? { kind: 'receive', node: flight.to, flight, ignored: flight.id % 3 === 0 }
    : { kind: 'lose', flight, reason: kind === 'deliver' ? 'down' : 'network' };
  return { action, world: after, happenings: [happening] };
}

export function traceOf(steps: readonly Step[]): Trace {
  return buildTrace({ program, run, scenario: 'synthetic', mode: { kind: 'exploration' }, initial: initialWorld, steps });
}

const node = fc.nat({ max: 2 });

/** Any moves of the network and the nodes, without the protocol's events. */
export const environmentMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), from: node, to: fc.nat({ max: 3 }) }),
  fc.record({
    kind: fc.constantFrom('deliver' as const, 'deliver' as const, 'lose' as const, 'duplicate' as const),
    pick: fc.nat({ max: 5 }),
  }),
  fc.record({ kind: fc.constantFrom('crash' as const, 'recover' as const, 'timeout' as const), node }),
  fc.record({ kind: fc.constantFrom('partition' as const, 'heal' as const) }),
);

/** Calls of the events, their arguments drawn from `choices[position]`. */
export function eventMove(name: EventName, ...choices: readonly (readonly Value[])[]): fc.Arbitrary<Move> {
  return fc
    .tuple(node, fc.tuple(...choices.map((choice) => fc.constantFrom(...choice))))
    .map(([caller, args]) => ({ kind: 'event', node: caller, name, arguments: args }));
}

/** Runs of up to `maxLength` moves. */
export function runs(moves: readonly fc.Arbitrary<Move>[], maxLength: number): fc.Arbitrary<readonly Step[]> {
  return fc.array(fc.oneof(...moves), { maxLength }).map(play);
}
