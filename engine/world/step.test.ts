import { describe, expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import { starts } from './initial.ts';
import { pingPong } from './testing/ping-pong.ts';
import { Walk } from './testing/walk.ts';
import type { Step } from './world.ts';

describe('the start', () => {
  test('runs every `on start` in the order of the nodes, before anything else', () => {
    const walk = new Walk(pingPong(''));
    expect(walk.story).toEqual(['a starts', 'a sends Ping(1) to b', 'a sends Ping(2) to c', 'a: lead(0)', 'b starts', 'c starts']);
    expect(walk.steps).toHaveLength(3);
    expect(walk.enabled).toEqual(['deliver Ping(1) from a to b', 'deliver Ping(2) from a to c']);
  });

  test('skips a node that a rule has crashed before its turn', () => {
    const walk = new Walk(pingPong('when a sends Ping to c { crash b }'));
    expect(walk.story).toEqual(['a starts', 'a sends Ping(1) to b', 'b crashes', 'a sends Ping(2) to c', 'a: lead(0)', 'c starts']);
  });
});

describe('a handler', () => {
  test('is one step with all its effects in the order of statements', () => {
    const walk = new Walk(pingPong(''));
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['b receives Ping(1)', 'b: lead(1)', 'b sends Pong(1) to a', 'b: stepDown(1)']);
    expect(walk.inFlight).toEqual(['Ping(2) from a to c', 'Pong(1) from b to a']);
    expect(walk.show('b', 'seen')).toBe('1');
  });

  test('that fails ends the step where it fails', () => {
    const walk = new Walk(`
      message Ping
      role R(to: Node) {
        on start { send Ping to to }
        on Ping { send Ping to to; assert 1 == 2, "never"; send Ping to to }
      }
      scenario "s" { node a, b = R(to: b)  explore  invariant i: up(a)  when b sends Ping { crash a } }`);
    const [, step] = walk.ways('deliver Ping from b to b');
    expect(step).toBeUndefined();
    expect(walk.go('deliver Ping from b to b')).toEqual(['b receives Ping', 'b sends Ping to b']);
    expect(walk.steps.at(-1)?.failure).toMatchObject({ kind: 'assertion', message: expect.stringContaining('never'), node: 1 });
  });
});

describe('crashes and recoveries', () => {
  test('a crash by a rule is for good until a `recover`, which runs `on recover` at once', () => {
    const walk = new Walk(pingPong('when b stepDown { crash a }  when c stepDown { recover a }'));
    walk.go('deliver Ping(1) from a to b');
    expect(walk.enabled).toEqual(['deliver Ping(2) from a to c', 'deliver Pong(1) from b to a']);
    expect(walk.go('deliver Ping(2) from a to c').slice(-3)).toEqual(['a recovers', 'a sends Ping(9) to b', 'a sends Ping(9) to c']);
  });

  test('what is delivered to a node that is down is lost; until then it may arrive after the recovery', () => {
    const walk = new Walk(pingPong('up to 1 crash with recovery of b'));
    walk.go('crash b');
    expect(walk.enabled).toEqual(['deliver Ping(1) from a to b', 'deliver Ping(2) from a to c', 'recover b']);
    expect(walk.stories('deliver Ping(1) from a to b')).toEqual([['Ping(1) to b is lost: down']]);
    expect(walk.go('recover b')).toEqual(['b recovers']);
    expect(walk.go('deliver Ping(1) from a to b')[0]).toBe('b receives Ping(1)');
  });

  test('crashing the crashed and recovering the healthy do nothing', () => {
    const walk = new Walk(pingPong('when b stepDown { crash c; crash c; recover a }'));
    expect(walk.go('deliver Ping(1) from a to b').slice(-2)).toEqual(['b: stepDown(1)', 'c crashes']);
  });

  test('a crash budget strikes between steps and after any single send of a handler, also of a start', () => {
    const walk = new Walk(pingPong('up to 1 crash of Peer'));
    expect(walk.enabled.slice(2)).toEqual(['crash b', 'crash c']);
    expect(walk.stories('deliver Ping(1) from a to b')).toEqual([
      ['b receives Ping(1)', 'b: lead(1)', 'b sends Pong(1) to a', 'b: stepDown(1)'],
      ['b receives Ping(1)', 'b: lead(1)', 'b sends Pong(1) to a', 'b crashes'],
    ]);
    walk.go('deliver Ping(1) from a to b', { choices: [], crashAfterSend: { nth: 1, budget: 0 } });
    expect(walk.show('b', 'log')).toBe('1');
    expect(walk.world.budgets).toEqual([0]);
    expect(walk.enabled).toEqual(['deliver Ping(2) from a to c', 'deliver Pong(1) from b to a']);
  });
});

describe('budgets', () => {
  test('lose and duplicate any matching message in flight', () => {
    const walk = new Walk(pingPong('up to 1 lose Ping to b  up to 2 duplicate'));
    expect(walk.enabled.slice(2)).toEqual(['lose Ping(1) from a to b', 'duplicate Ping(1) from a to b', 'duplicate Ping(2) from a to c']);
    expect(walk.go('duplicate Ping(2) from a to c')).toEqual(['Ping(2) to c is duplicated']);
    expect(walk.go('lose Ping(1) from a to b')).toEqual(['Ping(1) to b is lost: fault']);
    expect(walk.inFlight).toEqual(['Ping(2) from a to c', 'Ping(2) from a to c']);
    expect(walk.world.budgets).toEqual([0, 1]);
  });

  test('partition: any cut into two groups while none stands; healing at any time', () => {
    const walk = new Walk(pingPong('up to 2 partition'));
    expect(walk.enabled.slice(2)).toEqual(['partition {a, c} | {b}', 'partition {a, b} | {c}', 'partition {a} | {b, c}']);
    walk.go('partition {a, c} | {b}');
    expect(walk.enabled).toEqual(['deliver Ping(1) from a to b', 'deliver Ping(2) from a to c', 'heal']);
    expect(walk.go('deliver Ping(1) from a to b')).toEqual(['Ping(1) to b is lost: partition']);
    walk.go('heal');
    expect(walk.enabled).toHaveLength(4);
  });

  test('a partition that a rule makes stands until a `heal`', () => {
    const walk = new Walk(pingPong('when a lead(0) { isolate b }  up to 1 partition'));
    expect(walk.enabled).toEqual(['deliver Ping(1) from a to b', 'deliver Ping(2) from a to c']);
    expect(walk.stories('deliver Ping(1) from a to b')).toEqual([['Ping(1) to b is lost: partition']]);
  });

  test('pause: nothing happens at the node until it resumes', () => {
    const walk = new Walk(pingPong('up to 1 pause of b'));
    walk.go('pause b');
    expect(walk.enabled).toEqual(['deliver Ping(2) from a to c', 'resume b']);
    walk.go('resume b');
    expect(walk.enabled).toEqual(['deliver Ping(1) from a to b', 'deliver Ping(2) from a to c']);
  });
});

describe('timers', () => {
  const ticking = (scenario: string) => `
    role R { var n: Int = 0
      on start { after 10ms timeout tick; after 20ms timeout once }
      on timeout tick when n < 9 { n += 1; after 10ms timeout tick }
      on timeout once { cancel tick }
    }
    scenario "s" { node a, b = R  explore  invariant i: a.n >= 0  ${scenario} }`;

  test('any armed timer may fire at any time', () => {
    const walk = new Walk(ticking(''));
    expect(walk.enabled).toEqual(['fire tick at a', 'fire once at a', 'fire tick at b', 'fire once at b']);
    expect(walk.go('fire tick at a')).toEqual(['a times out tick', 'a arms tick']);
    expect(walk.go('fire once at a')).toEqual(['a times out once', 'a cancels tick']);
    expect(walk.enabled).toEqual(['fire tick at b', 'fire once at b']);
  });

  test('a budget bounds how often each node’s may fire; it stays armed', () => {
    const walk = new Walk(ticking('up to 1 timeout tick'));
    walk.go('fire tick at a');
    expect(walk.enabled).toEqual(['fire once at a', 'fire tick at b', 'fire once at b']);
    expect(walk.world.nodes[0]?.timers).toHaveLength(2);
  });

  test('rules may wait for one', () => {
    const walk = new Walk(ticking('when 2nd a times out tick { crash b }'));
    walk.go('fire tick at a');
    expect(walk.go('fire tick at a')).toEqual(['a times out tick', 'a arms tick', 'b crashes']);
    expect(walk.enabled).toEqual(['fire tick at a', 'fire once at a']);
  });

  test('one that no handler takes is ignored', () => {
    const walk = new Walk(`
      role R { on start { after 1ms timeout t }  on timeout t when 1 == 2 { } }
      scenario "s" { node a = R  explore  invariant i: up(a) }`);
    expect(walk.go('fire t at a')).toEqual(['a ignores timeout t']);
    expect(walk.enabled).toEqual([]);
  });
});

describe('`choose`', () => {
  const choosing = (scenario: string) => `
    message M(n: Int)
    role R { var n: Int = 0  on start { send M(choose 1..2) to self }  on M(n) { let k = choose 0..n; decide(k) } }
    scenario "s" { node a = R  explore  invariant i: up(a)  ${scenario} }`;

  test('every combination is a way for the step to go', () => {
    const walk = new Walk(choosing(''));
    expect(walk.stories('deliver M(1) from a to a')).toEqual([
      ['a receives M(1)', 'a: decide(0, 0)'],
      ['a receives M(1)', 'a: decide(1, 0)'],
    ]);
    expect(walk.ways('deliver M(1) from a to a').map(({ resolution }) => resolution)).toEqual([{ choices: [0] }, { choices: [1] }]);
  });
});

describe('ways for a step to go', () => {
  test('are the choices, then the choices up to each crash after a send', () => {
    const walk = new Walk(`
      message Go
      message M(n: Int)
      role R(to: Node) { on start { send Go to self }  on Go { send M(choose 1..2) to to; send M(0) to to } }
      role S { }
      scenario "s" { node a = R(to: b)  node b = S  explore  invariant i: up(b)  up to 1 crash of a }`);
    expect(walk.ways('deliver Go from a to a').map(({ resolution }) => resolution)).toEqual([
      { choices: [0] },
      { choices: [1] },
      { choices: [0], crashAfterSend: { nth: 1, budget: 0 } },
      { choices: [1], crashAfterSend: { nth: 1, budget: 0 } },
      { choices: [0], crashAfterSend: { nth: 2, budget: 0 } },
      { choices: [1], crashAfterSend: { nth: 2, budget: 0 } },
    ]);
    expect(walk.stories('deliver Go from a to a').at(3)).toEqual(['a receives Go', 'a sends M(2) to b', 'a crashes']);
  });

  test('include those of an `on recover` that a rule brings about, and crashes within it', () => {
    const walk = new Walk(`
      role R { on recover { let n = choose 1..2; decide(n); after 1ms timeout t }  on timeout t { lead(1) } }
      scenario "s" { node a, b = R  explore  invariant i: up(b)  up to 1 crash of a  when a crashes { recover a } }`);
    expect(walk.stories('crash a')).toEqual([
      ['a crashes', 'a recovers', 'a: decide(1, 0)', 'a arms t'],
      ['a crashes', 'a recovers', 'a: decide(2, 0)', 'a arms t'],
    ]);
  });

  test('are bounded: more picks than anybody would wait for are a failure', () => {
    const walk = new Walk(`
      message Go
      role R { on start { send Go to self }  on Go { for i in 1..20 { let n = choose 1..3; decide(n) } } }
      scenario "s" { node a = R  explore  invariant i: up(a) }`);
    const ways = walk.ways('deliver Go from a to a');
    expect(ways).toHaveLength(10_001);
    expect(ways.at(-1)?.failure?.message).toContain('choose from fewer');
  });

  test('are bounded over all starts too', () => {
    const system = systemOf(`
      role R { on start { let n = choose 1..50; lead(n) } }
      scenario "s" { node a, b, c, d = R  explore  invariant i: up(a) }`);
    const ways = starts(system);
    expect(ways).toHaveLength(100_001);
    expect(ways.at(-1)?.at(-1)?.failure?.message).toContain('choose from fewer');
    expect(ways.at(-2)?.at(-1)?.failure).toBeUndefined();
  });
});

describe('places', () => {
  test('say where in the file a happening comes from', () => {
    const text = pingPong('up to 1 crash of c  when b stepDown { crash a }  lose 2nd Pong');
    const walk = new Walk(text);
    const sources = (step: Step | undefined) =>
      step?.happenings.map(({ place }) => place && text.slice(place.start, place.end).split('\n')[0]);
    walk.go('deliver Ping(1) from a to b');
    expect(sources(walk.steps.at(-1))).toEqual(['on Ping(n) from p', 'lead(n)', 'send Pong(n) to p', 'stepDown(n)', 'crash a']);
    expect(sources(walk.ways('crash c')[0])).toEqual(['up to 1 crash of c']);
    walk.go('deliver Ping(2) from a to c');
    expect(sources(walk.steps.at(-1))?.[3]).toBe('lose 2nd Pong');
  });
});

describe('`order fifo`', () => {
  const ordered = (scenario: string) => `
    message M(n: Int)
    role R(to: Node) { on start { send M(1) to to; send M(2) to to; send M(1) to to } }
    scenario "s" { node a = R(to: b)  node b = R(to: a)  explore  network { order fifo }  invariant i: up(a)  ${scenario} }`;

  test('only the oldest of each ordered pair may be delivered', () => {
    const walk = new Walk(ordered(''));
    expect(walk.enabled).toEqual(['deliver M(1) from a to b', 'deliver M(1) from b to a']);
    walk.go('deliver M(1) from a to b');
    expect(walk.enabled).toEqual(['deliver M(2) from a to b', 'deliver M(1) from b to a']);
  });

  test('a copy arrives right behind its original', () => {
    const walk = new Walk(ordered('duplicate 2nd M from a'));
    expect(walk.inFlight.slice(0, 4)).toEqual(['M(1) from a to b', 'M(2) from a to b', 'M(2) from a to b', 'M(1) from a to b']);
  });

  test('it matters which of two equal messages is lost', () => {
    const walk = new Walk(ordered('up to 1 lose M(1) from a'));
    expect(walk.enabled.slice(2)).toEqual(['lose M(1) from a to b', 'lose M(1) from a to b']);
  });
});
