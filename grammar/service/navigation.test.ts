import { describe, expect, test } from 'vitest';
import { documentLinks } from './links.ts';
import { definition, highlights, references } from './navigation.ts';
import { analysed, atCursor, uriOf } from './testing/vocabulary.ts';

/** `file:line:character text` of each place. */
function show(
  file: ReturnType<typeof analysed>,
  uri: string,
  range: { start: { line: number; character: number }; end: { line: number; character: number } },
): string {
  const text = file.documentOf(uri)?.getText(range) ?? '';
  return `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line}:${range.start.character} ${text}`;
}
function definitionAt(marked: string, files: Readonly<Record<string, string>> = {}): string[] {
  const { file, offset } = atCursor(marked, files);
  return definition(file, offset).map(({ targetUri, targetSelectionRange }) => show(file, targetUri, targetSelectionRange));
}
function referencesAt(marked: string, files: Readonly<Record<string, string>> = {}, declaration = true): string[] {
  const { file, offset } = atCursor(marked, files);
  const others = Object.entries(files).map(([name, text]) => analysed(text, { ...files, 'main.faultline': file.text }, name));
  return references(file, offset, others, declaration).map(({ uri, range }) => show(file, uri, range));
}

describe('definition', () => {
  test('of a message, from where it is sent', () => {
    expect(definitionAt('message M\nrole R { on start { send <|>M to self } }')).toEqual(['main.faultline:0:8 M']);
  });
  test('of a field, from an argument by name', () => {
    expect(definitionAt('message M(n: Int)\nrole R { on start { send M(<|>n: 1) to self } }')).toEqual(['main.faultline:0:10 n']);
  });
  test('of a local', () => expect(definitionAt('role R { on start { let x = 1\n let y = <|>x } }')).toEqual(['main.faultline:0:24 x']));
  test('of a node, from a group', () => {
    expect(definitionAt('role R\nscenario "s" { node r[1..2] = R\n up to 1 crash of r<|>2 }')).toEqual(['main.faultline:1:20 r']);
  });
  test('of a timer, from a scenario', () => {
    const text = 'role R { on start { after 1ms timeout t } on timeout t { } }\nscenario "s" { node a = R\n up to 1 timeout <|>t of a }';
    expect(definitionAt(text)).toEqual(['main.faultline:0:38 t']);
  });
  test('in another file, and of an import the file itself', () => {
    const files = { 'lib.faultline': '/// x\nmessage Ping' };
    expect(definitionAt('import "lib.faultline"\nrole R { on <|>Ping { } }', files)).toEqual(['lib.faultline:1:8 Ping']);
    expect(definitionAt('import "lib<|>.faultline"', files)).toEqual(['lib.faultline:0:0 ']);
  });
  test('of what the prelude declares', () => {
    expect(definitionAt('role R { on start { <|>commit("t") } }')[0]).toMatch(/^prelude\.faultline:\d+:6 commit$/);
  });
  test('none of what has none', () => {
    expect(definitionAt('role R { on start { let x = <|>majority(3) } }')).toEqual([]);
    expect(definitionAt('role R { <|> }')).toEqual([]);
  });
});

describe('references', () => {
  const files = {
    'user.faultline': 'import "main.faultline"\nrole S { on Ping { } }',
    'other.faultline': 'message Ping\nrole T { on Ping { } }',
  };
  test('in files that import this one, and in no other', () => {
    expect(referencesAt('message <|>Ping\nrole R { on start { send Ping to self } }', files)).toEqual([
      'main.faultline:0:8 Ping',
      'main.faultline:1:25 Ping',
      'user.faultline:1:12 Ping',
    ]);
  });
  test('without the declaration', () => {
    expect(referencesAt('message <|>Ping\nrole R { on Ping { } }', {}, false)).toEqual(['main.faultline:1:12 Ping']);
  });
  test('of a parameter: in the body and by name in calls', () => {
    expect(referencesAt('role R { func f(<|>a: Int) -> Int { return a }\n on start { let x = f(a: 1) } }')).toEqual([
      'main.faultline:0:16 a',
      'main.faultline:0:40 a',
      'main.faultline:1:22 a',
    ]);
  });
  test('a hiding name is another name', () => {
    expect(referencesAt('role R { var <|>x: Int = 1\n func f() { x = 2 }\n func g(k: Int) { for x in {1} { let y = x } } }')).toEqual([
      'main.faultline:0:13 x',
      'main.faultline:1:12 x',
    ]);
  });
});

test('highlights tell writing from reading', () => {
  const { file, offset } = atCursor('role R { var <|>x: Int = 1\n on start { x = 2\n let y = x } }');
  expect(highlights(file, offset).map(({ range, kind }) => [range.start.line, range.start.character, kind])).toEqual([
    [0, 13, 3],
    [1, 12, 3],
    [2, 9, 2],
  ]);
});

test('links lead to imported files that exist', () => {
  const file = analysed('import "lib.faultline"\nimport "std/locks"\nimport "nowhere.faultline"', { 'lib.faultline': '' });
  expect(documentLinks(file).map(({ target, range }) => [target, file.document.getText(range)])).toEqual([
    [uriOf('lib.faultline'), 'lib.faultline'],
    ['faultline-std:/locks.faultline', 'std/locks'],
  ]);
});
