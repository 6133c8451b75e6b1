import { describe, test } from 'vitest';
import { expectFindings, expectQuiet } from './testing/linting.ts';

const lint = 'claims-nothing';
const nothing = 'this scenario claims nothing: whatever happens in it, nothing is found';
const file = (items: string, body = '', more = ''): string => `message Ping
role A { on start { send Ping to self }  on Ping { ${body} } }
${more}
scenario ⟦"s"⟧ {
  node a = A
  ${items}
}`;
const quiet = (text: string): string => text.replace(/[⟦⟧]/g, '');

describe('a scenario', () => {
  test('without claims', () => expectFindings(lint, file('explore'), [nothing]));
  test('with a possibility', () => expectQuiet(lint, quiet(file('explore\n  possible p: up(a)'))));
  test('with an invariant of the file', () => expectQuiet(lint, quiet(file('explore', '', 'invariant i: nodes(A).size == 1'))));
  test('with an assertion in a role', () => expectQuiet(lint, quiet(file('explore', 'assert 1 < 2'))));
  test('with a schedule', () => expectQuiet(lint, quiet(file('schedule { deliver Ping to a }'))));
});

test('a history without claims', () =>
  expectFindings(lint, 'history ⟦"h"⟧ {\n  a: write("x", 1)\n}', [
    'this history claims nothing: whatever happens in it, nothing is found',
  ]));
test('a history with one', () => expectQuiet(lint, 'history "h" {\n  a: write("x", 1)\n  check linearizable\n}'));

describe('a claim about events', () => {
  test('that nobody calls', () =>
    expectFindings(lint, file('explore\n  ⟦check agreement⟧').replace('⟦"s"⟧', '"s"'), [
      'no role of this scenario calls `propose` or `decide`: `agreement` holds whatever happens',
    ]));
  test('that nobody calls, to be violated', () =>
    expectFindings(lint, file('explore\n  ⟦expect violation of mutualExclusion⟧').replace('⟦"s"⟧', '"s"'), [
      'no role of this scenario calls `acquire` or `release`: `mutualExclusion` cannot be violated',
    ]));
  test('one of which is called', () => expectQuiet(lint, quiet(file('explore\n  check agreement', 'decide(1)'))));
  test('of what clients see', () => expectQuiet(lint, quiet(file('explore\n  check linearizable'))));
});
