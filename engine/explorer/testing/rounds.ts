/**
 * Random small protocols in which messages come too late: one node asks the others in rounds and counts their votes until it has enough, and sometimes it
 * begins again. What partial order reduction is about.
 */
import * as fc from 'fast-check';

const word = (...words: readonly string[]) => fc.constantFrom(...words);

export interface RoundsOptions {
  /** Clients that ask the first node, so that it may begin again. */
  readonly clients?: boolean;
  /** The others mostly treated alike, by faults too. */
  readonly alike?: boolean;
}

/** A whole file with one scenario. The nodes are `a` and `b`, and perhaps `c`; all have `x: Int` and `y: Bool`. */
export function rounds(claims: readonly string[], options: RoundsOptions = {}): fc.Arbitrary<string> {
  return fc
    .record({
      red: asking(options),
      blue: answering(),
      third: word('  node c = Blue', '  node c = Blue', ''),
      items: fc.array(item(options), { maxLength: 3 }),
      again: word('y = false', 'votes = {}', 'x = 0', 'y = false\n    votes = {}', 'send Ask(x) to p'),
      clients: options.clients ? script() : fc.constant([]),
    })
    .map(({ red, blue, third, items, again, clients }) =>
      [
        'message Ask(round: Int)',
        'message Vote(round: Int, yes: Bool)',
        'message Tell(round: Int)',
        'message Again',
        `role Red {\n${red}\n  on Again from p {\n    ${again}\n  }\n}`,
        `role Blue {\n${blue}\n}`,
        'scenario "rounds" {',
        '  node a = Red',
        '  node b = Blue',
        third,
        // What can be said but once is not said twice.
        ...[...new Set(items)].filter((line) => third !== '' || !/\bc\b/.test(line)).map((line) => `  ${line}`),
        ...clients.map((line) => `  ${line}`),
        ...claims.map((claim) => `  ${claim}`),
        '  explore',
        '}',
      ].join('\n'),
    );
}

function asking({ clients = false }: RoundsOptions): fc.Arbitrary<string> {
  return fc
    .record({
      durability: word('var', 'durable'),
      opening: word('send Ask(1) to nodes(Blue)', 'send Ask(1) to nodes(Blue)\n    after 5ms timeout retry', 'after 5ms timeout retry'),
      guard: word('when r == x', 'when not y', 'when r == x and not y', 'when r >= x', 'when votes.size < 2', ''),
      count: word('votes += p', 'votes += p', 'if yes { votes += p }', 'x = r\n    votes += p'),
      enough: word('votes.size >= 2', 'votes.size >= 2', 'votes == nodes(Blue)', 'votes.size >= 1'),
      decision: fc.subarray(['y = true', 'decide(x)', 'send Tell(x) to nodes(Blue)', 'cancel retry', 'votes = {}', 'assert not y'], {
        minLength: 1,
      }),
      retry: fc.subarray(['votes = {}', 'y = false', 'after 5ms timeout retry', 'abort("t")']),
      limit: word('1', '2', '2'),
      recovery: word('', '  on recover { after 5ms timeout retry }', '  on recover { send Ask(x) to nodes(Blue) }'),
      served: word(
        'y = false',
        'y = false\n    votes = {}',
        'votes = {}',
        'x = 1\n    send Ask(1) to nodes(Blue)',
        'after 5ms timeout retry',
      ),
    })
    .map(({ durability, opening, guard, count, enough, decision, retry, limit, recovery, served }) =>
      [
        `  ${durability} x: Int = 0`,
        '  var y: Bool = false',
        '  var votes: Set<Node> = {}',
        `  on start {\n    x = 1\n    ${opening}\n  }`,
        `  on Vote(r, yes) from p ${guard} {\n    ${count}\n    if ${enough} {\n      ${decision.join('\n      ')}\n    }\n  }`,
        `  on timeout retry {\n    if x < ${limit} {\n      x += 1\n      ${retry.join('\n      ')}\n      send Ask(x) to nodes(Blue)\n    }\n  }`,
        recovery,
        ...(clients ? [`  on write(key, value) {\n    ${served}\n    reply\n  }`] : []),
      ].join('\n'),
    );
}

function answering(): fc.Arbitrary<string> {
  return fc
    .record({
      durability: fc.tuple(word('var', 'durable'), word('var', 'durable')),
      guard: word('when r > x', 'when r > x', 'when r >= x', 'when not y', 'when x < 2', ''),
      changes: fc.subarray(['x = r', 'vote("t", true)', 'y = true', 'after 5ms timeout tired']),
      willing: word('true', 'not y', '(choose 0..1) == 1'),
      told: word('when r == x', 'when not y', '', ''),
      effects: fc.subarray(['y = true', 'commit("t")', 'x = r', 'cancel tired', 'if fuel > 0 { send Again to p\n    fuel -= 1 }']),
      tired: word('y = true', 'abort("t")', 'x = 0', 'if fuel > 0 { send Again to nodes(Red)\n    fuel -= 1 }'),
    })
    .map(({ durability: [x, y], guard, changes, willing, told, effects, tired }) =>
      [
        `  ${x} x: Int = 0`,
        `  ${y} y: Bool = false`,
        '  durable fuel: Int = 1',
        `  on Ask(r) from p ${guard} {\n    send Vote(r, ${willing}) to p\n    ${changes.join('\n    ')}\n  }`,
        `  on Tell(r) from p ${told} {\n    ${effects.join('\n    ')}\n  }`,
        `  on timeout tired { ${tired} }`,
      ].join('\n'),
    );
}

function item({ alike = false }: RoundsOptions): fc.Arbitrary<string> {
  const even = word(
    'up to 1 crash',
    'up to 1 crash with recovery',
    'up to 1 crash of a',
    'up to 1 crash with recovery of Blue',
    'up to 1 lose Vote',
    'up to 1 duplicate Vote',
    'up to 1 partition',
    'up to 1 pause',
    'up to 1 timeout retry',
    'network { order fifo }',
    'disk buffered',
  );
  if (alike) return even;
  return fc.oneof(
    { weight: 3, arbitrary: even },
    {
      weight: 2,
      arbitrary: word(
        'when a receives Vote { pause b for 5ms }',
        'when 2nd a receives Vote { crash b }',
        'when a sends Tell { crash a }',
        'when a sends Tell { pause a for 5ms }',
        'when b crashes { recover b }',
        'when a crashes { recover a }',
        'when a decide { isolate b }',
        'when { a.y and b.x == 1 } { crash b; recover b }',
        'when { a.votes.size > 0 } { partition {a} | {b} }',
        'lose 2nd Ask to b',
        'duplicate Vote to a',
        'link b -> a { order fifo }',
      ),
    },
  );
}

function script(): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(
      word('', ' timeout 4ms'),
      fc.array(word('write("k", 1) at a', 'repeat 2 { write("k", 2) at a }'), { minLength: 1, maxLength: 2 }),
    )
    .map(([patience, lines]) => [`client alice${patience} {`, ...lines.map((line) => `  ${line}`), '}']);
}
