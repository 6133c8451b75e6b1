import { describe, expect, test } from 'vitest';
import { expectFindings, expectQuiet, lintsOf, mended } from './testing/linting.ts';

const lint = 'counted-messages';
const election = (variable: string, handler: string, extra = ''): string => `message Ask
message Granted
role Candidate(voters: Set<Voter>, quorum: Int) {
  ${variable}
  on start { send Ask to voters }
  ${handler}
  ${extra}
}
role Voter { on Ask from c { send Granted to c } }`;
const counts = '`votes` counts messages, not senders: a Granted that arrives twice counts twice';

describe('a counter that is compared with', () => {
  const counter = 'var votes: Int = 0';
  test('a majority', () =>
    expectFindings(lint, election(counter, 'on Granted { ⟦votes += 1⟧; if votes >= majority(voters.size) { lead(1) } }'), [counts]));
  test('more than half', () =>
    expectFindings(lint, election(counter, 'on Granted { ⟦votes = votes + 1⟧; if votes > voters.size / 2 { lead(1) } }'), [counts]));
  test('a quorum that is a parameter', () =>
    expectFindings(lint, election(counter, 'on Granted { ⟦votes += 1⟧; if votes == quorum { lead(1) } }'), [counts]));
  test('a number, of answers to a question to many', () =>
    expectFindings(lint, election(counter, 'on Granted { ⟦votes += 1⟧; if votes < 2 { return }\n lead(1) }'), [counts]));
  test('a majority, in a function', () =>
    expectFindings(
      lint,
      election(counter, 'on Granted { count1() }', 'func count1() { ⟦votes += 1⟧; if votes >= majority(3) { lead(1) } }'),
      [counts],
    ));
  test('nothing', () => expectQuiet(lint, election(counter, 'on Granted { votes += 1; lead(votes) }')));
  test('one: whoever is first', () => expectQuiet(lint, election(counter, 'on Granted { votes += 1; if votes == 1 { lead(1) } }')));
  test('a majority, of senders that are looked at', () =>
    expectQuiet(
      lint,
      election(
        `${counter}\n  var seen: Set<Node> = {}`,
        'on Granted from v when v not in seen { seen += v; votes += 1; if votes >= majority(3) { lead(1) } }',
      ),
    ));
  test('a number of messages that are no answers', () =>
    expectQuiet(
      lint,
      'message Ping\nrole A(peer: A, limit: Int) { var n: Int = 0  on Ping { n += 1; if n >= limit { n = 0 } else { send Ping to peer } } }',
    ));
});

test('a set of senders', () =>
  expectQuiet(
    lint,
    election('var votes: Set<Voter> = {}', 'on Granted from v { votes += v; if votes.size >= majority(voters.size) { lead(1) } }'),
  ));

test('becomes a set of senders, wherever it is used', () => {
  const text = election(
    'var votes: Int = 0',
    'on Granted {\n    votes += 1\n    if votes >= majority(voters.size) { lead(1) }\n  }',
    'on timeout again { votes = 0 }\n  on recover { after 5ms timeout again }',
  );
  const after = mended(lint, text);
  expect(after).toBe(
    election(
      'var votes: Set<Voter> = {}',
      'on Granted from sender {\n    votes += sender\n    if votes.size >= majority(voters.size) { lead(1) }\n  }',
      'on timeout again { votes = {} }\n  on recover { after 5ms timeout again }',
    ),
  );
  expect(lintsOf(after)).toEqual([]);
});
