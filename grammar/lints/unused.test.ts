import { describe, expect, test } from 'vitest';
import { expectFindings, expectQuiet, mended } from './testing/linting.ts';

const lint = 'unused';
const scenario = 'scenario "s" {\n  node a = A\n  simulate\n  possible p: up(a)\n}';

describe('declarations at the top level', () => {
  test('that nothing mentions', () =>
    expectFindings(
      lint,
      `message ⟦Ping⟧
enum ⟦Colour⟧ { red, green }
struct ⟦Pair⟧ { a: Int, b: Int }
const ⟦N⟧ = 3
role A { }
role ⟦B⟧(peers: Set<B>) { }
${scenario}`,
      [
        'nobody sends or handles `Ping`',
        'nothing uses the enum `Colour`',
        'nothing uses the struct `Pair`',
        'nothing uses the constant `N`',
        'no node plays the role `B`',
      ],
    ));
  test('of a library', () => expectQuiet(lint, 'message Ping\nenum Colour { red }\nrole B { }'));
  test('that are used: an enum by its member, a role as a specification, an event', () =>
    expectQuiet(
      lint,
      `enum Colour { red, green }
event paid(order: Int)
role A { on start { if (choose 1..2) == 1 { paid(1) } else { remember(red) } }  func remember(c: Colour) { assert c == green } }
role Spec { durable x: Value = none  on read(key) { reply x } }
scenario "s" {
  node a = A
  simulate
  check linearizable as Spec
}`,
    ));
});

describe('imports', () => {
  test('of which nothing is used', () => {
    expectFindings(lint, `⟦import "other.faultline"⟧\nrole A { }\n${scenario}`, ['nothing of `other.faultline` is used'], {
      'other.faultline': 'message Ping',
    });
  });
  test('taken out with its line', () =>
    expect(mended(lint, `import "std/locks"\nrole A { }\n${scenario}`)).toBe(`role A { }\n${scenario}`));
  test('of which a message is used', () =>
    expectQuiet(lint, `import "other.faultline"\nrole A { on Ping { } }\n${scenario}`, { 'other.faultline': 'message Ping' }));
  test('of which a member is used', () =>
    expectQuiet(lint, `import "other.faultline"\nrole A { on start { assert (choose x in {red}) == red } }\n${scenario}`, {
      'other.faultline': 'enum Colour { red }',
    }));
});

describe('members of a role', () => {
  const role = (members: string, claims = ''): string =>
    `message Ping(n: Int)\nrole A {\n${members}\non Ping(n) { send Ping(n) to self }\n}\n${scenario.replace('}', `  ${claims}\n}`)}`;
  test('a variable that nobody mentions', () => expectFindings(lint, role('var ⟦x⟧: Int = 0'), ['nothing uses `x`']));
  test('one that is only written', () =>
    expectFindings(lint, role('var ⟦x⟧: Int = 0\nvar ⟦m⟧: Map<Int, Int> = {}\non start { x = 1; x += 2; m[3] = 4 }'), [
      '`x` is written and never read',
      '`m` is written and never read',
    ]));
  test('one whose durability is all that is said of it', () =>
    expectFindings(lint, role('var ⟦x⟧: Int = 0\non start { x = 1 }', 'durable A.x'), ['`x` is written and never read']));
  test('a log record', () => expectQuiet(lint, role('durable x: Int = 0\non start { x = 1 }')));
  test('a `durable` variable that nobody mentions', () => expectFindings(lint, role('durable ⟦x⟧: Int = 0'), ['nothing uses `x`']));
  test('one that is written from itself', () => expectQuiet(lint, role('var x: Int = 0\non start { x = x + 1 }')));
  test('one that an invariant reads', () => expectQuiet(lint, role('var x: Int = 0\non start { x = 1 }', 'invariant i: a.x < 2')));
  test('one that replicas are compared by', () => expectQuiet(lint, role('durable x: Int = 0\non start { x = 1 }', 'check converges')));
  test('a function that nobody calls', () => expectFindings(lint, role('func ⟦f⟧() { }'), ['nobody calls `f`']));
  test('one that is called', () => expectQuiet(lint, role('func f() { }\non start { f() }')));
  test('a local', () => expectFindings(lint, role('on start { let ⟦y⟧ = 1 }'), ['nothing uses `y`']));
  test('what patterns bind documents what arrives', () =>
    expectQuiet(lint, `message Vote(tx: String)\nrole A { on Vote(tx) from p { send Vote("b") to p } }`));
});
