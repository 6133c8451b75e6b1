import { CLAIM, NOTHING, type PropertyExample } from '../example.ts';

interface Choice {
  readonly property: string;
  readonly title: string;
  readonly memory?: string;
  readonly leader?: string;
  readonly faults?: string;
}

const REMEMBERS = '  durable chosen: Int? = none\n';
/** A leader that remembers nothing needs no variable for it. */
const FORGETS = `⟦⟧⟨${REMEMBERS}⟩`;

/** One leader chooses the first proposal that reaches it. */
const chosenByOne = ({
  property,
  title,
  memory = REMEMBERS,
  leader = 'if chosen == none { chosen = value }\n    send Chosen(chosen ?? value) to member',
  faults = NOTHING,
}: Choice): string => `message Proposal(value: Int)
message Chosen(value: Int)

role Leader {
${memory}
  on Proposal(value) from member {
    ${leader}
  }
}

role Member(leader: Leader, wish: Int) {
  on start {
    propose(wish)
    send Proposal(wish) to leader
  }
  on Chosen(value) { decide(value) }
}

scenario "${title}" {
  node l = Leader
  node a = Member(leader: l, wish: 1)
  node b = Member(leader: l, wish: 2)
${faults}
  explore
  ${CLAIM} ${property}
}`;

export const consensusExamples: Readonly<Record<string, PropertyExample>> = {
  consensus: {
    about: 'With one leader all decide the same, as long as it lives.',
    marked: chosenByOne({
      property: 'consensus',
      title: '⟦the leader may die⟧⟨the leader lives⟩',
      faults: '⟦  up to 1 crash of l⟧⟨⟩',
    }),
  },
  agreement: {
    about: 'The leader has to remember what it has chosen.',
    marked: chosenByOne({
      property: 'agreement',
      title: 'two members with different wishes',
      memory: FORGETS,
      leader: '⟦send Chosen(value) to member⟧⟨if chosen == none { chosen = value }\n    send Chosen(chosen ?? value) to member⟩',
    }),
  },
  validity: {
    about: 'A value that nobody proposed may not be decided, however well all agree on it.',
    marked: chosenByOne({
      property: 'validity',
      title: 'two members with different wishes',
      memory: FORGETS,
      leader: '⟦send Chosen(0) to member⟧⟨if chosen == none { chosen = value }\n    send Chosen(chosen ?? value) to member⟩',
    }),
  },
  integrity: {
    about: 'Each proposal is answered to everybody. Where the answers differ, members decide twice.',
    marked: chosenByOne({
      property: 'integrity',
      title: 'two members with different wishes',
      memory: FORGETS,
      leader:
        '⟦send Chosen(value) to nodes(Member)⟧⟨if chosen == none { chosen = value }\n    send Chosen(chosen ?? value) to nodes(Member)⟩',
    }),
  },
  termination: {
    about: 'Nobody repeats a message that was lost, so that one member never decides.',
    marked: chosenByOne({
      property: 'termination',
      title: '⟦an answer may be lost⟧⟨no message is lost⟩',
      faults: '⟦  up to 1 lose Chosen⟧⟨⟩',
    }),
  },
};
