import { CLAIM, type PropertyExample } from '../example.ts';

export const otherExamples: Readonly<Record<string, PropertyExample | readonly PropertyExample[]>> = {
  mutualExclusion: {
    about: 'A lock that is given to the next one after some time, whether the first has returned it or not, is held by two.',
    marked: `message Ask
message Granted
message Returned

role LockServer {
  var waiting: List<Worker> = []
  var held: Bool = false

  on Ask from worker {
    waiting += worker
    if not held { grant() }
  }
  on Returned { grant() }
⟦  on timeout lease { grant() }⟧⟨⟩

  func grant() {
    held = not waiting.empty
    if waiting.empty { return }
    send Granted to waiting.first
    waiting = waiting.slice(1, waiting.size)
⟦    after 100ms timeout lease⟧⟨⟩
  }
}

role Worker(server: LockServer) {
  on start { send Ask to server }
  on Granted {
    acquire("printer")
    after 10ms timeout done
  }
  on timeout done {
    release("printer")
    send Returned to server
  }
}

scenario "two workers, ⟦and a lease⟧⟨and no lease⟩" {
  node s = LockServer
  node a, b = Worker(server: s)
  explore
  ${CLAIM} mutualExclusion
}`,
  },
  singleLeader: {
    about: 'A voter that forgets whom it has voted for votes twice in one term.',
    marked: `message RequestVote
message Granted

role Candidate(voters: Set<Voter>) {
  var votes: Set<Voter> = {}

  on start { send RequestVote to voters }
  on Granted from voter {
    votes += voter
    if votes.size == majority(voters.size) { lead(1) }
  }
}

role Voter {
  ⟦var⟧⟨durable⟩ votedFor: Candidate? = none

  on RequestVote from candidate {
    if votedFor == none { votedFor = candidate }
    if votedFor == candidate { send Granted to candidate }
  }
}

scenario "a voter dies and comes back" {
  node a, b = Candidate(voters: v)
  node v[1..3] = Voter
  up to 1 crash with recovery of Voter
  explore
  ${CLAIM} singleLeader
}`,
  },
  fencing: {
    about: 'Only the resource can tell that a holder of an old lease comes too late, by the token that grows with every lease.',
    marked: `message Write(token: Int)

role Storage {
  durable newest: Int = 0

  on Write(token)⟦⟧⟨ when token >= newest⟩ {
    newest = token
    access("file", token)
  }
}

role Holder(storage: Storage, token: Int) {
  on start { send Write(token) to storage }
}

scenario "an old holder and a new one" {
  node s = Storage
  node old = Holder(storage: s, token: 33)
  node new = Holder(storage: s, token: 34)
  explore
  ${CLAIM} fencing
}`,
  },
  exactlyOnce: {
    about: 'A request that arrives twice is carried out twice, unless the receiver keeps the ids of what it has done.',
    marked: `message Pay(order: Int)

role Shop(bank: Bank) {
  on start {
    commit(1)
    send Pay(1) to bank
  }
}

role Bank {
⟦⟧⟨  durable paid: Set<Int> = {}
⟩
  on Pay(order) {
⟦⟧⟨    if order in paid { return }
    paid += order⟩
    effect(order)
  }
}

scenario "the network may duplicate a request" {
  node shop = Shop(bank: bank)
  node bank = Bank
  up to 1 duplicate Pay
  explore
  ${CLAIM} exactlyOnce
}`,
  },
  timestampsRespectCausality: {
    about: 'A clock that is not set forward by what it hears of stamps the receipt with less than the send.',
    marked: `message News(timestamp: Int)

role Process(clock: Int, friends: Set<Process>) {
  var counter: Int = clock

  on start {
    counter += 1
    stamp(counter)
    send News(counter) to friends
  }
  on News(theirs) {
    counter = ⟦counter⟧⟨max(counter, theirs)⟩ + 1
    stamp(counter)
  }
}

scenario "two clocks, one far ahead" {
  node a = Process(clock: 10, friends: {b})
  node b = Process(clock: 0, friends: {})
  explore
  ${CLAIM} timestampsRespectCausality
}`,
  },
  noDeadlock: [
    {
      about: 'Whoever takes several locks takes them in one order, the same as everybody.',
      marked: `message Ask
message Granted
message Returned

role Lock {
  var waiting: List<Worker> = []
  var held: Bool = false

  on Ask from worker {
    waiting += worker
    if not held { grant() }
  }
  on Returned { grant() }

  func grant() {
    held = not waiting.empty
    if waiting.empty { return }
    send Granted to waiting.first
    waiting = waiting.slice(1, waiting.size)
  }
}

role Worker(first: Lock, second: Lock) {
  on start {
    want(first)
    send Ask to first
  }
  on Granted from lock {
    acquire(lock)
    if lock == first {
      want(second)
      send Ask to second
      return
    }
    release(second)
    send Returned to second
    release(first)
    send Returned to first
  }
}

scenario "two locks, taken in ⟦different orders⟧⟨one order⟩" {
  node x, y = Lock
  node a = Worker(first: x, second: y)
  node b = Worker(first: ⟦y⟧⟨x⟩, second: ⟦x⟧⟨y⟩)
  explore
  ${CLAIM} noDeadlock
}`,
    },
    {
      about:
        'A store that lets transactions wait for each other’s locks: two transfers between two accounts, there and back, wait for ever, unless the store rolls back whoever would have to wait for one that began later (*wait-die*: Rosenkrantz, Stearns & Lewis 1978).',
      marked: `role Store {
  var began: List<Transaction> = []
  var holder: Map<String, Transaction> = {}
  var waiting: List<Request> = []

  on begin in tx {
    began += tx
    reply
  }
  on write(key, value) as request in tx {
    let other = holder.get(key) ?? tx
    if other == tx {
      holder[key] = tx
      reply to request
    }⟦⟧⟨ else if began.indexOf(other) < began.indexOf(tx) {
      end(tx)
      reply aborted to request
    }⟩ else {
      waiting += request
    }
  }
  on commit in tx {
    end(tx)
    reply
  }

  func end(tx: Transaction) {
    for key in holder.keys {
      if holder[key] == tx { holder -= key }
    }
    for request in waiting { reply aborted to request }
    waiting = []
  }
}

scenario "there and back" {
  node db = Store
  client alice {
    transaction at db {
      write("savings", 90)
      write("current", 110)
    }
  }
  client bob {
    transaction at db {
      write("current", 80)
      write("savings", 120)
    }
  }
  explore
  ${CLAIM} noDeadlock
}`,
    },
  ],
};
