/** How far a check is, in words: the same in the editor and in the terminal. */
import type { Progress } from './report.ts';

/**
 * `120,000 distinct states of 480,123`, `frontier 4,100`, `depth 17`, `800,000 states/s`, `12 MiB`; once all states are known `checking nonBlocking`; of
 * simulations `120 runs`. The most telling first, none where nothing is known yet.
 */
export function progressParts({
  checking,
  states,
  transitions,
  frontier,
  depth,
  statesPerSecond,
  bytes,
  seeds,
}: Progress): readonly string[] {
  const parts = [
    checking === undefined ? undefined : `checking ${checking}`,
    states === undefined ? undefined : `${figure(states)} distinct states${transitions === undefined ? '' : ` of ${figure(transitions)}`}`,
    frontier === undefined || checking !== undefined ? undefined : `frontier ${figure(frontier)}`,
    depth === undefined ? undefined : `depth ${figure(depth)}`,
    statesPerSecond === undefined ? undefined : `${figure(statesPerSecond)} states/s`,
    bytes === undefined ? undefined : `${figure(bytes / 2 ** 20)} MiB`,
    seeds === undefined ? undefined : `${figure(seeds)} runs`,
  ];
  return parts.filter((part) => part !== undefined);
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}
