import { CLAIM, NOTHING, type PropertyExample } from '../example.ts';

interface Sequenced {
  readonly property: string;
  readonly title: string;
  readonly deliver?: string;
  readonly state?: string;
  readonly network?: string;
}

/** One node puts all messages in order. */
const sequenced = ({
  property,
  title,
  deliver = 'deliver(text)',
  state = NOTHING,
  network = '  network { order fifo }',
}: Sequenced): string => `message Submit(text: String)
message Ordered(text: String)

role Sequencer {
  on Submit(text) { send Ordered(text) to nodes(Member) }
}

role Member(sequencer: Sequencer, text: String) {
${state}
  on start {
    broadcast(text)
    send Submit(text) to sequencer
  }
  on Ordered(text) {
    ${deliver}
  }
}

scenario "${title}" {
  node s = Sequencer
  node a = Member(sequencer: s, text: "hello")
  node b = Member(sequencer: s, text: "world")
${network}
  explore
  ${CLAIM} ${property}
}`;

export const broadcastExamples: Readonly<Record<string, PropertyExample>> = {
  totalOrderBroadcast: {
    about: 'What the sequencer has put in order must also arrive in that order.',
    marked: sequenced({
      property: 'totalOrderBroadcast',
      title: 'a sequencer over a network that ⟦reorders⟧⟨keeps the order⟩',
      network: '⟦⟧⟨  network { order fifo }⟩',
    }),
  },
  totalOrder: {
    about: 'What the sequencer has put in order must also arrive in that order.',
    marked: sequenced({
      property: 'totalOrder',
      title: 'a sequencer over a network that ⟦reorders⟧⟨keeps the order⟩',
      network: '⟦⟧⟨  network { order fifo }⟩',
    }),
  },
  reliableDelivery: {
    about: 'A message that is lost on the way to one member, and not repeated, is delivered by the other alone.',
    marked: sequenced({
      property: 'reliableDelivery',
      title: '⟦a message may be lost⟧⟨no message is lost⟩',
      network: '⟦  up to 1 lose Ordered⟧⟨⟩',
    }),
  },
  noDuplication: {
    about: 'A network that may duplicate a message needs receivers that know it again.',
    marked: sequenced({
      property: 'noDuplication',
      title: 'a message may arrive twice',
      state: '⟦⟧⟨  durable delivered: Set<String> = {}\n⟩',
      deliver: '⟦⟧⟨if text in delivered { return }\n    delivered += text\n    ⟩deliver(text)',
      network: '  up to 1 duplicate Ordered',
    }),
  },
  noCreation: {
    about: 'What is delivered must be what was broadcast, not what was in the buffer before.',
    marked: `message Post(text: String)

role Author(readers: Set<Reader>) {
  on start {
    broadcast("final")
    send Post("⟦draft⟧⟨final⟩") to readers
  }
}

role Reader {
  on Post(text) { deliver(text) }
}

scenario "one author, two readers" {
  node author = Author(readers: reader)
  node reader[1..2] = Reader
  explore
  ${CLAIM} noCreation
}`,
  },
  fifoOrder: {
    about: 'A network that reorders messages breaks the order of one sender too, unless receivers restore it.',
    marked: `message Post(text: String)

role Author(reader: Reader) {
  on start {
    broadcast("first")
    send Post("first") to reader
    broadcast("second")
    send Post("second") to reader
  }
}

role Reader {
  on Post(text) { deliver(text) }
}

scenario "two posts over a network that ⟦reorders⟧⟨keeps the order⟩" {
  node author = Author(reader: reader)
  node reader = Reader
⟦⟧⟨  network { order fifo }⟩
  explore
  ${CLAIM} fifoOrder
}`,
  },
  causalOrder: {
    about: 'The answer can overtake the question that it answers. Whoever gets it first must keep it back.',
    marked: `message Question
message Answer

role Asker {
  on start {
    broadcast("question")
    send Question to nodes(Answerer)
    send Question to nodes(Reader)
  }
}

role Answerer {
  on Question {
    deliver("question")
    broadcast("answer")
    send Answer to nodes(Reader)
  }
}

role Reader {
⟦⟧⟨  var asked: Bool = false
  var keptBack: Bool = false
⟩
  on Question {
    deliver("question")
⟦⟧⟨    asked = true
    if keptBack { deliver("answer") }⟩
  }
  on Answer {
    ⟦deliver("answer")⟧⟨if asked { deliver("answer") } else { keptBack = true }⟩
  }
}

scenario "a question, its answer, and one who reads both" {
  node alice = Asker
  node bob = Answerer
  node carol = Reader
  explore
  ${CLAIM} causalOrder
}`,
  },
};
