import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lex } from './lexer.ts';
import { parse } from './parse.ts';
import { samples, twoPhaseCommit } from './testing/samples.ts';
import { rangeFaults } from './testing/walk.ts';

/** Whatever the text: a tree and problems whose ranges lie in the text, and inside of each other. */
function expectSound(text: string): void {
  const { tree, problems, comments } = parse(text);
  expect(rangeFaults(tree, text.length), text).toEqual([]);
  for (const { range } of [...problems, ...comments]) {
    expect(range.start, text).toBeGreaterThanOrEqual(0);
    expect(range.end, text).toBeGreaterThanOrEqual(range.start);
    expect(range.end, text).toBeLessThanOrEqual(text.length);
  }
}

function declarationsOf(text: string): string[] {
  return parse(text).tree.declarations.map((d) => `${d.kind} ${'name' in d ? d.name.text : d.title.value}`);
}

/** The file in which token number `index` is a blank. */
function without(text: string, index: number): string {
  const token = lex(text).tokens[index];
  return token === undefined ? text : `${text.slice(0, token.startOffset)} ${text.slice(token.startOffset + token.image.length)}`;
}

describe('one missing token', () => {
  const tokens = lex(twoPhaseCommit).tokens;
  const all = declarationsOf(twoPhaseCommit);

  test.each(tokens.map((token, index) => ({ index, image: token.image })))(
    'number $index, `$image`: one message, all declarations stay',
    ({ index, image }) => {
      const text = without(twoPhaseCommit, index);
      expect(parse(text).problems.length).toBeLessThanOrEqual(1);
      // Only the name or the first word of a declaration can take it with it, and only that one.
      const lost = all.filter((declaration) => !declarationsOf(text).includes(declaration));
      expect(
        lost.filter((declaration) => !declaration.startsWith(image) && !declaration.endsWith(` ${image.replaceAll('"', '')}`)),
      ).toEqual([]);
      expect(lost.length).toBeLessThanOrEqual(1);
    },
  );
});

describe('any text', () => {
  test.each(Object.entries(samples))('every beginning of "%s", as if it were being typed', (_, text) => {
    for (let end = 0; end <= text.length; end++) expectSound(text.slice(0, end));
  });

  const words = Object.values(samples).flatMap((text) => lex(text).tokens.map(({ image }) => image));
  const mutation = fc.record({ at: fc.nat(), what: fc.constantFrom('delete', 'insert', 'swap'), word: fc.constantFrom(...words) });

  test('samples with some of their tokens deleted, inserted and swapped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(samples)), fc.array(mutation, { minLength: 1, maxLength: 8 }), (text, mutations) => {
        let mutated = text;
        for (const { at, what, word } of mutations) {
          const tokens = lex(mutated).tokens;
          const a = tokens[at % Math.max(1, tokens.length)];
          if (a === undefined) continue;
          const end = a.startOffset + a.image.length;
          const replacement = what === 'delete' ? '' : what === 'insert' ? `${a.image} ${word}` : word;
          mutated = mutated.slice(0, a.startOffset) + replacement + mutated.slice(end);
        }
        expectSound(mutated);
      }),
      { numRuns: 300 },
    );
  });

  test('words of the language in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, '\n', '\n'), { maxLength: 60 }), (list) => expectSound(list.join(' '))),
      { numRuns: 500 },
    );
  });

  test('random characters and bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => String.fromCharCode(...array));
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), bytes), expectSound), { numRuns: 500 });
  });

  test.each([
    ['empty', ''],
    ['a NUL', 'const a\0 = 1'],
    ['a lone surrogate', 'const a = "\ud800" // \udfff'],
    ['a byte order mark', '\ufeffconst a = 1'],
    ['only a comment', '// nothing else'],
    ['no line break at the end of a comment', 'const a = 1 /// doc'],
  ])('%s', (_, text) => expectSound(text));

  test('Windows line ends give the same tree', () => {
    const unix = parse(twoPhaseCommit);
    const windows = parse(twoPhaseCommit.replaceAll('\n', '\r\n'));
    expect(windows.problems).toEqual([]);
    expect(windows.tree.declarations.map(({ kind }) => kind)).toEqual(unix.tree.declarations.map(({ kind }) => kind));
  });
});

describe('depth and size', () => {
  const inRole = (expression: string): string => `role A { on start { x = ${expression} } }\nmessage Last(a: Int)\n`;
  const many = 10_000;
  test.each([
    ['parentheses', inRole(`${'('.repeat(many)}1${')'.repeat(many)}`)],
    ['open parentheses', inRole('('.repeat(many))],
    ['open parentheses on lines', `${'(\n'.repeat(many)}message Last(a: Int)`],
    ['not', inRole(`${'not '.repeat(many)}a`)],
    ['minus', inRole(`${'-'.repeat(many)}a`)],
    ['a sum', inRole(`1${' + 1'.repeat(many)}`)],
    ['members', inRole(`a${'.b'.repeat(many)}`)],
    ['calls', inRole(`a${'()'.repeat(many)}`)],
    ['calls at nodes', inRole(`a()${' at a()'.repeat(many)}`)],
    ['conditionals', inRole(`a${' if b else a'.repeat(many)}`)],
    ['quantifiers', inRole(`${'all x in s: '.repeat(many)}a`)],
    ['choices', inRole(`${'choose '.repeat(many)}a`)],
    ['updates', inRole(`a${' with { b: 1 }'.repeat(many)}`)],
    ['types', `message A(a: ${'Set<'.repeat(many)}Int${'>'.repeat(many)})\nmessage Last(a: Int)`],
    ['if', inRole(`1\n${'if a {\n'.repeat(many)}${'}\n'.repeat(many)}`)],
    ['else if', inRole(`1\nif a { }${' else if b { }'.repeat(many)}`)],
    ['match', inRole(`1\n${'match a { b => '.repeat(many)}${'}'.repeat(many)}`)],
    ['blocks', inRole(`1\n${'{\n'.repeat(many)}${'}\n'.repeat(many)}`)],
  ])('%s, ten thousand deep: an error, and the rest of the file is read', (_, text) => {
    expectSound(text);
    expect(parse(text).problems.length).toBeGreaterThan(0);
    expect(declarationsOf(text)).toContain('message Last');
  });

  test.each([
    ['brackets', '([{'.repeat(30_000)],
    ['wrong partners', '(]'.repeat(50_000)],
    ['unclosed calls', 'x = (a\n'.repeat(10_000)],
    ['unclosed sets', 'a > {\n'.repeat(10_000)],
    ['closing braces', '}'.repeat(50_000)],
    ['quotes', '"'.repeat(50_001)],
    ['comments', '/*'.repeat(50_000)],
    ['unknown characters', '@ '.repeat(50_000)],
  ])('noise of %s does not hang', (_, text) => expect(parse(text).problems.length).toBeGreaterThan(0));

  test('ten thousand lines are read without a problem', () => {
    const lines = twoPhaseCommit.split('\n').length;
    expect(parse(twoPhaseCommit.repeat(Math.ceil(10_000 / lines))).problems).toEqual([]);
  });
});
