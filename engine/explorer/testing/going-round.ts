/**
 * Random small protocols that go round for ever in finitely many states: timers that arm themselves again, one message handed to and fro. What fairness
 * is about.
 */
import * as fc from 'fast-check';

const word = (...words: readonly string[]) => fc.constantFrom(...words);

const change = word(
  'x = (x + 1) % 3',
  'x = 1 - x',
  'x = 0',
  'x = choose 0..1',
  'y = not y',
  'y = true',
  'decide(1)',
  'decide(x)',
  'vote("t", true)',
  'commit("t")',
);
const guard = word('true', 'true', 'x == 0', 'x == 1', 'x > 1', 'y', 'not y');

function guarded(statement: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(guard, statement).map(([condition, text]) => (condition === 'true' ? `    ${text}` : `    if ${condition} { ${text} }`));
}
function body(last: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.array(guarded(change), { maxLength: 2 }), guarded(last)).map(([lines, end]) => [...lines, end].join('\n'));
}

/** A whole file with one scenario. The nodes are `a` and `b`; both have `x: Int` and `y: Bool`. */
export function goingRound(claims: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      red: role(),
      blue: role(),
      items: fc.array(
        word(
          'up to 1 crash of a',
          'up to 1 crash with recovery',
          'up to 1 lose Ball',
          'up to 1 duplicate Ball',
          'up to 1 partition',
          'up to 1 pause of b',
          'up to 2 timeout tick of a',
          'network { order fifo }',
          'when b receives Ball { pause b }',
          'when 2nd a times out { crash b }',
          'when { a.x == 1 and b.x == 1 } { crash a; recover a }',
        ),
        { maxLength: 2 },
      ),
      served: word('send Ball to nodes(Blue)', 'after 5ms timeout tick', 'after 5ms timeout tock'),
    })
    .map(({ red, blue, items, served }) =>
      [
        'message Ball',
        `role Red {\n${red}\n  on start {\n    after 5ms timeout tick\n    ${served}\n  }\n}`,
        `role Blue {\n${blue}\n  on start { after 5ms timeout tick }\n}`,
        'scenario "going round" {',
        '  node a = Red',
        '  node b = Blue',
        ...[...new Set(items)].map((item) => `  ${item}`),
        ...claims.map((claim) => `  ${claim}`),
        '  explore',
        '}',
      ].join('\n'),
    );
}

function role(): fc.Arbitrary<string> {
  return fc
    .record({
      durability: word('var', 'durable'),
      ball: body(word('send Ball to p', 'send Ball to p', 'send Ball to self', 'after 5ms timeout tock')),
      tick: body(word('after 5ms timeout tick', 'after 5ms timeout tick', 'after 5ms timeout tock')),
      tock: body(word('after 5ms timeout tick', 'cancel tick', 'x = 2')),
    })
    .map(({ durability, ball, tick, tock }) =>
      [
        `  ${durability} x: Int = 0`,
        '  var y: Bool = false',
        `  on Ball from p {\n${ball}\n  }`,
        `  on timeout tick {\n${tick}\n  }`,
        `  on timeout tock {\n${tock}\n  }`,
        '  on recover { after 5ms timeout tick }',
      ].join('\n'),
    );
}
