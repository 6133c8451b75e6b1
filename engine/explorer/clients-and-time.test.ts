import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { naiveExplore } from '../world/testing/naive.ts';
import { explore } from './explore.ts';
import type { ExploreOptions } from './questions.ts';
import { contextOf } from './testing/context.ts';
import { claims, conditionQuestion, questionsOf } from './testing/questions.ts';

const kinds = {
  'with clients': { clients: true },
  'of a synchronous network': { synchronous: true },
  'with clients, of a synchronous network': { clients: true, synchronous: true },
};
const plainly = { generateFrom: Number.POSITIVE_INFINITY };

describe.each(Object.entries(kinds))('random protocols %s', (_, options) => {
  test('the search finds what the reference finds', { timeout: 120_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(protocol(options), (text) => {
        const naive = naiveExplore(systemOf(text), { maxStates: 400 });
        fc.pre(naive.exhaustive);
        compared++;
        const system = systemOf(text);
        const questions = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
        const { states, transitions, depth, failures } = explore(system, contextOf(system), questions, plainly);
        expect({ states, transitions }).toEqual({ states: naive.states.size, transitions: naive.transitions });
        expect(depth).toBe(Math.max(...[...naive.states.values()].map((state) => state.depth), ...failures.map(() => 0)));
        const places = new Set(naive.failures.map((steps) => JSON.stringify(steps.at(-1)?.failure?.place)));
        expect(failures.map(({ failure }) => JSON.stringify(failure.place)).toSorted()).toEqual([...places].toSorted());
      }),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(10);
  });

  /** What does not depend on the order of successors: which of several shortest runs is found does. */
  function explored(text: string, how: ExploreOptions) {
    const system = systemOf(text);
    const context = contextOf(system);
    const questions = questionsOf(system, context).filter(({ kind, name }) => kind !== 'monitor' || name === 'linearizable');
    const { bytes: _, answers, failures, ...rest } = explore(system, context, questions, { maxStates: 800, ...how });
    return {
      ...rest,
      answers: answers.map((answer) =>
        answer.kind === 'undecided' ? answer : [answer.kind, answer.path?.cycleFrom ?? answer.path?.steps.length],
      ),
      failures: failures.map(({ failure, path }) => JSON.stringify([failure.place, path.steps.length])).toSorted(),
    };
  }

  test('looking up answers what interpreting answers', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        claims.chain((lines) => protocol({ ...options, claims: lines })),
        (text) => {
          const looked = explored(text, plainly);
          fc.pre(looked.limit === undefined);
          expect(looked).toEqual(explored(text, { interpretAll: true }));
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** The same, looked up, by generated code and interpreted. */
function everyWay(text: string) {
  const ways = [plainly, { generateFrom: 1 }, { interpretAll: true }].map((options) => {
    const system = systemOf(text);
    const { states, transitions, depth, failures } = explore(system, contextOf(system), [], options);
    return { states, transitions, depth, failures: failures.map(({ failure }) => failure.message) };
  });
  expect(ways[1]).toEqual(ways[0]);
  expect(ways[2]).toEqual(ways[0]);
  const naive = naiveExplore(systemOf(text));
  expect(ways[0]).toMatchObject({ states: naive.states.size, transitions: naive.transitions });
  return ways[0];
}

const store = `
  role Store { var x: Int = 0
    on write(key, v) { x = v
      reply }
    on read(key) { reply x } }`;

describe('clients', () => {
  test('who waits goes on in the step in which the last of those it waits for ends', () => {
    const found = everyWay(`${store}
      scenario "s" { node s = Store
        client alice { write("x", choose 1..2) at s }
        client bob { await alice }
        client carol { await bob
          let v = read("x") at s
          assert v != 2 }
        client dave timeout 3ms { await bob
          read("x") at s }
        client erin { await dave
          await carol
          write("x", 3) at s }
        explore
        invariant i: s.x < 4 }`);
    expect(found?.failures).toHaveLength(1);
  });

  test('a second reply fails, also to an operation that was given up and has been answered since', () => {
    const found = everyWay(`
      role Server { var kept: List<Request> = []
        on read(key) as request { kept += request
          after 1ms timeout answer }
        on timeout answer { for request in kept { reply 1 to request }
          if kept.size < 2 { after 1ms timeout answer } } }
      scenario "s" { node s = Server
        client alice timeout 3ms { repeat 2 { read("x") at s } }
        up to 2 timeout answer
        explore
        invariant i: true }`);
    expect(found?.failures).toEqual([expect.stringContaining('a second reply')]);
  });

  test('a request has the least number that no other of its client has, wherever that one is kept', () => {
    everyWay(`
      message Pass(request: Request)
      role Server(to: Server) { durable kept: List<Request> = []
        on read(key) as request { send Pass(request) to to }
        on write(key, v) { }
        on Pass(request) { kept += request
          after 1ms timeout forget }
        on timeout forget { kept = [] } }
      scenario "s" { node s = Server(to: t)
        node t = Server(to: s)
        client alice timeout 3ms { read("x") at s
          write("x", 1) at t
          read("x") at choose nodes(Server) }
        when 2nd s sends Pass { pause s for 5ms }
        up to 1 timeout
        explore
        invariant i: true }`);
  });
});

describe('time', () => {
  test('passes until something is due where nothing else can happen, however long that is', () => {
    const found = everyWay(
      `
      role Sleeper { var woken: Int = 0
        on start { after 90000s timeout wake }
        on timeout wake { woken += 1
          if woken < 3 { after 1h timeout wake } } }
      scenario "s" { node s = Sleeper
        network synchronous { delay 1ms }
        explore
        invariant i: true }`.replaceAll('1h', '3600s'),
    );
    // Each time: it passes, the timer fires.
    expect(found).toMatchObject({ states: 7, transitions: 6, depth: 6 });
  });

  test('is counted beyond what a word of memory holds', () => {
    const found = everyWay(`
      role Sleeper { var woken: Int = 0
        on start { after 2_000_000s timeout wake }
        on timeout wake { woken += 1
          if woken < 2 { after 1_500_000s timeout wake } } }
      scenario "s" { node s = Sleeper
        node t = Sleeper
        clock s skew 0ms drift -50%
        network synchronous { delay 1ms }
        explore
        invariant i: true }`);
    expect(found?.depth).toBe(8);
  });

  test('a fault that may strike at any moment keeps it to milliseconds, also where runs without further faults are looked at', () => {
    const text = `
      message Ping
      role A(to: B) { on start { send Ping to to } }
      role B { var got: Bool = false
        on Ping { got = true } }
      scenario "s" { node b = B
        node a = A(to: b)
        network synchronous { delay 5ms }
        up to 1 lose Ping
        up to 1 pause of b
        explore
        always possible goes: b.got
        eventually gets: b.got }`;
    everyWay(text);
    const answers = [plainly, { interpretAll: true }].map((options) => {
      const system = systemOf(text);
      const questions = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
      return explore(system, contextOf(system), questions, options).answers.map(({ kind }) => kind);
    });
    expect(answers[0]).toEqual(answers[1]);
  });
});
