/** What a history of transactions keeps, and what it does not, whatever it is claimed to. */
import type { Trace } from '../../trace/model.ts';
import type { PropertyContext } from '../property.ts';
import { levels } from './levels.ts';
import { observed } from './observed.ts';
import { levelMessage } from './properties.ts';

export interface IsolationSummary {
  /** The strongest levels that hold: none, one, or two that cannot be compared. */
  readonly keeps: readonly string[];
  /** The weakest levels that are violated, with the cycle in words: `not serializable: write skew (G2-item): …`. */
  readonly broken: readonly { readonly level: string; readonly message: string }[];
  readonly undecided: readonly string[];
}

/** A longer history is asked only about what is claimed of it, so that the summary takes some two seconds at most: in events, and in elements of what was read. */
const mostEvents = 1_000_000;
const mostElements = 10_000_000;

/** Nothing of what has no transactions. `timed`: whether its order in time is known. */
export function isolationSummary(trace: Trace, context: PropertyContext, timed: boolean): IsolationSummary | undefined {
  const hasTransactions = trace.events.some((event) => event.kind === 'invoke' && event.name === 'begin');
  if (!hasTransactions || isLong(trace)) return undefined;
  const seen = observed(trace, context);
  if (seen.kind === 'undecided') return undefined;
  const { strongest, weakestBroken, undecided } = seen.analysis.report(levels.filter((level) => timed || level !== 'strictSerializable'));
  const broken = weakestBroken.map(({ level, anomaly }) => ({ level, message: levelMessage(level)(anomaly) }));
  return { keeps: strongest, broken, undecided };
}

function isLong({ events }: Trace): boolean {
  if (events.length > mostEvents) return true;
  let elements = 0;
  for (const event of events) if (event.kind === 'return' && Array.isArray(event.result)) elements += event.result.length;
  return elements > mostElements;
}
