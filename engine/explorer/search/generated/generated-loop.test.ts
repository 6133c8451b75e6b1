import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { abd } from '../../../../bench/models/abd.ts';
import { threePhaseCommit } from '../../../../bench/models/three-phase-commit.ts';
import { twoPhaseCommit } from '../../../../bench/models/two-phase-commit.ts';
import { protocol } from '../../../testing/protocols.ts';
import { systemOf } from '../../../testing/system.ts';
import { explore } from '../../explore.ts';
import type { ExploreOptions } from '../../questions.ts';
import { contextOf } from '../../testing/context.ts';
import { claims, questionsOf } from '../../testing/questions.ts';
import { GeneratedLoop } from './generated-loop.ts';

/** All that an exploration says but the memory it took. */
function explored(text: string, options: ExploreOptions) {
  const system = systemOf(text);
  const context = contextOf(system);
  const { bytes: _, ...rest } = explore(system, context, questionsOf(system, context), options);
  return rest;
}
const never = { generateFrom: Number.POSITIVE_INFINITY };

const kinds = {
  'of nodes alone': {},
  'with clients': { clients: true },
  'of a synchronous network': { synchronous: true },
  'with clients, of a synchronous network': { clients: true, synchronous: true },
};

describe.each(Object.entries(kinds))('random protocols %s', (_, options) => {
  test('generated code says of everything what the plain loop says, and leads there by the same runs', { timeout: 120_000 }, () => {
    const run = vi.spyOn(GeneratedLoop.prototype, 'run');
    let states = 0;
    fc.assert(
      fc.property(
        claims.chain((lines) => protocol({ ...options, claims: lines })),
        (text) => {
          const plain = explored(text, { ...never, maxStates: 4000 });
          states += plain.states;
          expect(explored(text, { generateFrom: 1, maxStates: 4000 })).toEqual(plain);
        },
      ),
      { numRuns: 30 },
    );
    expect(states).toBeGreaterThan(500);
    expect(run).toHaveBeenCalled();
    run.mockRestore();
  });
});

describe('generated code', () => {
  test('takes over in the middle, again after each new layout, and through every growth of the table', () => {
    const text = twoPhaseCommit(6, ['check atomicity', 'possible done: all p in nodes(Participant): p.state == committed']);
    const plain = explored(text, never);
    expect(plain.states).toBeGreaterThan(30_000);
    for (const generateFrom of [1, 100, 2999, 20_000]) expect(explored(text, { generateFrom })).toEqual(plain);
  });

  test('takes clients that wait for each other, and time, all the way', () => {
    for (const text of [abd(['check linearizable']).replace(/ {2}client bob .*\n/, ''), threePhaseCommit(3, ['check atomicity'])]) {
      const plain = explored(text, never);
      expect(plain.states).toBeGreaterThan(3000);
      for (const generateFrom of [1, 2999]) expect(explored(text, { generateFrom })).toEqual(plain);
    }
  });

  test('heeds the limits of states and of memory at the same state as the plain loop', () => {
    const text = twoPhaseCommit(6, []);
    for (const maxStates of [1, 2, 9_999, 10_000, 10_001]) {
      const limited = explored(text, { generateFrom: 100, maxStates });
      expect(limited.states).toBe(maxStates);
      expect(limited.limit).toMatch(new RegExp(`^${maxStates.toLocaleString('en-US')} states, depth \\d+$`));
      expect(limited).toEqual(explored(text, { ...never, maxStates }));
    }
    const small = { maxBytes: 3 * 2 ** 20 };
    const limited = explored(text, { generateFrom: 100, ...small });
    expect(limited.limit).toMatch(/^3 MiB of memory: [\d,]+ states, depth \d+$/);
    expect(limited.states).toBeGreaterThan(1000);
  });

  test('a host that cannot run it explores all the same', () => {
    const compile = vi.spyOn(WebAssembly, 'Module').mockImplementation(function refuse() {
      throw new WebAssembly.CompileError('refused');
    });
    const run = vi.spyOn(GeneratedLoop.prototype, 'run');
    const text = twoPhaseCommit(4, []);
    expect(explored(text, { generateFrom: 1 })).toEqual(explored(text, never));
    expect(compile).toHaveBeenCalled();
    expect(run).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
