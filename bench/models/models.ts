/** The models that the explorer's benchmark runs, each with a claim that holds and that needs every state. */
import { abd, oneValue } from './abd.ts';
import { leaderElection, oneLeader } from './leader-election.ts';
import { paxos, paxosAgreement } from './paxos.ts';
import { threePhaseCommit } from './three-phase-commit.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

export interface BenchModel {
  readonly name: string;
  /** The text of a file with one scenario. */
  readonly text: string;
  /** The file in `bench/peers/` without its extension, and what it is compiled with. Absent where no peer has the model. */
  readonly peer?: { readonly file: string; readonly defines: readonly string[] };
  /** For the searches by hand, in C and in JavaScript; they know two-phase commit only. */
  readonly participants?: number;
}

export function benchModels(): readonly BenchModel[] {
  const commits = [3, 5, 7, 9].map(
    (participants): BenchModel => ({
      name: `two-phase commit, ${participants}`,
      text: twoPhaseCommit(participants, ['check atomicity']),
      peer: { file: 'two-phase-commit', defines: [`-DN=${participants}`] },
      participants,
    }),
  );
  return [
    ...commits,
    { name: 'Paxos, 2 x 3', text: paxos([paxosAgreement]), peer: { file: 'paxos', defines: [] } },
    { name: 'leader election, 3', text: leaderElection([oneLeader]), peer: { file: 'leader-election', defines: [] } },
    { name: 'ABD register, 3 clients', text: abd([oneValue]), peer: { file: 'abd', defines: [] } },
    // The monitor's states add to the model's, so no peer has as many.
    { name: 'ABD register, 3 clients, linearizable', text: abd(['check linearizable']) },
    { name: 'three-phase commit, synchronous, 5', text: threePhaseCommit(5, ['check atomicity']) },
  ];
}
