/** Random edits for fast-check: what an author does to a file, half-finished and wrong things among them. */
import fc, { type Arbitrary } from 'fast-check';

/** Places are fractions of whatever the text is by then; what a failure prints can be applied by hand. */
export type Edit =
  | { readonly kind: 'insert'; readonly at: number; readonly piece: string }
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  /** One word is replaced by another one of the text. */
  | { readonly kind: 'word'; readonly from: number; readonly to: number }
  | { readonly kind: 'move' | 'copy' | 'drop'; readonly from: number; readonly to: number };

const pieces = (
  '{|}|(|)|[|]|"|\'|,|.|:|=|\n|\r\n|\r|\n\n| |//|/// |// x\n|/*|*/|\u0000|\u2028|x|0|5ms|on |role R |role R {|message M|\nmessage M(n: Int)\n' +
  '|\nscenario "s" {\n|scenario "|\ninvariant i: true\n|import "std/locks"\n|\nconst N = 3\n|\nconst A = B\nconst B = A\n|\nenum E { a, b }\n' +
  '|\nstruct S { s: S }\n|\nevent happened(n: Int)\n|send M(1) to self\n|\n// faultline: allow unused: why\n' +
  '|\nrole P { on M(n) from p { send M(n) to p } }\n|\nscenario "t" { node p = P\n explore }\n| on recover { } |if x {|let x = 1\n| and |none'
).split('|');

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const word = fc.record({ kind: fc.constant('word' as const), from: fraction, to: fraction });
/** One to three words are replaced by others of the text: what comes out is often still a protocol. */
export const wordEdits: Arbitrary<readonly Edit[]> = fc.array(word, { minLength: 1, maxLength: 3 });

/** One edit after another. */
export const edits: Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('insert' as const),
      at: fraction,
      piece: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })),
    }),
    fc.record({ kind: fc.constant('delete' as const), at: fraction, length: fc.oneof(fc.nat(3), fc.nat(200)) }),
    word,
    fc.record({ kind: fc.constantFrom('move' as const, 'copy' as const, 'drop' as const), from: fraction, to: fraction }),
  ),
  { minLength: 1, maxLength: 12 },
);

export function applyEdit(text: string, edit: Edit): string {
  switch (edit.kind) {
    case 'insert': {
      const at = Math.floor(edit.at * (text.length + 1));
      return text.slice(0, at) + edit.piece + text.slice(at);
    }
    case 'delete': {
      const at = Math.floor(edit.at * (text.length + 1));
      return text.slice(0, at) + text.slice(at + edit.length);
    }
    case 'word': {
      const words = [...text.matchAll(/\w+/g)];
      const from = words[Math.floor(edit.from * words.length)];
      const to = words[Math.floor(edit.to * words.length)];
      return from && to ? text.slice(0, from.index) + to[0] + text.slice(from.index + from[0].length) : text;
    }
    default: {
      const paragraphs = text.split('\n\n');
      const at = Math.floor(edit.from * paragraphs.length);
      const [taken = ''] = edit.kind === 'copy' ? paragraphs.slice(at, at + 1) : paragraphs.splice(at, 1);
      if (edit.kind !== 'drop') paragraphs.splice(Math.floor(edit.to * (paragraphs.length + 1)), 0, taken);
      return paragraphs.join('\n\n');
    }
  }
}
