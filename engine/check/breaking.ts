/** The first moment at which a run breaks what must hold at every moment. */
import type { Place } from '../../grammar/syntax/range.ts';
import type { World } from '../world/world.ts';
import { truthOf } from './conditions.ts';
import type { Condition, Subject } from './subjects.ts';
import type { EngineRun, RunTask } from './task.ts';

export interface Breaking {
  /** -1 before the first step. */
  readonly step: number;
  /** The statement whose event it was; of an invariant what the step is shown at. */
  readonly place?: Place;
}
/** What one moment can break. */
export type BreakableSubject = Extract<Subject, { kind: 'safety' }> | (Condition & { readonly kind: 'invariant' });

/** Nothing where the run keeps it. */
export function breakingIn(task: Pick<RunTask, 'system' | 'context'>, subject: BreakableSubject, run: EngineRun): Breaking | undefined {
  if (subject.kind === 'invariant') {
    const { machine } = task.system;
    const broken = observedWorlds(run).find(({ world }) => truthOf(machine, subject, world.nodes) !== true);
    const place = run.steps[broken?.step ?? -1]?.happenings.find((happening) => happening.place !== undefined)?.place;
    return broken && { step: broken.step, ...(place && { place }) };
  }
  const monitor = subject.property.monitor(task.context);
  let state = monitor.initial;
  for (const [index, step] of run.steps.entries()) {
    for (const happening of step.happenings) {
      if (!monitor.reads(happening)) continue;
      const next = monitor.next(state, happening);
      if (next === 'violated') return { step: index, ...(happening.place && { place: happening.place }) };
      state = next;
    }
  }
  return undefined;
}

/** The points at which conditions are looked at: once all nodes have started, then after every step; a step that fails has no after. */
export function observedWorlds(run: EngineRun): readonly { readonly world: World; readonly step: number }[] {
  const after = run.steps.flatMap(({ world, failure }, step) =>
    world.starting === undefined && failure === undefined ? [{ world, step }] : [],
  );
  return run.initial.starting === undefined ? [{ world: run.initial, step: -1 }, ...after] : after;
}

export function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.file === b?.file && a?.start === b?.start && a?.end === b?.end;
}
