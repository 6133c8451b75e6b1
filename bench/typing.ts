/**
 * How long an author waits: for the diagnostics after a keystroke in a large file, and for a completion. Types a handler into the middle of a
 * file of some 5,000 lines with 20 imports, letter by letter; the baseline checks everything anew after each letter.
 *
 * Two figures for each: the time that passed, and the time that this thread was computing, which other work on the machine does not stretch.
 *
 * Run: `node bench/typing.ts [keystrokes]`
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createChecker, type Sources } from '../grammar/check.ts';
import { createLanguageService } from '../grammar/service/service.ts';
import { generatedFiles } from './typing-file.ts';

const typed = `
  on Ask3(amount, reason) from somebody when amount > LIMIT3 {
    let earlier = [entry for entry in log where entry.term < amount]
    if earlier.size > majority(participants.size) {
      send Tell3(amount, none) to somebody
      after 20ms timeout votes
    }
  }
`;

interface Duration {
  readonly passedMs: number;
  readonly computedMs: number;
}

function timed<T>(work: () => T): { readonly result: T; readonly duration: Duration } {
  const before = process.threadCpuUsage();
  const start = performance.now();
  const result = work();
  const passedMs = performance.now() - start;
  const { user, system } = process.threadCpuUsage(before);
  return { result, duration: { passedMs, computedMs: (user + system) / 1000 } };
}

function main(): void {
  const keystrokes = Math.min(typed.length, Number(process.argv[2] ?? typed.length));
  const { main: text, files } = generatedFiles(5000, 20);
  const lines = text.split('\n').length;
  const at = text.indexOf('  on recover {', Math.floor(text.length / 2));
  console.log(`${lines} lines, ${(text.length / 1024).toFixed(0)} KiB, ${Object.keys(files).length} imports; ${keystrokes} keystrokes`);

  const uri = 'file:///bench/main.faultline';
  const sources: Sources = {
    read: (other) => files[other.replace('file:///bench/', '')],
    resolve: (path, from) => new URL(path, from).href,
  };
  const textAfter = (n: number): string => text.slice(0, at) + typed.slice(0, n) + text.slice(at);
  const document = (n: number): TextDocument => TextDocument.create(uri, 'faultline', n, textAfter(n));

  // The just-in-time compiler has warmed up before an author has read the file.
  const service = createLanguageService();
  for (let n = 0; n < 10; n++) service.analyse(document(n % 2), sources);

  const diagnostics: Duration[] = [];
  const completion: Duration[] = [];
  const rebuild: Duration[] = [];
  for (let n = 1; n <= keystrokes; n++) {
    const now = document(n);
    const analysed = timed(() => service.analyse(now, sources));
    diagnostics.push(analysed.duration);
    completion.push(timed(() => service.complete(analysed.result, now.positionAt(at + n))).duration);
    // Every tenth, for it takes long and knows nothing of the letters before.
    if (n % 10 === 0) rebuild.push(timed(() => createLanguageService(createChecker()).analyse(now, sources)).duration);
  }
  report('diagnostics after a keystroke', diagnostics);
  report('completion', completion);
  report('full rebuild (baseline)', rebuild);
}

function report(what: string, durations: readonly Duration[]): void {
  const figures = (times: readonly number[]): string => {
    const sorted = times.toSorted((a, b) => a - b);
    const quantile = (q: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0).toFixed(1);
    return `median ${quantile(0.5).padStart(6)}  p99 ${quantile(0.99).padStart(6)} ms`;
  };
  const passed = figures(durations.map(({ passedMs }) => passedMs));
  const computed = figures(durations.map(({ computedMs }) => computedMs));
  console.log(`${what.padEnd(30)} ${passed}   computing: ${computed}   (${durations.length})`);
}

main();
