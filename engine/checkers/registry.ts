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
import { noTransactionDeadlock } from './locks/no-transaction-deadlock.ts';
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
  noTransactionDeadlock,
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

const byName: ReadonlyMap<string, readonly (PropertyDefinition | PropertyFamily)[]> = Map.groupBy(definitions, ({ name }) => name);

/**
 * The definitions that make up a property: one, or, of what is asked of nodes and of clients, one each. `parameters`: what a claim says besides the name.
 * Throws on a name that is none.
 */
export function propertiesNamed(name: string, parameters: PropertyParameters = { on: [] }): readonly PropertyDefinition[] {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`broken invariant: the property ${name} has no checker`);
  return found.map((definition) => (definition.kind === 'family' ? definition.with(parameters) : definition));
}

export const checkedProperties: readonly string[] = [...byName.keys()];

/** Properties that are predicates over the nodes' states: claims about them become conditions, as invariants are. */
export const stateProperties: readonly string[] = ['converges'];
