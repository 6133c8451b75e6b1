import type { Progress } from '../../engine/report.ts';

/** `(3/13) everyone is willing · 120,000 states · frontier 4,100 · depth 17 · 800,000 states/s` */
export function progressLine(progress: Progress): string {
  const parts = [
    progress.scenario,
    counted(progress.states, 'states'),
    named('frontier', progress.frontier),
    named('depth', progress.depth),
    counted(progress.statesPerSecond, 'states/s'),
    counted(progress.seeds, 'seeds'),
  ];
  return `(${progress.done + 1}/${progress.total}) ${parts.filter((part) => part !== undefined).join(' · ')}`;
}

function counted(value: number | undefined, unit: string): string | undefined {
  return value === undefined ? undefined : `${Math.round(value).toLocaleString('en')} ${unit}`;
}
function named(name: string, value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${name} ${value.toLocaleString('en')}`;
}
