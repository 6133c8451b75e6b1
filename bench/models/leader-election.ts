/** Leader election by majority vote among three servers; each may stand once, one may crash for good. `bench/peers/leader-election.pml` has the same states. */
export function leaderElection(claims: readonly string[]): string {
  return `
enum State { follower, candidate, leader }

message RequestVote(term: Int)
message Granted(term: Int)

role Server(peers: Set<Server>) {
  var term: Int = 0
  var votedFor: Server? = none
  var state: State = follower
  var votes: Set<Server> = {}

  on start { after 150ms timeout election }
  on timeout election {
    term += 1
    state = candidate
    votedFor = self
    votes = {self}
    send RequestVote(term) to peers - self
    after 150ms timeout election
  }
  on RequestVote(theirs) from candidate {
    if theirs > term {
      term = theirs
      votedFor = none
      state = follower
      votes = {}
    }
    if theirs == term and (votedFor == none or votedFor == candidate) {
      votedFor = candidate
      send Granted(theirs) to candidate
    }
  }
  on Granted(theirs) from voter when state == candidate and theirs == term {
    votes += voter
    if votes.size >= majority(peers.size) {
      state = leader
      cancel election
    }
  }
}

scenario "three servers" {
  node s[1..3] = Server(peers: s)
  up to 1 timeout election
  up to 1 crash
  explore
${claims.map((claim) => `  ${claim}`).join('\n')}
}
`;
}

export const oneLeader =
  'invariant oneLeader: all a in nodes(Server): all b in nodes(Server): a == b or a.state != leader or b.state != leader or a.term != b.term';
