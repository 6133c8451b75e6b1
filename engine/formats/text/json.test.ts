import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, refusalOf } from '../testing/import.ts';
import type { Datum } from './datum.ts';
import { jsonForms } from './json.ts';

/** As `JSON.parse` would give it. */
function plain(datum: Datum): unknown {
  if (datum === null || typeof datum !== 'object') return datum;
  switch (datum.kind) {
    case 'list':
      return datum.items.map(plain);
    case 'map':
      return Object.fromEntries(datum.entries.map(([key, value]) => [key, plain(value)]));
    default:
      return datum.kind === 'number' ? Number(datum.text) : datum;
  }
}
const refused = (text: string): string => refusalOf(() => [...jsonForms([text])]);

describe('JSON', () => {
  it('reads what JSON.parse reads, the same, however the text is cut', () => {
    const value = fc.json().map((text) => JSON.parse(text) as unknown);
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 9 }), fc.boolean(), (json, size, wide) => {
        const text = JSON.stringify(json, null, wide ? 2 : 0);
        expect([...jsonForms(cut(text, size))].map((form) => plain(form.value))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes nothing that JSON.parse refuses, and refuses nothing that it takes', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '1',
      '-0.5e3',
      '01',
      'null',
      'tru',
      ' ',
      '\n',
      '"',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(refused(text) === 'accepted', text).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps all digits', () => {
    expect([...jsonForms(['[12345678901234567890]'])][0]?.value).toEqual({ kind: 'number', text: '12345678901234567890' });
  });

  it.each([
    ['[1,\n2', 'line 2: the text ends before the `[` of line 1 is closed'],
    ['{"a" 1}', 'line 1: `:` is missing behind the key `a`'],
    ['{a: 1}', 'line 1: a key in quotes should stand here'],
    ['[1 2]', 'line 1: `,` or `]` is missing before `2`'],
    ['["a\n"]', 'line 1: a string is not closed'],
    ['[]]', 'line 1: `]` stands behind the end of the JSON'],
    ['{"a":'.repeat(100_000), 'line 1: values are nested more than 256 deep'],
  ])('refuses %s', (text, expected) => expect(refused(text)).toBe(expected));
});
