/** Random edits for fast-check: what an author does to a file, half-finished and wrong things among them. */
import fc, { type Arbitrary } from 'fast-check';

/** From a text the next one. */
export type Edit = (text: string) => string;

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const position = (text: string, at: number): number => Math.floor(at * (text.length + 1));

const pieces = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  ',',
  '.',
  ':',
  '=',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  ' ',
  '//',
  '/// ',
  '// x\n',
  '/*',
  '*/',
  '\u0000',
  '\u2028',
  'x',
  '0',
  '5ms',
  'on ',
  'role R ',
  'role R {',
  'message M',
  '\nmessage M(n: Int)\n',
  '\nscenario "s" {\n',
  'scenario "',
  '\ninvariant i: true\n',
  'import "std/locks"\n',
  '\nconst N = 3\n',
  '\nconst A = B\nconst B = A\n',
  '\nenum E { a, b }\n',
  '\nstruct S { s: S }\n',
  '\nevent happened(n: Int)\n',
  'send M(1) to self\n',
  '\n// faultline: allow unused: why\n',
  '\nrole P { on M(n) from p { send M(n) to p } }\n',
  '\nscenario "t" { node p = P\n explore }\n',
  ' on recover { } ',
  'if x {',
  'let x = 1\n',
  ' and ',
  'none',
] as const;

const insertion: Arbitrary<Edit> = fc
  .record({ at: fraction, piece: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 4 })) })
  .map(
    ({ at, piece }) =>
      (text) =>
        text.slice(0, position(text, at)) + piece + text.slice(position(text, at)),
  );
const deletion: Arbitrary<Edit> = fc.record({ at: fraction, length: fc.oneof(fc.nat(3), fc.nat(200)) }).map(
  ({ at, length }) =>
    (text) =>
      text.slice(0, position(text, at)) + text.slice(position(text, at) + length),
);
const word: Arbitrary<Edit> = fc.record({ from: fraction, to: fraction }).map(({ from, to }) => (text) => {
  const words = [...text.matchAll(/\w+/g)];
  const a = words[Math.floor(from * words.length)];
  const b = words[Math.floor(to * words.length)];
  return a && b ? text.slice(0, a.index) + b[0] + text.slice(a.index + a[0].length) : text;
});
/** A paragraph is cut or copied and put elsewhere, another time, or nowhere. */
const paragraph: Arbitrary<Edit> = fc
  .record({ from: fraction, to: fraction, how: fc.constantFrom('move', 'copy', 'drop') })
  .map(({ from, to, how }) => (text) => {
    const paragraphs = text.split('\n\n');
    const i = Math.floor(from * paragraphs.length);
    const [taken = ''] = how === 'copy' ? paragraphs.slice(i, i + 1) : paragraphs.splice(i, 1);
    if (how !== 'drop') paragraphs.splice(Math.floor(to * (paragraphs.length + 1)), 0, taken);
    return paragraphs.join('\n\n');
  });

/** One edit after another; every now and then all is taken back at once. */
export const edits: Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: insertion },
    { weight: 2, arbitrary: deletion },
    { weight: 3, arbitrary: word },
    { weight: 3, arbitrary: paragraph },
  ),
  { minLength: 1, maxLength: 12 },
);
