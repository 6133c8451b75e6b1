/** What scenarios do to the nodes of a role. */
import type { CheckedProgram, FaultAction, Scenario, ScenarioRun } from '../../semantics/program.ts';

export interface RunOf {
  readonly scenario: Scenario;
  readonly run: ScenarioRun;
}
export function runsOf(program: CheckedProgram): RunOf[] {
  return program.scenarios.flatMap((scenario) => scenario.runs.map((run) => ({ scenario, run })));
}

export const plays = (run: ScenarioRun, role: number): boolean => run.nodes.some((node) => node.role === role);

/** All actions on nodes that are written down: on the clock, by rules, in a schedule. */
export function actionsOf(run: ScenarioRun): readonly FaultAction[] {
  const scheduled =
    run.mode.kind === 'schedule'
      ? run.mode.steps.filter(
          (step): step is FaultAction =>
            !['deliver', 'lose', 'duplicate', 'fire', 'invoke', 'handle', 'return', 'timeout'].includes(step.kind),
        )
      : [];
  return [...run.timeline.flatMap((at) => at.actions), ...run.rules.flatMap((rule) => rule.actions), ...scheduled];
}

/** Whether a node of the role may crash in this run and come back. */
export function recovers(run: ScenarioRun, role: number): boolean {
  const isOf = (node: number): boolean => run.nodes[node]?.role === role;
  return (
    run.budgets.some(({ times, fault }) => times > 0 && fault.kind === 'crash' && fault.withRecovery && fault.nodes.some(isOf)) ||
    actionsOf(run).some((action) => action.kind === 'recover' && isOf(action.node))
  );
}

const PROGRESS: ReadonlySet<string> = new Set(['nonBlocking', 'termination', 'available', 'reliableDelivery']);

/** Whether the run is there to show that somebody waits in vain. */
export function demonstratesWaiting(run: ScenarioRun): boolean {
  return run.claims.some(
    ({ expected, property }) =>
      expected === 'violated' &&
      (property.kind === 'registered'
        ? property.parts.some((part) => PROGRESS.has(part))
        : property.kind === 'eventually' || property.kind === 'alwaysPossible'),
  );
}

/** Whether the run is there to show a violation of whatever kind. */
export function demonstrates(run: ScenarioRun): boolean {
  return run.claims.some(({ expected }) => expected === 'violated');
}
