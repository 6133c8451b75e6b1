/**
 * Isolation as an automaton, over the states of `HistoryStates`. They grow with every transaction: explorations of scripts that end have finitely many.
 */
import type { Value } from '../../program/values.ts';
import type { Happening } from '../../world/world.ts';
import type { Monitor, PropertyContext } from '../property.ts';
import { IsolationAnalysis, type Question } from './analysis.ts';
import { HistoryStates } from './history-states.ts';
import { type InitialValues, initialValues, unreadable } from './observed.ts';

type Verdict = 'holds' | 'violated' | { readonly undecided: string };

export class IsolationMonitor implements Monitor {
  readonly initial: Value;
  readonly #histories: Histories;
  readonly #ask: Question;
  /** By content. */
  readonly #verdicts: (Verdict | undefined)[] = [];

  /** `timed`: real time counts. */
  constructor(context: PropertyContext, timed: boolean, ask: Question) {
    this.#histories = historiesOf(context, timed);
    this.#ask = ask;
    this.initial = this.#histories.states.initial;
  }

  reads({ kind }: Happening): boolean {
    return kind === 'invoke' || kind === 'return' || kind === 'giveUp';
  }

  undecided(state: Value): string | undefined {
    const verdict = this.#verdictOn(Number(state));
    return typeof verdict === 'string' ? undefined : verdict.undecided;
  }

  next(state: Value, happening: Happening): Value | 'violated' {
    const next = this.#histories.states.next(Number(state), happening);
    return this.#verdictOn(next) === 'violated' ? 'violated' : next;
  }

  #verdictOn(state: number): Verdict {
    const { states } = this.#histories;
    const operation = states.unreadable(state);
    if (operation !== undefined) return { undecided: unreadable(operation) };
    const content = states.content(state);
    const verdict = this.#verdicts[content] ?? this.#decide(content);
    this.#verdicts[content] = verdict;
    return verdict;
  }

  #decide(content: number): Verdict {
    const analysis = this.#histories.analysis(content);
    if (typeof analysis === 'string') return { undecided: analysis };
    const verdict = this.#ask(analysis);
    return verdict.kind === 'undecided' ? { undecided: verdict.reason } : verdict.kind;
  }
}

/** What the monitors of one scenario share. */
class Histories {
  readonly states: HistoryStates;
  readonly #initial: InitialValues;
  #last: { readonly content: number; readonly analysis: IsolationAnalysis } | undefined;

  constructor(context: PropertyContext, timed: boolean) {
    this.states = new HistoryStates(context, timed);
    this.#initial = initialValues(context);
  }

  /** Of that content, or why there is none. The last one is kept: monitors are asked about the same one after the other. */
  analysis(content: number): IsolationAnalysis | string {
    if (typeof this.#initial === 'string') return this.#initial;
    if (this.#last?.content !== content) {
      const analysis = new IsolationAnalysis({ transactions: this.states.transactions(content), initial: this.#initial });
      this.#last = { content, analysis };
    }
    return this.#last.analysis;
  }
}

const known = new WeakMap<PropertyContext, Map<boolean, Histories>>();

function historiesOf(context: PropertyContext, timed: boolean): Histories {
  const both = known.get(context) ?? new Map<boolean, Histories>();
  known.set(context, both);
  const histories = both.get(timed) ?? new Histories(context, timed);
  both.set(timed, histories);
  return histories;
}
