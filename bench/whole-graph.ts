/**
 * What claims about the whole graph cost beside the search: `node bench/whole-graph.ts [<runs>]`. Each claim is compared with `possible` of the same condition, so
 * that the condition is evaluated in either, on a warm engine; the figures are medians of processor time. Every claim must hold.
 */
import { explored } from './exploring.ts';
import { type Figures, median, timed } from './figures.ts';
import { twoPhaseCommit } from './models/two-phase-commit.ts';

const runs = Number(process.argv[2] ?? 3);
const unreduced = { symmetry: false, partialOrder: false };

const isOver = 'not up(c) or c.phase in {committed, aborted}';

print('', 'states', 'search, s', 'with it, s', 'ratio');
for (const participants of [7, 9]) {
  console.log(`\ntwo-phase commit, ${participants}`);
  const text = (claim: string) => twoPhaseCommit(participants, [`${claim} over: ${isOver}`]);
  measured(text('eventually'), 1);
  const alone = measured(text('possible'), runs);
  for (const claim of ['always possible', 'eventually']) {
    const { states, seconds } = measured(text(claim), runs);
    if (states !== alone.states) throw new Error(`${claim} changes how many states there are`);
    print(claim, states, alone.seconds.toFixed(2), seconds.toFixed(2), (seconds / alone.seconds).toFixed(2));
  }
}

function measured(text: string, times: number): Figures {
  const figures = Array.from({ length: times }, (): Figures => {
    const { result, ...time } = timed(() => explored(text, unreduced));
    return { ...result, ...time };
  });
  return median(figures);
}

function print(...cells: readonly (string | number)[]): void {
  const widths = [18, 10, 11, 11, 7];
  const shown = cells.map((cell, i) => {
    const text = typeof cell === 'number' ? cell.toLocaleString('en-US') : cell;
    return i === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[i] ?? 0);
  });
  console.log(shown.join(' ').trimEnd());
}
