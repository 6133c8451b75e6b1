/** What holds of every text: nothing throws, ranges lie in the document, formatting changes nothing but blanks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallHierarchyItem, Position, Range } from 'vscode-languageserver-types';
import { parse } from '../syntax/parse.ts';
import type { Analysed } from './analysed.ts';
import { createLanguageService, RenameRefusal } from './service.ts';
import { sampleTexts } from './testing/samples.ts';
import { withoutRanges } from './testing/trees.ts';
import { analysed, apply, applyAll, MAIN } from './testing/vocabulary.ts';

const samples = sampleTexts();
const service = createLanguageService();

/** Every position and range in an answer lies in the document, and a range does not end before it begins. */
function expectInside(file: Analysed, answer: unknown): void {
  const { document } = file;
  const check = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('uri' in value && value.uri !== file.uri) return;
    // A call's ranges lie in the caller's file.
    if ('fromRanges' in value && 'from' in value && (value.from as CallHierarchyItem).uri !== file.uri) return;
    if ('targetUri' in value && value.targetUri !== file.uri) return;
    if ('line' in value && 'character' in value) {
      const position = value as Position;
      expect(position).toEqual(document.positionAt(document.offsetAt(position)));
      return;
    }
    if ('start' in value && 'end' in value && typeof value.start === 'object') {
      const { start, end } = value as Range;
      expect(document.offsetAt(start)).toBeLessThanOrEqual(document.offsetAt(end));
    }
    for (const inner of Object.values(value)) check(inner);
  };
  check(answer);
}

/** Asks everything that has to do with one place. */
function askAt(file: Analysed, offset: number): void {
  const position = file.document.positionAt(offset);
  const range = { start: position, end: position };
  const items = service.prepareCallHierarchy(file, position);
  const answers: unknown[] = [
    service.complete(file, position),
    service.signatureHelp(file, position),
    service.hover(file, position),
    service.definition(file, position),
    service.references(file, position, [], true),
    service.highlights(file, position),
    service.selectionRanges(file, [position]),
    items,
    ...items.flatMap((item) => [service.incomingCalls(item, [file]), item.uri === file.uri ? service.outgoingCalls(item, [file]) : []]),
    service.codeActions(file, range, [], []).map(({ edit }) => edit?.changes?.[MAIN]),
    service.formatOnType(file, position, '}'),
    service.formatOnType(file, position, '\n'),
  ];
  try {
    answers.push(service.prepareRename(file, position), service.rename(file, position, 'brandNew', []).changes?.[MAIN]);
  } catch (error) {
    expect(error).toBeInstanceOf(RenameRefusal);
  }
  expectInside(file, answers);
}

/** Asks everything that has to do with the file as a whole. */
function askAll(file: Analysed): void {
  const whole = { start: file.document.positionAt(0), end: file.document.positionAt(file.text.length) };
  expectInside(file, [
    service.documentSymbols(file),
    service.workspaceSymbols([file], ''),
    service.foldingRanges(file),
    service.inlayHints(file, whole),
    service.documentLinks(file),
    service.format(file),
  ]);
  const { data } = service.semanticTokens(file);
  expect(data.length % 5).toBe(0);
  expect(data.every((n) => Number.isInteger(n) && n >= 0)).toBe(true);
}

/** Texts as they are while somebody types: cut off, or with a piece taken out, doubled or replaced. */
const damaged = fc
  .record({
    sample: fc.constantFrom(...samples),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 60 }),
    put: fc.oneof(
      fc.constantFrom('', '{', '}', '(', ')', '"', '.', ',', '\n', ' on ', 'send ', ': ', '->', '//', 'scenario "x" {', '\u{1F600}', '<'),
      fc.string({ maxLength: 8 }),
    ),
    cut: fc.boolean(),
  })
  .map(({ sample: { text }, from, length, put, cut }) => {
    const at = Math.floor(from * text.length);
    return { text: text.slice(0, at) + put + (cut ? '' : text.slice(at + length)), at: Math.min(at + put.length, at + put.length) };
  });

describe('every feature', () => {
  test.each(samples)('at every offset of $name', { timeout: 120_000 }, ({ text }) => {
    const file = analysed(text);
    askAll(file);
    const step = text.length > 4000 ? 7 : 3;
    for (let offset = 0; offset <= text.length; offset += step) askAt(file, offset);
  });

  test('in half-typed text', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(damaged, ({ text, at }) => {
        const file = analysed(text);
        askAll(file);
        for (const offset of [at, 0, Math.max(0, at - 1), Math.min(text.length, at + 5), text.length]) askAt(file, offset);
      }),
      { numRuns: 150 },
    );
  });

  test('in anything at all', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(80), (text, at) => {
        const file = analysed(text);
        askAll(file);
        askAt(file, Math.min(at, text.length));
      }),
      { numRuns: 200 },
    );
  });
});

describe('formatting', () => {
  test.each(samples)('leaves $name as it is', ({ text }) => {
    expect(apply(text, service.format(analysed(text)))).toBe(text);
  });

  /** The same tokens and lines, with blanks thrown in and taken away. */
  const disarranged = fc
    .record({ sample: fc.constantFrom(...samples), seed: fc.array(fc.nat(5), { minLength: 50, maxLength: 50 }) })
    .map(({ sample: { text }, seed }) => {
      let n = 0;
      const next = (): number => seed[n++ % seed.length] ?? 0;
      // Not inside of strings and comments, and never at the margin, where an `invariant` is the file's.
      return text.replace(/("[^"\n]*"|\/\/[^\n]*)|(?<=\n)( +)|( +)|(?<=[,:])(?=\S)/g, (whole, kept?: string, indent?: string) => {
        if (kept !== undefined) return kept;
        if (indent !== undefined) return ' '.repeat(1 + next());
        return whole === '' ? whole : ' '.repeat(1 + (next() > 4 ? 3 : 0));
      });
    });

  test('twice is the same as once, keeps the tree and all comments in order', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(disarranged, (text) => {
        const once = apply(text, service.format(analysed(text)));
        expect(apply(once, service.format(analysed(once)))).toBe(once);
        const [before, after] = [parse(text), parse(once)];
        expect(after.comments.map((c) => c.text)).toEqual(before.comments.map((c) => c.text));
        if (before.problems.length === 0) {
          expect(after.problems).toEqual([]);
          expect(withoutRanges(after.tree)).toEqual(withoutRanges(before.tree));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('changes nothing but blanks in half-typed text', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(damaged, ({ text }) => {
        const once = apply(text, service.format(analysed(text)));
        expect(once.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
        expect(apply(once, service.format(analysed(once)))).toBe(once);
      }),
      { numRuns: 200 },
    );
  });
});

describe('names', () => {
  /** The prelude is no file like others: it is there already. */
  const own = samples.filter(({ name }) => !name.endsWith('prelude.faultline'));

  test.each(own)('the definition of each reference in $name is among its references', { timeout: 120_000 }, ({ text }) => {
    const file = analysed(text);
    for (const { symbol, range } of file.model.symbols()) {
      if (!symbol.place) continue;
      const position = file.document.positionAt(range.start);
      const [target] = service.definition(file, position);
      expect(target, `${symbol.kind} ${symbol.name}`).toBeDefined();
      if (!target || target.targetUri !== file.uri) continue;
      const found = service.references(file, target.targetSelectionRange.start, [], true);
      expect(found).toContainEqual({ uri: file.uri, range: target.targetSelectionRange });
      expect(found, `${symbol.kind} ${symbol.name}`).toContainEqual({
        uri: file.uri,
        range: { start: position, end: file.document.positionAt(range.end) },
      });
    }
  });

  test.each(own)('any name of $name can be changed and nothing else changes', { timeout: 240_000 }, ({ text }) => {
    const file = analysed(text);
    const said = file.problems.map(({ code }) => code);
    const done = new Set<number>();
    for (const { symbol, range } of file.model.symbols()) {
      if (symbol.place?.file !== file.uri || symbol.place.start !== range.start || done.has(range.start)) continue;
      done.add(range.start);
      const edit = service.rename(file, file.document.positionAt(range.start), 'brandNewName', []);
      const renamed = applyAll({ 'main.faultline': text }, edit)['main.faultline'] ?? '';
      const { problems } = analysed(renamed);
      expect({ name: symbol.name, said: problems.map(({ code, message }) => `${code} ${said.includes(code) ? '' : message}`) }).toEqual({
        name: symbol.name,
        said: said.map((code) => `${code} `),
      });
    }
  });
});
