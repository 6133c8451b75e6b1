/**
 * Isolation as properties of scenarios and histories: the levels (Adya 1999), and single phenomena under the names that Berenson et al. (1995) gave
 * them.
 */
import type { Trace } from '../../trace/model.ts';
import type { Finding, PropertyContext, SafetyProperty } from '../property.ts';
import { leadUp } from '../witnesses.ts';
import type { IsolationAnalysis, IsolationVerdict, Question } from './analysis.ts';
import { type Anomaly, anomalyNames } from './anomalies.ts';
import { type Level, levels } from './levels.ts';
import { IsolationMonitor } from './monitor.ts';
import { observed } from './observed.ts';
import { type Phenomenon, phenomena } from './phenomena.ts';

export const isolationLevels: readonly SafetyProperty[] = levels.map((level) =>
  isolationProperty(level, level === 'strictSerializable', (analysis) => analysis.level(level), levelMessage(level)),
);

export const isolationPhenomena: readonly SafetyProperty[] = phenomena.map((phenomenon) =>
  isolationProperty(`no ${phenomenon}`, false, (analysis) => analysis.without(phenomenon), phenomenonMessage(phenomenon)),
);

function isolationProperty(name: string, timed: boolean, ask: Question, say: (anomaly: Anomaly) => string): SafetyProperty {
  const verdictOn = (trace: Trace, context: PropertyContext): IsolationVerdict => {
    const seen = observed(trace, context);
    if (seen.kind === 'undecided') return seen;
    const verdict = ask(seen.analysis);
    const anomaly = name === 'no dirtyWrite' && verdict.kind === 'holds' ? writtenOver(trace, seen.analysis) : undefined;
    return anomaly === undefined ? verdict : { kind: 'violated', anomaly };
  };
  return {
    name,
    kind: 'safety',
    check(trace, _, context) {
      const verdict = verdictOn(trace, context);
      const seen = observed(trace, context);
      if (verdict.kind !== 'violated' || seen.kind !== 'transactions') return undefined;
      return findingOf(trace, seen.analysis, verdict.anomaly, say(verdict.anomaly));
    },
    undecided(trace, context) {
      const verdict = verdictOn(trace, context);
      return verdict.kind === 'undecided' ? verdict.reason : undefined;
    },
    monitor: (context) => new IsolationMonitor(context, timed, ask),
  };
}

/** A history tells in which order its writes were made; a run goes by what could be seen of it, since its store may keep writes back. */
function writtenOver(trace: Trace, analysis: IsolationAnalysis): Anomaly | undefined {
  if (trace.mode.kind !== 'history') return undefined;
  const invoked = new Map(trace.events.flatMap((event, index) => (event.kind === 'invoke' ? [[event.operation, index] as const] : [])));
  const askedAt = (index: number): number => {
    const event = trace.events[index];
    return event !== undefined && 'operation' in event ? (invoked.get(event.operation) ?? index) : index;
  };
  return analysis.writtenOver((one, other) => trace.events[one]?.kind === 'return' && one < askedAt(other));
}

/** Shown on the last of the operations that make the anomaly: until then nothing was wrong. */
function findingOf(trace: Trace, { sources: { versions } }: IsolationAnalysis, anomaly: Anomaly, message: string): Finding {
  const { transactions } = versions.history;
  const shown = anomaly.operations.flatMap(([transaction, operation]) => transactions[transaction]?.operations[operation]?.event ?? []);
  const ends = anomaly.cycle.flatMap(({ from }) => transactions[from]?.event ?? []);
  const events = [...new Set(shown.length > 0 ? shown : ends)].sort((a, b) => a - b);
  const last = events.at(-1);
  if (last === undefined) return { message, witnesses: [] };
  return { message, event: last, witnesses: leadUp(trace, last, events.slice(0, -1)) };
}

export function levelMessage(level: Level): (anomaly: Anomaly) => string {
  return ({ kind, message }) => `not ${level}: ${anomalyNames[kind]}${isPaperName(kind) ? ` (${kind})` : ''}: ${message}`;
}

function phenomenonMessage(phenomenon: Phenomenon): (anomaly: Anomaly) => string {
  return ({ kind, message }) => {
    const name = phenomenon === 'dirtyRead' ? `dirty read, an ${anomalyNames[kind]}` : anomalyNames[kind];
    return `${name}${isPaperName(kind) ? ` (${kind})` : ''}: ${message}`;
  };
}

/** Whether the kind has a name of its own in papers. */
function isPaperName(kind: Anomaly['kind']): boolean {
  return kind.startsWith('G');
}
