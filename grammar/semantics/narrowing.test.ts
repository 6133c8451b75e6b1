import { describe, test } from 'vitest';
import { expectProblems, inHandler, inRole, inScenario, programOf } from './testing/checking.ts';

const MAY_BE_NONE = 'FL3002 `term` of struct `Entry` may be none; wanted is Int — compare with `none` first, or give a default: `… ?? d`';
/** Uses of an optional as what it holds: `⟦x⟧` where that is wrong. */
const members = 'var x: Int? = none\nvar pair: Box? = none\nfunc change() { x = none }\nfunc look() -> Bool { return count1 > 1 }\n';
const inBody = (statements: string): string =>
  inRole(`${members}on Empty {\n${statements}\n}`).replace('struct Entry', 'struct Box { inner: Int?, n: Int }\nstruct Entry');
const use = (x: string): string => `let e = Entry(${x}, 1)`;

describe('an optional is what it holds', () => {
  test.each([
    ['behind a comparison with none', `if x != none { ${use('x')} }`],
    ['in the else of the opposite', `if x == none { } else { ${use('x')} }`],
    ['to the right of and', 'let b = x != none and x + 1 > 2'],
    ['to the right of or', 'let b = x == none or x + 1 > 2'],
    ['under not', `if not (x == none) { ${use('x')} }`],
    ['behind an early return', `if x == none { return }\n${use('x')}`],
    ['behind a return in every other branch', `if x == none or count1 > 3 { return }\n${use('x')}`],
    ['in a conditional', 'let y = x + 1 if x != none else 0'],
    ['behind an assert', `assert x != none\n${use('x')}`],
    ['once it is assigned a value', `x = 3\n${use('x')}`],
    ['once it equals something that is never none', `if x == count1 { ${use('x')} }`],
    ['once it is an element of something', `if x in set { ${use('x')} }`],
    ['as a field of a variable', `if pair != none and pair.inner != none { ${use('pair.inner')} }`],
    ['in a where', 'let s = {y + 1 for y in [x, none] where y != none}'],
    ['in a match', `match x {\n none => { }\n v => { ${use('v')} }\n}`],
    ['as the subject of a match', `match colour { red => { if x == none { return } }\n green => { x = 1 } }\n${use('x')}`],
    ['behind a call that cannot assign it', `if x != none { let b = look()\n ${use('x')} }`],
    ['in a local', `let y = x\nif y != none { change()\n ${use('y')} }`],
    ['in a loop that does not assign it', `if x != none { for i in 1..3 { ${use('x')} } }`],
    ['in a while whose condition says so', `while x != none { ${use('x')}\n x = none }`],
    ['behind a while that ends when it is', `while x == none { x = 1 }\n${use('x')}`],
  ])('%s', (_, statements) => {
    programOf(inBody(statements));
  });

  test('in a guard and then in the body', () => {
    programOf(inRole(`on M(n, who, maybe) when maybe != none and name != none { name = maybe + name }`));
  });
  test('in conditions over nodes', () => {
    programOf(inScenario('invariant i: all n in nodes(P): n.value == none or n.value + 1 > 0'));
  });
});

describe('not so', () => {
  test.each([
    ['without a test', use('⟦x⟧')],
    ['in the wrong branch', `if x == none { ${use('⟦x⟧')} }`],
    ['behind the if', `if x != none { }\n${use('⟦x⟧')}`],
    ['to the right of the wrong operator', `if x != none or count1 > 1 { ${use('⟦x⟧')} }`],
    ['after an assignment', `if x != none { x = none\n ${use('⟦x⟧')} }`],
    ['after a call that may assign', `if x != none { change()\n ${use('⟦x⟧')} }`],
    ['after a condition that may assign', `if x != none { if look2() { ${use('⟦x⟧')} } }`],
    ['in a loop that assigns it', `if x != none { for i in 1..3 { ${use('⟦x⟧')}\n x = none } }`],
    ['after a loop that assigns it', `if x != none { for i in 1..3 { x = none }\n ${use('⟦x⟧')} }`],
    ['after a branch that assigns it', `if x != none { if count1 > 1 { x = none }\n ${use('⟦x⟧')} }`],
    ['behind a return in one branch only', `if x == none { if count1 > 1 { return } }\n${use('⟦x⟧')}`],
  ])('%s', (_, statements) => {
    expectProblems(inBody(statements).replace('func change()', 'func look2() -> Bool { change()\n return true }\nfunc change()'), [
      MAY_BE_NONE,
    ]);
  });
  test('a field after its variable was assigned', () => {
    expectProblems(inBody(`if pair != none and pair.inner != none { pair.inner = none\n ${use('⟦pair.inner⟧')} }`), [MAY_BE_NONE]);
  });
});

test('an assignment takes what the variable is declared to hold, not what it is known to hold', () => {
  programOf(inHandler('if name != none { name = none }'));
});
