import { describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { analysed, applyAll, atCursor, uriOf } from '../testing/vocabulary.ts';
import { codeActions } from './code-actions.ts';
import { type Counterexample, pinnedScenario } from './pin.ts';

function actionsAt(marked: string, files: Readonly<Record<string, string>> = {}): ReturnType<typeof codeActions> {
  const { file, offset } = atCursor(marked, files);
  const others = Object.entries(files).map(([name, text]) => analysed(text, files, name));
  return codeActions(file, { start: offset, end: offset }, [], others);
}
const titlesAt = (marked: string, files: Readonly<Record<string, string>> = {}): string[] =>
  actionsAt(marked, files).map(({ title }) => title);

/** All files after the action was taken. */
function takenIn(marked: string, title: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const action = actionsAt(marked, files).find((one) => one.title === title);
  if (!action?.edit) throw new Error(`no action "${title}" among ${titlesAt(marked, files).join(', ')}`);
  return applyAll({ ...files, 'main.faultline': marked.replace('<|>', '') }, action.edit);
}
const taken = (marked: string, title: string, files: Readonly<Record<string, string>> = {}): string =>
  takenIn(marked, title, files)['main.faultline'] ?? '';
const errors = (text: string): string[] =>
  analysed(text)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

describe('quick fixes', () => {
  test('did you mean', () => {
    expect(taken('message Vote\nrole R { on start { send Vot<|>e2 to self } }', 'Change to `Vote`')).toContain('send Vote to self');
  });
  test('a fix names the diagnostic that it mends', () => {
    const { file, offset } = atCursor('message Vote\nrole R { on start { send <|>Vote2 to self } }');
    const start = file.document.positionAt(offset);
    const shown: Diagnostic = { range: { start, end: start }, message: '', code: 'FL2003' };
    const [action] = codeActions(file, { start: offset, end: offset }, [shown], []);
    expect(action?.diagnostics).toEqual([shown]);
  });
  test('missing arms of a match, on lines of their own', () => {
    const text = 'enum E { a, b, c }\nrole R {\n  var e: E? = none\n  on start {\n    m<|>atch e {\n      a => { }\n    }\n  }\n}';
    const after = taken(text, 'Add the 3 missing arms');
    expect(after).toContain('      a => { }\n      none => { }\n      b => { }\n      c => { }\n    }');
    expect(errors(after)).toEqual([]);
  });
  test('missing arms of an empty match on one line', () => {
    const after = taken('role R { var b: Bool = true on start { m<|>atch b { } } }', 'Add the 2 missing arms');
    expect(errors(after)).toEqual([]);
  });
  test('a type without end gets `_`', () => {
    const after = taken('role R { var n: Int = 1\n on start {\n  m<|>atch n {\n    1 => { }\n  }\n } }', 'Add the arm `_`');
    expect(errors(after)).toEqual([]);
  });
  test('missing arguments', () => {
    const head = 'message Vote(tx: String, yes: Bool)\nrole R(yes: Bool) { on start { ';
    expect(taken(`${head}send Vo<|>te("t") to self } }`, 'Add `yes`')).toContain('send Vote("t", yes: yes) to self');
    expect(taken(`${head}send Vo<|>te to self } }`, 'Add `tx`, `yes`')).toContain('send Vote(tx: "", yes: yes) to self');
    expect(taken('role R(n: Int) { }\nscenario "s" { node a = R<|>() }', 'Add `n`')).toContain('node a = R(n: 0)');
  });
  test('an import, of the standard library or of another file', () => {
    expect(
      taken('role R { var f: Sha<|>red? = none }', 'Import "lib/a.faultline"', { 'lib/a.faultline': 'struct Shared { n: Int }' }),
    ).toMatch(/^import "lib\/a.faultline"\n\nrole R/);
    expect(taken('import "std/locks"\nrole R { on Pi<|>ng { } }', 'Import "b.faultline"', { 'b.faultline': 'message Ping' })).toMatch(
      /^import "std\/locks"\nimport "b.faultline"\n/,
    );
  });
  test('the import goes below what is written about the file', () => {
    const after = taken('// About the file.\n\n/// A role.\nrole R { on Pi<|>ng { } }', 'Import "b.faultline"', {
      'b.faultline': 'message Ping',
    });
    expect(after).toMatch(/^\/\/ About the file.\n\nimport "b.faultline"\n\n\/\/\/ A role.\n/);
  });
  test('a missing handler, by the lint that misses it and only once', () => {
    const text = 'message M(n: Int)\nrole R {\n  on start { send <|>M(1) to self }\n}';
    expect(titlesAt(text).filter((title) => title.startsWith('Add'))).toEqual(['Add `on M(n) { }` to R']);
    expect(errors(taken(text, 'Add `on M(n) { }` to R'))).toEqual([]);
  });
  test('a missing handler where the lint is allowed', () => {
    const send =
      'message M(n: Int)\nrole R {\n  // faultline: allow unhandled-message: it comes later\n  on start { send <|>M(1) to self }\n}';
    const after = taken(send, 'Add a handler for `M` to R');
    expect(after).toContain('  on M(n) from sender {\n  }\n}');
    expect(errors(after)).toEqual([]);
    const arm = 'role R {\n  // faultline: allow unhandled-message: it comes later\n  on start { af<|>ter 5ms timeout retry }\n}';
    expect(taken(arm, 'Add a handler for the timer `retry`')).toContain('  on timeout retry {\n  }\n}');
  });
  test('the comment that allows what a lint finds, once a reason is written', () => {
    const text = 'role R {\n  on start { }\n}\nmessage Un<|>used\nscenario "s" { node a = R }\n';
    const after = taken(text, 'Allow `unused` here, with a reason');
    expect(after).toContain('\n// faultline: allow unused: \nmessage Unused\n');
    const codes = (of: string): string[] => analysed(of).problems.map(({ message }) => message);
    expect(codes(text.replace('<|>', '')).join()).toContain('Unused');
    expect(codes(after.replace('unused: ', 'unused: it is for later')).join()).not.toContain('Unused');
  });
  test('no handler where there is one', () => {
    expect(
      titlesAt('message M\nrole R {\n  on start { send <|>M to self }\n  on M { }\n}').filter((one) => one.includes('handler')),
    ).toEqual([]);
  });
  test('a message that nobody declared', () => {
    const after = taken(
      'message A\nrole R { on start { let k = 1\n send <|>Zebra(k, true) to self } on A { } }',
      'Declare `message Zebra(k: Int, argument2: Bool)`',
    );
    expect(after).toMatch(/^message A\nmessage Zebra\(k: Int, argument2: Bool\)\n/);
    expect(errors(after)).toEqual([]);
  });
  test('a message, behind the comment of the one before', () => {
    const after = taken('message A // first\nrole R { on start { send <|>Zebra to self } on A { } }', 'Declare `message Zebra`');
    expect(after).toMatch(/^message A \/\/ first\nmessage Zebra\n/);
  });
  test('no function of a name that is written like a type', () =>
    expect(titlesAt('role R {\n  on start { let e = Ent<|>ry(1) }\n}').filter((one) => one.includes('function'))).toEqual([]));
  test('a function that nobody declared', () => {
    const after = taken('role R {\n  on start { zeb<|>ra(1) }\n}', 'Add the function `zebra` to R');
    expect(errors(after)).toEqual([]);
  });
});

describe('extracting a role', () => {
  const text = `// About the file.

/// Says hello.
message Hello(kind: Kind)
enum Kind { warm, cold }
message Other

role <|>Greeter(peer: Node) {
  on start { send Hello(warm) to peer }
  on Hello(kind) { }
}

role Rest {
  on Other { }
}

scenario "s" {
  node a, b = Greeter(peer: b)
  node r = Rest
  explore
  check agreement
}
`;
  const title = 'Move Greeter and the 2 declarations it needs to "greeter.faultline"';
  test('moves what it needs, and imports it', () => {
    const files = takenIn(text, title);
    expect(files['greeter.faultline']).toBe(`/// Says hello.
message Hello(kind: Kind)

enum Kind { warm, cold }

role Greeter(peer: Node) {
  on start { send Hello(warm) to peer }
  on Hello(kind) { }
}
`);
    const main = files['main.faultline'] ?? '';
    expect(main).toMatch(/^\/\/ About the file.\n\nimport "greeter.faultline"\n\nmessage Other\n\nrole Rest/);
    expect(analysed(main, files).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  test('is not offered where the file exists or holds nothing else', () => {
    expect(titlesAt(text, { 'greeter.faultline': '' })).not.toContain(title);
    expect(titlesAt('role <|>R { }')).toEqual([]);
  });
});

describe('pinning', () => {
  const text = `message M(n: Int)
role R(peer: Node) {
  on start { send M(1) to peer; after 5ms timeout t }
  on M(n) from p { }
  on timeout t { }
}
scenario "s" {
  node a, b = R(peer: b)
  up to 1 crash of b
  for w in 1..2
  invariant small: w > 0
  explore
  check agreement
}`;
  const counterexample: Counterexample = {
    scenario: 's',
    bindings: [{ name: 'w', value: 2 }],
    property: 'small',
    steps: [
      { kind: 'deliver', message: 'M', arguments: ['1'], from: 'a', to: 'b' },
      { kind: 'fire', timer: 't', arguments: [], node: 'a' },
      { kind: 'crash', node: 'b' },
      { kind: 'partition', groups: [['a'], ['b']] },
      { kind: 'heal' },
    ],
  };
  const file = analysed(text);
  test('keeps the nodes and the claim, and says exactly the steps', () => {
    expect(pinnedScenario(file, counterexample)?.text).toBe(`scenario "s: small pinned" {
  node a, b = R(peer: b)
  invariant small: w > 0
  for w in [2]
  schedule {
    deliver M(1) from a to b
    fire t at a
    crash b
    partition {a} | {b}
    heal
  }
  expect violation of small
}`);
  });
  test('says where a node crashes in the middle of a handler', () => {
    const crashing = { ...counterexample, crashes: [{ node: 'a', atSend: 2 }] };
    expect(pinnedScenario(file, crashing)?.text).toContain('  when 2nd a sends { crash a }\n  schedule {');
    expect(errors(`${text}\n${pinnedScenario(file, crashing)?.text}`)).toEqual([]);
  });
  test('is a scenario without mistakes', () => {
    expect(errors(`${text}\n${pinnedScenario(file, counterexample)?.text}`)).toEqual([]);
  });
  test('finds another title where there is one of that name', () => {
    const twice = analysed(`${text}\n${pinnedScenario(file, counterexample)?.text}`);
    expect(pinnedScenario(twice, counterexample)?.title).toBe('s: small pinned (2)');
  });
  test('of an unknown scenario there is none', () => expect(pinnedScenario(file, { ...counterexample, scenario: 'x' })).toBeUndefined());
});

test('the edits are of the file itself', () => {
  const [action] = actionsAt('message Vote\nrole R { on start { send Vot<|>e2 to self } }');
  expect(Object.keys(action?.edit?.changes ?? {})).toEqual([uriOf('main.faultline')]);
});
