import { describe, expect, test } from 'vitest';
import { expectFindings, expectQuiet, mended } from './testing/linting.ts';

const lint = 'unhandled-message';

describe('a message', () => {
  test('to a role without a handler for it', () =>
    expectFindings(
      lint,
      `message Ping
message Pong
role Client(server: Server) {
  on start { send Ping to server }
}
role Server {
  on Ping from p { ⟦send Pong to p⟧ }
}`,
      ['Client has no handler for Pong: it will ignore it'],
    ));

  test('to a set of such nodes', () =>
    expectFindings(lint, 'message Ping\nrole A(all: Set<B>) { on start { ⟦send Ping to all⟧ } on Ping { } }\nrole B { }', [
      'B has no handler for Ping: it will ignore it',
    ]));

  test('that no role at all handles', () =>
    expectFindings(lint, 'message Ping\nrole A(other: Node) { on start { ⟦send Ping to other⟧ } }', [
      'no role has a handler for Ping: whoever gets it will ignore it',
    ]));

  test('to a node of whatever role, and some role handles it', () =>
    expectQuiet(lint, 'message Ping\nrole A(other: Node) { on start { send Ping to other } }\nrole B { on Ping { } }'));

  test('that is handled under a condition', () =>
    expectQuiet(lint, 'message Ping(n: Int)\nrole A(peer: A) { on start { send Ping(1) to peer } on Ping(n) when n > 3 { } }'));
});

describe('a timer', () => {
  test('that nothing waits for', () =>
    expectFindings(lint, 'role A { on start { ⟦after 5ms timeout retry⟧ } }', [
      'A has no handler for the timer `retry`: nothing happens when it fires',
    ]));
  test('that is handled', () => expectQuiet(lint, 'role A { on start { after 5ms timeout retry } on timeout retry { } }'));
});

describe('an operation', () => {
  const scenario = (operation: string): string => `role Store { durable x: Value = none  on read(key) { reply x } }
scenario "s" {
  node s = Store
  client c { ${operation} }
  simulate
  check linearizable
}`;
  test('that the node does not offer', () =>
    expectFindings(lint, scenario('⟦write("x", 1) at s⟧'), ['Store does not offer the operation `write`: it is never answered']));
  test('that it offers', () => expectQuiet(lint, scenario('read("x") at s')));
});

describe('a handler is added', () => {
  test('to a role over several lines', () =>
    expect(mended(lint, 'message Ping(n: Int)\nrole A(b: B) { on start { send Ping(1) to b } }\nrole B {\n  on start { }\n}')).toBe(
      'message Ping(n: Int)\nrole A(b: B) { on start { send Ping(1) to b } }\nrole B {\n  on start { }\n  on Ping(n) { }\n}',
    ));
  test('to a role on one line', () =>
    expect(mended(lint, 'role A { on start { after 5ms timeout t(1) } }')).toBe(
      'role A { on start { after 5ms timeout t(1) } on timeout t(argument1) { } }',
    ));
});
