/** What the last check of a file found, with the texts that it found it in. */
import { leftOut, type RunReport, type Verdict, type Violation } from '../../engine/report.ts';
import type { PresentedTrace } from '../../webview/protocol.ts';

export interface CheckedFile {
  /** By URI: the file's own text and those it imports, as they were when the check began. */
  readonly texts: ReadonlyMap<string, string>;
  /** In the order in which they came; a re-checked scenario replaces its older report. */
  readonly reports: readonly RunReport[];
}

/** Reports with those of a new check put in: whole files replace everything, one scenario only its own runs. */
export function withReport(reports: readonly RunReport[], report: RunReport): readonly RunReport[] {
  const same = (other: RunReport): boolean =>
    other.scenario === report.scenario && JSON.stringify(other.bindings) === JSON.stringify(report.bindings);
  const at = reports.findIndex(same);
  return at < 0 ? [...reports, report] : reports.with(at, report);
}

export type Outcome = RunReport['outcome'];

/** The one that an author must know of first. */
export function overall(reports: readonly RunReport[]): Outcome {
  for (const outcome of ['failed', 'undecided'] as const) if (reports.some((report) => report.outcome === outcome)) return outcome;
  return 'passed';
}

/** The traces of all runs as the trace panel shows them, in the order of the reports. */
export function presentedTraces(reports: readonly RunReport[]): readonly PresentedTrace[] {
  return reports.flatMap(presentedTracesOf);
}

function presentedTracesOf(report: RunReport): readonly PresentedTrace[] {
  const title = titleOf(report);
  return report.traces.map((trace, index): PresentedTrace => {
    const [claim] = report.claims.flatMap(({ verdict, asExpected }) =>
      violationsOf(verdict).flatMap((violation) => (violation.trace === index ? [{ violation, asExpected }] : [])),
    );
    const failure = report.failures.find((candidate) => candidate.trace === index);
    if (failure !== undefined)
      return { title, trace, outcome: 'violated', verdict: `${failure.property}: ${failure.message}${leftOut(failure)}` };
    if (claim !== undefined) {
      const { violation, asExpected } = claim;
      const verdict = `${violation.property} is violated${asExpected ? ', as expected' : ''}: ${violation.message}${leftOut(violation)}`;
      return { title, trace, outcome: asExpected ? 'expected' : 'violated', verdict };
    }
    if (report.outcome === 'undecided') return { title, trace, outcome: 'undecided', verdict: `undecided: one of the runs tried` };
    return { title, trace, outcome: 'holds', verdict: 'nothing is violated in this run' };
  });
}

/** All that a verdict found, the shortest run first. */
export function violationsOf(verdict: Verdict): readonly Violation[] {
  return verdict.kind === 'violated' ? [verdict.violation, ...(verdict.others ?? [])] : [];
}

export function titleOf(report: RunReport): string {
  if (report.bindings.length === 0) return report.scenario;
  return `${report.scenario} (${report.bindings.map(({ name, value }) => `${name} = ${value}`).join(', ')})`;
}
