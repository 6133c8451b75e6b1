/** What the nodes hold between two steps, and which of them a step changed. */
import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { World } from '../world/world.ts';
import type { NodeSnapshot } from './model.ts';
import { callText, toTraceValue, valueText } from './values.ts';

export function snapshotNode(program: CheckedProgram, run: ScenarioRun, world: World, node: number): NodeSnapshot {
  const state = world.nodes[node];
  const roleIndex = run.nodes[node]?.role ?? -1;
  const role = program.roles[roleIndex];
  if (state === undefined || role === undefined) throw new Error(`node ${node} is not part of the scenario`);
  const durableHere = new Map(
    run.durability.filter((change) => change.role === roleIndex).map((change) => [change.variable, change.durable]),
  );
  return {
    node,
    status: !state.up ? 'down' : world.paused[node] === true ? 'paused' : 'up',
    variables: role.variables.map((variable, slot) => {
      const value = toTraceValue(program, run, state.variables[slot] ?? null);
      return { name: variable.name, durable: durableHere.get(slot) ?? variable.durable, value, text: valueText(value) };
    }),
    timers: state.timers.map((timer) =>
      callText(
        role.timers[timer.timer]?.name ?? '',
        timer.arguments.map((argument) => toTraceValue(program, run, argument)),
      ),
    ),
  };
}

export function snapshotAll(program: CheckedProgram, run: ScenarioRun, world: World): readonly NodeSnapshot[] {
  return world.nodes.map((_, node) => snapshotNode(program, run, world, node));
}

/** Snapshots of the nodes that differ between two worlds, as they are in the later one. Local states are hash-consed, so identity decides. */
export function changesBetween(program: CheckedProgram, run: ScenarioRun, before: World, after: World): readonly NodeSnapshot[] {
  return after.nodes.flatMap((state, node) =>
    state === before.nodes[node] && after.paused[node] === before.paused[node] ? [] : [snapshotNode(program, run, after, node)],
  );
}
