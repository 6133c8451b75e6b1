/** Takes some of a run's steps again, in the order given: what a run is shrunk and rearranged with. */
import { clocksOf } from '../../simulator/clocks.ts';
import { at } from '../../world/at.ts';
import { mayFire } from '../../world/enabled.ts';
import { timerKey } from '../../world/key.ts';
import { isFifo } from '../../world/network.ts';
import { type Surroundings, step, stepAll } from '../../world/step.ts';
import type { Action, Happening, Resolution, Step, System, World } from '../../world/world.ts';
import type { EngineRun } from '../task.ts';

/**
 * The run that takes the steps of these indices, each with the choices and at the time that it had. A step that is not possible there (a timer that was never
 * armed, a message that was never sent) is passed over, and so is one by which nothing happens. `taken` says which were not. A message is told again by the
 * step that sent it and its place among what that sent, so that what it says may differ. The run ends with a step that fails. The first `settled` steps
 * stand as they are.
 */
export function retake(
  system: System,
  run: EngineRun,
  indices: Iterable<number>,
  settled = 0,
): { readonly run: EngineRun; readonly taken: readonly number[] } {
  const again = new Retaking(system, run, settled);
  for (const index of indices) if (!again.take(index)) break;
  const { steps, times, taken } = again;
  const { cycleFrom: _, times: hadTimes, ...rest } = run;
  return { run: { ...rest, steps, ...(hadTimes === undefined ? {} : { times }) }, taken };
}

class Retaking {
  readonly steps: Step[] = [];
  readonly times: number[] = [];
  readonly taken: number[] = [];
  readonly #system: System;
  readonly #run: EngineRun;
  readonly #clocks;
  /** Of the messages of the run: the step that made each, and its place among what that made. */
  readonly #origins = new Map<number, { readonly step: number; readonly nth: number }>();
  /** By step of the run: the messages that it makes this time. */
  readonly #made = new Map<number, readonly number[]>();
  #world: World;

  constructor(system: System, run: EngineRun, settled: number) {
    this.#system = system;
    this.#run = run;
    this.#world = run.initial;
    this.#clocks = clocksOf(system.run);
    run.steps.forEach(({ happenings }, index) => {
      made(happenings).forEach((flight, nth) => {
        this.#origins.set(flight, { step: index, nth });
      });
    });
    for (let index = 0; index < settled; index++) this.#add(index, at(run.steps, index));
  }

  /** Gives false when no step can follow. */
  take(index: number): boolean {
    const { action, resolution } = at(this.#run.steps, index);
    const now = this.#run.times?.[index] ?? 0;
    if (action.kind === 'invoke') this.#wakeUpFor(action.client, index);
    const possible = this.#translated(action);
    if (possible === undefined) return true;
    const took = step(this.#system, this.#world, possible, this.#surroundings(now, resolution));
    this.#add(index, took);
    return took.failure === undefined;
  }

  #add(index: number, step: Step): void {
    this.#world = step.world;
    this.#made.set(index, made(step.happenings));
    for (const happening of step.happenings) if (happening.kind === 'jump') this.#clocks.jump(happening.node, happening.byMs);
    if (step.happenings.length === 0 && step.failure === undefined) return;
    this.steps.push(step);
    this.times.push(this.#run.times?.[index] ?? 0);
    this.taken.push(index);
  }

  /**
   * That a script wakes up shows no step, so runs do not have these, nor what the script chose then: what leads to the same operation, if something does. Without
   * time it goes on through all its sleeps at once.
   */
  #wakeUpFor(client: number, index: number): void {
    const { phase } = at(this.#world.clients, client);
    if (phase.kind !== 'sleeping' && phase.kind !== 'waitingUntil') return;
    const asked = at(this.#run.steps, index).happenings.find((happening) => happening.kind === 'invoke')?.request;
    const ways = stepAll(this.#system, this.#world, { kind: 'wake', client }).filter(({ failure }) => failure === undefined);
    const asks = ({ world }: Step) => {
      const state = at(world.clients, client).phase;
      return state.kind === 'ready' && state.asking.request === asked;
    };
    this.#world = (ways.find(asks) ?? ways[0])?.world ?? this.#world;
  }

  #surroundings(now: number, { choices, crashAfterSend }: Resolution): Surroundings {
    let made = 0;
    const strikes = crashAfterSend !== undefined && at(this.#world.budgets, crashAfterSend.budget) > 0;
    return {
      now: (node) => this.#clocks.read(node, now),
      timed: this.#run.times !== undefined,
      choose: (count) => {
        const pick = choices[made++] ?? 0;
        return pick < count ? pick : 0;
      },
      ...(strikes && { crashAfterSend }),
    };
  }

  /** The same action in the world as it is this time; nothing where it is not possible. */
  #translated(action: Action): Action | undefined {
    const world = this.#world;
    if (action.kind === 'start') return world.starting === action.node ? action : undefined;
    if (world.starting !== undefined) return undefined;
    if ('budget' in action && action.budget !== undefined && at(world.budgets, action.budget) < 1) return undefined;
    switch (action.kind) {
      case 'deliver':
      case 'lose':
      case 'duplicate':
        return this.#withMessage(action);
      case 'fire': {
        const { up, timers } = at(world.nodes, action.node);
        const armed = up && !at(world.paused, action.node) && timers.some((timer) => timerKey(timer) === timerKey(action));
        return armed && mayFire(this.#system, world, action.node, action.timer) ? action : undefined;
      }
      case 'crash':
        return at(world.nodes, action.node).up ? action : undefined;
      case 'recover':
        // By itself, or because the file says so.
        return at(world.recovering, action.node) || (action.place !== undefined && !at(world.nodes, action.node).up) ? action : undefined;
      case 'partition':
        return action.budget === undefined || world.partition === undefined ? action : undefined;
      case 'heal':
        return world.partition !== undefined && (world.healing || action.place !== undefined) ? action : undefined;
      case 'pause':
        return at(world.nodes, action.node).up && !at(world.paused, action.node) ? action : undefined;
      case 'resume':
        return at(world.resuming, action.node) || (action.place !== undefined && at(world.paused, action.node)) ? action : undefined;
      case 'jump':
        return action;
      case 'invoke':
        return at(world.clients, action.client).phase.kind === 'ready' ? action : undefined;
      case 'return':
        return at(world.clients, action.client).phase.kind === 'replied' ? action : undefined;
      case 'giveUp':
        return ['waiting', 'replied'].includes(at(world.clients, action.client).phase.kind) ? action : undefined;
      case 'wake':
        return ['sleeping', 'waitingUntil'].includes(at(world.clients, action.client).phase.kind) ? action : undefined;
      case 'handle': {
        const { client, sequence } = action.request;
        const asking = world.asked.find(({ request }) => request.client === client && request.sequence === sequence);
        if (asking === undefined || !at(world.nodes, asking.node).up || at(world.paused, asking.node)) return undefined;
        return { ...action, request: asking.request };
      }
      // Of explorations; simulated runs are what is shrunk.
      case 'tick':
        return undefined;
    }
  }

  #withMessage(action: Extract<Action, { flight: number }>): Action | undefined {
    const origin = this.#origins.get(action.flight);
    const id = origin && this.#made.get(origin.step)?.[origin.nth];
    const flight = this.#world.inFlight.find((candidate) => candidate.id === id);
    if (flight === undefined) return undefined;
    if (action.kind === 'deliver') {
      if (at(this.#world.paused, flight.to)) return undefined;
      const oldest = this.#world.inFlight.find(({ from, to }) => from === flight.from && to === flight.to);
      if (isFifo(this.#system.run, flight.from, flight.to) && oldest !== flight) return undefined;
    }
    return { ...action, flight: flight.id };
  }
}

/** The messages that a step puts on their way. */
function made(happenings: readonly Happening[]): readonly number[] {
  return happenings.flatMap((happening) => {
    if (happening.kind === 'send') return [happening.flight.id];
    return happening.kind === 'duplicate' ? [happening.copy.id] : [];
  });
}
