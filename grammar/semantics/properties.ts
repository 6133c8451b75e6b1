/**
 * The one registry of property names: what can stand after `check` and `expect violation of`. The engine's checkers are tested against it, hover
 * and the documentation read it.
 */
export interface PropertyInfo {
  /** As written after `check`, `no lostUpdate` included. */
  readonly name: string;
  /** One line, for completion. */
  readonly meaning: string;
  /** The definition, with what its violation is shown on. */
  readonly definition: string;
  readonly reference: string;
  /** A bundle's parts; a property of its own has itself. */
  readonly parts: readonly string[];
  /** Prelude events that it speaks of. */
  readonly events: readonly string[];
  /** Whether it reads what clients asked and got; such properties can be checked of a `history` too. */
  readonly needsOperations: boolean;
  /** Takes `as Spec`. */
  readonly takesSpec: boolean;
  /** Takes `on variable, …`. */
  readonly takesVariables: boolean;
}

type Part = Pick<PropertyInfo, 'name' | 'meaning' | 'definition' | 'reference'> & Partial<PropertyInfo>;
const part = (p: Part): PropertyInfo => ({
  events: [],
  needsOperations: false,
  takesSpec: false,
  takesVariables: false,
  parts: [p.name],
  ...p,
});
const bundle = (name: string, meaning: string, definition: string, parts: readonly PropertyInfo[]): PropertyInfo => ({
  name,
  meaning,
  definition,
  reference: parts[0]?.reference ?? '',
  parts: parts.map((p) => p.name),
  events: [...new Set(parts.flatMap((p) => p.events))],
  needsOperations: false,
  takesSpec: false,
  takesVariables: false,
});

const COMMIT = { reference: 'Bernstein, Hadzilacos & Goodman 1987, ch. 7; Gray & Lamport 2006', events: ['vote', 'commit', 'abort'] };
const atomicCommit = [
  part({
    ...COMMIT,
    name: 'atomicity',
    meaning: 'No process commits a transaction that another aborts.',
    definition: 'AC1: no process commits a transaction that another aborts. Shown on the second of the two decisions.',
  }),
  part({
    ...COMMIT,
    name: 'commitValidity',
    meaning: 'Commit only if everybody voted yes; abort only for a cause.',
    definition:
      'AC3 and AC4: a process commits only if every participant voted yes; if all voted yes, nothing failed and no timer had fired at the process that decides, it commits. Shown on the commit without the votes, or on the abort without a cause.',
  }),
  part({
    ...COMMIT,
    name: 'stability',
    meaning: 'No process reverses its decision.',
    definition: 'AC2: no process reverses its decision. Shown on the reversal.',
  }),
  part({
    ...COMMIT,
    events: [...COMMIT.events, 'acquire', 'release'],
    name: 'nonBlocking',
    meaning: 'Whoever voted yes can decide, without waiting for a crashed node for ever.',
    definition:
      'AC5: a process is in doubt from its `vote(tx, true)` until its commit or abort. From every reachable state some run without further faults (what crashed with recovery comes back) lets every process in doubt that is up decide. One that never voted owes nothing. Shown on the vote after which the process waits; the message names what it waits for, who holds it, and which locks it keeps meanwhile.',
  }),
];

const CONSENSUS = {
  reference: 'Chandra & Toueg 1996; Kleppmann, Designing Data-Intensive Applications, ch. 9',
  events: ['propose', 'decide'],
};
const consensus = [
  part({
    ...CONSENSUS,
    name: 'agreement',
    meaning: 'No two nodes decide differently.',
    definition: 'No two nodes decide differently in one instance. Shown on the second of the two decisions.',
  }),
  part({
    ...CONSENSUS,
    name: 'validity',
    meaning: 'What is decided was proposed.',
    definition: 'Whatever is decided in an instance was proposed in it before. Shown on the decision.',
  }),
  part({
    ...CONSENSUS,
    name: 'integrity',
    meaning: 'No node decides twice differently.',
    definition: 'No node decides two different values in one instance. Shown on the second decision.',
  }),
  part({
    ...CONSENSUS,
    name: 'termination',
    meaning: 'Every node that stays up decides, on every fair run.',
    definition:
      'Every node that does not stay down and whose role can call `decide` decides, on every fair run: a fair cycle or a state in which nothing is left to happen, without a decision, violates it. In one simulated run: decided by the end of the run.',
  }),
];

const BROADCAST = { reference: 'Hadzilacos & Toueg 1994; Défago, Schiper & Urbán 2004', events: ['broadcast', 'deliver'] };
const totalOrderBroadcast = [
  part({
    ...BROADCAST,
    name: 'totalOrder',
    meaning: 'Any two nodes deliver what both deliver in the same order.',
    definition: 'Any two nodes deliver the messages that both deliver in the same order. Shown on the delivery that is out of order.',
  }),
  part({
    ...BROADCAST,
    name: 'reliableDelivery',
    meaning: 'What one node delivers, every correct node delivers.',
    definition: 'What one node delivers, every correct node whose role can call `deliver` delivers (uniform agreement).',
  }),
  part({
    ...BROADCAST,
    name: 'noDuplication',
    meaning: 'No node delivers a message twice.',
    definition: 'No node delivers the same message twice. Shown on the second delivery.',
  }),
  part({
    ...BROADCAST,
    name: 'noCreation',
    meaning: 'What is delivered was broadcast.',
    definition: 'Whatever is delivered was broadcast before. Shown on the delivery.',
  }),
];
const orders = [
  part({
    ...BROADCAST,
    name: 'fifoOrder',
    meaning: 'Messages of one sender are delivered in the order of their broadcast.',
    definition: 'If a node broadcasts m before m′, no node delivers m′ without having delivered m. Shown on the early delivery.',
  }),
  part({
    ...BROADCAST,
    name: 'causalOrder',
    meaning: 'Messages are delivered in an order that respects cause and effect.',
    definition:
      'If the broadcast of m happened before that of m′, no node delivers m′ without having delivered m. Shown on the early delivery.',
  }),
];

const operations = { needsOperations: true };
const objects = [
  part({
    ...operations,
    takesSpec: true,
    name: 'linearizable',
    meaning: 'Every operation seems to happen at one moment between its call and its reply.',
    definition:
      'There is an order of the operations that the specification (`as Spec`, default Register) allows and in which an operation that ended before another began comes first. Open operations may take effect at any later time or never. Shown on the operation that cannot be placed, with what it could have returned; where it holds, the trace shows a moment at which each operation took effect.',
    reference: 'Herlihy & Wing 1990; Wing & Gong 1993; Lowe 2017; Horn & Kroening 2015',
  }),
  part({
    ...operations,
    takesSpec: true,
    name: 'sequential',
    meaning: 'The operations have one order, which every client sees.',
    definition: 'As linearizable, but only the order of each client’s own operations is kept, not that of real time.',
    reference: 'Lamport 1979',
  }),
  part({
    ...operations,
    name: 'causal',
    meaning: 'Every client sees writes in an order that respects cause and effect.',
    definition:
      'For every client there is an order of its reads and all writes that respects causality and in which each read returns the last value written.',
    reference: 'Ahamad et al. 1995; Bouajjani et al. 2017',
  }),
  part({
    takesVariables: true,
    name: 'converges',
    meaning: 'When nothing is left to happen, all replicas are equal.',
    definition: 'At quiescence all nodes of a role are equal in the named (default: all) `durable` variables.',
    reference: 'Shapiro et al. 2011',
  }),
  part({
    ...operations,
    name: 'available',
    meaning: 'Every operation asked of a node that stays up is answered.',
    definition:
      'Every operation invoked at a node that stays up returns; one that timed out has not. An exploration knows no time: there it counts that the node replies.',
    reference: 'Gilbert & Lynch 2002',
  }),
];
const SESSION = { ...operations, reference: 'Terry et al. 1994' };
const sessions = [
  part({
    ...SESSION,
    name: 'readYourWrites',
    meaning: 'A client sees its own writes.',
    definition: 'What a client reads of a key is not older than what it wrote to it before.',
  }),
  part({
    ...SESSION,
    name: 'monotonicReads',
    meaning: 'A client never sees an older value again.',
    definition: 'What a client reads of a key is not older than what it read of it before.',
  }),
  part({
    ...SESSION,
    name: 'monotonicWrites',
    meaning: 'The writes of a client are seen in their order.',
    definition: 'Writes of one client to a key take effect in the order in which they were made.',
  }),
  part({
    ...SESSION,
    name: 'writesFollowReads',
    meaning: 'A write comes after what its client has read.',
    definition: 'A write of a client to a key is ordered after the writes whose values it read of it before.',
  }),
  part({
    ...operations,
    name: 'consistentPrefix',
    meaning: 'A client sees a prefix of the writes, without gaps.',
    definition: 'What a client reads at one moment is a prefix of the order of writes.',
    reference: 'Terry et al. 1995',
  }),
];

const ISOLATION = { ...operations, reference: 'Berenson et al. 1995; Adya 1999' };
const levels = [
  part({
    ...ISOLATION,
    name: 'readCommitted',
    meaning: 'Nobody reads or overwrites what is not committed.',
    definition: 'PL-2: neither G0 (dirty writes) nor G1 (aborted, intermediate and circular reads) occurs.',
  }),
  part({
    ...ISOLATION,
    name: 'repeatableRead',
    meaning: 'What a transaction has read stays, phantoms excepted.',
    definition: 'PL-2.99: neither G1 nor G2-item occurs; phantoms are allowed.',
  }),
  part({
    ...ISOLATION,
    name: 'snapshotIsolation',
    meaning: 'A transaction reads one snapshot, and the first committer wins.',
    definition: 'PL-SI with logical start points: neither G1 nor a cycle with fewer than two adjacent anti-dependencies occurs.',
  }),
  part({
    ...ISOLATION,
    name: 'serializable',
    meaning: 'The outcome is that of some serial order.',
    definition: 'PL-3: neither G1 nor G2 occurs for some admissible version order.',
  }),
  part({
    ...ISOLATION,
    name: 'strictSerializable',
    meaning: 'Serializable, in an order that agrees with real time.',
    definition: 'Serializable in an order in which a transaction that ended before another began comes first.',
  }),
];
const anomalies = [
  part({
    ...ISOLATION,
    name: 'no dirtyWrite',
    meaning: 'No transaction overwrites what another has not committed.',
    definition:
      'G0: a cycle of write dependencies alone, in every order of the versions that the reads allow. In a `history` the order in which the lines make the writes counts where no read tells of another (as a store that writes in place has it), even where another order would explain the history and levels hold; of a run only what was read counts, since its store may keep writes back until the commit.',
  }),
  part({
    ...ISOLATION,
    name: 'no dirtyRead',
    meaning: 'No transaction reads what is not, or not yet, committed.',
    definition: 'G1a and G1b: a read of an aborted or an intermediate value.',
  }),
  part({
    ...ISOLATION,
    name: 'no readSkew',
    meaning: 'No transaction sees half of another.',
    definition: 'G-single: a cycle with exactly one anti-dependency.',
  }),
  part({
    ...ISOLATION,
    name: 'no lostUpdate',
    meaning: 'No update is overwritten by somebody who has not seen it.',
    definition: 'Two transactions read the same version of a key and both write it.',
  }),
  part({
    ...ISOLATION,
    name: 'no writeSkew',
    meaning: 'No two transactions each invalidate what the other has read.',
    definition: 'G2-item: a cycle with two or more anti-dependencies between items.',
  }),
  part({
    ...ISOLATION,
    name: 'no phantom',
    meaning: 'No transaction changes what another has searched for.',
    definition: 'G2: a cycle with an anti-dependency through a predicate read (`scan`).',
  }),
];

const others = [
  part({
    name: 'mutualExclusion',
    events: ['acquire', 'release'],
    meaning: 'No two nodes hold a lock at once.',
    definition:
      'No `acquire` of a lock by a node before the `release` by another that holds it, crash or not. Shown on the second `acquire`.',
    reference: 'Lamport 1974',
  }),
  part({
    name: 'singleLeader',
    events: ['lead', 'stepDown'],
    meaning: 'No two nodes lead in one term.',
    definition: 'No two nodes `lead` in one term. Shown on the second `lead`.',
    reference: 'Ongaro & Ousterhout 2014',
  }),
  part({
    name: 'fencing',
    events: ['access', 'acquire'],
    meaning: 'A resource accepts no token older than one it has accepted.',
    definition: 'A resource never accepts (`access`) a token lower than one that it has accepted. Shown on the late `access`.',
    reference: 'Kleppmann 2016',
  }),
  part({
    name: 'exactlyOnce',
    events: ['effect', 'commit'],
    meaning: 'Every effect happens once: not twice, not never.',
    definition: 'No `effect(id)` twice, and at the end one for each `commit(id)` of the same id.',
    reference: 'Kleppmann, Designing Data-Intensive Applications, ch. 11',
  }),
  part({
    name: 'timestampsRespectCausality',
    events: ['stamp'],
    meaning: 'What happened before has the smaller timestamp.',
    definition: 'If event a happened before b, the timestamp of a (`stamp`) is smaller than that of b.',
    reference: 'Lamport 1978',
  }),
  part({
    name: 'noDeadlock',
    events: ['want', 'acquire', 'release'],
    meaning: 'Nobody waits in a circle.',
    definition:
      'No cycle of nodes each holding a lock (`acquire`) that the next one wants (`want`), or of transactions each waiting for a reply that the next one’s locks delay. A transaction has locked what it was answered about (its object; of a `scan` all whose names begin so), until it ends; it waits while its node has taken an operation on what another has locked and has not answered. Equal keys of two nodes are one object where messages can pass from one node to the other, also by way of others (replicas, or servers in front of one store), else two. Of transactions only a cycle counts that nothing can break any more: no timeout, no rolling back. Shown on the `want` or the operation that closes the cycle.',
    reference: 'Coffman et al. 1971; Holt 1972; Eswaran, Gray, Lorie & Traiger 1976',
  }),
];

export const PROPERTIES: readonly PropertyInfo[] = [
  bundle(
    'atomicCommit',
    'All processes commit, or all abort, and none waits for ever.',
    'All parts of atomic commitment hold.',
    atomicCommit,
  ),
  ...atomicCommit,
  bundle('consensus', 'All nodes decide the same proposed value, once, in the end.', 'All parts of consensus hold.', consensus),
  ...consensus,
  bundle(
    'totalOrderBroadcast',
    'All nodes deliver the same messages in the same order.',
    'All parts of total order broadcast hold.',
    totalOrderBroadcast,
  ),
  ...totalOrderBroadcast,
  ...orders,
  ...objects,
  ...sessions,
  ...levels,
  ...anomalies,
  ...others,
];

const byName = new Map(PROPERTIES.map((p) => [p.name, p]));
export const propertyInfo = (name: string): PropertyInfo | undefined => byName.get(name);

/** Where the page about a property is, relative to the root of the project and of the extension: `docs/properties/no-lostUpdate.md`. */
export const propertyPage = (name: string): string => `docs/properties/${name.replaceAll(' ', '-')}.md`;
