import { describe, test } from 'vitest';
import { expectFindings, expectQuiet } from './testing/linting.ts';

const lint = 'unreachable-handler';
const role = (handlers: string): string => `message Vote(tx: String, yes: Bool)\nrole A(peer: A) {\n${handlers}\n}`;
const never = 'this handler never runs: an earlier one takes everything that it could take';

describe('behind a handler that takes everything', () => {
  test('a special case', () => expectFindings(lint, role('on Vote(tx, yes) { }\n⟦on Vote(tx, yes: true) from p⟧ { }'), [never]));
  test('the same again, with a guard', () => expectFindings(lint, role('on Vote { }\n⟦on Vote(tx, yes) when yes⟧ { }'), [never]));
  test('a timer', () => expectFindings(lint, role('on start { after 1ms timeout t }\non timeout t { }\n⟦on timeout t⟧ { }'), [never]));
  test('an equal special case', () => expectFindings(lint, role('on Vote(tx, true) { }\n⟦on Vote("a", true)⟧ { }'), [never]));
});

describe('not behind', () => {
  test('one with a guard', () => expectQuiet(lint, role('on Vote(tx, yes) when yes { }\non Vote { }')));
  test('one for another value', () => expectQuiet(lint, role('on Vote(tx, yes: true) { }\non Vote(tx, yes: false) { }')));
  test('one for one value', () => expectQuiet(lint, role('on Vote(tx, yes: true) { }\non Vote(tx, yes) { }')));
  test('one of another role', () => expectQuiet(lint, `${role('on Vote { }')}\nrole B { on Vote(tx, yes) { } }`));
  test('one outside of transactions', () =>
    expectQuiet(lint, 'role Db { durable x: Value = none  on read(key) { reply x }\n on read(key) in tx { reply x } }'));
});
