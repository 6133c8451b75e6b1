import type { SimulatedRun } from '../simulator/simulate.ts';
import type { JudgedRun } from './judge.ts';

/** A simulated run as verdicts are given on. */
export function judged(simulated: SimulatedRun): JudgedRun {
  const { seed, initial, steps, complete, cutBy } = simulated;
  const times = steps.map(({ timeMs }) => timeMs);
  return { mode: { kind: 'simulation', seed }, initial, steps, times, complete, ...(cutBy === undefined ? {} : { cutBy }) };
}
