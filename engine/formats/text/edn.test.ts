import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, refusalOf } from '../testing/import.ts';
import { type Datum, datumText } from './datum.ts';
import { ednForms } from './edn.ts';

const read = (text: string, size = 1000): string => [...ednForms(cut(text, size))].map(({ value }) => datumText(value)).join(' | ');
const refused = (text: string): string => refusalOf(() => [...ednForms([text])]);

describe('EDN', () => {
  it.each([
    ['{:a 1}{:b 2}', '{:a 1} | {:b 2}'],
    ['[{:a 1} {:b 2}]', '{:a 1} | {:b 2}'],
    ['({:a, 1,} ; (((\n {:b 2})', '{:a 1} | {:b 2}'],
    ['; nothing but this', ''],
    ['[]', ''],
    ['{:type :ok :value nil}', '{:type :ok, :value nil}'],
    ['{:a #_ {:b [} 1 #_ #_ 2 3}'.replace('{:b [}', '{:b [1]}'), '{:a 1}'],
    ['{#{1 2} #my/tag [a b/c]}', '{#{1 2} [a b/c]}'],
    ['{:x 59/910 :y -3 :z +4N :w 1.5e3M}', '{:x 59/910, :y -3, :z 4, :w 1500}'],
    ['{:x 123456789012345678901 :y true}', '{:x 123456789012345678901, :y true}'],
    ['{:s "a\\n\\"b\\" \\u0041" :c \\newline :d \\a}', '{:s "a\\n\\"b\\" A", :c "\\n", :d "a"}'],
    ['{:t #inst "2020-01-01" :u #jepsen.history.Op{:a 1}}', '{:t "2020-01-01", :u {:a 1}}'],
    ['{:m ^{:doc "x"} [1]}', '{:m [1]}'],
  ])('reads %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['{:a 1', 'line 1: the text ends before the `}` of line 1'],
    ['[{:a 1}\n{:b 2}\n', 'line 3: the text ends before the `]` of line 1'],
    ['{:a 1\n :b}', 'line 1: `:b` has no value in the map'],
    ['{:a 1}\n]', 'line 2: `]` closes nothing'],
    ['[1] 2', 'line 1: `2` stands behind the end of the history'],
    ['{:a "x\ny', 'line 1: the text ends within a string'],
    ['{:a 1x}', 'line 1: `1x` is not a number'],
    ['{:a "\\q"}', 'line 1: `\\q` is not an escape'],
    ['{:a #_}', 'line 1: what `#_` discards is missing'],
    ['{:a :}', 'line 1: a name is missing behind `:`'],
    ['['.repeat(100_000), 'line 1: values are nested more than 256 deep'],
    ['#_ '.repeat(100_000), 'line 1: values are nested more than 256 deep'],
  ])('refuses %s', (text, expected) => expect(refused(text)).toBe(expected));

  it('gives back what it printed, however the text is cut', () => {
    const datum = fc.letrec<{ datum: Datum }>((tie) => ({
      datum: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.string(),
        fc.record({ kind: fc.constant('keyword' as const), name: fc.stringMatching(/^[a-z][a-z0-9/.-]{0,8}$/) }),
        fc.record({
          kind: fc.constant('number' as const),
          text: fc.tuple(fc.integer(), fc.integer({ min: 1 })).map((parts) => parts.join('/')),
        }),
        fc.record({ kind: fc.constantFrom('list' as const, 'set' as const), items: fc.array(tie('datum'), { maxLength: 4 }) }),
        fc.array(fc.tuple(tie('datum'), tie('datum')), { maxLength: 4 }).map((entries): Datum => ({ kind: 'map', entries, line: 1 })),
      ),
    })).datum;
    fc.assert(
      fc.property(fc.array(datum, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (data, size) => {
        const text = `[${data.map(datumText).join('\n')}]`;
        expect(read(text, size)).toBe(data.map(datumText).join(' | '));
      }),
    );
  });
});
