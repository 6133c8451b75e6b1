import { CLAIM, NOTHING, type PropertyExample } from '../example.ts';

interface Commitment {
  readonly property: string;
  readonly title: string;
  /** When the coordinator commits. */
  readonly commitWhen?: string;
  readonly coordinator?: string;
  /** After a yes, besides the vote. */
  readonly promise?: string;
  readonly participant?: string;
  readonly onDecision?: string;
  readonly nodes?: string;
  readonly faults?: string;
}

/** Two-phase commit, as far as the property needs it. */
const twoPhaseCommit = ({
  property,
  title,
  commitWhen = 'yes == participants',
  coordinator = NOTHING,
  promise = NOTHING,
  participant = NOTHING,
  onDecision = 'finish(tx, outcome)',
  nodes = 'node p[1..2] = Participant(willing: true)',
  faults = NOTHING,
}: Commitment): string => `message Prepare(tx: String)
message Vote(tx: String, yes: Bool)
message Decision(tx: String, outcome: Outcome)

role Coordinator(participants: Set<Participant>) {
  durable decision: Outcome? = none
  var yes: Set<Participant> = {}

  on start { send Prepare("t1") to participants }
  on Vote(tx, yes: true) from p {
    yes += p
    if ${commitWhen} { conclude(committed) }
  }
  on Vote(tx, yes: false) { conclude(aborted) }
${coordinator}

  func conclude(outcome: Outcome) {
    if decision != none { return }
    decision = outcome
    send Decision("t1", outcome) to participants
  }
}

role Participant(willing: Bool) {
  durable decided: Bool = false

  on Prepare(tx) from coordinator when not decided {
    vote(tx, willing)
    send Vote(tx, willing) to coordinator
${promise}
  }
  on Decision(tx, outcome) { ${onDecision} }
${participant}

  func finish(tx: String, outcome: Outcome) {
    decided = true
    if outcome == committed { commit(tx) } else { abort(tx) }
  }
}

scenario "${title}" {
  node c = Coordinator(participants: p)
  ${nodes}
${faults}
  explore
  ${CLAIM} ${property}
}`;

export const commitExamples: Readonly<Record<string, PropertyExample>> = {
  atomicCommit: {
    about: 'If the coordinator dies for good between its two decisions, one participant has committed and the other waits for ever.',
    marked: twoPhaseCommit({
      property: 'atomicCommit',
      title: '⟦the coordinator dies having told only one⟧⟨nothing fails⟩',
      faults: '⟦  when c sends Decision to p2 { crash c }⟧⟨⟩',
    }),
  },
  atomicity: {
    about: 'Who has voted yes has promised to commit if told so, and may not abort when it has waited long enough.',
    marked: twoPhaseCommit({
      property: 'atomicity',
      title: '⟦a participant gives up waiting⟧⟨the participants wait⟩',
      promise: '⟦    after 20ms timeout silence(tx)⟧⟨⟩',
      participant: '⟦  on timeout silence(tx) when not decided { finish(tx, aborted) }⟧⟨⟩',
      onDecision: '⟦if not decided { finish(tx, outcome) }⟧⟨finish(tx, outcome)⟩',
    }),
  },
  commitValidity: {
    about: 'One vote is not enough: the other participant may be unwilling.',
    marked: twoPhaseCommit({
      property: 'commitValidity',
      title: 'one participant is unwilling',
      commitWhen: '⟦not yes.empty⟧⟨yes == participants⟩',
      nodes: 'node p1 = Participant(willing: true)\n  node p2 = Participant(willing: false)',
    }).replace('participants: p)', 'participants: {p1, p2})'),
  },
  stability: {
    about: 'A participant that has aborted because nobody told it anything must not follow a decision that comes too late.',
    marked: twoPhaseCommit({
      property: 'stability',
      title: 'a participant aborts on its own, and then learns of a decision',
      promise: '    after 20ms timeout silence(tx)',
      participant: '  on timeout silence(tx) when not decided { finish(tx, aborted) }',
      onDecision: '⟦finish(tx, outcome)⟧⟨if not decided { finish(tx, outcome) }⟩',
    }),
  },
  nonBlocking: {
    about: 'A coordinator that comes back must tell its decision once more, or those who voted yes wait for it for ever.',
    marked: twoPhaseCommit({
      property: 'nonBlocking',
      title: 'the coordinator dies and comes back',
      coordinator: `⟦⟧⟨  on recover {
    if decision == none { conclude(aborted) } else { send Decision("t1", decision) to participants }
  }⟩`,
      onDecision: 'if not decided { finish(tx, outcome) }',
      faults: '  up to 1 crash with recovery of c',
    }),
  },
};
