/** What a history of transactions keeps and what it breaks: the entrance to this folder for those who have transactions. */
import type { Anomaly } from './anomalies.ts';
import { cycleAnomaly } from './explain.ts';
import { impliedBy, type Level, LevelChecker, levels } from './levels.ts';
import { type Phenomenon, withoutPhenomenon } from './phenomena.ts';
import { type Sources, sourcesOf } from './sources.ts';
import type { TransactionHistory } from './transactions.ts';
import { versionsOf } from './versions.ts';
import { writtenOver } from './written-over.ts';

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

  /** A dirty write in the order in which the writes were made, where no read tells of another. */
  writtenOver(precedes: (one: number, other: number) => boolean): Anomaly | undefined {
    return writtenOver(this.sources, precedes);
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

  /** Which levels hold: of these the strongest, and of those that are violated the weakest. Levels that are not asked about are left out. */
  report(asked: readonly Level[] = levels): IsolationReport {
    // The strongest first, so that what holds is not asked again.
    const verdicts = new Map(asked.toReversed().map((level) => [level, this.level(level)] as const));
    const ofKind = (kind: IsolationVerdict['kind']): readonly Level[] => asked.filter((level) => verdicts.get(level)?.kind === kind);
    const [kept, broken] = [ofKind('holds'), ofKind('violated')];
    return {
      strongest: kept.filter((level) => !kept.some((other) => other !== level && impliedBy[other].includes(level))),
      weakestBroken: broken.flatMap((level) => {
        const verdict = verdicts.get(level);
        const isWeakest = !broken.some((other) => other !== level && impliedBy[level].includes(other));
        return isWeakest && verdict?.kind === 'violated' ? [{ level, anomaly: verdict.anomaly }] : [];
      }),
      undecided: ofKind('undecided'),
    };
  }
}

/** Levels are not all comparable, so there may be two strongest ones, and two weakest. */
export interface IsolationReport {
  readonly strongest: readonly Level[];
  readonly weakestBroken: readonly { readonly level: Level; readonly anomaly: Anomaly }[];
  readonly undecided: readonly Level[];
}
