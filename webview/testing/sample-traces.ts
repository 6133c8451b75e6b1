/** Runs to look at: the textbook's cases, and one that is as large as the panel has to bear. */
import type { TraceValue } from '../../engine/trace/model.ts';
import type { PresentedTrace } from '../protocol.ts';
import { TraceBuilder } from './trace-builder.ts';

const committed: TraceValue = { enum: 'Outcome', member: 'committed' };
const aborted: TraceValue = { enum: 'Outcome', member: 'aborted' };

const coordinator = { name: 'c', role: 'Coordinator', variables: { 'durable decision': 'none', yes: '{}' } };
const participant = (name: string) => ({
  name,
  role: 'Participant',
  variables: { 'durable prepared': 'false', 'durable outcome': 'none' },
});
const [c, p1, p2] = [0, 1, 2];

function prepare(b: TraceBuilder): [number, number] {
  const prepares: number[] = [];
  b.start(c, () => {
    prepares.push(b.send(c, p1, 'Prepare', 't1'), b.send(c, p2, 'Prepare', 't1'));
    b.arm(c, 'votes');
  });
  b.start(p1).start(p2);
  return [prepares[0] ?? 0, prepares[1] ?? 0];
}

function vote(b: TraceBuilder, message: number, node: number): number {
  let reply = 0;
  b.deliver(message, () => {
    b.event(node, 'vote', 't1', true);
    b.set(node, 'prepared', 'true');
    reply = b.send(node, c, 'Vote', 't1', true);
  });
  return reply;
}

function decide(b: TraceBuilder, message: number, node: number, outcome: 'committed' | 'aborted'): void {
  b.deliver(message, () => {
    b.set(node, 'outcome', outcome);
    b.event(node, outcome === 'committed' ? 'commit' : 'abort', 't1');
  });
}

/** Two-phase commit in which all goes well. */
export function happyCommit(): PresentedTrace {
  const b = new TraceBuilder('everyone is willing', [coordinator, participant('p1'), participant('p2')]);
  const [prepare1, prepare2] = prepare(b);
  const vote1 = vote(b, prepare1, p1);
  const vote2 = vote(b, prepare2, p2);
  b.deliver(vote1, () => b.set(c, 'yes', '{p1}'));
  let decisions: number[] = [];
  b.deliver(vote2, () => {
    b.set(c, 'yes', '{p1, p2}');
    b.set(c, 'decision', 'committed');
    decisions = [b.send(c, p1, 'Decision', 't1', committed), b.send(c, p2, 'Decision', 't1', committed)];
  });
  decide(b, decisions[1] ?? 0, p2, 'committed');
  decide(b, decisions[0] ?? 0, p1, 'committed');
  return { title: 'everyone is willing', verdict: 'atomicCommit holds · 1,349 states', outcome: 'holds', trace: b.build() };
}

/** The coordinator dies before it tells anyone: both participants are in doubt for ever. */
export function blockedCommit(): PresentedTrace {
  const b = new TraceBuilder('the coordinator dies before it tells anyone', [coordinator, participant('p1'), participant('p2')]);
  const [prepare1, prepare2] = prepare(b);
  const vote1 = vote(b, prepare1, p1);
  const doubt = b.lastEvent - 1;
  b.deliver(vote1, () => b.set(c, 'yes', '{p1}'));
  const vote2 = vote(b, prepare2, p2);
  b.fault('crash', c, () => b.loseNow(vote2, 'crash'));
  const message = 'p1 voted yes on t1 and waits for a Decision that only c could send, and c is down for good';
  const violation = { property: 'nonBlocking', message, step: 3, event: doubt, witnesses: [doubt, b.lastEvent - 1] };
  const trace = b.build({ violation, irrelevant: [2] });
  return {
    title: 'the coordinator dies before it tells anyone',
    verdict: `nonBlocking is violated, as expected: ${message}`,
    outcome: 'expected',
    trace,
  };
}

/** Atomicity broken by a participant that gives up waiting; a lossy, splitting network around it. Timed. */
export function lossyNetwork(): PresentedTrace {
  const b = new TraceBuilder('a participant loses patience', [
    coordinator,
    participant('p1'),
    participant('p2'),
    { name: 'witness', role: 'Observer' },
  ]);
  b.at(0);
  const [prepare1, prepare2] = prepare(b);
  b.start(3);
  b.at(3).lose(prepare2, 'network');
  const vote1 = vote(b.at(7), prepare1, p1);
  const copy = b.at(8).duplicate(vote1);
  b.at(11).deliver(vote1, () => b.set(c, 'yes', '{p1}'));
  b.at(12).deliver(copy, () => {}, true);
  let again = 0;
  b.at(20).timeout(c, 'votes', () => {
    again = b.send(c, p2, 'Prepare', 't1');
    b.arm(c, 'votes');
    b.send(c, c, 'Note', 'asked again');
  });
  const vote2 = vote(b.at(26), again, p2);
  b.at(27).fault('pause', p1);
  let decisions: number[] = [];
  b.at(31).deliver(vote2, () => {
    b.set(c, 'yes', '{p1, p2}');
    b.set(c, 'decision', 'committed');
    decisions = [b.send(c, p1, 'Decision', 't1', committed), b.send(c, p2, 'Decision', 't1', committed)];
  });
  b.at(33).partition([c, p1], [p2, 3]);
  b.at(36).lose(decisions[1] ?? 0, 'partition');
  b.at(40).fault('resume', p1);
  decide(b.at(41), decisions[0] ?? 0, p1, 'committed');
  const commit = b.lastEvent;
  b.at(44).fault('crash', p2);
  b.at(47).heal();
  b.at(52).fault('recover', p2, () => b.arm(p2, 'patience'));
  b.at(90).timeout(p2, 'patience', () => {
    b.set(p2, 'outcome', 'aborted');
    b.event(p2, 'abort', 't1');
    b.send(p2, 3, 'GaveUp', 't1', aborted);
  });
  const abort = b.lastEvent - 1;
  const message = 'p2 aborts t1 after p1 committed it';
  const violation = { property: 'atomicity', message, step: 20, event: abort, witnesses: [commit, abort] };
  return {
    title: 'a participant loses patience',
    verdict: `atomicity is violated: ${message}`,
    outcome: 'violated',
    trace: b.build({ violation, irrelevant: [4, 7, 9] }),
  };
}

/** Two proposers that outbid each other for ever (Fischer, Lynch & Paterson 1985): a lasso. */
export function duellingProposers(): PresentedTrace {
  const proposer = (name: string) => ({ name, role: 'Proposer', variables: { ballot: '0' } });
  const acceptor = (name: string) => ({ name, role: 'Acceptor', variables: { 'durable promised': '0' } });
  const b = new TraceBuilder('duelling proposers', [proposer('alice'), proposer('bob'), acceptor('a1')]);
  const bid = (node: number, ballot: number): number => {
    b.set(node, 'ballot', String(ballot));
    return b.send(node, 2, 'Prepare', ballot);
  };
  let fromAlice = 0;
  let fromBob = 0;
  let answer = 0;
  b.start(0, () => {
    b.event(0, 'propose', 'x');
    fromAlice = bid(0, 1);
  });
  b.start(1, () => {
    b.event(1, 'propose', 'y');
    fromBob = bid(1, 2);
  });
  b.start(2);
  const promise = (message: number, to: number, ballot: number): void => {
    b.deliver(message, () => {
      b.set(2, 'promised', String(ballot));
      answer = b.send(2, to, 'Promise', ballot);
    });
  };
  promise(fromAlice, 0, 1);
  for (let round = 0; round < 2; round++) {
    const answerToAlice = answer;
    promise(fromBob, 1, 2 + 2 * round);
    b.deliver(answerToAlice, () => {
      fromAlice = bid(0, 3 + 2 * round);
    });
    const answerToBob = answer;
    promise(fromAlice, 0, 3 + 2 * round);
    b.deliver(answerToBob, () => {
      fromBob = bid(1, 4 + 2 * round);
    });
  }
  const message = 'alice never decides: she and bob outbid each other for ever';
  const violation = { property: 'termination', message, step: 11, witnesses: [1, 4] };
  return {
    title: 'duelling proposers',
    verdict: `termination is violated: ${message}`,
    outcome: 'violated',
    trace: b.build({ violation, cycleFrom: 4 }),
  };
}

/** What clients saw of a register: a stale read (Herlihy & Wing 1990), or none. */
export function registerHistory(stale: boolean): PresentedTrace {
  const [referee, alice, bob] = [0, 1, 2];
  const b = new TraceBuilder('Alice and Bob at the World Cup final', [], ['referee', 'alice', 'bob']);
  const write = b.at(0).invoke(referee, 'write', 'score', 'final');
  const first = b.at(2).invoke(bob, 'read', 'score');
  b.at(4).returns(first, 'playing');
  const second = b.at(5).invoke(alice, 'read', 'score');
  b.at(10).returns(write);
  b.at(14).returns(second, 'final');
  const third = b.at(16).invoke(bob, 'read', 'score');
  b.at(20).returns(third, stale ? 'playing' : 'final');
  const points = [
    { operation: first, after: 1 },
    { operation: write, after: 3 },
    { operation: second, after: 3 },
    ...(stale ? [] : [{ operation: third, after: 6 }]),
  ];
  if (!stale) {
    const trace = b.build({ linearization: { specification: 'Register', points } });
    return { title: 'everybody sees the final score', verdict: 'linearizable holds', outcome: 'holds', trace };
  }
  const why = 'when it was invoked, write("score", "final") by referee had returned';
  const message = `read("score") -> "playing" by bob cannot be placed: ${why}, so it could only return "final"`;
  const misplaced = { operation: third, possible: [{ result: 'final', why }] };
  return {
    title: 'Alice and Bob at the World Cup final',
    verdict: `linearizable is violated: ${message}`,
    outcome: 'violated',
    trace: b.build({
      violation: { property: 'linearizable', message, step: 7, event: 7, witnesses: [4] },
      linearization: { specification: 'Register', points, misplaced },
    }),
  };
}

/** Of a history that is too long to be shown whole. */
function excerptOfHistory(stale: boolean): PresentedTrace {
  const { trace, ...words } = registerHistory(stale);
  return { ...words, trace: { ...trace, excerpt: { events: 1_200_000 } } };
}

/** A long run among many nodes: every step receives a message at random and sends another. */
export function largeRun(steps: number, nodes: number): PresentedTrace {
  let seed = 42;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const names = Array.from({ length: nodes }, (_, i) => ({
    name: `n${i + 1}`,
    role: 'Peer',
    variables: { heard: '0', 'durable log': '[]' },
  }));
  const b = new TraceBuilder(`${nodes} peers`, names).at(0);
  const flying: number[] = [];
  for (let node = 0; node < nodes; node++) b.start(node, () => flying.push(b.send(node, (node + 1) % nodes, 'Gossip', node)));
  for (let step = nodes; step < steps; step++) {
    const [message] = flying.splice(random(flying.length), 1);
    if (message === undefined) break;
    const to = random(nodes);
    const at = b.at(step).receiverOf(message);
    b.deliver(message, () => {
      b.set(at, 'heard', String(step));
      if (step % 7 === 0) b.event(at, 'deliver', step);
      flying.push(b.send(at, to, 'Gossip', step));
    });
  }
  return { title: `${nodes} peers`, verdict: 'reliableDelivery is undecided: cut at 20,000 steps', outcome: 'undecided', trace: b.build() };
}

export const samples: Readonly<Record<string, () => readonly PresentedTrace[]>> = {
  happy: () => [happyCommit()],
  blocked: () => [blockedCommit()],
  lossy: () => [lossyNetwork()],
  lasso: () => [duellingProposers()],
  history: () => [registerHistory(true), registerHistory(false)],
  excerpt: () => [excerptOfHistory(true), excerptOfHistory(false)],
  several: () => [lossyNetwork(), blockedCommit(), duellingProposers()],
  large: () => [largeRun(5000, 50)],
};
