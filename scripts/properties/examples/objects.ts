import { CLAIM, type PropertyExample } from '../example.ts';

export const objectExamples: Readonly<Record<string, PropertyExample>> = {
  linearizable: {
    about: 'Bob begins to read when Alice has seen the final score already, so he must see it too.',
    marked: `history "Alice and Bob at the World Cup final" {
  initial "score" = "playing"
  referee: write("score", "final") [0ms, 10ms]
  alice:   read("score") -> "final" [12ms, 14ms]
  bob:     read("score") -> ⟦"playing"⟧⟨"final"⟩ [16ms, 20ms]
  ${CLAIM} linearizable
}`,
  },
  sequential: {
    about:
      'Bob may see an old value, even after Alice has seen the new one. But having seen the new one himself, he cannot see the old one again.',
    marked: `history "a late replica" {
  initial "score" = "playing"
  referee: write("score", "final")
  alice:   read("score") -> "final"
  bob:     read("score") -> ⟦"final"⟧⟨"playing"⟩
  bob:     read("score") -> ⟦"playing"⟧⟨"final"⟩
  ${CLAIM} sequential
}`,
  },
  causal: {
    about:
      'Bob’s answer was written because of Alice’s question: whoever sees the answer sees the question. Writes that do not depend on each other may be seen in any order.',
    marked: `history "a question and its answer" {
  initial "question" = "", "answer" = ""
  alice: write("question", "where?")
  bob:   read("question") -> "where?"
  bob:   write("answer", "here")
  carol: read("answer") -> "here"
  carol: read("question") -> ⟦""⟧⟨"where?"⟩
  ${CLAIM} causal
}`,
  },
  converges: {
    about: 'Replicas that tell each other everything end up equal; one message that is lost, and not repeated, leaves them apart.',
    marked: `message Gossip(seen: Set<String>)

role Replica(peers: Set<Replica>, mine: String) {
  durable seen: Set<String> = {}

  on start {
    seen = {mine}
    send Gossip(seen) to peers - self
  }
  on Gossip(theirs) { seen += theirs }
}

scenario "⟦a message may be lost⟧⟨no message is lost⟩" {
  node a = Replica(peers: {a, b}, mine: "ann")
  node b = Replica(peers: {a, b}, mine: "bob")
⟦  up to 1 lose Gossip⟧⟨⟩
  explore
  ${CLAIM} converges on seen
}`,
  },
  available: {
    about: 'A leader that waits for its follower never answers when its message to the follower is lost.',
    marked: `message Copy(key: String, value: Value)
⟦message Copied⟧⟨⟩

role Leader(follower: Follower) {
  durable values: Map<String, Value> = {}
⟦  var waiting: Request? = none⟧⟨⟩

  on write(key, value)⟦ as request⟧⟨⟩ {
    values[key] = value
    send Copy(key, value) to follower
    ⟦waiting = request⟧⟨reply⟩
  }
⟦  on Copied {
    if waiting != none { reply to waiting }
  }⟧⟨⟩
}

role Follower {
  durable values: Map<String, Value> = {}

  on Copy(key, value)⟦ from leader⟧⟨⟩ {
    values[key] = value
⟦    send Copied to leader⟧⟨⟩
  }
}

scenario "a copy may be lost" {
  node leader = Leader(follower: f)
  node f = Follower
  client alice { write("x", 1) at leader }
  up to 1 lose Copy
  explore
  ${CLAIM} available
}`,
  },
  readYourWrites: {
    about: 'Alice writes at the leader and reads at a follower that has not heard of it yet.',
    marked: `history "a comment of one’s own" {
  initial "comments" = 0
  alice: write("comments", 1)
  alice: read("comments") -> ⟦0⟧⟨1⟩
  ${CLAIM} readYourWrites
}`,
  },
  monotonicReads: {
    about: 'Bob reads at one replica, then at another that is behind: for him the comment disappears again.',
    marked: `history "somebody else’s comment" {
  initial "comments" = 0
  alice: write("comments", 1)
  bob:   read("comments") -> ⟦1⟧⟨0⟩
  bob:   read("comments") -> ⟦0⟧⟨1⟩
  ${CLAIM} monotonicReads
}`,
  },
  monotonicWrites: {
    about: 'Alice corrects what she has written. A replica that gets the two writes the wrong way round ends with the mistake.',
    marked: `history "a correction" {
  alice: write("title", "Faultlin")
  alice: write("title", "Faultline")
  bob:   read("title") -> ⟦"Faultline"⟧⟨"Faultlin"⟩
  bob:   read("title") -> ⟦"Faultlin"⟧⟨"Faultline"⟩
  ${CLAIM} monotonicWrites
}`,
  },
  writesFollowReads: {
    about: 'Bob replaces what he has read of Alice’s. Nobody should see his text first and hers afterwards.',
    marked: `history "an answer in the place of the question" {
  alice: write("note", "where?")
  bob:   read("note") -> "where?"
  bob:   write("note", "here")
  carol: read("note") -> ⟦"here"⟧⟨"where?"⟩
  carol: read("note") -> ⟦"where?"⟧⟨"here"⟩
  ${CLAIM} writesFollowReads
}`,
  },
  consistentPrefix: {
    about: 'An observer who looks at everything at once may be behind, but may not see the second write without the first.',
    marked: `history "a question and its answer, seen at once" {
  alice: write("chat/1", "where?")
  bob:   read("chat/1") -> "where?"
  bob:   write("chat/2", "here")
  carol: scan("chat/") -> {"⟦chat/2⟧⟨chat/1⟩": "⟦here⟧⟨where?⟩"}
  ${CLAIM} consistentPrefix
}`,
  },
};
