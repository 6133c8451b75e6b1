import { describe, expect, test } from 'vitest';
import { checkProgram } from '../check.ts';
import { MAIN } from '../semantics/testing/checking.ts';
import { expectFindings, expectQuiet } from './testing/linting.ts';

const lint = 'shadowed-member';
const role = (members: string): string => `enum State { follower, leader }
message Told(who: Node, state: State)
role A {
  var state: State = follower
  ${members}
}`;
const message = '`leader` is also a member of State, which cannot be named by it any more';

describe('a name that hides a member', () => {
  test('in a `let`', () => expectFindings(lint, role('on start { let ⟦leader⟧ = state; assert leader == state }'), [message]));
  test('of an optional', () => expectFindings(lint, role('on start { var ⟦leader⟧: State? = none; assert leader != state }'), [message]));
  test('as a parameter', () =>
    expectFindings(lint, role('func f(⟦leader⟧: State) { state = leader }\n  on start { f(follower) }'), [message]));
  test('in a loop', () => expectFindings(lint, role('on start { for ⟦leader⟧ in {state} { state = leader } }'), [message]));
  test('also while the file has errors elsewhere', () => {
    const text = role('on start { let leader = state; assert leader == unknown }');
    const { problems } = checkProgram(MAIN, { read: (uri) => (uri === MAIN ? text : undefined), resolve: () => undefined });
    expect(problems.map(({ code }) => code)).toEqual(['FL6011', 'FL2001']);
  });
});

describe('a name that hides none', () => {
  test('for something else than the enum', () => expectQuiet(lint, role('on Told(leader, s) { send Told(leader, s) to leader }')));
  test('as a pattern that is the member', () => expectQuiet(lint, role('on Told(who, leader) { send Told(who, leader) to who }')));
  test('by another name', () => expectQuiet(lint, role('on start { let mine = state; assert mine == state }')));
});
