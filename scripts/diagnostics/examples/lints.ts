/** Of every lint, by its code. */
const election = (declaration: string, granted: string): string => `message RequestVote(term: Int)
message Granted(term: Int)

role Candidate(voters: Set<Voter>) {
  ${declaration}

  on start { send RequestVote(1) to voters }
  ${granted}
}

role Voter {
  durable votedFor: Node? = none

  on RequestVote(term) from c when votedFor == none or votedFor == c {
    votedFor = c
    send Granted(term) to c
  }
}

scenario "one candidate" {
  node c = Candidate(voters: v)
  node v[1..3] = Voter
  explore
  check singleLeader
}`;
const members = (text: string): string => `role Participant(willing: Bool) {
  durable outcome: Outcome? = none

  ${text}
}

scenario "alone" {
  node p = Participant(willing: true)
  up to 1 crash with recovery
  explore
  check atomicity
}`;

export const lintExamples: Readonly<Record<string, string>> = {
  FL6001: `message Ping
message Pong

role Client(server: Server) {
  on start { send Ping to server }⟦⟧⟨
  on Pong { stamp(1) }⟩
}

role Server {
  on Ping from client { send Pong to client }
}`,
  FL6002: `message Vote(tx: String, yes: Bool)

role Coordinator {
  on Vote(tx, ⟦yes⟧⟨yes: true⟩) { commit(tx) }
  on Vote(tx, yes: false) { abort(tx) }
}`,
  FL6003: `message Vote(tx: String)⟦
message Inquiry(tx: String)⟧⟨⟩

role Participant {
  on start { send Vote("t1") to self }
  on Vote(tx) { commit(tx) }
}

scenario "alone" {
  node p = Participant
  explore
  check atomicity
}`,
  FL6004: `message RequestVote(term: Int)
message Granted(term: Int)

role Voter {
  ⟦var⟧⟨durable⟩ votedFor: Node? = none

  on RequestVote(term) from c when votedFor == none or votedFor == c {
    votedFor = c
    send Granted(term) to c
  }
}`,
  FL6005: election(
    'var votes: ⟦Int = 0⟧⟨Set<Voter> = {}⟩',
    'on Granted(term)⟦⟧⟨ from v⟩ {\n    votes += ⟦1⟧⟨v⟩\n    if votes⟦⟧⟨.size⟩ >= majority(voters.size) { lead(term) }\n  }',
  ),
  FL6006: election(
    'var votes: Set<Voter> = {}',
    'on Granted(term) from v {\n    votes += v\n    if votes.size >= ⟦voters.size / 2⟧⟨majority(voters.size)⟩ { lead(term) }\n  }',
  ),
  FL6007: `message Prepare
message Vote

role Coordinator(participants: Set<Participant>) {
  var yes: Set<Participant> = {}

  on start {
    send Prepare to participants⟦⟧⟨
    after 20ms timeout votes⟩
  }
  on Vote from p {
    yes += p
    if yes == participants { commit("t1") }
  }⟦⟧⟨
  on timeout votes { if yes != participants { abort("t1") } }⟩
}

role Participant {
  on Prepare from c { send Vote to c }
}

scenario "a message is lost" {
  node c = Coordinator(participants: {p1, p2})
  node p1, p2 = Participant
  up to 1 lose
  explore
  check atomicity
}`,
  FL6008: members(`on start { after 20ms timeout decision }⟦⟧⟨
  on recover { after 20ms timeout decision }⟩
  on timeout decision {
    if outcome != none or not willing { return }
    outcome = aborted
    abort("t1")
  }`),
  FL6009: `message Accept(value: Int)
message Accepted(value: Int)

role Proposer(acceptor: Acceptor) {
  on start {
    propose(1)
    send Accept(1) to acceptor
  }
  on Accepted(value) { decide(value) }
}

role Acceptor {
  durable accepted: Int? = none

  on Accept(value) from p when accepted == none {
    accepted = value⟦⟧⟨
    sync⟩
    send Accepted(value) to p
  }
}

scenario "the disk takes its time" {
  node p = Proposer(acceptor: a)
  node a = Acceptor
  disk buffered
  up to 1 crash with recovery of a
  explore
  check agreement
}`,
  FL6010: `role Participant {
  on start { commit("t1") }
}

scenario "alone" {
  node p = Participant
  explore⟦⟧⟨
  check atomicity⟩
}`,
  FL6011: members(`on start { conclude(committed if willing else aborted) }
  func conclude(⟦committed⟧⟨decided⟩: Outcome) {
    if outcome != none { return }
    outcome = ⟦committed⟧⟨decided⟩
    if outcome == ⟦committed⟧⟨decided⟩ { commit("t1") }
  }`),
  FL6012: `role Register(leading: Bool) {
  durable x: Value = none

  on read(key) { reply x }
  on write(key, value) {
    if leading {
      x = value
      reply
    }⟦⟧⟨ else {
      reply aborted
    }⟩
  }
}`,
  FL6013: `message Ping

role Server(peer: Server) {
  on start { send Ping to peer }
  on Ping { stamp(1) }⟦
  on recover { stamp(2) }⟧⟨⟩
}

scenario "nobody dies" {
  node a, b = Server(peer: a)
  explore
  possible both: up(a) and up(b)
}`,
  FL6014: `role Participant {
  // faultline: allow unused⟦⟧⟨: it shows in the trace⟩
  var last: String = ""

  on start { last = "t1" }
}`,
};
