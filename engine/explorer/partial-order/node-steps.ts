/**
 * What one node may do next, as far as it can be told from the node alone: more than can happen, and all that can. Whatever depends on the others is taken
 * for possible at any time: what they send, what rules do to the node.
 */
import type { Budget } from '../../../grammar/semantics/program.ts';
import type { Effect, Input, LocalState, Outcome } from '../../program/machine.ts';
import { requestsIn } from '../../program/requests.ts';
import type { RequestValue } from '../../program/values.ts';
import { boundsTimer } from '../../world/match.ts';
import type { Flight, Happening, LossReason, System } from '../../world/world.ts';

/** What of its surroundings bears on what a node may do. */
export interface Bearing {
  /** It is down and will come back. */
  readonly recovering: boolean;
  /** What is left of the budgets that pay for its crashes and its timers, as `NodeSteps.budgets` has them. */
  readonly left: readonly number[];
  /** The bits of clients whose operations may still come to it. */
  readonly asking: number;
}
export interface Prospect {
  readonly local: LocalState;
  readonly bearing: Bearing;
}
/** What may come to a node from outside. */
export type Coming = Extract<Input, { readonly kind: 'message' | 'operation' }>;
export type ComingMessage = Extract<Coming, { readonly kind: 'message' }>;
/** What comes of it. `does`: something does, for the node or for anybody else; if not, the node stays as it is. */
export interface Taking {
  readonly does: boolean;
  readonly to: readonly Prospect[];
}

const NOTHING: Taking = { does: false, to: [] };

/** That of a client among the bits of `Bearing.asking`; several may share one. */
export function bitOf(client: number): number {
  return 1 << (client % 31);
}

export class NodeSteps {
  readonly node: number;
  /** Budgets of the scenario that concern the node, by index. */
  readonly budgets: readonly number[];
  readonly #system: System;
  readonly #isHeeded: (happening: Happening) => boolean;
  /** What rules may do to the node. */
  readonly #rules: ReadonlySet<'crash' | 'recover' | 'pause'>;
  /** What may become of a message for the node instead of its receipt, by itself; and whether budgets pay for its loss, and for a copy of it. */
  readonly #losses: readonly LossReason[];
  readonly #canBeLost: boolean;
  readonly #canBeDuplicated: boolean;

  /** `isHeeded`: whether a property reads of it. */
  constructor(system: System, node: number, isHeeded: (happening: Happening) => boolean) {
    const { rules, budgets } = system.run;
    this.#system = system;
    this.node = node;
    this.#isHeeded = isHeeded;
    this.budgets = [...budgets.keys()].filter((i) => concerns(budgets[i] as Budget, node));
    const acts = rules.flatMap(({ actions }) => actions);
    const done = acts.flatMap((act) => ('node' in act && act.node === node && isDone(act.kind) ? [act.kind] : []));
    this.#rules = new Set(done);
    const canBeDown = this.#rules.has('crash') || this.budgets.some((i) => budgets[i]?.fault.kind === 'crash');
    const canBeCut = budgets.some(({ fault }) => fault.kind === 'partition') || acts.some(({ kind }) => kind === 'partition');
    this.#losses = [...(canBeDown ? (['down'] as const) : []), ...(canBeCut ? (['partition'] as const) : [])];
    this.#canBeLost = budgets.some(({ fault }) => fault.kind === 'lose');
    this.#canBeDuplicated = budgets.some(({ fault }) => fault.kind === 'duplicate');
  }

  /** Whether rules may bring it back when it is down. */
  get isRecovered(): boolean {
    return this.#rules.has('recover');
  }

  /** Steps that need nothing from outside: timers, crashes, recoveries. */
  own({ local, bearing }: Prospect): readonly Prospect[] {
    const { machine } = this.#system;
    if (!local.up) {
      if (!bearing.recovering && !this.#rules.has('recover')) return [];
      return this.#afterAll(machine.recovered(local), { kind: 'recover' }, { ...bearing, recovering: false });
    }
    const crashes = [...this.#crashes(bearing), ...this.#strikes(bearing)];
    return [
      ...crashes.map((after) => ({ local: machine.crashed(local), bearing: after })),
      ...local.timers.flatMap((timer) => {
        const left = this.#paid(bearing, timer.timer);
        return left === undefined ? [] : this.#afterAll(local, { kind: 'timeout', ...timer }, { ...bearing, left });
      }),
    ];
  }

  /** What comes of it if that arrives. A node that is down loses messages, and lets operations wait. */
  taking({ local, bearing }: Prospect, coming: Coming): Taking {
    if (!local.up || (coming.kind === 'operation' && (bearing.asking & bitOf(coming.request.client)) === 0)) return NOTHING;
    const outcomes = this.#runs(local, coming);
    const does = outcomes.some(
      ({ state, effects, failure }) => state !== local || failure !== undefined || effects.some((effect) => this.#shows(effect)),
    );
    return does ? { does, to: outcomes.flatMap((outcome) => this.#after(outcome, bearing)) } : NOTHING;
  }

  /**
   * Whether somebody notices that the message arrives or is lost, whatever the node does with it: a property, a rule; a client, whose requests have the
   * least numbers that no message, among others, holds any more. `losses`: whether properties may be told of a message that finds its receiver down or cut off.
   */
  isNoticed({ from, message, arguments: args }: ComingMessage, losses: boolean): boolean {
    const { node } = this;
    const flight: Flight = { id: 0, from, to: node, message, arguments: args };
    const requests = new Set<RequestValue>();
    requestsIn(args, requests);
    const reasons = [...(losses ? this.#losses : []), ...(this.#canBeLost ? (['fault'] as const) : [])];
    const happenings: readonly Happening[] = [
      ...[true, false].map((ignored): Happening => ({ kind: 'receive', node, flight, ignored })),
      ...reasons.map((reason): Happening => ({ kind: 'lose', flight, reason })),
      ...(this.#canBeDuplicated ? [{ kind: 'duplicate', flight, copy: flight } as const] : []),
    ];
    return (
      requests.size > 0 ||
      happenings.some((happening) => this.#isHeeded(happening)) ||
      this.#system.run.rules.some(
        ({ trigger }) =>
          trigger.kind === 'receives' &&
          trigger.nodes.includes(node) &&
          (trigger.match.message === undefined || trigger.match.message === message) &&
          (trigger.match.from === undefined || trigger.match.from.includes(from)),
      )
    );
  }

  #runs(local: LocalState, input: Input): readonly Outcome[] {
    const { machine } = this.#system;
    return machine.unmarked(() => machine.runAll(local, input));
  }

  #afterAll(local: LocalState, input: Input, bearing: Bearing): readonly Prospect[] {
    return this.#runs(local, input).flatMap((outcome) => this.#after(outcome, bearing));
  }

  /** At the end of a handler, and where a crash strikes in its middle: a budgeted one after a send, a rule's or one during a pause anywhere. */
  #after(outcome: Outcome, bearing: Bearing): readonly Prospect[] {
    const crashes = this.#crashes(bearing);
    const strikes = this.#strikes(bearing);
    const before = this.#rules.has('pause') ? [...strikes, ...crashes] : strikes;
    return [
      { local: outcome.state, bearing },
      ...outcome.effects.flatMap((effect, i) => {
        const after = effect.kind === 'send' ? [...strikes, ...crashes] : strikes;
        return [
          ...after.map((down) => ({ local: outcome.crashedAfter(i), bearing: down })),
          ...before.map((down) => ({ local: outcome.crashedBefore(i), bearing: down })),
        ];
      }),
    ];
  }

  #crashes(bearing: Bearing): readonly Bearing[] {
    return this.budgets.flatMap((budget, i) => {
      const fault = this.#system.run.budgets[budget]?.fault;
      const left = bearing.left[i] as number;
      if (fault?.kind !== 'crash' || left < 1) return [];
      return [{ ...bearing, recovering: fault.withRecovery, left: bearing.left.with(i, left - 1) }];
    });
  }

  #strikes(bearing: Bearing): readonly Bearing[] {
    return this.#rules.has('crash') ? [{ ...bearing, recovering: false }] : [];
  }

  /** What is left when the timer has fired; nothing where a budget forbids it. */
  #paid({ left }: Bearing, timer: number): readonly number[] | undefined {
    const { run } = this.#system;
    const after = left.map((count, i) => {
      const budget = run.budgets[this.budgets[i] as number];
      return budget !== undefined && boundsTimer(this.#system, budget, this.node, timer) ? count - 1 : count;
    });
    return after.every((count) => count >= 0) ? after : undefined;
  }

  /** Whether somebody notices the effect though the node's state stays the same. What timers are armed is part of that. */
  #shows(effect: Effect): boolean {
    const { node } = this;
    switch (effect.kind) {
      case 'send':
      case 'reply':
        return true;
      case 'event': {
        const acts = this.#system.run.rules.some(
          ({ trigger }) => trigger.kind === 'event' && trigger.event === effect.event && trigger.nodes.includes(node),
        );
        return acts || this.#isHeeded({ ...effect, node });
      }
      default:
        return this.#isHeeded({ ...effect, node });
    }
  }
}

function isDone(kind: string): kind is 'crash' | 'recover' | 'pause' {
  return kind === 'crash' || kind === 'recover' || kind === 'pause';
}

function concerns({ fault }: Budget, node: number): boolean {
  return (fault.kind === 'crash' || fault.kind === 'timeout') && fault.nodes.includes(node);
}
