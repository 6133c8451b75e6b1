import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectFindings, expectQuiet, lintsOf, mended } from './testing/linting.ts';

const lint = 'forgotten-promise';
const recovering = 'up to 1 crash with recovery of v';
const voting = (variable: string, handler: string, faults = recovering, more = ''): string => `message Ask(term: Int)
message Granted(term: Int)
role Candidate(voters: Set<Voter>) {
  on start { send Ask(1) to voters }
  on Granted { }
}
role Voter {
  ${variable}
  ${handler}
  ${more}
}
scenario "s" {
  node c = Candidate(voters: {v})
  node v = Voter
  ${faults}
  explore
  possible p: up(c)
}`;

describe('a variable that decides over the answer and remembers it', () => {
  const guarded = 'on Ask(term) from c when votedFor == none { votedFor = c; send Granted(term) to c }';
  test('in the guard', () =>
    expectFindings(lint, voting('var ⟦votedFor⟧: Node? = none', guarded), [
      'the answer Granted depends on `votedFor`, which a crash of Voter forgets',
    ]));
  test('behind an early return', () =>
    expectFindings(
      lint,
      voting('var ⟦voted⟧: Bool = false', 'on Ask(term) from c { if voted { return }\n voted = true\n send Granted(term) to c }'),
      ['the answer Granted depends on `voted`, which a crash of Voter forgets'],
    ));
  test('in functions', () =>
    expectFindings(
      lint,
      voting(
        'var ⟦voted⟧: Bool = false',
        'on Ask(term) from c { let free = not voted\n if free { grant(c, term) } }\n func grant(to1: Node, term: Int) { voted = true; send Granted(term) to to1 }',
      ),
      ['the answer Granted depends on `voted`, which a crash of Voter forgets'],
    ));
  test('becomes durable', () =>
    expect(mended(lint, voting('var votedFor: Node? = none', guarded))).toBe(voting('durable votedFor: Node? = none', guarded)));
  test('is durable', () => expectQuiet(lint, voting('durable votedFor: Node? = none', guarded)));
  test('where nobody comes back', () => expectQuiet(lint, voting('var votedFor: Node? = none', guarded, 'up to 1 crash of v')));
  test('only reset, as a follower steps down', () =>
    expectQuiet(lint, voting('var busy: Bool = false', 'on Ask(term) from c when not busy { busy = false; send Granted(term) to c }')));
  test('set on another way than the answer', () =>
    expectQuiet(lint, voting('var n: Int = 0', 'on Ask(term) from c { if n > 3 { n = 4 } else { send Granted(term) to c } }')));
});

describe('a note that recovery acts by', () => {
  const participant = (variable: string): string => `message Prepare(tx: String)
message Vote(tx: String)
message Inquiry(tx: String)
role Coordinator(ps: Set<Participant>) {
  on start { send Prepare("t") to ps }
  on Vote { }
  on Inquiry { }
}
role Participant(coordinator: Node) {
  ${variable}
  on Prepare(tx) { prepared = true; vote(tx, true); send Vote(tx) to coordinator }
  on recover { if prepared { send Inquiry("t") to coordinator } else { abort("t") } }
}`;
  test('is forgotten', () =>
    expectFindings(lint, participant('var ⟦prepared⟧: Bool = false'), [
      'the vote depends on `prepared`, which a crash of Participant forgets',
    ]));
  test('is durable', () => expectQuiet(lint, participant('durable prepared: Bool = false')));
});

describe('what was acknowledged and is told later', () => {
  const store = (variable: string, more = ''): string => `message Put(x: Int)
message Done
message Get
message Got(x: Int)
role User(s: Store) { on start { send Put(1) to s; send Get to s }  on Done { }  on Got(x) { } }
role Store {
  ${variable}
  on Put(v) from u { x = v; send Done to u }
  on Get from u { send Got(x) to u }
  ${more}
}
scenario "s" {
  node u = User(s)
  node s = Store
  up to 1 crash with recovery of s
  explore
  possible p: up(u)
}`;
  test('is forgotten', () =>
    expectFindings(lint, store('var ⟦x⟧: Int = 0'), ['the answer Got depends on `x`, which a crash of Store forgets']));
  test('is durable', () => expectQuiet(lint, store('durable x: Int = 0')));
  test('is told only in an office that a crash ends', () =>
    expectQuiet(lint, store('var x: Int = 0\n var leads: Bool = false').replace('on Get from u', 'on Get from u when leads')));
  test('is told also out of an office', () =>
    expectFindings(lint, store('var ⟦x⟧: Int = 0\n var leads: Bool = false').replace('on Get from u', 'on Get from u when not leads'), [
      'the answer Got depends on `x`, which a crash of Store forgets',
    ]));
  test('is rebuilt on recovery', () => expectQuiet(lint, store('durable log: Int = 0\n var x: Int = 0', 'on recover { x = log }')));
});

describe('operations', () => {
  const server = (variable: string, handlers: string): string => `message Stored
role Server {
  ${variable}
  var waiting: List<Request> = []
  ${handlers}
}
scenario "s" {
  node s = Server
  client c { let t = lock("x") at s; write("x", t) at s }
  at 5ms { crash s }
  at 9ms { recover s }
  simulate
  possible p: up(s)
}`;
  test('a lock that is given twice', () =>
    expectFindings(
      lint,
      server('var ⟦held⟧: Bool = false', 'on lock(name) when not held { held = true; reply 1 }\n  on write(key, value) { reply }'),
      ['the reply depends on `held`, which a crash of Server forgets'],
    ));
  test('how far is committed may be forgotten with the requests that wait for it', () =>
    expectQuiet(
      lint,
      server(
        'var done: Int = 0\n  durable log: Int = 0',
        `on lock(name) { reply 1 }
  on write(key, value) as request { log += 1; waiting += request; send Stored to self }
  on Stored when log > done {
    done = log
    for r in waiting { reply to r }
  }`,
      ),
    ));
});

test('a note that has nothing to do with a promise', () =>
  expectQuiet(
    lint,
    voting(
      'var informed: Set<Candidate> = {}',
      'on Ask(term) from c { informed += c }',
      recovering,
      'on recover { send Granted(1) to nodes(Candidate) - informed }',
    ),
  ));

describe('every `durable` of the samples is there for a reason', () => {
  test.each([
    ['atomic-commit/two-phase-commit', 'Coordinator', 'decision'],
    ['atomic-commit/two-phase-commit', 'Participant', 'prepared'],
    ['atomic-commit/two-phase-commit', 'Participant', 'outcome'],
    ['consensus/leader-election', 'Server', 'term'],
    ['consensus/leader-election', 'Server', 'votedFor'],
    ['consensus/paxos', 'Acceptor', 'promise'],
    ['consensus/paxos', 'Acceptor', 'at'],
    ['consensus/paxos', 'Acceptor', 'value'],
  ])('%s: %s.%s', (file, role, variable) => {
    const text = readFileSync(new URL(`../../samples/${file}.faultline`, import.meta.url), 'utf8');
    const start = text.indexOf(`  durable ${variable}:`, text.indexOf(`role ${role}(`));
    const forgetful = `${text.slice(0, start)}  var ${text.slice(start + '  durable '.length)}`;
    const found = lintsOf(forgetful).filter(({ code }) => code === 'FL6004');
    expect(found.map(({ range }) => forgetful.slice(range.start, range.end))).toEqual([variable]);
  });
});
