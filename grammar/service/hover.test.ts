import { describe, expect, test } from 'vitest';
import { hover } from './hover.ts';
import { signatureHelp } from './signature-help.ts';
import { atCursor } from './testing/vocabulary.ts';

function hoverAt(marked: string, files: Readonly<Record<string, string>> = {}): string {
  const { file, offset } = atCursor(marked, files);
  const contents = hover(file, offset)?.contents;
  return contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('hover', () => {
  test('a message, with its documentation', () => {
    expect(hoverAt('/// Please say.\nmessage Ask(n: Int)\nrole R { on start { send As<|>k(1) to self } }')).toBe(
      '```faultline\nmessage Ask(n: Int)\n```\n\nPlease say.',
    );
  });
  test('a variable', () => {
    expect(hoverAt('role R { durable x: Int = 1 on start { <|>x = 2 } }')).toContain('durable x: Int = 1');
    expect(hoverAt('role R { var x: Int = 1 on start { <|>x = 2 } }')).toContain('Volatile: a crash resets it.');
  });
  test('a local, with its inferred type', () => {
    expect(hoverAt('role R { on start { let x = {1, 2}\n let y = <|>x } }')).toContain('(constant) x: Set<Int>');
  });
  test('a property: definition, parts and reference', () => {
    const text = hoverAt('role R\nscenario "s" { node a = R check atomic<|>Commit }');
    expect(text).toContain('All processes commit');
    expect(text).toContain('`nonBlocking`');
    expect(text).toContain('Bernstein');
    expect(text).toContain('(docs/properties/atomicCommit.md)');
  });
  test('an event and a built-in member', () => {
    expect(hoverAt('role R { on start { com<|>mit("t") } }')).toContain('This node commits the transaction.');
    expect(hoverAt('role R { var l: List<Int> = [] on start { let n = l.si<|>ze } }')).toContain('How many elements');
  });
  test('a word of the language', () => expect(hoverAt('role R { dur<|>able x: Int = 1 }')).toContain('survives a crash'));
  test('where an imported name comes from', () => {
    const files = { 'lib.faultline': 'message Ping' };
    expect(hoverAt('import "lib.faultline"\nrole R { on Pi<|>ng { } }', files)).toContain('*from `lib.faultline`*');
  });
  test('the type of an expression', () => expect(hoverAt('role R { on start { let x = (1<|> + 2) } }')).toContain('Int'));
  test('nothing on nothing', () => expect(hoverAt('role R { <|> }')).toBe(''));
});

/** The signature with the active parameter in brackets. */
function signatureAt(marked: string): string {
  const { file, offset } = atCursor(marked);
  const help = signatureHelp(file, offset);
  const signature = help?.signatures[0];
  const active = signature?.parameters?.[help?.activeParameter ?? -1];
  if (!signature) return '';
  if (!active || !Array.isArray(active.label)) return signature.label;
  const [start, end] = active.label;
  return `${signature.label.slice(0, start)}«${signature.label.slice(start, end)}»${signature.label.slice(end)}`;
}

describe('signature help', () => {
  const inHandler = (text: string): string =>
    signatureAt(
      `message Vote(tx: String, yes: Bool)\nrole R { var l: List<Int> = []\n func f(a: Int, b: Bool) -> Int { return a }\n on start {\n ${text}\n }\n }`,
    );
  test('of a message', () => {
    expect(inHandler('send Vote(<|>')).toBe('Vote(«tx: String», yes: Bool)');
    expect(inHandler('send Vote("a", <|>')).toBe('Vote(tx: String, «yes: Bool»)');
    expect(inHandler('send Vote(yes: <|>')).toBe('Vote(tx: String, «yes: Bool»)');
  });
  test('of a function, in a nested call', () => {
    expect(inHandler('let x = f(1, <|>')).toBe('f(a: Int, «b: Bool») -> Int');
    expect(inHandler('send Vote(f(<|>')).toBe('f(«a: Int», b: Bool) -> Int');
    expect(inHandler('send Vote(f(1, true), <|>')).toBe('Vote(tx: String, «yes: Bool»)');
  });
  test('commas in brackets do not count', () => expect(inHandler('let x = f([1, 2, 3].size, <|>')).toBe('f(a: Int, «b: Bool») -> Int'));
  test('of an event and a member', () => {
    expect(inHandler('vote(<|>)')).toBe('vote(«tx: any value», yes: Bool)');
    expect(inHandler('let x = l.slice(1, <|>)')).toBe('slice(Int, «Int»)');
  });
  test('of a role in a scenario', () => {
    expect(signatureAt('role R(n: Int)\nscenario "s" { node a = R(<|> }')).toBe('R(«n: Int»)');
  });
  test('none outside of calls', () => {
    expect(inHandler('let x = (1 + <|>')).toBe('');
    expect(inHandler('if true {<|>')).toBe('');
  });
});
