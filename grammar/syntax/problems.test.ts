import { describe, expect, test } from 'vitest';
import { FileParser } from './file-parser.ts';
import { parse } from './parse.ts';
import { type SyntaxProblemCode, syntaxProblemPages } from './problems.ts';
import { problemsOf } from './testing/vocabulary.ts';

test('the grammar is one that Chevrotain finds nothing wrong with', () => expect(() => new FileParser(true)).not.toThrow());

/** A role whose only handler does this on line 3. */
const doing = (statements: string): string => `role R {\n  on start {\n${statements}\n  }\n}\nmessage Last(a: Int)\n`;

const examples: readonly (readonly [string, string])[] = [
  ['\u0000\u0001\uFFFDab'.repeat(40), '1: FL1033 this is not a text file'],
  ['role R {\n  on start { }\n\nmessage M\n', '2: FL1006 expected `}` to close `role R` opened on line 1'],
  ['role R {\n  on A {\n    sync\n  on B { }\n}\n', '3: FL1006 expected `}` to close `on A` opened on line 2'],
  [doing('    f(a, b\n    x = 1'), '3: FL1006 expected `)` to close the `('],
  [doing('    f(a, b])'), '3: FL1007 this `]` closes nothing'],
  [doing('    f(a, b]'), '3: FL1006 expected `)` to close the `(`, found `]`'],
  ['scenario "s" {\n  explore\n\ninvariant i: true\n', '2: FL1006 expected `}` to close `scenario "s"` opened on line 1'],
  ['scenario "s" {\n  explore\n\ninvariant i: true\nscenario "t" {\n}\n', '2: FL1006 expected `}` to close `scenario "s"`'],
  ['role R {\n}\n}\n', '3: FL1007 this `}` closes nothing'],
  ['role R\n  on start { }\n}\n', '1: FL1010 expected `{` to open the block of `role R`'],
  [
    'role R {\n  durble x: Int = 0\n}',
    '2: FL1024 expected a member of the role (`var`, `durable`, `func` or `on`), found `durble`; did you mean `durable`?',
  ],
  ['rol R { }', '1: FL1024 expected a declaration, such as `message`, `role` or `scenario`, found `rol`; did you mean `role`?'],
  [doing('    sned Prepare to p'), '3: FL1024 expected a statement, found `sned`; did you mean `send`?'],
  ['scenario "s" {\n  chekc atomicity\n}', '2: FL1024'],
  [
    'role R {\n  x = 1\n  y = 2\n  on start { }\n}',
    '2: FL1018 statements stand inside of handlers (`on`) and functions (`func`), found `x`',
  ],
  ['role R {\n  Vote(tx) from p { }\n}', '2: FL1018 a handler begins with `on`: `on Vote`'],
  ['role R {\n  = 3\n}', '2: FL1018 expected a member of the role'],
  ['role R {\n  durable x = 1\n}', '2: FL1010 expected `:` and the type'],
  [doing('    send Prepare("t1") p'), '3: FL1010 expected `to` and the node or nodes to send it to, found `p`'],
  [doing('    send'), '3: FL1015 `send` is not complete: `send Message(…) to node`'],
  [doing('    x ='), '3: FL1011 expected a value, found `}`'],
  [doing('    x = 1 +\n    send M to p'), '3: FL1011 expected a value, found the end of the line'],
  [doing('    let = 3'), '3: FL1012 expected the name of a variable, found `=`'],
  [doing('    let match = 3'), '3: FL1012 expected the name of a variable; `match` is a word of the language'],
  [doing('    if a = 3 { }'), '3: FL1025 `=` assigns; compare with `==`'],
  [doing('    x = a < b < c'), '3: FL1021 comparisons are not chained'],
  [doing('    x = a == not b'), '3: FL1022'],
  [doing('    a'), '3: FL1015 `a` alone does nothing'],
  [doing('    a = 1 b = 2'), '3: FL1016 expected the end of the line or `;` before `b`'],
  [doing('    f() = 2'), '3: FL1026'],
  [doing('    x = a && b'), '3: FL1032 `&&` is written `and`'],
  [doing('    x = {"a": 1, "b"}'), '3: FL1031'],
  [doing('    x = p.'), '3: FL1012 expected the name of a field or member'],
  ['role R {\n  on M when a from p { }\n}', '2: FL1023 `from` comes earlier'],
  ['const a = 2147483648', '1: FL1004'],
  ['const a = 12abc', '1: FL1005 `12abc` is neither a number nor a name'],
  ['const a = 1.5', '1: FL1005 `1.5` is not a number: numbers are whole'],
  ['const a = 20sec', '1: FL1005 `20sec` is not a duration'],
  ['const a = "x', '1: FL1002'],
  [String.raw`const a = "\q"`, '1: FL1003'],
  [String.raw`const a = "\u{D800}"`, '1: FL1003'],
  ['const a = “x”', '1: FL1001'],
  ["const a = 'x'", '1: FL1001 strings stand in double quotes'],
  ['/* all\nof this */\nconst a = 1', '1: FL1009'],
  ['const a = 1 § 2', '1: FL1001 `§` is not part of the language'],
  ['scenario "s" {\n  at 3ms { explode a }\n}', '2: FL1027'],
  ['scenario "s" {\n  when a\n}', '2: FL1030'],
  ['scenario "s" {\n  schedule {\n    jump\n    dance\n  }\n}', '3: FL1011'],
  ['scenario "s" {\n  network { dely 3ms }\n}', '2: FL1024'],
  ['x = 1', '1: FL1017 expected a declaration'],
  ['scenario "s" {\n  something else\n}', '2: FL1019 expected an item of the scenario'],
  ['scenario "s" {\n  network { colour 3 }\n}', '2: FL1029 expected a setting'],
  ['message M(a: )', '1: FL1013'],
  ['message (a: Int)', '1: FL1012'],
  ['history "h" {\n  read("x")\n}', '2: FL1020'],
  // Habits of other languages.
  [
    'role R {\n  on Vote(yes) where yes { }\n}',
    '2: FL1010 expected `{` to open the block of `on Vote`, found `where`; a guard begins with `when`',
  ],
  ['role R {\n  on receive Vote(yes) { }\n}', 'found `Vote`; write `on Vote`'],
  ['role R {\n  func f(x: Int): Int { }\n}', 'found `:`; the type of the result stands behind `->`'],
  [
    'role R {\n  def f(x: Int) { }\n}',
    '2: FL1018 expected a member of the role (`var`, `durable`, `func` or `on`), found `def`; a function begins with `func`',
  ],
  [doing('    send Vote(yes = true) to p'), '3: FL1010 expected `,` or `)`, found `=`; an argument is named with a colon: `yes: …`'],
  [doing('    for (p in peers) { }'), 'found `(`; it is written without parentheses'],
  [doing('    n++'), '3: FL1015 expected a statement, found `n`; write `n += 1`'],
  [doing('    multicast Vote(true) to peers'), 'found `multicast`; a message is sent with `send Vote(…) to …`'],
  [
    'scenario "s" {\n  crash a at 30ms\n}',
    '2: FL1019 expected an item of the scenario, such as `node`, `explore` or `check`, found `crash`; faults stand in',
  ],
  [
    'scenario "s" {\n  check agreement and validity\n}',
    '2: FL1019 expected an item of the scenario, such as `node`, `explore` or `check`, found `and`; each property',
  ],
  ['import two', '1: FL1010 expected the path of a file, in quotes'],
];

describe('one mistake gives one message, in the words of the file', () => {
  test.each(examples)('%s', (text, expected) => {
    const problems = problemsOf(text);
    expect(problems[0]).toContain(expected);
    if (!text.includes('dance')) expect(problems).toHaveLength(1);
  });

  test('the rest of the file is read', () => {
    const { tree } = parse(doing('    x = = 3'));
    expect(tree.declarations.map(({ kind }) => kind)).toEqual(['role', 'message']);
  });

  test('the rest of a handler is read', () => {
    const { tree } = parse(doing('    let = 3\n    send M to p'));
    expect(tree.declarations[0]).toMatchObject({
      members: [{ body: { statements: [{ kind: 'let', name: { text: '' } }, { kind: 'send' }] } }],
    });
  });

  test('a half-typed member access is in the tree, for completion', () => {
    expect(parse(doing('    x = p.')).tree.declarations[0]).toMatchObject({
      members: [{ body: { statements: [{ value: { kind: 'member', member: { text: '' } } }] } }],
    });
  });

  test('a misspelt word is mended in the tree and by a fix', () => {
    const text = 'role R {\n  durble x: Int = 0\n}';
    const { tree, problems } = parse(text);
    expect(tree.declarations[0]).toMatchObject({ members: [{ kind: 'variable', durable: true }] });
    expect(problems[0]?.fix).toEqual({ title: 'Change to `durable`', range: { start: 11, end: 17 }, text: 'durable' });
  });
});

test('where every bracket has its partner, indentation says nothing', () => {
  const text =
    'role R {\n  on start { }\n}\nscenario "s" {\n  node a, b = R\n  explore\n\n  invariant i: true\n  check agreement\n}\ninvariant j: true\n';
  expect(problemsOf(text)).toEqual([]);
  expect(problemsOf(text.replace(/^ +/gm, ''))).toEqual([]);
});

test('every code of the table is one that a text can have', () => {
  const texts = [
    doing('    match a { => sync }'),
    doing(`    x = a${' + 1'.repeat(600)}`),
    doing('    g(a b)'),
    ...examples.map(([text]) => text),
  ];
  const found = new Set(texts.flatMap((text) => parse(text).problems.map(({ code }) => code)));
  expect(Object.keys(syntaxProblemPages).filter((code) => !found.has(code as SyntaxProblemCode))).toEqual([]);
});

test('a brace that a fix puts in stands apart from the word before', () => {
  const [problem] = parse('role R\n  on start { }\n}').problems;
  expect(problem?.fix).toMatchObject({ title: 'Insert `{`', range: { start: 6, end: 6 }, text: ' {' });
});

describe('fixes mend what they promise to mend', () => {
  test.each([
    doing('    f(a, b'),
    doing('    x = a && b'),
    doing('    if a = 3 { }'),
    doing('    send M p'),
    'const a = "x',
    "const a = 'x'",
    'role R {\n  durable x Int = 0\n}',
    'role R {\n  on start { }\n',
    'role R {\n}\n}\n',
  ])('%s', (text) => {
    const [problem] = parse(text).problems;
    const fix = problem?.fix;
    expect(fix).toBeDefined();
    if (fix === undefined) return;
    const mended = text.slice(0, fix.range.start) + fix.text + text.slice(fix.range.end);
    expect(problemsOf(mended)).toEqual([]);
  });
});
