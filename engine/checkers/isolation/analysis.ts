/** What a history of transactions keeps and what it breaks: the entrance to this folder for those who have transactions. */
import type { Anomaly } from './anomalies.ts';
import { cycleAnomaly } from './explain.ts';
import { impliedBy, type Level, LevelChecker, levels } from './levels.ts';
import { type Phenomenon, withoutPhenomenon } from './phenomena.ts';
import { type Sources, sourcesOf } from './sources.ts';
import type { TransactionHistory } from './transactions.ts';
import { versionsOf } from './versions.ts';

export type IsolationVerdict =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly anomaly: Anomaly }
  | { readonly kind: 'undecided'; readonly reason: string };

/** One thing to ask of a history. */
export type Question = (analysis: IsolationAnalysis) => IsolationVerdict;

export interface IsolationOptions {
  /** The order of each session counts too, at every level (strong session serializability and so on). Without it, as Adya defines the levels, it does not. */
  readonly sessions?: boolean;
}

/** Decides levels one by one, each at most once. */
export class IsolationAnalysis {
  readonly sources: Sources;
  readonly #checker: LevelChecker;
  readonly #verdicts = new Map<Level, IsolationVerdict>();

  constructor(history: TransactionHistory, options: IsolationOptions = {}) {
    this.sources = sourcesOf(versionsOf(history));
    this.#checker = new LevelChecker(this.sources, options.sessions === true);
  }

  level(level: Level): IsolationVerdict {
    const known = this.#verdicts.get(level);
    if (known !== undefined) return known;
    const verdict = this.#decide(level);
    this.#verdicts.set(level, verdict);
    if (verdict.kind === 'holds') for (const weaker of impliedBy[level]) this.#verdicts.set(weaker, verdict);
    if (verdict.kind === 'violated') {
      for (const stronger of levels) {
        if (impliedBy[stronger].includes(level) && !this.#verdicts.has(stronger)) this.#verdicts.set(stronger, verdict);
      }
    }
    return verdict;
  }

  /** Whether the history keeps clear of a single phenomenon. */
  without(phenomenon: Phenomenon): IsolationVerdict {
    return withoutPhenomenon(this.sources, phenomenon);
  }

  #decide(level: Level): IsolationVerdict {
    // Every level forbids what these are, whatever the order of versions; of several the one that is shown first in the history.
    const [anomaly] = this.sources.anomalies;
    if (anomaly !== undefined) return { kind: 'violated', anomaly };
    const verdict = this.#checker.check(level);
    if (verdict.kind !== 'violated') return verdict;
    if (verdict.cycle !== undefined) {
      return { kind: 'violated', anomaly: cycleAnomaly(this.sources.versions, verdict.cycle, verdict.orders) };
    }
    const message =
      'whichever of the equal values each read saw, and in whichever order the versions came, the transactions come one before another in a circle';
    return { kind: 'violated', anomaly: { kind: 'G2-item', message, cycle: [], operations: [] } };
  }

  /** All levels, the strongest first, so that what holds is not asked again. */
  report(): IsolationReport {
    const verdicts = [...levels].reverse().map((level) => [level, this.level(level)] as const);
    const strongest = verdicts.find(([, { kind }]) => kind === 'holds')?.[0];
    const weakestBroken = verdicts.findLast(([, { kind }]) => kind === 'violated')?.[0];
    return {
      levels: Object.fromEntries([...verdicts].reverse()) as Record<Level, IsolationVerdict>,
      ...(strongest === undefined ? {} : { strongest }),
      ...(weakestBroken === undefined ? {} : { weakestBroken }),
    };
  }
}

export interface IsolationReport {
  readonly levels: Readonly<Record<Level, IsolationVerdict>>;
  readonly strongest?: Level;
  readonly weakestBroken?: Level;
}
