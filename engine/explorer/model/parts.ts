/** What the model has interned, for those that compute with it. */
import type { Action, Step, System, World } from '../../world/world.ts';
import type { Budgets } from './budgets.ts';
import type { ClientSpace } from './client-space.ts';
import type { Environments } from './environments.ts';
import type { Failures } from './failures.ts';
import type { Monitors } from './monitors.ts';
import type { NodeSpace } from './node-space.ts';
import type { Reached } from './reached.ts';

export interface Parts {
  readonly system: System;
  readonly stepAll: (world: World, action: Action) => readonly Step[];
  readonly spaces: readonly NodeSpace[];
  readonly clients: readonly ClientSpace[];
  readonly environments: Environments;
  readonly budgets: Budgets;
  readonly monitors: Monitors;
  readonly failures: Failures;
  readonly reached: Reached;
}

/** The space of a node, or of a client. */
export function spaceOf<Space>(spaces: readonly Space[], index: number): Space {
  const space = spaces[index];
  if (space === undefined) throw new Error(`number ${index} of ${spaces.length} nodes or clients`);
  return space;
}
