/**
 * The register of Attiya, Bar-Noy & Dolev (1995) with several writers (Lynch & Shvartsman 1997): three replicas, each of which serves one client. Both a read
 * and a write first ask a majority for the newest value, then store at a majority. `bench/peers/abd.pml` has the same states.
 */
export function abd(claims: readonly string[]): string {
  return `
enum Phase { idle, asking, storing }

message Query
message Found(stamp: Int, value: Value)
message Store(stamp: Int, value: Value)
message Stored

role Replica(peers: Set<Replica>, rank: Int) {
  // A stamp is a counter and, in case two writers count alike, the writer's rank.
  var stamp: Int = 0
  var value: Value = none

  // The operation that it does for its client.
  var current: Request? = none
  var phase: Phase = idle
  var replies: Set<Replica> = {}
  var writes: Bool = false
  var newest: Int = 0
  var wanted: Value = none

  on write(_, v) as request { begin(request, true, v) }
  on read(_) as request     { begin(request, false, value) }

  func begin(request: Request, isWrite: Bool, v: Value) {
    current = request
    phase = asking
    writes = isWrite
    newest = stamp
    wanted = v
    replies = {self}
    send Query to peers - self
  }
  on Query from p { send Found(stamp, value) to p }
  on Found(s, v) from p when phase == asking {
    replies += p
    if s > newest {
      newest = s
      if not writes { wanted = v }
    }
    if replies.size >= majority(peers.size) {
      if writes { newest = (newest / 4 + 1) * 4 + rank }
      phase = storing
      replies = {self}
      keep(newest, wanted)
      send Store(newest, wanted) to peers - self
    }
  }
  on Store(s, v) from p {
    keep(s, v)
    send Stored to p
  }
  on Stored from p when phase == storing {
    replies += p
    if replies.size >= majority(peers.size) { finish() }
  }

  func keep(s: Int, v: Value) {
    if s > stamp {
      stamp = s
      value = v
    }
  }
  func finish() {
    if current == none { return }
    if writes { reply to current } else { reply wanted to current }
    current = none
    phase = idle
    replies = {}
    newest = 0
    wanted = none
  }
}

scenario "two writers and a reader" {
  node r1 = Replica(peers: {r1, r2, r3}, rank: 1)
  node r2 = Replica(peers: {r1, r2, r3}, rank: 2)
  node r3 = Replica(peers: {r1, r2, r3}, rank: 3)
  client alice { write("x", 1) at r1 }
  client bob { write("x", 2) at r2 }
  client carol {
    await alice
    let found = read("x") at r3
    assert found != none
  }
  explore
${claims.map((claim) => `  ${claim}`).join('\n')}
}
`;
}

export const oneValue = 'invariant oneValue: all a in nodes(Replica): all b in nodes(Replica): a.stamp != b.stamp or a.value == b.value';
