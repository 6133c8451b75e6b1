import { progressParts } from '../../engine/progress.ts';
import type { Progress } from '../../engine/report.ts';

/** `(3/13) everyone is willing · 120,000 distinct states of 480,000 · frontier 4,100 · …` */
export function progressLine(progress: Progress): string {
  return [`(${progress.done + 1}/${progress.total}) ${progress.scenario}`, ...progressParts(progress)].join(' · ');
}
