import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abd, oneValue } from '../../../bench/models/abd.ts';
import { paxos, paxosAgreement } from '../../../bench/models/paxos.ts';
import { twoPhaseCommit } from '../../../bench/models/two-phase-commit.ts';
import type { Monitor } from '../../checkers/property.ts';
import { checkedProperties } from '../../checkers/registry.ts';
import { protocol } from '../../testing/protocols.ts';
import { systemOf } from '../../testing/system.ts';
import { explore } from '../explore.ts';
import type { ExploreOptions } from '../questions.ts';
import { contextOf } from '../testing/context.ts';
import { claims } from '../testing/questions.ts';
import { both, explored, summary } from '../testing/reductions.ts';
import { rounds } from '../testing/rounds.ts';

/** Claims of which a search without every order can tell. */
const tellable = claims.map((lines) => [...lines.filter((line) => !line.startsWith('eventually')), 'invariant last: true']);

describe('random protocols: the same answers with dead letters and without, by runs as short, and as much of the file reached', () => {
  const kinds = {
    'in rounds': { texts: tellable.chain((lines) => rounds(lines)), symmetry: false, numRuns: 150 },
    'in rounds, with clients': { texts: tellable.chain((lines) => rounds(lines, { clients: true })), symmetry: false, numRuns: 80 },
    'in rounds, with symmetry': { texts: tellable.chain((lines) => rounds(lines, { alike: true })), symmetry: true, numRuns: 100 },
    'with crashes': { texts: tellable.chain((lines) => protocol({ claims: lines, crashes: true })), symmetry: false, numRuns: 100 },
    'with clients': { texts: tellable.chain((lines) => protocol({ claims: lines, clients: true })), symmetry: false, numRuns: 15 },
  };
  test.each(Object.entries(kinds))('%s', { timeout: 300_000 }, (_, { texts, symmetry, numRuns }) => {
    const seen = { compared: 0, reduced: 0, kept: 0, full: 0 };
    fc.assert(
      fc.property(texts, fc.subarray([...checkedProperties], { maxLength: 4 }), (text, names) => {
        const { full, reduced } = both(text, names, { symmetry, maxStates: 1500 });
        if (full.limit !== undefined || reduced.limit !== undefined) return;
        seen.compared++;
        expect(summary(reduced)).toEqual(summary(full));
        expect(reduced.states).toBeLessThanOrEqual(full.states);
        for (const part of ['handlers', 'rules', 'faults', 'budgets'] as const)
          expect([...reduced.reached[part]]).toEqual(expect.arrayContaining([...full.reached[part]]));
        if (reduced.reduced === undefined || reduced.states === full.states) return;
        seen.reduced++;
        seen.kept += reduced.states;
        seen.full += full.states;
      }),
      { numRuns },
    );
    // Of fewer nothing can be expected.
    if (numRuns < 80) return;
    expect(seen.reduced).toBeGreaterThan(0.1 * seen.compared);
    expect(seen.kept).toBeLessThan(0.9 * seen.full);
  });
});

describe('a coordinator that dies for good', () => {
  const text = (participants: number) =>
    twoPhaseCommit(participants, ['always possible all: all p in nodes(Participant): p.state != waiting']);

  test('is sent votes that nobody waits for any more', () => {
    const { full, reduced } = both(text(4), ['atomicity', 'nonBlocking'], { symmetry: false });
    expect(summary(reduced)).toEqual(summary(full));
    expect(reduced.states).toBeLessThan(0.65 * full.states);
  });

  test('loses them, which the crash has told commitValidity of already', () => {
    const { full, reduced } = both(text(3), ['commitValidity'], { symmetry: false });
    expect(summary(reduced)).toEqual(summary(full));
    expect(reduced.states).toBeLessThan(0.8 * full.states);
  });

  test('they are left out only if that is asked for', () => {
    expect(explored(text(3), [], { symmetry: false, partialOrder: false, reduceFrom: 0 }).reduced).toBeUndefined();
  });
});

/** One node that is sent Late by another at any time, and what may come to it besides. */
const receiver = (members: string, scenario = '') => `
  message Late
  message Again
  event heard
  role Receiver { var n: Int = 0
    var done: Bool = false
    on start { after 1ms timeout finish }
    on timeout finish { done = true }
    ${members} }
  role Sender { on start { after 1ms timeout send }
    on timeout send { send Late to nodes(Receiver) } }
  scenario "s" {
    node r = Receiver
    node s = Sender
    ${scenario}
    invariant few: r.n < 2
    explore }`;
const unlessDone = 'on Late when not done { n += 1 }';

describe('what a node has done with', () => {
  const states = (text: string, names: readonly string[] = []) => {
    const { full, reduced } = both(text, names, { symmetry: false });
    expect(summary(reduced)).toEqual(summary(full));
    return [full.states, reduced.states];
  };

  test('is what comes when it has finished', () => {
    // Of (not sent, under way, arrived) with (not done, done): when it is done, under way is as arrived.
    expect(states(receiver(unlessDone))).toEqual([7, 6]);
  });

  test.each([
    ['it begins again by itself', `${unlessDone}\n on timeout again { done = false }`, '', 'after 1ms timeout again'],
    ['it forgets that in a crash', unlessDone, 'up to 1 crash with recovery of r', ''],
    ['a rule brings it back', unlessDone, 'when s times out { crash r; recover r }', ''],
    ['another message says so', `${unlessDone}\n on Again { done = false }`, '', 'send Again to self'],
  ])('is not what comes when it has finished, where %s', (_, members, scenario, behind) => {
    const [full, reduced] = states(receiver(members, scenario).replace('done = true', `done = true\n ${behind}`));
    expect(reduced).toBe(full);
  });

  test('is not, before a client asks for the last time, what may matter then', () => {
    const [full, reduced] = states(receiver(`${unlessDone}\n on write(k, v) { done = false\n reply }`, 'client c { write("k", 1) at r }'));
    // Only when it has finished after that: the client has its reply or waits for it to come.
    expect([full, reduced]).toEqual([36, 34]);
  });

  test('is not what a property or a rule takes note of', () => {
    const [full, reduced] = states(receiver('on Late { if not done { n += 1 }\n stamp(n) }'), ['timestampsRespectCausality']);
    expect(reduced).toBe(full);
    const ruled = states(receiver(unlessDone, 'when r receives Late { crash s }'));
    expect(ruled[1]).toBe(ruled[0]);
    const telling = 'on Late { if not done { n += 1 }\n heard() }';
    const [told, nobody] = states(receiver(telling));
    expect(nobody).toBeLessThan(told as number);
    const acted = states(receiver(telling, 'when r heard { crash s }'));
    expect(acted[1]).toBe(acted[0]);
  });

  test('is not what carries a request, whose number is taken as long as it is about', () => {
    const [full, reduced] = states(`
      message Pass(request: Request)
      role Receiver { var done: Bool = false
        on start { after 1ms timeout finish }
        on timeout finish { done = true }
        on Pass(request) when not done { reply 0 to request } }
      role Sender { var asked: Bool = false
        on write(k, v) as request { send Pass(request) to nodes(Receiver) }
        on read(k) { asked = true
          reply 0 } }
      scenario "s" {
        node r = Receiver
        node s = Sender
        client c timeout 4ms { write("k", 1) at s
          read("k") at s }
        possible late: s.asked and r.done
        explore }`);
    expect(reduced).toBe(full);
  });

  test('may turn out to matter when a message comes that nobody knew of', () => {
    // Late arrives when r is done, long before anybody asks it to begin again.
    const text = receiver(`${unlessDone}\n on Again { done = false }\n var rounds: Int = 0\n on timeout more {
      rounds += 1
      if rounds < 6 { after 1ms timeout more } else { send Again to self } }`).replace(
      'done = true',
      'done = true\n after 1ms timeout more',
    );
    const claimed = text.replace('invariant few: r.n < 2', 'possible late: r.n == 1 and r.rounds == 6');
    const [full, reduced] = states(claimed.replace('after 1ms timeout send', 'send Late to nodes(Receiver)'));
    expect(reduced).toBe(full);
  });

  /** Whether a message that is under way from the beginning may be heard at a certain moment, with dead letters and without. */
  const isHeard = (members: string, scenario: string) => {
    const text = `
      message Late
      message Told
      role Receiver { durable phase: Int = 0
        var back: Bool = false
        var heard: Bool = false
        on start { after 1ms timeout finish }
        ${members} }
      role Sender { on start { send Late to nodes(Receiver) } }
      scenario "s" {
        node r = Receiver
        node s = Sender
        ${scenario}
        possible heard: r.heard
        explore }`;
    const { full, reduced } = both(text, [], { symmetry: false });
    expect(summary(reduced)).toEqual(summary(full));
    return reduced.answers[0]?.kind;
  };

  test.each([
    [
      'a crash in the middle of a handler leaves what no other crash does',
      'on timeout finish { phase = 1\n send Told to nodes(Sender)\n phase = 2 }\n on recover { back = true }\n on Late when back and phase == 1 { heard = true }',
      'up to 1 crash with recovery of r',
    ],
    [
      'a crash during a pause leaves what was before the send at which it began',
      'on timeout finish { send Told to nodes(Sender)\n phase = 1\n send Told to nodes(Sender)\n phase = 2 }\n on Late when phase == 1 { heard = true }',
      'when 2nd r sends Told { pause r for 5ms }\n when s receives Told { crash r; recover r }',
    ],
    [
      'what a client has asked waits',
      'on timeout finish { phase = 1 }\n on write(k, v) { if phase == 1 { phase = 2 }\n reply }\n on Late when phase == 2 { heard = true }',
      'client c { write("k", 1) at r }',
    ],
    [
      'a timer has a budget left',
      'on timeout finish { phase += 1\n after 1ms timeout finish }\n on Late when phase == 2 { heard = true }',
      'up to 2 timeout finish',
    ],
  ])('is not what may be heard when %s', (_, members, scenario) => {
    expect(isHeard(members, scenario)).toBe('holds');
  });

  test('is what comes when a timer has no budget left', () => {
    const members = 'on timeout finish { phase += 1\n after 1ms timeout finish }\n on Late when phase == 3 { heard = true }';
    expect(isHeard(members, 'up to 2 timeout finish')).toBe('violated');
  });

  test('is not what a property counts the losses of', () => {
    const losses: Monitor = {
      initial: 0,
      reads: ({ kind }) => kind === 'lose',
      next: (state, { kind }) => (kind !== 'lose' ? state : state === 2 ? 'violated' : Number(state) + 1),
    };
    const text = twoPhaseCommit(3, ['invariant last: true']);
    const run = (options: ExploreOptions) => {
      const system = systemOf(text);
      return explore(system, contextOf(system), [{ kind: 'monitor', name: 'losses', monitor: losses }], { symmetry: false, ...options });
    };
    expect(summary(run({ reduceFrom: 0 }))).toEqual(summary(run({ partialOrder: false })));
  });

  test('has run handlers that do nothing, so it is not said that they never ran', () => {
    const text = receiver(`${unlessDone}\n on Late { if n > 5 { n = 0 } }`);
    const system = systemOf(text);
    const run = (options: object) => explore(system, contextOf(system), [], options).reached.handlers;
    expect(run({ reduceFrom: 0 })).toEqual(run({ partialOrder: false }));
  });

  test('is found out without that what never happens counts as run', () => {
    // Again comes once. Looking at what may come of Late it is taken in twice.
    const text = receiver(`${unlessDone}\n on Again { if n > 4 { n = 6 } else { n = 5 } }`).replace(
      'send Late to nodes(Receiver)',
      'send Late to nodes(Receiver)\n send Again to nodes(Receiver)',
    );
    const statements = (options: ExploreOptions) => {
      const system = systemOf(text);
      const { states } = explore(system, contextOf(system), [], options);
      return { states, run: system.machine.statementsRun().map(({ place }) => text.slice(place.start, place.end)) };
    };
    const [full, reduced] = [statements({ partialOrder: false }), statements({ reduceFrom: 0 })];
    expect(reduced.states).toBeLessThan(full.states);
    expect(reduced.run).toEqual(full.run);
    expect(full.run).toContain('n = 5');
    expect(full.run).not.toContain('n = 6');
  });

  test('of a sender whose order is kept is nothing that something else waits behind', () => {
    const ordered = (order: string) =>
      states(
        receiver(`${unlessDone}\n on Again { n = 2 }`, order)
          .replace('send Late to nodes(Receiver)', 'send Late to nodes(Receiver)\n send Again to nodes(Receiver)')
          .replace('r.n < 2', 'r.n < 4'),
      );
    const [anyOrder, reduced] = ordered('');
    expect(reduced).toBeLessThan(anyOrder as number);
    const [inOrder, same] = ordered('network { order fifo }');
    expect(same).toBe(inOrder);
  });

  test('of a sender whose order is kept was nothing, if something comes behind it after all', () => {
    const text = receiver(`${unlessDone}\n on Again { if done { n = 2 } }`, 'network { order fifo }')
      .replace('send Late to nodes(Receiver)', 'send Late to nodes(Receiver)\n after 1ms timeout more')
      .replace(
        'role Sender {',
        'role Sender { var left: Int = 3\n on timeout more { left -= 1\n if left == 0 { send Again to nodes(Receiver) } else { after 1ms timeout more } }\n',
      );
    const [full, reduced] = states(text);
    expect(reduced).toBe(full);
  });
});

describe('models of the benchmark', () => {
  test('Paxos: answers to a proposer that has a majority, and whatever is of an older ballot than the one that is promised', () => {
    expect(explored(paxos([paxosAgreement]), [], { reduceFrom: 0, symmetry: false })).toMatchObject({
      answers: [{ kind: 'holds' }],
      states: 12_142,
    });
  });
  test('a replicated register: answers to operations that have ended', { timeout: 60_000 }, () => {
    expect(explored(abd([oneValue]), [], { reduceFrom: 0 })).toMatchObject({ answers: [{ kind: 'holds' }], states: 58_239 });
  });
});
