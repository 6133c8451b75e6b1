import type { Finding } from '../checkers/property.ts';
import { isFailure } from '../checkers/reading.ts';
import type { Trace } from '../trace/model.ts';
import { enabled, isFair } from '../world/enabled.ts';
import { worldKey } from '../world/key.ts';
import { stepAll } from '../world/step.ts';
import type { Happening, Step } from '../world/world.ts';
import { type EngineRun, lastWorld, type RunTask, traceOf } from './task.ts';

/** Worlds to look at; beyond that the run is shown as it is. */
const mostWorlds = 2_000;

/**
 * A wait may be hopeless before what dooms it has happened: where a rule is going to crash the coordinator whatever comes. Such a run is continued, by the
 * shortest way and without further faults of a budget, until the explanation can point at a fault. If none is near, the run is explained as it is.
 */
export function withCause(
  task: RunTask,
  run: EngineRun,
  explain: (trace: Trace) => Finding,
): { readonly trace: Trace; readonly finding: Finding } {
  const asItIs = explained(task, run, explain);
  if (pointsAtFault(asItIs)) return asItIs;
  const seen = new Set([worldKey(task.system, lastWorld(run))]);
  const queue: (readonly Step[])[] = [[]];
  for (const steps of queue) {
    const world = steps.at(-1)?.world ?? lastWorld(run);
    for (const action of enabled(task.system, world).filter(isFair)) {
      for (const step of stepAll(task.system, world, action)) {
        const key = worldKey(task.system, step.world);
        if (step.failure !== undefined || step.resolution.crashAfterSend !== undefined || seen.has(key)) continue;
        seen.add(key);
        const longer = [...steps, step];
        if (step.happenings.some(isFault)) {
          const continued = explained(task, { ...run, steps: [...run.steps, ...longer] }, explain);
          if (pointsAtFault(continued)) return continued;
        }
        if (seen.size >= mostWorlds) return asItIs;
        queue.push(longer);
      }
    }
  }
  return asItIs;
}

function explained(
  task: RunTask,
  run: EngineRun,
  explain: (trace: Trace) => Finding,
): { readonly trace: Trace; readonly finding: Finding } {
  const trace = traceOf(task, run);
  return { trace, finding: explain(trace) };
}

function pointsAtFault({ trace, finding }: { readonly trace: Trace; readonly finding: Finding }): boolean {
  return finding.witnesses.some((index) => {
    const event = trace.events[index];
    return event !== undefined && isFailure(event);
  });
}

function isFault({ kind }: Happening): boolean {
  return kind === 'crash' || kind === 'lose' || kind === 'partition' || kind === 'pause';
}
