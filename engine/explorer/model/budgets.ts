/** The interned remainders of the scenario's budgets, and what steps take of them. */
import type { World } from '../../world/world.ts';

export type Remainder = Pick<World, 'budgets' | 'timerBudgets'>;

/** One unit of a budget; of a timer budget, that of one node. */
export interface Payment {
  readonly budget: number;
  readonly node?: number;
}

export class Budgets {
  readonly #remainders: Remainder[] = [];
  readonly #ids = new Map<string, number>();
  readonly #payments: (readonly Payment[])[] = [[]];
  readonly #paymentIds = new Map<string, number>([['', 0]]);
  /** Budgets that have been drawn upon. */
  readonly reached = new Set<number>();

  get size(): number {
    return this.#remainders.length;
  }

  /** How many payments have numbers. */
  get payments(): number {
    return this.#payments.length;
  }

  id({ budgets, timerBudgets }: Remainder): number {
    const key = `${budgets.join(',')}|${timerBudgets.map((left) => left.join(',')).join('/')}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#remainders.push({ budgets, timerBudgets }) - 1;
    this.#ids.set(key, id);
    return id;
  }

  get(id: number): Remainder {
    const remainder = this.#remainders[id];
    if (remainder === undefined) throw new Error(`no remainder ${id}`);
    return remainder;
  }

  /** Number 0 pays nothing. */
  paymentId(payments: readonly Payment[]): number {
    if (payments.length === 0) return 0;
    const key = payments.map(({ budget, node }) => `${budget}.${node ?? ''}`).join(',');
    const known = this.#paymentIds.get(key);
    if (known !== undefined) return known;
    const id = this.#payments.push(payments) - 1;
    this.#paymentIds.set(key, id);
    return id;
  }

  /** What a step that was taken by itself has drawn upon. */
  note(before: Remainder, after: Remainder): void {
    const left = ({ budgets, timerBudgets }: Remainder, budget: number) => [budgets[budget], ...(timerBudgets[budget] ?? [])].join();
    for (const budget of before.budgets.keys()) if (left(before, budget) !== left(after, budget)) this.reached.add(budget);
  }

  /** What is left after the payment, or `undefined` where it is more than what is left. */
  pay(remainder: number, payment: number): number | undefined {
    let { budgets, timerBudgets } = this.get(remainder);
    const payments = this.#payments[payment];
    if (payments === undefined) throw new Error(`no payment ${payment}`);
    for (const { budget, node } of payments) {
      const left = node === undefined ? budgets[budget] : timerBudgets[budget]?.[node];
      if (left === undefined) throw new Error(`no budget ${budget}`);
      if (left < 1) return undefined;
      if (node === undefined) budgets = budgets.with(budget, left - 1);
      else timerBudgets = timerBudgets.map((counts, i) => (i === budget ? counts.with(node, left - 1) : counts));
    }
    for (const { budget } of payments) this.reached.add(budget);
    return this.id({ budgets, timerBudgets });
  }
}
