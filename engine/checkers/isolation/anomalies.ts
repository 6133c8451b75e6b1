/** What can be wrong with a history of transactions, by both vocabularies: Berenson et al. (1995) and Adya (1999); some names from Elle (2020). */

export type AnomalyKind =
  | 'G0'
  | 'G1a'
  | 'G1b'
  | 'G1c'
  | 'lostUpdate'
  | 'G-single'
  | 'longFork'
  | 'G2-item'
  | 'G2'
  | 'realTime'
  | 'session'
  | 'internal'
  | 'unwritten'
  | 'incompatibleOrder';

/** The name that people use; the kind is the one that papers use. */
export const anomalyNames: Readonly<Record<AnomalyKind, string>> = {
  G0: 'dirty write',
  G1a: 'aborted read',
  G1b: 'intermediate read',
  G1c: 'circular information flow',
  lostUpdate: 'lost update',
  'G-single': 'read skew',
  longFork: 'long fork',
  'G2-item': 'write skew',
  G2: 'phantom',
  realTime: 'order against real time',
  session: 'order against a session',
  internal: 'internal inconsistency',
  unwritten: 'read of what nobody wrote',
  incompatibleOrder: 'incompatible orders',
};

/** Why one transaction comes before another. */
export type DependencyKind = 'ww' | 'wr' | 'rw' | 'predicate-rw' | 'session' | 'realTime';

/** `from` comes before `to`. Transactions and operations by their index in the history. */
export interface Dependency {
  readonly from: number;
  readonly to: number;
  readonly kind: DependencyKind;
  /** The operation of each that shows it; absent where none does (session, real time). */
  readonly fromOperation?: number;
  readonly toOperation?: number;
}

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** A sentence that a reader can check against the history. */
  readonly message: string;
  /** Of a cycle: its edges in order; each ends where the next begins, and the last where the first begins. */
  readonly cycle: readonly Dependency[];
  /** The operations that show it, [transaction, operation], in the order of the story. */
  readonly operations: readonly (readonly [transaction: number, operation: number])[];
}
