import { describe, expect, test } from 'vitest';
import { Walk } from './testing/walk.ts';

/** A store that answers at once, and what else is in the scenario. */
const store = (scenario: string, more = '') => `
  role Store {
    var held: Map<String, Value> = {}
    on read(key) { reply held.get(key) }
    on write(key, value) { held[key] = value; reply }
    ${more}
  }
  scenario "s" { node s = Store  ${scenario}  explore  invariant i: true }`;

describe('an operation', () => {
  test('is invoked, handled and returned, each a step of its own', () => {
    const walk = new Walk(store('client alice { write("x", 1) at s\n let v = read("x") at s\n assert v == 1 }'));
    expect(walk.enabled).toEqual(['invoke alice']);
    expect(walk.go('invoke alice')).toEqual(['alice: write("x", 1) invoked at s']);
    expect(walk.enabled).toEqual(['handle alice: write("x", 1)']);
    expect(walk.go('handle alice: write("x", 1)')).toEqual(['s handles alice: write("x", 1)', 's replies none to alice: write("x", 1)']);
    expect(walk.enabled).toEqual(['return alice']);
    expect(walk.go('return alice')).toEqual(['alice: write("x", 1) returns none']);
    walk.go('invoke alice');
    walk.go('handle alice: read("x")');
    expect(walk.go('return alice')).toEqual(['alice: read("x") returns 1']);
    expect(walk.enabled).toEqual([]);
  });

  test('waits for its node to be up, and is not lost', () => {
    const walk = new Walk(store('client alice { write("x", 1) at s }  up to 1 crash with recovery of s'));
    walk.go('invoke alice');
    walk.go('crash s');
    expect(walk.enabled).toEqual(['recover s']);
    walk.go('recover s');
    expect(walk.enabled).toEqual(['handle alice: write("x", 1)']);
  });

  test('waits for its node to go on from a pause', () => {
    const walk = new Walk(store('client alice { write("x", 1) at s }  up to 1 pause of s'));
    walk.go('invoke alice');
    walk.go('pause s');
    expect(walk.enabled).toEqual(['resume s']);
  });

  test('stays open for ever where no handler takes it', () => {
    const walk = new Walk(store('client alice { enqueue("q", 1) at s }', 'on enqueue(queue, value) when false { reply }'));
    walk.go('invoke alice');
    expect(walk.go('handle alice: enqueue("q", 1)')).toEqual(['s ignores alice: enqueue("q", 1)']);
    expect(walk.enabled).toEqual([]);
  });

  test('is lost with the node that holds it', () => {
    const walk = new Walk(
      store(
        'client alice { enqueue("q", 1) at s }  up to 1 crash with recovery of s',
        'var waiting: List<Request> = []  on enqueue(queue, value) as request { waiting += request }',
      ),
    );
    walk.go('invoke alice');
    walk.go('handle alice: enqueue("q", 1)');
    walk.go('crash s');
    walk.go('recover s');
    expect(walk.enabled).toEqual([]);
  });
});

describe('a timeout', () => {
  const impatient = store('client alice timeout 5ms { let v = read("x") at s\n if v == none { write("x", 2) at s } }');

  test('may pass at any moment while the client waits, and gives none', () => {
    const walk = new Walk(impatient);
    walk.go('invoke alice');
    expect(walk.enabled).toEqual(['handle alice: read("x")', 'giveUp alice']);
    expect(walk.go('giveUp alice')).toEqual(['alice: read("x") given up']);
    expect(walk.enabled).toEqual(['handle alice: read("x")', 'invoke alice']);
    walk.go('handle alice: read("x")');
    expect(walk.enabled).toEqual(['invoke alice']);
  });

  test('may pass though the reply is on its way', () => {
    const walk = new Walk(impatient);
    walk.go('invoke alice');
    walk.go('handle alice: read("x")');
    expect(walk.enabled).toEqual(['return alice', 'giveUp alice']);
    walk.go('giveUp alice');
    expect(walk.world.givenUp).toEqual([]);
    expect(walk.enabled).toEqual(['invoke alice']);
  });
});

describe('a deferred reply', () => {
  const relay = (then: string) => `
    message Ask(request: Request)
    role Front(back: Set<Node>) { on read(key) as request { send Ask(request) to back } }
    role Back { on Ask(request) { reply 7 to request } }
    scenario "s" { node b, c = Back  node f = Front(back: ${then})  client alice { let v = read("x") at f\n assert v == 7 }
      explore  invariant i: true }`;

  test('may come from another node that got the request in a message', () => {
    const walk = new Walk(relay('{b}'));
    walk.go('invoke alice');
    walk.go('handle alice: read("x")');
    const [deliver = ''] = walk.enabled;
    expect(walk.go(deliver).at(-1)).toBe('b replies 7 to alice: read("x")');
    expect(walk.go('return alice')).toEqual(['alice: read("x") returns 7']);
  });

  test.each([['before it has returned', false] as const, ['after it has returned', true] as const])(
    'may come only once: %s',
    (_, returned) => {
      const walk = new Walk(relay('{b, c}'));
      walk.go('invoke alice');
      walk.go('handle alice: read("x")');
      walk.go(walk.enabled[0] ?? '');
      if (returned) walk.go('return alice');
      walk.go(walk.enabled[0] ?? '');
      expect(walk.steps.at(-1)?.failure).toMatchObject({ kind: 'error', message: expect.stringContaining('a second reply') });
    },
  );
});

describe('a script', () => {
  test('goes through branches and loops as it is written', () => {
    const walk = new Walk(
      store(`client alice {
        var total = 0
        for i in [3, 1] { repeat 2 { total += i } }
        while total < 10 { total += 1 }
        if total == 10 { write("a", total) at s } else { write("b", total) at s }
        let v = read("a") at s
        match total { 10 => { write("m", v) at s }, _ => { write("n", v) at s } }
      }`),
    );
    const asked: string[] = [];
    while (walk.enabled.length > 0) asked.push(...walk.go(walk.enabled[0] ?? '').filter((line) => line.includes('invoked')));
    expect(asked).toEqual(['alice: write("a", 10) invoked at s', 'alice: read("a") invoked at s', 'alice: write("m", 10) invoked at s']);
  });

  test('asks in the condition of a loop before each turn', () => {
    const walk = new Walk(store('client alice { while read("x") at s == none { write("x", 1) at s }\n write("y", 2) at s }'));
    const asked: string[] = [];
    while (walk.enabled.length > 0) asked.push(...walk.go(walk.enabled[0] ?? '').filter((line) => line.includes('invoked')));
    expect(asked.map((line) => line.replace('alice: ', '').replace(' invoked at s', ''))).toEqual([
      'read("x")',
      'write("x", 1)',
      'read("x")',
      'write("y", 2)',
    ]);
  });

  test('goes on after `await` once the other has ended, and sleeps take no time in explorations', () => {
    const walk = new Walk(
      store('client alice { sleep 5ms\n await bob\n write("x", 1) at s }  client bob { wait until 9ms\n read("x") at s }'),
    );
    expect(walk.enabled).toEqual(['invoke bob']);
    walk.go('invoke bob');
    walk.go('handle bob: read("x")');
    walk.go('return bob');
    expect(walk.enabled).toEqual(['invoke alice']);
  });

  test('fails where an assertion of it does', () => {
    const walk = new Walk(store('client alice { let v = read("x") at s\n assert v == 1, "stale" }'));
    walk.go('invoke alice');
    walk.go('handle alice: read("x")');
    walk.go('return alice');
    expect(walk.steps.at(-1)?.failure).toMatchObject({ kind: 'assertion', client: 0, message: expect.stringContaining('stale') });
  });

  test('that never asks nor ends is an error', () => {
    const walk = new Walk(store('client alice { var n = 0\n while n < 1 { n = 0 } }'));
    expect(walk.steps.at(-1)?.failure).toMatchObject({ kind: 'error', message: expect.stringContaining('10,000 times') });
  });

  test('may choose', () => {
    const walk = new Walk(store('client alice { read("x") at s\n write("x", choose 1..2) at s }'));
    walk.go('invoke alice');
    walk.go('handle alice: read("x")');
    expect(walk.ways('return alice')).toHaveLength(2);
  });
});

describe('a transaction', () => {
  const db = (handlers: string, script: string) => `
    role Db {
      var tries: Int = 0
      var log: List<String> = []
      ${handlers}
    }
    scenario "s" { node d = Db  client alice timeout 9ms { ${script} }  explore  invariant i: true }`;
  const play = (text: string): readonly string[] => {
    const walk = new Walk(text);
    const asked: string[] = [];
    for (;;) {
      const next = walk.enabled.find((action) => !action.startsWith('giveUp'));
      if (next === undefined) return asked;
      asked.push(...walk.go(next).filter((line) => line.includes('invoked')));
    }
  };
  const name = (line: string) => line.replace('alice: ', '').replace(/\(.*/, '');
  const willing = 'on begin in tx { reply }  on read(key) in tx { reply 1 }  on commit in tx { reply }  on abort in tx { reply }';

  test('is begun, done and committed at its server', () => {
    expect(play(db(willing, 'transaction at d { let v = read("x") }')).map(name)).toEqual(['begin', 'read', 'commit']);
  });

  test('is rolled back by `abort`, and not tried again', () => {
    expect(play(db(willing, 'transaction at d retry 5 { let v = read("x")\n if v == 1 { abort } \n read("y") }')).map(name)).toEqual([
      'begin',
      'read',
      'abort',
    ]);
  });

  test('is tried again as often as it says when the server aborts it', () => {
    const refusing = 'on begin in tx { reply }  on read(key) in tx { reply aborted }  on commit in tx { reply }';
    expect(play(db(refusing, 'transaction at d retry 2 { read("x") }')).map(name)).toEqual([
      'begin',
      'read',
      'begin',
      'read',
      'begin',
      'read',
    ]);
    expect(play(db(refusing, 'transaction at d { read("x") }')).map(name)).toEqual(['begin', 'read']);
  });

  test('has a name of its own at each try', () => {
    const counting = 'on begin in tx { reply }  on read(key) in tx { assert tx in {} or tries == 0 }';
    const walk = new Walk(db(counting, 'transaction at d retry 1 { read("x") }'));
    const [asking] = [walk.go('invoke alice'), walk.world.asked[0]].slice(1) as [(typeof walk.world.asked)[number]];
    expect(walk.system.machine.names.value(asking.transaction ?? null)).toBe('alice#1');
  });

  test('is over, its fate unknown, when an operation of it is given up', () => {
    const walk = new Walk(db(willing, 'transaction at d retry 5 { let v = read("x") }\n read("z") at d'));
    walk.go('invoke alice');
    walk.go('giveUp alice');
    expect(walk.go('invoke alice')).toEqual(['alice: read("z") invoked at d']);
  });
});
