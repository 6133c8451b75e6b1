/** One timed run of a scenario: when things happen is drawn from a seed, what happens is the world's. */
import { at } from '../world/at.ts';
import { faults } from '../world/enabled.ts';
import { initialWorld } from '../world/initial.ts';
import { type Surroundings, step } from '../world/step.ts';
import type { Action, Step, System, World } from '../world/world.ts';
import { Agenda } from './agenda.ts';
import { clocksOf } from './clocks.ts';
import { FaultLog } from './faults.ts';
import { type PlannedFault, planFaults } from './plan.ts';
import { randomness } from './random.ts';

export interface SimulateOptions {
  /** Steps that were taken already, the starts included, all at time 0; the run goes on from there. */
  readonly after?: readonly Step[];
  /** Names of the faults (of `struck`) that may happen, if they come up; all where absent. Faults that rules and `at` ask for always happen. */
  readonly faults?: ReadonlySet<string>;
  /** Virtual time, in milliseconds; default 10,000. */
  readonly maxMs?: number;
  /** Default 20,000. */
  readonly maxSteps?: number;
  /** Messages in flight at one time; default 1,000. */
  readonly maxInFlight?: number;
  /** Polled before every step; true ends the run there. */
  readonly isCancelled?: () => boolean;
}

/** A step and the virtual time at which it happens, in milliseconds (to the microsecond, where clocks drift). */
export type SimulatedStep = Step & { readonly timeMs: number };

export interface SimulatedRun {
  readonly seed: number;
  /** Before the first `on start`. */
  readonly initial: World;
  readonly steps: readonly SimulatedStep[];
  /** The faults by budgets and by the network's dice that came up, by names which are the same in every run of this seed. */
  readonly struck: readonly string[];
  /** Nothing was left to happen. */
  readonly complete: boolean;
  /** What ended it before: `10 s of virtual time`, `20,000 steps`, `cancelled`, ...; after a failing step: `a failure at run time`. */
  readonly cutBy?: string;
}

/**
 * Runs the scenario once. The same system and seed give the same run.
 *
 * Faults that budgets allow are planned over the steps that the run takes without them, so a scenario with such budgets is run twice.
 */
export function simulate(system: System, seed: number, options: SimulateOptions = {}): SimulatedRun {
  const hasFaults = system.run.budgets.some(({ fault }) => fault.kind !== 'timeout');
  if (!hasFaults) return new Simulation(system, seed, options, [], 0).run();
  const { faults: _, ...all } = options;
  const undisturbed = new Simulation(system, seed, all, [], 0).run();
  const { steps } = undisturbed;
  const plan = planFaults(system.run, randomness(seed), steps, options.after?.length);
  return new Simulation(system, seed, options, plan, steps.at(-1)?.timeMs ?? 0).run();
}

/** Bounds of how long recoveries, pauses and partitions by budget last, in milliseconds; between them the length of the undisturbed run counts. */
const SHORTEST_SPAN_MS = 10;
const LONGEST_SPAN_MS = 1000;

class Simulation {
  private readonly system: System;
  private readonly seed: number;
  private readonly limits: Required<Omit<SimulateOptions, 'after' | 'faults'>>;
  private readonly initial: World;
  private readonly agenda: Agenda;
  private readonly random;
  private readonly clocks;
  private readonly spanMs: number;
  private readonly faults: FaultLog;
  private pending: readonly PlannedFault[];
  private readonly steps: SimulatedStep[] = [];
  private world: World;
  private nowMs = 0;
  /** Steps that nothing shows (a script that wakes and sleeps again) count too. */
  private taken = 0;

  constructor(system: System, seed: number, options: SimulateOptions, plan: readonly PlannedFault[], activityMs: number) {
    this.system = system;
    this.seed = seed;
    const { after = [], maxMs = 10_000, maxSteps = 20_000, maxInFlight = 1000, isCancelled = () => false } = options;
    this.limits = { maxMs, maxSteps, maxInFlight, isCancelled };
    this.random = randomness(seed);
    this.clocks = clocksOf(system.run);
    this.spanMs = Math.min(LONGEST_SPAN_MS, Math.max(SHORTEST_SPAN_MS, Math.ceil(activityMs)));
    this.faults = new FaultLog(options.faults);
    this.agenda = new Agenda(system, this.random, this.clocks, this.faults, this.spanMs);
    this.pending = plan.filter(({ name }) => options.faults?.has(name) !== false);
    this.initial = initialWorld(system);
    this.world = this.initial;
    for (const taken of after) {
      this.world = taken.world;
      this.steps.push({ ...taken, timeMs: 0 });
      this.agenda.note(taken.happenings, taken.world, 0);
    }
  }

  run(): SimulatedRun {
    const { maxMs, maxSteps, maxInFlight, isCancelled } = this.limits;
    const { seed, initial, steps } = this;
    const { struck } = this.faults;
    const cut = (cutBy: string): SimulatedRun => ({ seed, initial, steps, struck, complete: false, cutBy });
    for (;;) {
      if (isCancelled()) return cut('cancelled');
      if (steps.at(-1)?.failure) return cut('a failure at run time');
      if (Math.max(steps.length, this.taken) >= maxSteps) return cut(`${inWords(maxSteps)} steps`);
      if (this.world.inFlight.length > maxInFlight) return cut(`${inWords(maxInFlight)} messages in flight`);
      if (this.world.starting !== undefined) {
        this.take({ kind: 'start', node: this.world.starting });
        continue;
      }
      if (this.strike()) continue;
      const next = this.agenda.next(this.world);
      if (next === undefined) return { seed, initial, steps, struck, complete: true };
      if (next.timeMs > maxMs) return cut(`${inWords(maxMs / 1000)} s of virtual time`);
      this.nowMs = next.timeMs;
      this.take(next.action);
    }
  }

  private take(action: Action): void {
    const undisturbed = step(this.system, this.world, action, this.surroundings());
    const taken = this.crashInside(undisturbed) ?? undisturbed;
    this.world = taken.world;
    this.taken++;
    // A crash of a node that is down and the like: nothing happened, so there is nothing to show.
    if (taken.happenings.length > 0 || taken.failure) this.steps.push({ ...taken, timeMs: this.nowMs });
    this.agenda.note(taken.happenings, this.world, this.nowMs);
    if (action.kind !== 'deliver') return;
    const kept = this.world.inFlight.find(({ id }) => id === action.flight);
    if (kept) this.agenda.keep(kept);
  }

  /** Choices are made as in `as` as far as that goes, and drawn from there on. */
  private surroundings(as: readonly number[] = [], crashAfterSend?: Surroundings['crashAfterSend']): Surroundings {
    let made = 0;
    return {
      now: (node) => this.clocks.read(node, this.nowMs),
      timed: true,
      choose: (count) => as[made++] ?? this.random.stream('choose').below(count),
      ...(crashAfterSend && { crashAfterSend }),
    };
  }

  private due(): readonly PlannedFault[] {
    return this.pending.filter(({ afterStep }) => afterStep <= this.steps.length);
  }

  /** Takes the step again with a crash in its middle, if one is planned by now and the step sends something that it can strike after. */
  private crashInside({ action, resolution, happenings }: Step): Step | undefined {
    const senders = happenings.flatMap((happening) => (happening.kind === 'send' ? [happening.node] : []));
    for (const planned of this.due()) {
      const { fault } = at(this.system.run.budgets, planned.budget);
      if (!planned.inside || fault.kind !== 'crash') continue;
      const candidates = senders.flatMap((sender, i) => (fault.nodes.includes(sender) ? [i + 1] : []));
      if (candidates.length === 0) continue;
      this.faults.happens(planned.name);
      const nth = at(candidates, this.random.stream('strike', planned.budget).below(candidates.length));
      const struck = step(this.system, this.world, action, this.surroundings(resolution.choices, { nth, budget: planned.budget }));
      this.pending = this.pending.filter((other) => other !== planned);
      return struck;
    }
    return undefined;
  }

  /** Lets one of the faults that are planned by now strike between two steps, if it finds something to strike. */
  private strike(): boolean {
    for (const planned of this.due()) {
      if (planned.inside) continue;
      const { budget } = planned;
      const possible = faults(this.system, this.world, at(this.system.run.budgets, budget), budget);
      if (possible.length === 0) continue;
      this.faults.happens(planned.name);
      const action = at(possible, this.random.stream('strike', budget).below(possible.length));
      this.pending = this.pending.filter((other) => other !== planned);
      this.take(action.kind === 'pause' ? { ...action, durationMs: this.random.stream('pause', budget).between(1, this.spanMs) } : action);
      return true;
    }
    return false;
  }
}

/** `20,000`: the same on every machine, whatever its locale. */
function inWords(figure: number): string {
  return String(figure).replace(/\B(?=(\d{3})+$)/, ',');
}
