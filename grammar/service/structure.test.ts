import { describe, expect, test } from 'vitest';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy.ts';
import { foldingRanges, selectionRange } from './folding.ts';
import { inlayHints } from './inlay-hints.ts';
import { semanticTokens, semanticTokensLegend } from './semantic-tokens.ts';
import { documentSymbols, workspaceSymbols } from './symbols.ts';
import { analysed, atCursor } from './testing/vocabulary.ts';

const TEXT = `message Ping(n: Int)
enum E { a, b }
role R(peer: Node) {
  var x: Int = 1
  on start { ping(1) }
  on Ping(n) from p {
    x += n
  }
  on timeout t { ping(2) }
  func ping(n: Int) {
    send Ping(n) to peer
    after 5ms timeout t
  }
}
scenario "s" {
  node a, b = R(peer: b)
  invariant small: a.x < 9
}
`;

describe('symbols', () => {
  test('of a document', () => {
    const show = (symbols: ReturnType<typeof documentSymbols>): unknown[] =>
      symbols.map(({ name, children }) => (children ? [name, show(children)] : name));
    expect(show(documentSymbols(analysed(TEXT)))).toEqual([
      'Ping',
      ['E', ['a', 'b']],
      ['R', ['x', 'on start', 'on Ping(n)', 'on timeout t', 'ping']],
      ['s', ['a', 'b', 'small']],
    ]);
  });
  test('a half-typed declaration has a name to show', () =>
    expect(documentSymbols(analysed('role { }')).every(({ name }) => name !== '')).toBe(true));
  test('of the workspace, by letters in order', () => {
    const files = [analysed(TEXT), analysed('role Proposing', {}, 'b.faultline')];
    expect(workspaceSymbols(files, 'ping').map(({ name, containerName }) => [name, containerName])).toEqual([
      ['Ping', undefined],
      ['on Ping(n)', 'R'],
      ['ping', 'R'],
      ['Proposing', undefined],
    ]);
  });
});

describe('call hierarchy', () => {
  const at = (marker: string): { file: ReturnType<typeof analysed>; items: ReturnType<typeof prepareCallHierarchy> } => {
    const { file, offset } = atCursor(TEXT.replace(marker, `<|>${marker}`));
    return { file, items: prepareCallHierarchy(file, offset) };
  };
  test('from a message to who sends it and to its handlers', () => {
    const { file, items } = at('Ping(n: Int)');
    expect(items.map(({ name }) => name)).toEqual(['Ping']);
    const [item] = items;
    if (!item) throw new Error('no item');
    expect(incomingCalls(item, [file]).map(({ from, fromRanges }) => [from.name, from.detail, fromRanges.length])).toEqual([
      ['ping', 'R', 1],
    ]);
    expect(outgoingCalls(item, [file]).map(({ to }) => to.name)).toEqual(['on Ping(n)']);
  });
  test('from a handler back to its message', () => {
    const { file, items } = at('on Ping(n) from');
    const [item] = items;
    expect(item?.name).toBe('on Ping(n)');
    expect(item && incomingCalls(item, [file]).map(({ from }) => from.name)).toEqual(['Ping']);
  });
  test('from a function to its callers, and to what it causes', () => {
    const { file, items } = at('ping(n: Int)');
    const [item] = items;
    if (!item) throw new Error('no item');
    expect(incomingCalls(item, [file]).map(({ from }) => from.name)).toEqual(['on start', 'on timeout t']);
    expect(outgoingCalls(item, [file]).map(({ to }) => [to.name, to.detail])).toEqual([
      ['Ping', 'message'],
      ['t', 'timer'],
    ]);
  });
  test('from a timer to its handler', () => {
    const { file, items } = at('t { ping(2)');
    const [item] = items;
    expect(item && incomingCalls(item, [file]).map(({ from }) => from.name)).toEqual(['ping']);
    expect(item && outgoingCalls(item, [file]).map(({ to }) => to.name)).toEqual(['on timeout t']);
  });
});

test('folding keeps the closing bracket in sight', () => {
  const folded = foldingRanges(analysed(`// a\n// b\n${TEXT}`)).map(({ startLine, endLine, kind }) => [startLine, endLine, kind]);
  expect(folded).toEqual([
    [0, 1, 'comment'],
    [4, 14, undefined],
    [7, 8, undefined],
    [11, 13, undefined],
    [16, 18, undefined],
  ]);
});

test('a selection grows from the word to the file', () => {
  const { file, offset } = atCursor(TEXT.replace('x += n', 'x<|> += n'));
  const texts: string[] = [];
  for (let s: ReturnType<typeof selectionRange> | undefined = selectionRange(file, offset); s; s = s.parent) {
    texts.push(file.document.getText(s.range));
  }
  expect(texts[0]).toBe('x');
  expect(texts[1]).toBe('x += n');
  expect(texts.at(-1)).toBe(file.text);
  texts.reduce((inner, outer) => {
    expect(outer).toContain(inner);
    expect(outer.length).toBeGreaterThan(inner.length);
    return outer;
  });
});

describe('semantic tokens', () => {
  function decoded(text: string, within?: { start: number; end: number }): string[] {
    const file = analysed(text);
    const { data } = semanticTokens(file, within);
    const tokens: string[] = [];
    let line = 0;
    let character = 0;
    for (let i = 0; i < data.length; i += 5) {
      const [deltaLine = 0, deltaCharacter = 0, length = 0, type = 0, bits = 0] = data.slice(i, i + 5);
      line += deltaLine;
      character = deltaLine === 0 ? character + deltaCharacter : deltaCharacter;
      const modifiers = semanticTokensLegend.tokenModifiers.filter((_, bit) => bits & (1 << bit));
      const word = file.document.getText({ start: { line, character }, end: { line, character: character + length } });
      tokens.push([word, semanticTokensLegend.tokenTypes[type], ...modifiers].join(' '));
    }
    return tokens;
  }
  test('tell what each name is', () => {
    expect(decoded('message M\nrole R { durable link: Int = 1\n on M { link = 2; commit("t") } }')).toEqual([
      'M interface declaration',
      'R class declaration',
      'link variable declaration durable',
      'M interface',
      'link variable durable',
      'commit event defaultLibrary',
    ]);
  });
  test('of a part of the file', () => {
    const text = 'message A\nmessage B\nmessage C';
    expect(decoded(text, { start: 10, end: 19 })).toEqual(['B interface declaration']);
  });
});

test('inlay hints show the types that nobody wrote', () => {
  const file = analysed(`message M(k: Int)
role R {
  on M(k) from p {
    let a = {1}
    let b = 2
    var c: Int = 3
    for d in a { }
  }
}`);
  const hints = inlayHints(file, { start: 0, end: file.text.length }).map(({ position, label }) => `${position.line} ${label}`);
  expect(hints).toEqual(['2 : Int', '2 : Node', '3 : Set<Int>', '6 : Int']);
});
