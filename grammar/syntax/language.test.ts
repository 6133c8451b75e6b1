import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { samples } from './testing/samples.ts';
import { contextualNames } from './testing/trees.ts';
import {
  declaration,
  declarations,
  expression,
  grouped,
  handler,
  item,
  items,
  role,
  script,
  statement,
  statements,
} from './testing/vocabulary.ts';

describe('the examples of the reference', () => {
  test.each(Object.entries(samples))('%s has no problems', (_, text) => expect(parse(text).problems).toEqual([]));
});

describe('lexical structure', () => {
  test.each([
    ['1_000', { kind: 'integer', value: 1000 }],
    ['20ms', { kind: 'duration', value: 20 }],
    ['2s', { kind: 'duration', value: 2000 }],
    ['5%', { kind: 'percentage', value: 0.05 }],
    [String.raw`"a\"b\\c\n\t\u{1F388}"`, { kind: 'string', value: 'a"b\\c\n\t🎈' }],
    ['none', { kind: 'none' }],
    ['true', { kind: 'boolean', value: true }],
    ['{}', { kind: 'brace', entries: [] }],
    ['2147483647', { kind: 'integer', value: 2147483647 }],
  ])('%s', (text, expected) => expect(expression(text)).toMatchObject(expected));

  test('a percentage needs nothing behind it, a remainder does', () => {
    expect(grouped('n %5')).toBe('(n % 5)');
    expect(grouped('7%5')).toBe('(7 % 5)');
    expect(grouped('7%(5)')).toBe('(7 % 5)');
  });

  test('the smallest number', () => expect(grouped('-2147483648')).toBe('(-2147483648)'));

  test('a documentation comment belongs to the declaration below it, without a blank line between', () => {
    const text =
      '/// The file.\n\n/// A vote.\n///  Indented.\nmessage Vote(\n  /// Which one.\n  tx: String)\nenum E {\n  /// The one.\n  a, b }';
    expect(declarations(text)).toMatchObject([
      { doc: 'A vote.\n Indented.', parameters: [{ doc: 'Which one.' }] },
      { members: [{ doc: 'The one.' }, { name: { text: 'b' } }] },
    ]);
    expect(declarations(text)[1]?.doc).toBeUndefined();
  });

  test('comments are kept aside, with their place', () => {
    const { comments } = parse('// one\nconst a = 1 // two\n/// three\n//// four');
    expect(comments.map(({ kind, text, ownLine }) => [kind, text, ownLine])).toEqual([
      ['line', ' one', true],
      ['line', ' two', false],
      ['doc', ' three', true],
      ['line', '// four', true],
    ]);
  });
});

describe('where a line break ends something', () => {
  test('statements end at a line break or at `;`', () => expect(statements('a = 1; b = 2\nc = 3')).toHaveLength(3));

  test.each([
    ['inside of parentheses', 'f(\na,\nb\n)'],
    ['inside of brackets', 'x = [\n1,\n2\n]'],
    ['inside of the braces of an expression', 'x = {\n1,\n2\n}'],
    ['behind an operator', 'x = 1 +\n2'],
    ['behind a comma', 'assert a,\n"why"'],
    ['before else', 'if a { }\nelse { }'],
    ['before and', 'x = a\nand b'],
    ['before or', 'x = a\nor b'],
    ['before a dot', 'x = a\n.size'],
    ['before ??', 'x = a\n?? b'],
  ])('not %s', (_, text) => expect(statement(text)).toBeDefined());

  test('a brace that opens an expression is told from one that opens a block', () => {
    expect(statement('if {1, 2} == s { sync }')).toMatchObject({ kind: 'if', condition: { kind: 'binary' } });
    expect(statement('for x in {1, 2} { sync }')).toMatchObject({ kind: 'for', iterable: { kind: 'brace' } });
    expect(statement('send M to {a, b}')).toMatchObject({ kind: 'send', target: { kind: 'brace' } });
    expect(statements('return\n{\nsync\n}')).toMatchObject([{ kind: 'return' }, { kind: 'block' }]);
    expect(role('func f() -> Set<Int> {\nreturn {1}\n}').members[0]).toMatchObject({
      body: { statements: [{ value: { kind: 'brace' } }] },
    });
  });

  test('the brace of a block may stand on a line of its own', () => {
    expect(declaration('role R\n{\n  on start\n  {\n  sync\n  }\n}')).toMatchObject({
      members: [{ body: { statements: [{ kind: 'sync' }] } }],
    });
  });
});

describe('names', () => {
  test.each([...contextualNames, 'in_', 'message', 'event', 'on', 'send', 'check'])(
    '`%s` is an ordinary name where the grammar expects one',
    (name) => {
      expect(declarations(`message M(${name}: Int)\nstruct S { ${name}: Int }\nenum E { ${name}, other }`)).toHaveLength(3);
      const text = `
      var ${name}: Int = 0
      func f(${name}: Int) -> Int {
        let ${name} = ${name} + 1
        var other = s.${name}
        return ${name}
      }
      on M(${name}: 1) from p { s.${name} = g(${name}: ${name}) }
      on M(${name}) { f({${name}: ${name}}, [${name}], (${name}), not ${name}) }`;
      expect(role(text).members).toHaveLength(4);
    },
  );

  test.each(contextualNames)('`%s` can be assigned to, called and looked into', (name) => {
    expect(statements(`${name} = 1\n${name} += 1\n${name}(1)\n${name}.f = 1\n${name}[1] = 2`).map(({ kind }) => kind)).toEqual([
      'assign',
      'assign',
      'expression',
      'assign',
      'assign',
    ]);
    expect(role(`func ${name}() { }`).members).toMatchObject([{ name: { text: name } }]);
  });

  test('quantifiers are ones only before `name in`', () => {
    expect(expression('max x in s: x')).toMatchObject({ kind: 'quantifier', quantifier: 'max' });
    expect(expression('max(a, b)')).toMatchObject({ kind: 'call', callee: { name: { text: 'max' } } });
    expect(expression('count in s')).toMatchObject({ kind: 'binary', operator: 'in' });
    expect(expression('choose x in s where x > 1')).toMatchObject({ kind: 'choose', name: { text: 'x' }, where: { kind: 'binary' } });
    expect(expression('choose 1..3')).toMatchObject({ kind: 'choose', from: { operator: '..' } });
    expect(expression('choose(1)')).toMatchObject({ kind: 'call' });
  });
});

describe('how operators bind', () => {
  test.each([
    ['a or b and c', '(a or (b and c))'],
    ['not a == b', '(not (a == b))'],
    ['not a and b', '((not a) and b)'],
    ['a == b ?? c', '(a == (b ?? c))'],
    ['a ?? 1..2', '(a ?? (1..2))'],
    ['1..n + 1', '(1..(n + 1))'],
    ['a + b * -c', '(a + (b * (-c)))'],
    ['a - b - c', '((a - b) - c)'],
    ['a & b + c', '((a & b) + c)'],
    ['-a.b', '(-a.b)'],
    ['x not in s and y in t', '((x not in s) and (y in t))'],
    ['a if b else c if d else e', '(a if b else (c if d else e))'],
    ['a or b if c else d', '((a or b) if c else d)'],
    ['all x in s: x > 1 and y', '(all x in s: ((x > 1) and y))'],
    ['(count x in s: x) <= 1', '((count x in s: x) <= 1)'],
  ])('%s', (text, expected) => expect(grouped(text)).toBe(expected));

  test('postfix', () => {
    expect(expression('e with { term: 2 }')).toMatchObject({ kind: 'with', fields: [{ label: { text: 'term' } }] });
    expect(expression('l.slice(0, 1)[0].term')).toMatchObject({ kind: 'member', object: { kind: 'index', object: { kind: 'call' } } });
  });

  test('comprehensions', () => {
    expect(expression('{x for x in s}')).toMatchObject({ kind: 'comprehension', makes: 'set' });
    expect(expression('[x for x in s where x > 1]')).toMatchObject({ kind: 'comprehension', makes: 'list', where: {} });
    expect(expression('{k: 1 for k in s}')).toMatchObject({ kind: 'comprehension', makes: 'map', value: {} });
  });
});

describe('handlers', () => {
  test('heads', () => {
    expect(handler('on start { }').head).toMatchObject({ kind: 'start' });
    expect(handler('on start() { }').head).toMatchObject({ kind: 'start' });
    expect(handler('on recover() { }').head).toMatchObject({ kind: 'recover' });
    expect(handler('on start(x) { }').head).toMatchObject({ kind: 'receipt', name: { text: 'start' } });
    expect(handler('on recover { }').head).toMatchObject({ kind: 'recover' });
    expect(handler('on timeout retry(tx) { }').head).toMatchObject({ kind: 'timeout', name: { text: 'retry' }, patterns: [{}] });
    expect(handler('on Vote(tx, yes: true) from p { }')).toMatchObject({
      head: { kind: 'receipt', patterns: [{ pattern: { kind: 'namePattern' } }, { label: { text: 'yes' }, pattern: { value: true } }] },
      from: { text: 'p' },
    });
  });

  test('clauses come in their order', () => {
    expect(handler('on cas(k, none, _) from c as r in tx when k != "" { }')).toMatchObject({
      head: { patterns: [{}, { pattern: { value: null } }, { pattern: { kind: 'wildcard' } }] },
      from: { text: 'c' },
      as: { text: 'r' },
      in: { text: 'tx' },
      guard: { kind: 'binary' },
    });
  });
});

describe('statements', () => {
  test.each([
    ['send Prepare("t1") to p', { kind: 'send', message: { text: 'Prepare' }, arguments: [{}] }],
    ['send Ping to p', { kind: 'send', arguments: [] }],
    ['reply', { kind: 'reply' }],
    ['reply v to request', { kind: 'reply', value: {}, request: {} }],
    ['reply to request', { kind: 'reply', request: {} }],
    ['after 150ms..300ms timeout election', { kind: 'after', delay: { operator: '..' } }],
    ['after 20ms timeout retry(tx)', { kind: 'after', arguments: [{}] }],
    ['cancel retry(tx)', { kind: 'cancel' }],
    ['assert a == b, "why"', { kind: 'assert', message: { value: 'why' } }],
    ['commit(tx)', { kind: 'expression', expression: { kind: 'call' } }],
    ['m[k] -= 1', { kind: 'assign', operator: '-=', target: { kind: 'index' } }],
    ['match e { a => sync, E.b => { }, none => return, _ => reply }', { kind: 'match', arms: [{}, {}, {}, {}] }],
    ['match e {\n1 => sync\n-1 => sync\n}', { kind: 'match', arms: [{ pattern: { value: 1 } }, { pattern: { value: -1 } }] }],
    ['if a { } else if b { } else { }', { kind: 'if', else: { kind: 'if', else: { kind: 'block' } } }],
  ])('%s', (text, expected) => expect(statement(text)).toMatchObject(expected));

  test('of scripts', () => {
    const text =
      'write("x", 1) at leader\nlet s = read("x") at r[1]\nsleep 5ms\nwait until 30ms\nawait bob\nrepeat 3 { }\ntransaction at db retry 3 { }';
    expect(script(text)).toMatchObject([
      { expression: { at: { kind: 'name' } } },
      { value: { kind: 'call', at: { kind: 'index' } } },
      { kind: 'sleep' },
      { kind: 'wait' },
      { kind: 'await' },
      { kind: 'repeat' },
      { kind: 'transaction', retry: { value: 3 } },
    ]);
  });
});

describe('scenarios', () => {
  test.each([
    ['node r[1..5] = Replica(peers: r)', { kind: 'node', names: [{ indices: { operator: '..' } }] }],
    ['node a, b = R', { kind: 'node', names: [{}, {}], arguments: [] }],
    ['network synchronous { delay 1ms..5ms  order fifo  loss 0%  until 100ms }', { synchronous: true, settings: [{}, {}, {}, {}] }],
    ['link a -> b { delay 40ms }', { kind: 'link' }],
    ['clock r2 skew -30ms drift 1%', { kind: 'clock', skew: { kind: 'unary' }, drift: { value: 0.01 } }],
    ['volatile Participant.prepared', { kind: 'durability', durable: false }],
    ['at 30ms { crash c; heal; pause a for 3ms; jump a by -50ms }', { actions: [{}, { kind: 'heal' }, { duration: {} }, { by: {} }] }],
    ['when 2nd p1 commits("t1") { isolate p1 }', { trigger: { kind: 'event', ordinal: 2, verb: { text: 'commits' } } }],
    ['when c receives Vote from p2 { crash c }', { trigger: { kind: 'receives', message: { from: {} } } }],
    ['when c times out votes { recover c }', { trigger: { kind: 'timesOut', timer: { text: 'votes' } } }],
    ['when { a.x and b.y } { partition {a} | {b, c} }', { trigger: { kind: 'condition' }, actions: [{ groups: [{}, {}] }] }],
    ['lose 1st Decision from c to p2', { kind: 'messageFault', ordinal: 1 }],
    ['lose from p1', { kind: 'messageFault', message: { from: {} } }],
    ['delay M to f2 by 50ms', { kind: 'messageFault', by: { value: 50 } }],
    ['up to 1 crash with recovery of Participant', { fault: { kind: 'crash', withRecovery: true, of: {} } }],
    ['up to n lose Vote(yes: true) to p1', { fault: { kind: 'lose', message: { to: {} } } }],
    ['up to 3 timeout retry of c', { fault: { kind: 'timeout', timer: { text: 'retry' } } }],
    ['simulate', { kind: 'simulate' }],
    ['simulate seed 7', { seed: { value: 7 } }],
    ['simulate 1000 seeds', { seeds: { value: 1000 } }],
    ['explore depth 60 states 5_000_000', { limits: [{ name: { text: 'depth' } }, { value: { value: 5_000_000 } }] }],
    ['for w in 1..3, r in 1..3', { kind: 'sweep', variables: [{}, {}] }],
    ['check linearizable as Register when w + r > 3', { claim: 'check', property: { spec: {} }, when: {} }],
    ['check converges on x, y', { property: { on: [{}, {}] } }],
    ['check no lostUpdate', { property: { negated: true } }],
    ['expect violation of no dirtyWrite', { claim: 'expectViolation', property: { negated: true } }],
    ['expect lostUpdate', { claim: 'expectAnomaly' }],
    ['always possible p: some n in s: n.x', { kind: 'alwaysPossible' }],
  ])('%s', (text, expected) => expect(item(text)).toMatchObject(expected));

  test('items need no line between them', () => expect(items('node a = R  explore  check atomicCommit')).toHaveLength(3));

  test('a schedule', () => {
    const steps =
      'deliver Vote(yes: true) from p1 to c\nlose Decision to p2; crash c\nfire retry(1) at p1\ninvoke alice\nreturn alice\nthen explore depth 3';
    expect(item(`schedule {\n${steps}\n}`)).toMatchObject({
      steps: [{}, {}, {}, { arguments: [{}] }, {}, { kind: 'return' }],
      // biome-ignore lint/suspicious/noThenProperty: the language's own word; the node is never awaited.
      then: { kind: 'explore' },
    });
  });
});

describe('histories', () => {
  test('operations with results and intervals', () => {
    expect(
      declaration(
        'history "h" {\n a: write("x", 1) [0ms, 2ms]\n b: read("x") -> [1, 2] [3, 4]\n c: begin\n d: read("x") -> ? [5ms]\n e: get -> -1\n}',
      ),
    ).toMatchObject({
      items: [
        { interval: [{}, {}] },
        { result: { kind: 'list', elements: [{}, {}] }, interval: [{}, {}] },
        { operation: { text: 'begin' }, arguments: [] },
        { result: 'open', interval: [{}] },
        { result: { kind: 'unary' } },
      ],
    });
  });
});
