/**
 * Random small protocols, as text: for properties that must hold whatever the protocol. Two or three nodes, few messages, variables of small
 * domains, random handlers and faults. Every run of theirs ends or goes round in finitely many states: a message carries how often it may be
 * answered yet, and what timers send is paid from a durable fuel.
 */
import * as fc from 'fast-check';
import { answersKept, clients, operationHandlers } from './client-scripts.ts';

export interface ProtocolOptions {
  /** Faults in the scenario; default true. */
  readonly faults?: boolean;
  /** Items that only simulations know (`network { delay … }`, `clock`, `link`); default false. */
  readonly timed?: boolean;
  /** One to three clients, and handlers for what they ask; default false. */
  readonly clients?: boolean;
  /** At least one budget of crashes, for good or not; default false. */
  readonly crashes?: boolean;
  /** A network that keeps its time, in explorations too; default false. */
  readonly synchronous?: boolean;
  /** Statements that can fail at run time (`assert`); default true. */
  readonly failures?: boolean;
  /**
   * Two or three nodes of role Blue besides `a`, the only Red, in a scenario that mostly does not tell them apart, and code that keeps, compares and goes
   * through nodes; `ordered`: also in ways that depend on their order. Default neither.
   */
  readonly alike?: 'even' | 'ordered';
  /** Lines to put into the scenario as they are, such as claims. The nodes are `a`, `b` and perhaps `c`; all have `x: Int` and `y: Bool`. */
  readonly claims?: readonly string[];
}

const roles = ['Red', 'Blue'] as const;
const messages = ['Ask', 'Tell'] as const;
const names = ['a', 'b', 'c', 'd'] as const;

/** A whole file with one scenario that explores; with `timed` one that is simulated. */
export function protocol(options: ProtocolOptions = {}): fc.Arbitrary<string> {
  return fc
    .record({
      red: role(options, true),
      blue: role(options, false),
      third: options.alike ? fc.constant('Blue' as const) : fc.constantFrom(undefined, ...roles),
      fourth: fc.constantFrom(undefined, ...(options.alike ? ['Blue' as const] : [])),
    })
    .chain(({ red, blue, third, fourth }) => {
      const playing = [...roles, ...(third ? [third] : []), ...(fourth ? [fourth] : [])];
      const nodes = names.slice(0, playing.length);
      return scenario(nodes, options).map((items) =>
        [
          'message Ask(left: Int, n: Int)',
          'message Tell(left: Int, n: Int)',
          ...(options.clients ? ['message Pass(request: Request)'] : []),
          '',
          `role Red {\n${red}\n}`,
          `role Blue {\n${blue}\n}`,
          '',
          'scenario "random" {',
          ...playing.map((role, i) => `  node ${names[i]} = ${role}`),
          ...items.map((item) => `  ${item}`),
          ...(options.claims ?? ['invariant small: a.x < 9']).map((claim) => `  ${claim}`),
          options.timed ? '  simulate' : '  explore',
          '}',
          '',
        ].join('\n'),
      );
    });
}

/** `opens`: it sends something when it starts, so that something happens. */
function role(options: ProtocolOptions, opens: boolean): fc.Arbitrary<string> {
  const body = (source: Source) => statements(source, options);
  return fc
    .record({
      durability: fc.tuple(word('var', 'durable'), word('var', 'durable')),
      opening: fc.tuple(word(...messages), word('0', '1', 'choose 0..1'), word('nodes(Blue)', 'nodes(Red)')),
      start: fc.option(body({ left: '1', values: ['x'], canAnswer: false }), { nil: undefined }),
      recover: fc.option(body({ left: '0', values: ['x'], canAnswer: false }), { nil: undefined }),
      asked: fc.array(handler('Ask', body), { minLength: 1, maxLength: 2 }),
      told: fc.array(handler('Tell', body), { minLength: 1, maxLength: 2 }),
      timeout: body({ left: 'fuel', values: ['x'], canAnswer: false }),
      operations: options.clients ? operationHandlers(options.failures !== false) : fc.constant(undefined),
    })
    .map(({ durability: [x, y], opening: [message, n, to], start, recover, asked, told, timeout, operations }) =>
      [
        `  ${x} x: Int = 0`,
        `  ${y} y: Bool = false`,
        ...(options.alike ? [`  ${x} seen: Set<Node> = {}`, `  ${y} chief: Node? = none`] : []),
        '  durable fuel: Int = 1',
        ...(opens ? [`  on start {\n    send ${message}(2, ${n}) to ${to}\n${start ?? ''}\n  }`] : []),
        ...(start && !opens ? [`  on start {\n${start}\n  }`] : []),
        ...(recover ? [`  on recover {\n${recover}\n  }`] : []),
        ...asked,
        ...told,
        ...(operations ? [operations] : []),
        `  on timeout tick {\n${operations ? `${answersKept}\n` : ''}    if fuel > 0 {\n      fuel -= 1\n${timeout}\n    }\n  }`,
      ].join('\n'),
    );
}

/** Where a statement stands: how many more answers its sends allow, what it can read, whether there is a sender to answer. */
interface Source {
  readonly left: string;
  readonly values: readonly string[];
  readonly canAnswer: boolean;
}

function handler(message: string, body: (source: Source) => fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      pattern: word('n', 'n', '0', '1'),
      guard: fc.option(word('x == 0', 'y', 'not y', 'left == 1'), { nil: undefined }),
    })
    .chain(({ pattern, guard }) => {
      const values = pattern === 'n' ? ['x', 'n'] : ['x'];
      const head = `  on ${message}(left, ${pattern === 'n' ? 'n' : pattern}) from p${guard ? ` when ${guard}` : ''} {`;
      return body({ left: 'left - 1', values, canAnswer: true }).map((text) => `${head}\n${text}\n  }`);
    });
}

function statements(source: Source, options: ProtocolOptions, depth = 0): fc.Arbitrary<string> {
  const indent = '  '.repeat(depth + 2);
  const value = word(...source.values, '0', '1', '(x + 1) % 3', '1 if y else 0');
  const target = source.canAnswer ? word('p', 'nodes(Red)', 'nodes(Blue)', 'self', 'p') : word('nodes(Red)', 'nodes(Blue)', 'self');
  const condition = word(
    'y',
    'x == 1',
    'x > 0 and y',
    ...(source.values.includes('n') ? ['n == x'] : []),
    ...(options.alike ? aboutNodes.conditions : []),
  );

  const send = fc.record({ message: word(...messages), value, target }).map(({ message, value: n, target: to }) => {
    const statement = `send ${message}(${source.left}, ${n}) to ${to}`;
    // What a start may send is bounded by its being a start, a timer's by the fuel; a recovery's by the crashes.
    return source.canAnswer ? `if left > 0 { ${statement} }` : statement;
  });
  const simple = fc.oneof(
    { weight: 5, arbitrary: send },
    { weight: 3, arbitrary: value.map((n) => `x = ${n}`) },
    { weight: 2, arbitrary: word('y = true', 'y = not y') },
    { weight: 2, arbitrary: word('after 5ms timeout tick', 'after 1ms..9ms timeout tick', 'cancel tick') },
    { weight: 1, arbitrary: word('x = choose 0..1', 'y = (choose 0..1) == 1') },
    { weight: 3, arbitrary: word('decide(x)', 'propose(1)', 'vote("t", y)', 'commit("t")', 'abort("t")') },
    ...(options.failures === false ? [] : [{ weight: 1, arbitrary: word('assert x != 2, "two"', 'assert not y', 'x = 2 / x') }]),
  );
  const line = (
    options.alike
      ? fc.oneof({ weight: 2, arbitrary: simple }, { weight: 1, arbitrary: withNodes(source, options.alike === 'ordered') })
      : simple
  ).map((text) => `${indent}${text}`);
  const nested =
    depth > 0
      ? line
      : fc.oneof(
          { weight: 4, arbitrary: line },
          {
            weight: 1,
            arbitrary: fc
              .tuple(condition, statements(source, options, depth + 1))
              .map(([c, inner]) => `${indent}if ${c} {\n${inner}\n${indent}}`),
          },
        );
  return fc.array(nested, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
}

/** What code does with nodes. */
const aboutNodes = {
  conditions: ['seen.size > 1', 'chief == self', 'self in seen', 'some q in seen: q == chief'],
  statements: [
    'seen += self',
    'chief = self',
    'chief = choose nodes(Blue)',
    'seen = { q for q in nodes(Blue) where q != chief }',
    'for q in nodes(Blue) { if q != chief { seen += q } }',
    'for q in seen { x += 1 }',
    'seen = {}',
  ],
  ordered: [
    'for q in nodes(Blue) { chief = q }',
    'y = some q in nodes(Blue): chief == q and q < nodes(Blue).last',
    'if nodes(Blue).first == chief { x = 1 }',
    'for q in seen { if q == chief { x = seen.size } else { x = 0 } }',
    'y = [q for q in seen].indexOf(self) == 1',
  ],
} as const;

function withNodes(source: Source, ordered: boolean): fc.Arbitrary<string> {
  const paying = (statement: string): string => (source.canAnswer ? `if left > 0 { ${statement} }` : statement);
  const sending = [`send Tell(${source.left}, x) to seen`, 'for q in nodes(Blue) { send Ask(0, x) to q }'].map(paying);
  return word(
    ...aboutNodes.statements,
    ...(ordered ? aboutNodes.ordered : []),
    ...sending,
    ...(source.canAnswer ? ['seen += p', 'seen += p', 'seen -= p', 'chief = p', 'y = p in seen'] : []),
  );
}

function scenario(nodes: readonly string[], options: ProtocolOptions): fc.Arbitrary<readonly string[]> {
  const node = word(...nodes);
  const struck = options.alike ? fc.oneof({ weight: 5, arbitrary: evenFault() }, { weight: 1, arbitrary: fault(node) }) : fault(node);
  // No fault twice: what a scenario can say but once (`disk`) is among them.
  const others = fc.array(struck, { maxLength: options.faults === false ? 0 : 2 }).map((lines) => [...new Set(lines)]);
  const faults = options.crashes ? fc.tuple(crash(), others).map(([first, rest]) => [first, ...rest]) : others;
  const network = options.timed
    ? word(
        'network { delay 0ms..3ms loss 20% }',
        'network { delay 2ms order fifo duplicate 20% }',
        'network synchronous { delay 1ms..3ms until 8ms }',
      )
    : options.synchronous
      ? synchronousNetwork
      : word('', 'network { order fifo }');
  const timed = options.timed
    ? fc.array(timedItem(node), { maxLength: 2 })
    : fc.array(synchronousItem(node), { maxLength: options.synchronous ? 1 : 0 });
  const scripts = options.clients
    ? clients(nodes, { failures: options.failures !== false, timed: options.timed === true })
    : fc.constant([]);
  return fc
    .tuple(network, faults, timed, scripts)
    .map(([net, faulty, times, asking]) => [...(net ? [net] : []), ...faulty, ...times, ...asking]);
}

function fault(node: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const message = word(...messages);
  const action = fc.oneof(
    fc.tuple(word('crash', 'recover', 'resume', 'isolate'), node).map((parts) => parts.join(' ')),
    node.map((n) => `pause ${n} for 5ms`),
    fc.constant('heal'),
    fc.constant('partition {a} | {b}'),
  );
  const trigger = fc.oneof(
    fc.tuple(node, word('sends', 'receives'), message).map((parts) => parts.join(' ')),
    fc.tuple(node, word('crashes', 'recovers', 'times out', 'decide', 'commit')).map((parts) => parts.join(' ')),
    fc.tuple(word('', '2nd '), node, message).map(([nth, n, m]) => `${nth}${n} receives ${m}`),
    node.map((n) => `{ ${n}.y and ${n}.x > 0 }`),
  );
  return fc.oneof(
    fc
      .tuple(word('', ' with recovery', ' with recovery'), word('', ' of a', ' of Blue'))
      .map(([recovery, of]) => `up to 1 crash${recovery}${of}`),
    fc.tuple(word('lose', 'duplicate'), message).map(([kind, m]) => `up to 1 ${kind} ${m}`),
    fc.constant('up to 1 partition'),
    fc.constant('up to 1 pause'),
    fc.constant('up to 1 timeout'),
    fc.tuple(trigger, fc.array(action, { minLength: 1, maxLength: 2 })).map(([when, actions]) => `when ${when} { ${actions.join('; ')} }`),
    fc.tuple(word('lose', 'duplicate'), word('', '1st ', '2nd '), message, node).map(([kind, nth, m, n]) => `${kind} ${nth}${m} to ${n}`),
  );
}

function crash(): fc.Arbitrary<string> {
  return fc
    .tuple(word('1 crash', '2 crash'), word('', ' with recovery'), word('', ' of a', ' of Blue', ' of Blue'))
    .map(([times, recovery, of]) => `up to ${times}${recovery}${of}`);
}

/** A fault that treats the nodes of a role alike. */
function evenFault(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: crash() },
    {
      weight: 1,
      arbitrary: word(
        'up to 1 partition',
        'up to 1 pause',
        'up to 1 timeout',
        'up to 1 lose Ask',
        'up to 1 duplicate Tell',
        'lose Ask to a',
        'disk buffered',
      ),
    },
  );
}

function timedItem(node: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    node.map((n) => `clock ${n} skew -20ms drift 5%`),
    fc.tuple(node, node).map(([from, to]) => `link ${from} -> ${to} { delay 7ms }`),
    node.map((n) => `at 4ms { pause ${n} for 3ms }`),
    node.map((n) => `at 6ms { crash ${n} }`),
  );
}

const synchronousNetwork = word(
  'network synchronous { delay 1ms..2ms }',
  'network synchronous { delay 0ms..3ms }',
  'network synchronous { delay 2ms }',
  'network synchronous { delay 1ms..2ms order fifo }',
  'network synchronous { delay 1ms until 3ms }',
  'network synchronous { delay 1ms..2ms order fifo until 2ms }',
);

function synchronousItem(node: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    node.map((n) => `clock ${n} skew 0ms drift 30%`),
    fc.tuple(node, node).map(([from, to]) => `link ${from} -> ${to} { delay 4ms }`),
    fc.tuple(word(...messages), node).map(([message, n]) => `delay ${message} to ${n} by 3ms`),
    node.map((n) => `when 2nd ${n} receives Ask { pause ${n} for 5ms; isolate a }`),
  );
}

function word(...words: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...words);
}
