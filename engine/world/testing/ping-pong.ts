/** A pings everybody it knows when it starts; they answer. */
export const pingPong = (scenario: string) => `
message Ping(n: Int)
message Pong(n: Int)

role Source(targets: List<Node>) {
  durable sent: Int = 0
  var answers: Int = 0
  on start {
    for t in targets {
      sent += 1
      send Ping(sent) to t
    }
    lead(0)
  }
  on recover { send Ping(9) to targets }
  on Pong(n) { answers += n }
}
role Peer {
  var seen: Int = 0
  durable log: Int = 0
  on Ping(n) from p {
    seen = n
    log = n
    lead(n)
    send Pong(n) to p
    stepDown(n)
  }
}
scenario "pings" {
  node a = Source(targets: [b, c])
  node b, c = Peer
  explore
  invariant fine: a.sent >= 0
  ${scenario}
}`;
