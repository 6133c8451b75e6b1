/** Single-decree Paxos, two proposers with ballots 1 and 2, three acceptors, over a network without order. `bench/peers/paxos.pml` has the same states. */
export function paxos(claims: readonly string[]): string {
  return `
message Prepare(ballot: Int)
message Promise(ballot: Int, at: Int, held: Int)
message Accept(ballot: Int, value: Int)
message Accepted(ballot: Int)

role Proposer(ballot: Int, acceptors: Set<Acceptor>) {
  var promised: Set<Acceptor> = {}
  var accepted: Set<Acceptor> = {}
  var value: Int = ballot
  var highest: Int = 0
  var asking: Bool = false

  on start { send Prepare(ballot) to acceptors }
  on Promise(_, at, held) from a when not asking {
    promised += a
    if at > highest {
      highest = at
      value = held
    }
    if promised.size >= majority(acceptors.size) {
      asking = true
      send Accept(ballot, value) to acceptors
    }
  }
  on Accepted(_) from a when accepted.size < majority(acceptors.size) { accepted += a }
}

role Acceptor {
  var promise: Int = 0
  var at: Int = 0
  var held: Int = 0

  on Prepare(ballot) from p when ballot > promise {
    promise = ballot
    send Promise(ballot, at, held) to p
  }
  on Accept(ballot, value) from p when ballot >= promise {
    promise = ballot
    at = ballot
    held = value
    send Accepted(ballot) to p
  }
}

scenario "two proposers, three acceptors" {
  node p1 = Proposer(ballot: 1, acceptors: a)
  node p2 = Proposer(ballot: 2, acceptors: a)
  node a[1..3] = Acceptor
  explore
${claims.map((claim) => `  ${claim}`).join('\n')}
}
`;
}

export const paxosAgreement = 'invariant agreement: p1.accepted.size < 2 or p2.accepted.size < 2 or p1.value == p2.value';
