/** What is reported of a history: it has claims, and nothing that runs. */
import type { History } from '../../../grammar/semantics/program.ts';
import type { RunReport } from '../../report.ts';
import { outcomeOf } from '../verdicts.ts';

/** `began`: when its check did, as `Date.now()` says. */
export function historyReport(
  history: History,
  began: number,
  parts: Pick<RunReport, 'claims' | 'failures' | 'traces' | 'isolation'>,
): RunReport {
  return {
    ...parts,
    scenario: history.title,
    place: history.place,
    titlePlace: history.titlePlace,
    bindings: [],
    mode: 'history',
    coverage: { unreached: [], ran: [] },
    statistics: { states: 0, transitions: 0, depth: 0, seeds: 0, elapsedMs: Date.now() - began },
    outcome: outcomeOf(parts.claims, parts.failures, false),
  };
}
