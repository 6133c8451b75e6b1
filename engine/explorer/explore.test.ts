import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { replay } from '../world/replay.ts';
import { naiveExplore } from '../world/testing/naive.ts';
import { explore } from './explore.ts';
import type { ExploreOptions, Question } from './questions.ts';
import { contextOf } from './testing/context.ts';
import { claims, questionsOf } from './testing/questions.ts';

/** Explores the scenario and asks what it claims, then every property. */
function exploreText(text: string, options: ExploreOptions = {}) {
  const system = systemOf(text);
  const context = contextOf(system);
  return explore(system, context, questionsOf(system, context), options);
}

/** Only the states: no monitor adds to them. */
function count(text: string, options: ExploreOptions = {}, questions: readonly Question[] = []) {
  const system = systemOf(text);
  return explore(system, contextOf(system), questions, options);
}

describe('counts', () => {
  test('random protocols: the same states, transitions, depth and failures as the naive search', { timeout: 120_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(protocol(), (text) => {
        const naive = naiveExplore(systemOf(text), { maxStates: 600 });
        if (!naive.exhaustive) return;
        compared++;
        const { states, transitions, depth, failures } = count(text);
        expect({ states, transitions, depth }).toEqual({
          states: naive.states.size,
          transitions: naive.transitions,
          depth: Math.max(0, ...[...naive.states.values()].map((state) => state.depth)),
        });
        const shortest = new Map<string, number>();
        for (const steps of naive.failures) {
          const place = JSON.stringify(steps.at(-1)?.failure?.place);
          shortest.set(place, Math.min(shortest.get(place) ?? Number.POSITIVE_INFINITY, steps.length));
        }
        expect(new Map(failures.map(({ failure, path }) => [JSON.stringify(failure.place), path.steps.length]))).toEqual(shortest);
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  test('random protocols: looking up gives what interpreting gives', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        claims.chain((lines) => protocol({ claims: lines })),
        (text) => {
          const { bytes: _, ...fast } = exploreText(text, { maxStates: 1000 });
          const { bytes: __, ...slow } = exploreText(text, { maxStates: 1000, interpretAll: true });
          if (fast.limit === undefined) expect(lengths(fast)).toEqual(lengths(slow));
        },
      ),
      { numRuns: 100 },
    );
  });

  /** Which of several shortest runs is found depends on the order of successors; how long it is does not. */
  function lengths({ answers, failures, ...rest }: Omit<ReturnType<typeof explore>, 'bytes'>) {
    return {
      ...rest,
      answers: answers.map((answer) =>
        answer.kind === 'undecided' ? answer : [answer.kind, answer.path?.cycleFrom ?? answer.path?.steps.length],
      ),
      failures: failures.map(({ failure, path }) => [failure.place, path.steps.length]),
    };
  }

  test('independent messages: every order of n deliveries is 2^n states, n 2^(n-1) steps', () => {
    const text = (n: number) => `
      message Ping(n: Int)
      role Sender(to: Receiver) { on start { for i in 1..${n} { send Ping(i) to to } } }
      role Receiver { on Ping(n) { } }
      scenario "s" { node r = Receiver
        node s = Sender(to: r)
        explore
        invariant i: true }`;
    for (const n of [1, 3, 8]) expect(count(text(n))).toMatchObject({ states: 2 ** n, transitions: n * 2 ** (n - 1), depth: n });
    const fifo = text(8).replace('explore', 'network { order fifo }\n explore');
    expect(count(fifo)).toMatchObject({ states: 9, transitions: 8, depth: 8 });
  });

  test('equal messages are a multiset: one delivery for all that are alike', () => {
    const text = `
      message Ping
      role Sender(to: Receiver) { on start { for i in 1..5 { send Ping to to } } }
      role Receiver { var seen: Int = 0
        on Ping { seen += 1 } }
      scenario "s" { node r = Receiver
        node s = Sender(to: r)
        up to 1 lose Ping
        explore
        invariant i: true }`;
    // 6 states without the loss; with it, those with 0..5 of the 4 that are left delivered, at any time: 5. From each of 5 states one may be lost.
    expect(count(text)).toMatchObject({ states: 6 + 5, transitions: 5 + 4 + 5 });
  });
});

const endless = `
  message Ping(n: Int)
  role Sender(to: Receiver) { var sent: Int = 0
    on start { after 1ms timeout next }
    on timeout next { sent += 1
      send Ping(sent) to to
      after 1ms timeout next } }
  role Receiver { var last: Int = 0
    on Ping(n) { last = n } }
  scenario "s" { node r = Receiver
    node s = Sender(to: r)
    explore
    invariant small: r.last < 5
    invariant fine: r.last >= 0
    possible three: r.last == 3
    eventually some: r.last == 1 }`;

describe('limits', () => {
  test('states: what was found before stands, the rest is undecided and says why', () => {
    const { answers, limit, states } = exploreText(endless, { maxStates: 5000 });
    expect(states).toBe(5000);
    expect(limit).toMatch(/^5,000 states, depth \d+$/);
    expect(answers.slice(0, 4).map(({ kind }) => kind)).toEqual(['violated', 'undecided', 'holds', 'undecided']);
    expect(answers[1]).toEqual({ kind: 'undecided', reason: `not exhausted: ${limit}` });
  });

  test('depth: the states of that depth are there, those beyond are not', () => {
    const { depth, limit, answers } = exploreText(endless, { maxDepth: 4 });
    expect(depth).toBe(4);
    expect(limit).toMatch(/^\d+ states, depth 4$/);
    expect(answers[0]).toMatchObject({ kind: 'undecided' });
    expect(exploreText(endless, { maxDepth: 6 }).answers[0]).toMatchObject({ kind: 'violated' });
  });

  test('the depth of a level that is shown before its end', () => {
    const text = `
      role A { on start { for i in 1..300 { after 1ms timeout t(i) } }
        on timeout t(i) { } }
      scenario "s" { node a = A
        explore
        invariant i: true }`;
    expect(count(text, { maxDepth: 1 })).toMatchObject({ states: 301, depth: 1 });
  });

  test('a depth that leaves nothing out is no limit', () => {
    const text = `message Ping
      role A(to: A) { on start { send Ping to to }
        on Ping { } }
      scenario "s" { node a = A(to: b)
        node b = A(to: a)
        explore
        invariant i: true }`;
    expect(count(text, { maxDepth: 2 })).toMatchObject({ states: 4, depth: 2 });
    expect(count(text, { maxDepth: 2 }).limit).toBeUndefined();
    expect(count(text, { maxDepth: 1 }).limit).toBe('3 states, depth 1');
  });

  test('time and memory', () => {
    expect(count(endless, { maxMs: 150 }).limit).toMatch(/^150 ms of time: [\d,]+ states, depth \d+$/);
    const { limit, bytes } = count(endless, { maxBytes: 8 * 2 ** 20 });
    expect(limit).toMatch(/^8 MiB of memory: [\d,]+ states, depth \d+$/);
    // The last thing that it took may be a table, and these double.
    expect(bytes).toBeLessThan(16 * 2 ** 20);
  });

  test('a cancellation is seen at once, and progress is told now and then', () => {
    let told = 0;
    let asked = 0;
    let askedAfterwards = 0;
    const { limit } = count(endless, {
      onProgress: ({ states, depth, frontier, statesPerSecond }) => {
        told++;
        for (const figure of [states, depth, frontier, statesPerSecond]) expect(figure).toBeGreaterThan(0);
      },
      isCancelled: () => {
        const cancelled = told >= 3;
        asked++;
        if (cancelled) askedAfterwards++;
        return cancelled;
      },
    });
    expect(limit).toMatch(/^cancelled: [\d,]+ states, depth \d+$/);
    expect(told).toBeLessThanOrEqual(4);
    // Progress is told every tenth of a second; who asks several times in between can be cancelled sooner.
    expect(asked).toBeGreaterThan(told);
    expect(askedAfterwards).toBeLessThanOrEqual(2);
  });

  test('what has answered everything looks on for a while, and tells as a limit that it stopped', () => {
    const system = systemOf(endless);
    const questions = questionsOf(system, contextOf(system)).slice(0, 1);
    const asked: (readonly string[])[] = [];
    const isEnough: ExploreOptions['isEnough'] = (answers, failed) => {
      asked.push([...answers.map(({ kind }) => kind), String(failed)]);
      return asked.length === 3;
    };
    const { limit, states } = explore(system, contextOf(system), questions, { isEnough, maxStates: 50_000 });
    expect(asked).toEqual([
      ['violated', 'false'],
      ['violated', 'false'],
      ['violated', 'false'],
    ]);
    expect(limit).toMatch(/^every claim was answered: [\d,]+ states, depth \d+$/);
    expect(states).toBeGreaterThanOrEqual(10_000);
    expect(states).toBeLessThan(12_000);
    const both = questionsOf(system, contextOf(system)).slice(0, 2);
    expect(explore(system, contextOf(system), both, { isEnough: () => true, maxStates: 20_000 }).limit).toMatch(/^20,000 states/);
  });
});

describe('failures', () => {
  test('one run for each place, the shortest, also where starts fail', () => {
    const { failures, states } = count(`
      message Ping
      role A { var x: Int = 0
        on start {
          x = choose 0..2
          assert x != 1, "one"
          send Ping to nodes(A)
        }
        on Ping { x = 6 / (2 - x) } }
      scenario "s" { node a, b = A
        explore
        invariant i: true }`);
    expect(
      failures.map(({ failure, path }) => [failure.kind, failure.message, path.steps.map(({ action }) => action.kind).join(' ')]),
    ).toEqual([
      ['assertion', expect.stringContaining('one'), 'start'],
      ['error', expect.stringContaining('zero'), 'start start deliver'],
    ]);
    expect(states).toBeGreaterThan(1);
  });
});

describe('what was reached', () => {
  test('handlers, rules, message faults and budgets that came to something, and no others', () => {
    const { reached, limit } = count(`
      message Ping
      message Pong
      role A(to: B) { on start { send Ping to to }
        on Pong { }
        on timeout never { } }
      role B { on Ping from a { send Pong to a }
        on Pong { } }
      scenario "s" { node b = B
        node a = A(to: b)
        when b receives Ping { crash a }
        when b receives Pong { crash b }
        lose Pong to a
        lose 2nd Ping to b
        up to 1 lose Ping
        up to 1 duplicate Pong
        explore
        invariant i: true }`);
    expect(limit).toBeUndefined();
    expect({ ...reached, handlers: [...reached.handlers].sort() }).toEqual({
      handlers: ['0:0', '1:0'],
      rules: new Set([0]),
      faults: new Set([0]),
      budgets: new Set([0]),
    });
  });
});

describe('violations of one claim', () => {
  const text = `
    message Go(n: Int)
    role Starter(to: Worker) { on start { for i in 1..4 { send Go(i) to to } } }
    role Worker {
      var done: Int = 0
      var last: Int = 0
      on Go(1) { done += 1
        last = 1
        decide("a") }
      on Go(2) { done += 1
        last = 2
        decide("b") }
      on Go(3) { done += 1
        last = 3
        decide("c") }
      on Go(n) { done += 1
        last = n } }
    scenario "s" { node w = Worker
      node s = Starter(to: w)
      explore
      check integrity
      invariant few: w.done < 2 }`;

  test('are found once for each statement that breaks it, each by a shortest run', () => {
    const system = systemOf(text);
    const context = contextOf(system);
    const { answers } = explore(system, context, questionsOf(system, context));
    const brokenAt = (name: string) => {
      const question = questionsOf(system, context).findIndex((one) => one.name === name);
      const answer = answers[question];
      if (answer?.kind !== 'violated') throw new Error(`${name} is violated`);
      return [answer, ...(answer.others ?? [])].map(({ path }) => {
        const last = replay(system, path).at(-1);
        const place = last?.happenings.findLast((one) => name === 'few' || one.kind === 'event')?.place;
        return { length: path.steps.length, statement: place === undefined ? '' : text.slice(place.start, place.end) };
      });
    };
    const statements = (name: string) => brokenAt(name).map(({ statement }) => statement);
    expect(statements('integrity').sort()).toEqual(['decide("a")', 'decide("b")', 'decide("c")']);
    expect(statements('few')).toHaveLength(4);
    expect(new Set([...brokenAt('integrity'), ...brokenAt('few')].map(({ length }) => length))).toEqual(new Set([4]));
  });
});

test('thousands of equal messages take memory by the state, not by the message', () => {
  const doubling = `
    message Ping
    role Doubler { on start { send Ping to self }
      on Ping { send Ping to self
        send Ping to self } }
    scenario "s" { node d = Doubler
      explore
      invariant i: true }`;
  const [few, many] = [2_000, 16_000].map((maxStates) => count(doubling, { maxStates }));
  expect(many?.depth).toBe(15_999);
  expect((many?.bytes ?? 0) / (few?.bytes ?? 1)).toBeLessThan(10);
});
