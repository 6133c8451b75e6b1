/** What of the file the search came by: for coverage, and to say what holds vacuously. */
import { matchesMessage } from '../../world/match.ts';
import type { Step, System, World } from '../../world/world.ts';
import { ordinalOf } from './environments.ts';

export class Reached {
  readonly #system: System;
  /** `role:handler`; filled by the observed machine. */
  readonly handlers: Set<string>;
  readonly rules = new Set<number>();
  readonly faults = new Set<number>();

  constructor(system: System, handlers: Set<string>) {
    this.#system = system;
    this.handlers = handlers;
  }

  /** Rules that acted and message faults that struck in a step. */
  note(before: World, step: Step): void {
    const { rules, messageFaults } = this.#system.run;
    rules.forEach((rule, i) => {
      const ordinal = ordinalOf(rule);
      if ((before.ruleMatches[i] as number) < ordinal && (step.world.ruleMatches[i] as number) >= ordinal) this.rules.add(i);
    });
    messageFaults.forEach((fault, i) => {
      if (this.faults.has(i)) return;
      const struck =
        fault.ordinal === undefined
          ? step.happenings.some((one) => one.kind === 'send' && matchesMessage(this.#system, step.world.nodes, fault.match, one.flight))
          : step.world.faultMatches[i] === fault.ordinal;
      if (struck) this.faults.add(i);
    });
  }
}
