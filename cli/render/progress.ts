import type { Progress } from '../../engine/report.ts';

/**
 * `(3/13) everyone is willing · 120,000 distinct states of 480,000 · frontier 4,100 · depth 17 · 800,000 states/s · 12 MiB`; of simulations
 * `(4/13) … · 120 runs`.
 */
export function progressLine(progress: Progress): string {
  const { done, total, scenario, states, transitions, frontier, depth, statesPerSecond, bytes, seeds } = progress;
  const parts = [
    scenario,
    states === undefined ? undefined : `${figure(states)} distinct states${transitions === undefined ? '' : ` of ${figure(transitions)}`}`,
    frontier === undefined ? undefined : `frontier ${figure(frontier)}`,
    depth === undefined ? undefined : `depth ${figure(depth)}`,
    statesPerSecond === undefined ? undefined : `${figure(statesPerSecond)} states/s`,
    bytes === undefined ? undefined : `${figure(bytes / 2 ** 20)} MiB`,
    seeds === undefined ? undefined : `${figure(seeds)} runs`,
  ];
  return `(${done + 1}/${total}) ${parts.filter((part) => part !== undefined).join(' · ')}`;
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}
