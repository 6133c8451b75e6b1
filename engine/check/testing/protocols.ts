/** Textbook protocols, right and broken, as files. */

const commitMessages = `
message Prepare(tx: String)
message Vote(tx: String, yes: Bool)
message Decision(tx: String, outcome: Outcome)
`;

const coordinator = `
role Coordinator(participants: Set<Participant>) {
  durable decision: Outcome? = none
  var yes: Set<Participant> = {}

  on start {
    send Prepare("t1") to participants
    after 20ms timeout votes
  }

  on Vote(tx, yes: true) from p {
    yes += p
    if yes == participants { conclude(committed) }
  }
  on Vote(tx, yes: false) { conclude(aborted) }
  on timeout votes        { conclude(aborted) }

  on recover {
    if decision == none { conclude(aborted) }
    else                { send Decision("t1", decision) to participants }
  }

  func conclude(outcome: Outcome) {
    if decision != none { return }
    decision = outcome
    send Decision("t1", outcome) to participants
  }
}
`;

const participant = `
role Participant(willing: Bool) {
  durable prepared: Bool = false
  durable outcome: Outcome? = none

  on Prepare(tx) from coordinator {
    vote(tx, willing)
    if willing { prepared = true } else { finish(tx, aborted) }
    send Vote(tx, willing) to coordinator
  }
  on Decision(tx, decided) { finish(tx, decided) }

  func finish(tx: String, decided: Outcome) {
    if outcome != none { return }
    outcome = decided
    if decided == committed { commit(tx) } else { abort(tx) }
  }
}
`;

/** A participant that loses patience and aborts on its own, after it has promised not to. */
const impatientParticipant = participant
  .replace('send Vote(tx, willing) to coordinator', 'send Vote(tx, willing) to coordinator\n    after 5ms timeout patience(tx)')
  .replace('on Decision(tx, decided)', 'on timeout patience(tx) { finish(tx, aborted) }\n  on Decision(tx, decided)');

const nodes = `
  node c = Coordinator(participants: {p1, p2})
  node p1, p2 = Participant(willing: true)`;

export const twoPhaseCommit = `${commitMessages}${coordinator}${participant}
scenario "everyone is willing" {${nodes}
  explore
  check atomicCommit
}

scenario "the coordinator dies before it tells anyone" {${nodes}
  when c receives Vote from p2 { crash c }
  explore
  check atomicity
  expect violation of nonBlocking
}
`;

/** The roles of two-phase commit, with scenarios of one's own. `$nodes` stands for c, p1 and p2. */
export function commitScenario(items: string, options: { readonly impatient?: boolean } = {}): string {
  const body = items.replaceAll('$nodes', nodes);
  return `${commitMessages}${coordinator}${options.impatient === true ? impatientParticipant : participant}${body}\n`;
}

/** Single-decree Paxos; acceptors keep their promises or not. */
export function paxos(scenarios: string): string {
  return `
message Prepare(ballot: Int)
message Promise(ballot: Int, at: Int, accepted: String?)
message Accept(ballot: Int, value: String)
message Accepted(ballot: Int)

role Proposer(ballot: Int, wish: String, acceptors: Set<Acceptor>) {
  var promised: Set<Acceptor> = {}
  var accepted: Set<Acceptor> = {}
  var value: String = wish
  var highest: Int = 0
  var asking: Bool = false

  on start {
    propose(wish)
    send Prepare(ballot) to acceptors
  }
  on Promise(b, at, earlier) from a when not asking {
    promised += a
    if earlier != none and at > highest {
      highest = at
      value = earlier
    }
    if promised.size >= majority(acceptors.size) {
      asking = true
      send Accept(ballot, value) to acceptors
    }
  }
  on Accepted(b) from a {
    if accepted.size >= majority(acceptors.size) { return }
    accepted += a
    if accepted.size >= majority(acceptors.size) { decide(value) }
  }
}

role Acceptor(keepsPromises: Bool) {
  durable promise: Int = 0
  durable at: Int = 0
  durable value: String? = none

  on Prepare(ballot) from p when ballot > promise {
    promise = ballot
    send Promise(ballot, at, value) to p
  }
  on Accept(ballot, proposal) from p when ballot >= promise or not keepsPromises {
    promise = ballot
    at = ballot
    value = proposal
    send Accepted(ballot) to p
  }
}
${scenarios}
`;
}

/** Two proposers and as few acceptors as can go wrong, so that tests explore it in no time. */
export function duel(keepsPromises: boolean): string {
  return `
  node p1 = Proposer(ballot: 1, wish: "red", acceptors: a)
  node p2 = Proposer(ballot: 2, wish: "blue", acceptors: a)
  node a[1..2] = Acceptor(keepsPromises: ${keepsPromises})`;
}
