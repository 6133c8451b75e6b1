import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf, formats, importText, OptionError, Refusal } from './formats.ts';
import { cut } from './testing/import.ts';

const folder = join(import.meta.dirname, '../../samples/histories');
const samples = readdirSync(folder)
  .filter((name) => !name.endsWith('.faultline'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** Reads the text, or is refused with a line of it. Anything else is an exception that goes on. */
function readOrRefuse(text: string, format?: string): 'read' | 'refused' {
  try {
    importText([text], format === undefined ? {} : { format });
    return 'read';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.line).toBeGreaterThanOrEqual(1);
    expect(error.line).toBeLessThanOrEqual(text.split('\n').length);
    expect(error.reason).not.toBe('');
    return 'refused';
  }
}

describe('the formats', () => {
  it('have a sample each, recognised by its content', () => {
    expect(new Set(samples.map(({ text }) => formatOf(text)?.name))).toEqual(new Set(formats.map(({ name }) => name)));
  });

  it.each(samples)('read $name the same, however it is cut', ({ text }) => {
    const whole = importText([text], {}, 'x');
    for (const size of [1, 2, 7, 100]) expect(importText(cut(text, size), {}, 'x')).toEqual(whole);
    expect(importText(['\uFEFF', text], {}, 'x')).toEqual(whole);
  });

  it('say what they are when a text is none of them, or when an option is wrong', () => {
    expect(() => importText(['Dear diary'])).toThrow(/^line 1: this is none of the formats that can be read: `porcupine-etcd`, /);
    expect(() => importText([''], { format: 'csv' })).toThrow(/^there is no format `csv`; there are `porcupine-etcd`, /);
    expect(() => importText([samples[0]?.text ?? ''], { nonsense: '1' })).toThrow(OptionError);
  });

  it('document their options', () => {
    const reference = readFileSync(join(import.meta.dirname, '../../docs/formats.md'), 'utf8');
    for (const { name, options } of formats) {
      expect(reference).toContain(`\`${name}\``);
      for (const [option, { initial }] of Object.entries(options)) {
        expect(reference).toMatch(
          new RegExp(`^\\| \`${option}\` \\| .*\`${initial === null ? 'none' : JSON.stringify(initial).replaceAll('"', '"?')}\``, 'm'),
        );
      }
    }
  });
});

describe('whatever a file contains, it is read or refused with a line', () => {
  const names = formats.map(({ name }) => name);

  it.each(samples)('$name cut short', ({ text }) => {
    for (let end = 0; end < text.length; end += 3) readOrRefuse(text.slice(0, end), formatOf(text)?.name ?? '');
  });

  it.each(samples)('$name with pieces exchanged', ({ text }) => {
    const format = formatOf(text)?.name ?? '';
    const position = fc.nat({ max: text.length });
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '(',
        '"',
        '\\',
        ':',
        '#',
        ',',
        '\n',
        'nil',
        'null',
        '-1',
        '99999999999999999999',
        '__proto__',
        ':ok',
        'State 9: <A>',
      ),
      fc.tuple(position, fc.nat({ max: 80 })).map(([from, length]) => text.slice(from, from + length)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(position, fc.nat({ max: 40 }), piece), { minLength: 1, maxLength: 4 }), (edits) => {
        let edited = text;
        for (const [at, length, put] of edits) edited = edited.slice(0, at) + put + edited.slice(at + length);
        readOrRefuse(edited, format);
        readOrRefuse(edited);
      }),
      { numRuns: 400 },
    );
  });

  it('bytes that mean nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(undefined, ...names), (text, format) => {
        readOrRefuse(text, format);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['[', '(', '{', '#{', '{"a":', '[{"a":[', '#_', '#a ', '^', '{:a ', '"', 'State 1: <A>\nx = {', 'w(1,'])(
    '%s over and over',
    (piece) => {
      const text = piece.repeat(200_000);
      for (const format of [undefined, ...names]) readOrRefuse(text, format);
    },
  );
});
