/** Of every code of violations. */
import type { violationPages } from '../../../extension/server/violation-pages.ts';

const deciding = (decision: string, items: string): string => `role Process(wish: Int) {
  on start {
    propose(wish)
    ${decision}
  }
}

scenario "two nodes" {
  node a = Process(wish: 1)
  node b = Process(wish: 2)
  ${items}
}`;

export const violationExamples: Readonly<Record<keyof typeof violationPages, string>> = {
  FL5001: deciding('decide(⟦wish⟧⟨1⟩)', 'explore\n  check agreement'),
  FL5002: deciding('decide(wish)', 'explore\n  ⟦check⟧⟨expect violation of⟩ agreement'),
  FL5003: deciding('assert wish < ⟦2⟧⟨3⟩, "nobody wishes for more"', 'explore\n  possible p: up(a)'),
  FL5004: deciding('decide(1)', 'explore\n  ⟦expect violation of⟧⟨check⟩ agreement'),
  FL5005: deciding('decide(⟦wish⟧⟨1⟩)', 'explore\n  ⟦expect violation of⟧⟨check⟩ agreement'),
  FL5006: `message Count(n: Int)

role Counter(peer: Counter) {
  on start { send Count(0) to peer }
  on Count(n)⟦⟧⟨ when n < 3⟩ { send Count(n + 1) to peer }
}

scenario "two counters" {
  node a = Counter(peer: b)
  node b = Counter(peer: a)
  explore states 1000
  possible both: up(a) and up(b)
}`,
  FL5007: `message Ping
message Pong

role Client(server: Server) {
  on start { send Ping to server }
  on Pong { stamp(1) }
}
role Server {
  on Ping from c { send Pong to c }
}

scenario "one step at a time" {
  node c = Client(server: s)
  node s = Server
  schedule {
    ⟦deliver Pong to c⟧⟨deliver Ping to s⟩
    ⟦deliver Ping to s⟧⟨deliver Pong to c⟩
  }
}`,
};
