import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pieces } from './pieces.ts';

describe('pieces of texts', () => {
  it('are found again in what is put together from them, up to what is none', () => {
    const piece = fc.stringMatching(/^[a-c]{0,3};$/);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), fc.string(), (parts, rest) => {
        const pieces = Pieces.of(parts);
        const alone = parts.map((part) => pieces?.in(part)[0]);
        expect(new Set(alone).size).toBe(new Set(parts).size);
        expect(pieces?.in(parts.join(''))).toEqual(alone);
        if (!rest.includes(';') && rest !== '') expect(pieces?.in(parts.join('') + rest)).toEqual([...alone, -1]);
      }),
    );
  });

  it('are not looked for where one is the beginning of another', () => {
    expect(Pieces.of(['b', 'ab', 'abc'])).toBeUndefined();
    expect(Pieces.of(['a', ''])).toBeUndefined();
    expect(Pieces.of(['a', 'a', 'b'])).toBeDefined();
    expect(Pieces.of([])?.in('a')).toEqual([-1]);
  });
});
