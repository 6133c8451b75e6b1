/** What must hold of worlds, explorations and simulations, whatever the protocol. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate } from '../simulator/simulate.ts';
import { type ProtocolOptions, protocol } from '../testing/protocols.ts';
import { systemOf } from '../testing/system.ts';
import { enabled, isFair } from './enabled.ts';
import { worldKey } from './key.ts';
import { replay } from './replay.ts';
import { stepAll } from './step.ts';
import { naiveExplore, pathOf } from './testing/naive.ts';
import type { World } from './world.ts';

const MOST_STATES = 1000;
/** Milliseconds: machines differ, and so do the protocols that are drawn. */
const PATIENCE = 120_000;

/** With and without clients. */
const anyProtocol = (options: ProtocolOptions = {}) => fc.boolean().chain((clients) => protocol({ ...options, clients }));

describe('random protocols', () => {
  test(
    'every world that a simulation passes through is reachable in the exploration',
    () => {
      let compared = 0;
      fc.assert(
        fc.property(anyProtocol(), fc.integer({ min: 1, max: 1000 }), (text, seed) => {
          const system = systemOf(text);
          const exploration = naiveExplore(system, { maxStates: MOST_STATES });
          fc.pre(exploration.exhaustive);
          compared++;
          for (const step of simulate(system, seed, { maxSteps: 200 }).steps) {
            if (step.world.starting !== undefined || step.failure) continue;
            expect(exploration.states.has(worldKey(system, step.world))).toBe(true);
          }
        }),
        { numRuns: 60 },
      );
      expect(compared).toBeGreaterThan(30);
    },
    PATIENCE,
  );

  test(
    'a run that ends by itself ends where nothing fair is left to happen',
    () => {
      fc.assert(
        fc.property(anyProtocol(), fc.integer({ min: 1, max: 1000 }), (text, seed) => {
          const system = systemOf(text);
          const run = simulate(system, seed, { maxSteps: 200 });
          const last = run.steps.at(-1);
          if (!run.complete || last === undefined) return;
          expect(enabled(system, last.world).filter(isFair)).toEqual([]);
        }),
        { numRuns: 60 },
      );
    },
    PATIENCE,
  );

  test(
    'the same seed gives the same run, also of a program that was lowered again',
    () => {
      fc.assert(
        fc.property(anyProtocol({ timed: true }), fc.integer({ min: 1, max: 1000 }), (text, seed) => {
          const runs = [0, 1].map(() => simulate(systemOf(text), seed, { maxSteps: 200 }));
          const [first, second] = runs.map(({ steps, complete, cutBy }) => ({
            steps: steps.map(({ timeMs, action, resolution, happenings, failure }) => ({
              timeMs,
              action,
              resolution,
              happenings,
              failure,
            })),
            complete,
            cutBy,
          }));
          expect(second).toEqual(first);
        }),
        { numRuns: 60 },
      );
    },
    PATIENCE,
  );

  test(
    'a path replayed gives the same worlds and happenings',
    () => {
      fc.assert(
        fc.property(anyProtocol(), fc.nat(), (text, pick) => {
          const system = systemOf(text);
          const { states, failures } = naiveExplore(system, { maxStates: 300 });
          const ways = [...[...states.values()].map(({ steps }) => steps), ...failures];
          const steps = ways[pick % ways.length] ?? [];
          expect(replay(system, pathOf(steps))).toEqual(steps);
        }),
        { numRuns: 60 },
      );
    },
    PATIENCE,
  );

  test(
    'a step leaves the world before it as it was',
    () => {
      fc.assert(
        fc.property(anyProtocol(), (text) => {
          const system = systemOf(text);
          for (const { world } of naiveExplore(system, { maxStates: 100 }).states.values()) {
            // Writing to what is frozen throws.
            for (const component of Object.values(Object.freeze(world))) Object.freeze(component);
            for (const flight of world.inFlight) Object.freeze(flight);
            for (const action of enabled(system, world)) stepAll(system, world, action);
          }
        }),
        { numRuns: 60 },
      );
    },
    PATIENCE,
  );

  test(
    'worlds with one key go on alike',
    () => {
      fc.assert(
        fc.property(anyProtocol(), (text) => {
          const system = systemOf(text);
          const { states, exhaustive } = naiveExplore(system, { maxStates: 300 });
          fc.pre(exhaustive);
          const ways = (world: World) =>
            enabled(system, world)
              .flatMap((action) => stepAll(system, world, action))
              .map((step) => (step.failure ? step.failure.message : worldKey(system, step.world)))
              .sort();
          for (const state of states.values()) {
            for (const { step, key } of state.successors) {
              const representative = states.get(key);
              if (representative === undefined) throw new Error('a successor is missing');
              if (representative.steps.at(-1) !== step) expect(ways(step.world)).toEqual(ways(representative.world));
            }
          }
        }),
        { numRuns: 20 },
      );
    },
    PATIENCE,
  );
});
