import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoPhaseCommit } from '../../../bench/models/two-phase-commit.ts';
import { checkedProperties } from '../../checkers/registry.ts';
import { protocol } from '../../testing/protocols.ts';
import { systemOf } from '../../testing/system.ts';
import { evenClaims } from '../testing/questions.ts';
import { both, explored, summary } from '../testing/reductions.ts';
import { Asymmetry, Group } from './group.ts';
import { verifiedSystem } from './verified.ts';

const MOST_STATES = 2500;

describe('random protocols: with symmetry and without, the same answers, by shortest runs', () => {
  test.each([
    ['even' as const, 200],
    ['ordered' as const, 80],
  ])('%s', { timeout: 400_000 }, (alike, numRuns) => {
    const seen = { reduced: 0, loosened: 0, exact: 0, kept: 0, full: 0 };
    fc.assert(
      fc.property(
        evenClaims.chain((claims) => protocol({ alike, claims })),
        fc.subarray([...checkedProperties], { maxLength: 4 }),
        (text, names) => {
          const { full, reduced } = both(text, names, { maxStates: MOST_STATES });
          if (full.limit !== undefined || reduced.limit !== undefined) return;
          expect(summary(reduced)).toEqual(summary(full));
          if (reduced.reduced === undefined) return;
          seen.reduced++;
          seen.kept += reduced.states;
          seen.full += full.states;
          expect(reduced.states).toBeLessThanOrEqual(full.states);
          if (reduced.reduced.standsFor === undefined) seen.loosened++;
          else {
            seen.exact++;
            expect(reduced.reduced.standsFor).toBe(full.states);
            expect(reduced.depth).toBe(full.depth);
          }
        },
      ),
      { numRuns },
    );
    // The comparison is worth something: symmetry was made use of, exactly and with broken broadcasts.
    if (alike === 'even') {
      expect(seen.reduced).toBeGreaterThan(numRuns / 4);
      expect(Math.min(seen.exact, seen.loosened)).toBeGreaterThan(5);
      expect(seen.kept).toBeLessThan(0.8 * seen.full);
    }
  });
});

describe('two-phase commit', () => {
  const text = (participants: number) =>
    twoPhaseCommit(participants, [
      'check atomicity',
      'expect violation of nonBlocking',
      'always possible everybody: all p in nodes(Participant): p.state != waiting',
      'possible done: all p in nodes(Participant): p.state == committed',
      'invariant nobodyAlone: some p in nodes(Participant): p.state != aborted or not up(p)',
      'invariant nothingHalfTold: not (some p in nodes(Participant): p.state == committed) or all q in nodes(Participant): q.state != beginning',
    ]);

  test.each([2, 3, 4])('with %i participants comes to the same, the shortest runs included', (participants) => {
    const { full, reduced } = both(text(participants), ['atomicity', 'stability', 'commitValidity', 'nonBlocking']);
    expect(summary(reduced)).toEqual(summary(full));
    // Crashes in the middle of broadcasts are looked at in every order, so nobody knows how many states these are.
    expect(reduced.reduced).toEqual({});
    expect(reduced.states).toBeLessThan(full.states);
  });

  test('keeps few states where there are many', () => {
    const model = twoPhaseCommit(7, ['invariant i: true']);
    const holds = [{ kind: 'holds' }, { kind: 'holds' }];
    expect(explored(model, ['atomicity'], { reduceFrom: 0, partialOrder: false })).toMatchObject({ answers: holds, states: 1298 });
    expect(explored(model, ['atomicity'], { reduceFrom: 0 })).toMatchObject({ answers: holds, states: 626 });
  });
});

test('n nodes that count to k by themselves: multisets in place of tuples, and the number of tuples is known', () => {
  const counting = (n: number, k: number) => `
    role Counter { var x: Int = 0
      on start { after 1ms timeout tick }
      on timeout tick { x += 1
        if x < ${k} { after 1ms timeout tick } } }
    scenario "s" { node c[1..${n}] = Counter
      invariant i: all c in nodes(Counter): c.x <= ${k}
      explore }`;
  const reduced = explored(counting(9, 3), [], { reduceFrom: 0 });
  expect(reduced).toMatchObject({ states: 220, reduced: { standsFor: 4 ** 9 } });
});

describe('without symmetry after all', () => {
  test('where a run that the search shows does not happen: crashes that inform others in contradictory orders', () => {
    const { full, reduced } = both(
      `message Tell(n: Int)
       role Boss(n: Int) { on start { after 1ms timeout go }
         on timeout go { send Tell(n) to nodes(Worker) } }
       role Worker { var heard: Set<Int> = {}
         on Tell(n) { heard += n } }
       scenario "s" {
         node b1 = Boss(n: 1)
         node b2 = Boss(n: 2)
         node w1, w2 = Worker
         up to 2 crash of Boss
         always possible joined: up(b1) or up(b2) or (some w in nodes(Worker): w.heard == {1, 2}) or (all w in nodes(Worker): 1 not in w.heard) or (all w in nodes(Worker): 2 not in w.heard)
         explore }`,
      [],
    );
    expect(summary(reduced)).toEqual(summary(full));
    expect(full.answers).toEqual([{ kind: 'holds' }]);
    expect(reduced.reduced).toBeUndefined();
  });

  test('where a property tells nodes apart', () => {
    const text = `
      message Ask
      role Boss { on Ask { } }
      role Worker { on start { send Ask to nodes(Boss)
        stamp(self) } }
      scenario "s" { node boss = Boss
        node w[1..3] = Worker
        invariant i: true
        explore }`;
    expect(both(text, []).reduced.reduced).toBeDefined();
    expect(both(text, ['timestampsRespectCausality']).reduced.reduced).toBeUndefined();
  });
});

test('a handler that tells nodes apart is found out, whatever the code looks like', () => {
  const system = systemOf(`
    message Ask
    role Boss { on start { send Ask to nodes(Worker) } }
    role Worker { var x: Int = 0
      on Ask { if nodes(Worker).first == self { x = 1 } } }
    scenario "s" { node boss = Boss
      node w[1..4] = Worker
      invariant i: true
      explore }`);
  const { machine } = verifiedSystem(system, new Group(5, [[1, 2, 3, 4]]));
  const ask = (node: number) =>
    machine.run(machine.initialState(node), { kind: 'message', from: 0, message: 0, arguments: [] }, { now: 0, choose: () => 0 });
  expect(() => [1, 2, 3, 4].map(ask)).toThrow(Asymmetry);
});

describe('reductions begin', () => {
  const text = (participants: number) =>
    twoPhaseCommit(participants, ['always possible done: all p in nodes(Participant): p.state != waiting']);
  const three = `
    role Counter { var x: Int = 0
      on start { after 1ms timeout tick }
      on timeout tick { x += 1
        if x < 9 { after 1ms timeout tick } } }
    scenario "s" { node c[1..3] = Counter
      invariant i: all c in nodes(Counter): c.x <= 9
      invariant j: some c in nodes(Counter): c.x < 9
      explore }`;

  test('only where a search is large, and can be switched off', () => {
    expect(explored(text(4), [], {}).reduced).toBeUndefined();
    expect(explored(text(4), [], { reduceFrom: 100 }).reduced).toBeDefined();
    expect(explored(text(4), [], { reduceFrom: 100, symmetry: false, partialOrder: false }).reduced).toBeUndefined();
  });

  test('where a search runs out of room, whatever time they take', () => {
    expect(explored(three, [], { reduceFrom: 100 })).toMatchObject({ states: 1000 });
    expect(explored(three, [], { reduceFrom: 100 }).reduced).toBeUndefined();
    // 12 over 3: multisets of three.
    expect(explored(three, [], { maxStates: 900 })).toMatchObject({ states: 220, reduced: { standsFor: 1000 } });
    const cut = explored(three, [], { maxStates: 150 });
    expect(cut.limit).toMatch(/^1\d\d states, depth \d+$/);
    expect(cut.answers.map(({ kind }) => kind)).toEqual(['undecided', 'undecided']);
  });
});
