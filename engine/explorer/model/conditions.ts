/** `when { condition }` rules that have not acted yet: which states after a step make one of them act. */
import type { LocalState } from '../../program/machine.ts';
import { localOf } from '../memory/directory.ts';
import { type Layout, unpack } from '../memory/layout.ts';
import { nodesRead } from '../nodes-read.ts';
import { MemoisedPredicate } from './memoised-predicate.ts';
import type { Model } from './model.ts';

export class Conditions {
  readonly #model: Model;
  /** By rule. */
  readonly #predicates: ReadonlyMap<number, MemoisedPredicate>;
  /** By environment: those of the rules that have not acted in it. */
  readonly #pending: (readonly MemoisedPredicate[])[] = [];

  constructor(model: Model) {
    this.#model = model;
    const { run, machine } = model.system;
    const roles = run.nodes.map(({ role }) => role);
    this.#predicates = new Map(
      run.rules.flatMap(({ trigger }, i) => {
        if (trigger.kind !== 'condition') return [];
        const holds = (states: readonly LocalState[]) => machine.evaluate(trigger.condition, states, trigger.frameSize) === true;
        return [[i, new MemoisedPredicate(nodesRead(trigger.condition, roles), holds)] as const];
      }),
    );
  }

  /** To be called whenever there may be new environments. */
  makeRoom(): void {
    const { environments } = this.#model;
    for (let environment = this.#pending.length; environment < environments.size; environment++) {
      this.#pending.push(environments.pendingConditions(environment).flatMap((rule) => this.#predicates.get(rule) ?? []));
    }
  }

  pending(environment: number): boolean {
    return this.#pendingIn(environment).length > 0;
  }

  /** Whether one of them acts in this state (packed words at `offset`). 1 yes (or it cannot be told without an error), 0 no, -1 not known yet. */
  acts(environment: number, layout: Layout, words: Int32Array, offset: number): number {
    const pending = this.#pendingIn(environment);
    if (pending.length === 0) return 0;
    const local = (node: number) => this.#model.timelessLocal(node, unpack(layout, words, offset, localOf(node)));
    for (const predicate of pending) {
      const truth = predicate.known(local);
      if (truth !== 0) return truth === -1 ? -1 : 1;
    }
    return 0;
  }

  /** Finds out what `acts` did not know. The environment is that before the step. */
  judge(environment: number, layout: Layout, words: Int32Array, offset: number): void {
    const local = (node: number) => this.#model.timelessLocal(node, unpack(layout, words, offset, localOf(node)));
    const states = () => this.#model.spaces.map((space, node) => space.local(local(node)));
    for (const predicate of this.#pendingIn(environment)) predicate.evaluate(local, states);
  }

  #pendingIn(environment: number): readonly MemoisedPredicate[] {
    const pending = this.#pending[environment];
    if (pending === undefined) throw new Error(`no environment ${environment}`);
    return pending;
  }
}
