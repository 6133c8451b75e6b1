/**
 * Pseudo-random numbers: the same seed and purpose give the same stream, on every machine.
 *
 * Each purpose (the delays from a to b, the timers of c, ...) has a stream of its own, so that a fault more or a message less leaves all other
 * draws as they were. The generator is Chris Doty-Humphrey's sfc32 (PractRand), which passes the usual batteries of tests and has 128 bits of
 * state; the state is filled by bryc's cyrb128, a hash in the manner of MurmurHash3.
 */
export interface Random {
  /** Uniform in 0 ..< bound; `bound` is 1 to 2^32. */
  below(bound: number): number;
  /** A uniform integer, both ends included. */
  between(min: number, max: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
}

export interface Randomness {
  /** The stream of this purpose; asked again, the same stream, where it stands. */
  stream(...purpose: readonly (string | number)[]): Random;
}

export function randomness(seed: number): Randomness {
  const streams = new Map<string, Random>();
  return {
    stream(...purpose) {
      const name = [seed, ...purpose].join('/');
      const known = streams.get(name);
      if (known) return known;
      const stream = random(sfc32(cyrb128(name)));
      streams.set(name, stream);
      return stream;
    },
  };
}

const TWO_TO_32 = 2 ** 32;

function random(next: () => number): Random {
  const below = (bound: number): number => {
    // Draws beyond the last whole multiple would favour small results.
    const limit = TWO_TO_32 - (TWO_TO_32 % bound);
    let draw = next();
    while (draw >= limit) draw = next();
    return draw % bound;
  };
  return {
    below,
    between: (min, max) => min + below(max - min + 1),
    chance: (probability) => next() < probability * TWO_TO_32,
  };
}

type State = readonly [number, number, number, number];

function sfc32([s0, s1, s2, s3]: State): () => number {
  let [a, b, c, counter] = [s0, s1, s2, s3];
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  // The author's advice for states that differ in few bits.
  for (let i = 0; i < 15; i++) next();
  return next;
}

function cyrb128(text: string): State {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0];
}
