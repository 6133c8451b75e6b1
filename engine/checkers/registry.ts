/** The properties that are checked, by the names that files use. Adding one is one new file and one line here. */
import { available } from './availability/available.ts';
import { causalOrder } from './broadcast/causal-order.ts';
import { fifoOrder } from './broadcast/fifo-order.ts';
import { noCreation } from './broadcast/no-creation.ts';
import { noDuplication } from './broadcast/no-duplication.ts';
import { reliableDelivery } from './broadcast/reliable-delivery.ts';
import { totalOrder } from './broadcast/total-order.ts';
import { timestampsRespectCausality } from './clocks/timestamps-respect-causality.ts';
import { atomicity } from './commit/atomicity.ts';
import { commitValidity } from './commit/commit-validity.ts';
import { nonBlocking } from './commit/non-blocking.ts';
import { stability } from './commit/stability.ts';
import { agreement } from './consensus/agreement.ts';
import { integrity } from './consensus/integrity.ts';
import { termination } from './consensus/termination.ts';
import { validity } from './consensus/validity.ts';
import { exactlyOnce } from './effects/exactly-once.ts';
import { isolationLevels, isolationPhenomena } from './isolation/properties.ts';
import { singleLeader } from './leaders/single-leader.ts';
import { linearizable } from './linearizability/linearizable.ts';
import { fencing } from './locks/fencing.ts';
import { mutualExclusion } from './locks/mutual-exclusion.ts';
import { noDeadlock } from './locks/no-deadlock.ts';
import { causal } from './objects/causal.ts';
import { consistentPrefix } from './objects/consistent-prefix.ts';
import { sequential } from './objects/sequential.ts';
import { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './objects/sessions.ts';
import type { PropertyDefinition, PropertyFamily, PropertyParameters } from './property.ts';

const definitions: readonly (PropertyDefinition | PropertyFamily)[] = [
  atomicity,
  commitValidity,
  stability,
  nonBlocking,
  agreement,
  validity,
  integrity,
  termination,
  totalOrder,
  reliableDelivery,
  noDuplication,
  noCreation,
  fifoOrder,
  causalOrder,
  mutualExclusion,
  fencing,
  singleLeader,
  exactlyOnce,
  timestampsRespectCausality,
  noDeadlock,
  ...isolationLevels,
  ...isolationPhenomena,
  linearizable,
  sequential,
  causal,
  readYourWrites,
  monotonicReads,
  monotonicWrites,
  writesFollowReads,
  consistentPrefix,
  available,
];

const byName: ReadonlyMap<string, PropertyDefinition | PropertyFamily> = new Map(
  definitions.map((definition) => [definition.name, definition]),
);

/** The definition of a property; nothing where it is not checked yet. `parameters`: what a claim says besides the name. */
export function propertyNamed(name: string, parameters: PropertyParameters = { on: [] }): PropertyDefinition | undefined {
  const found = byName.get(name);
  return found?.kind === 'family' ? found.with(parameters) : found;
}

export const checkedProperties: readonly string[] = definitions.map((definition) => definition.name);

/** Properties that are predicates over the nodes' states: claims about them become conditions, as invariants are. */
export const stateProperties: readonly string[] = ['converges'];

/** Properties of the language that have no checker yet: a claim about one is undecided and says so. */
export const uncheckedProperties: readonly string[] = [];
