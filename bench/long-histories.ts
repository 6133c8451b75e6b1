/**
 * How fast histories of millions of transactions are judged, and in how much memory: `node bench/long-histories.ts [operations …]`. Made by a store that runs one transaction
 * after the other, 40 sessions over 10,000 keys, half of the writes after a read of the same key; right, and with one anomaly put in.
 */
import { check } from '../engine/check.ts';
import { generator } from '../engine/checkers/isolation/testing/histories.ts';
import { checkProgram } from '../grammar/check.ts';

const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [1_000_000, 2_300_000];
const levels = ['serializable', 'snapshotIsolation', 'readCommitted'] as const;
const [keys, sessions] = [10_000, 40];

type Anomaly = 'none' | 'aborted read' | 'lost update' | 'write skew';
const expected: Readonly<Record<Anomaly, string>> = {
  none: 'holds, holds, holds',
  'aborted read': 'violated, violated, violated',
  'lost update': 'violated, violated, holds',
  'write skew': 'violated, holds, holds',
};

/** The text, some thousand transactions at a time; the anomaly comes after three fifths of it. */
function* history(operations: number, anomaly: Anomaly): Generator<string> {
  const random = generator(1);
  const pick = (count: number): number => Math.floor(random() * count);
  const held = new Int32Array(keys);
  let [next, transaction, written, text] = [1, 0, 0, ''];
  const add = (kind: 'r' | 'w', key: number, value: number, session: number, of = transaction): void => {
    text += `${kind}(${key},${value},${session},${of})\n`;
    written++;
  };
  const write = (key: number, session: number): void => {
    add('w', key, next, session);
    held[key] = next++;
  };
  let isIn = anomaly === 'none';
  while (written < operations) {
    if (!isIn && written > 0.6 * operations) {
      isIn = true;
      const [a, b] = [held[7] ?? 0, held[8] ?? 0];
      if (anomaly === 'aborted read') add('w', 7, next, 0, -1);
      for (const session of [1, 2]) {
        if (anomaly === 'aborted read') add('r', 7, next, session);
        else add('r', 7, a, session);
        if (anomaly === 'write skew') add('r', 8, b, session);
        if (anomaly !== 'aborted read') write(anomaly === 'write skew' && session === 2 ? 8 : 7, session);
        transaction++;
      }
      next++;
    }
    const session = pick(sessions);
    for (let left = 2 + pick(7); left > 0; left--) {
      const key = pick(keys);
      const change = random();
      if (change < 0.75) add('r', key, held[key] ?? 0, session);
      if (change >= 0.5) write(key, session);
    }
    transaction++;
    if (transaction % 5_000 === 0) {
      yield text;
      text = '';
    }
  }
  yield text;
}

const uri = 'file:///bench.faultline';
const source = `history "bench" {\n  load "history.txt"\n  ${levels.map((level) => `check ${level}`).join('\n  ')}\n}\n`;
const { program } = checkProgram(uri, { read: (file) => (file === uri ? source : undefined), resolve: () => undefined });
if (program === undefined) throw new Error('the program has errors');

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};
console.log(`${'operations'.padStart(12)} ${'anomaly'.padEnd(14)} ${levels.join(', ')}`);
for (const size of sizes) {
  for (const anomaly of Object.keys(expected) as Anomaly[]) {
    const began = seconds();
    let characters = 0;
    const chunks = function* (): Generator<string> {
      for (const chunk of history(size, anomaly)) {
        characters += chunk.length;
        yield chunk;
      }
    };
    const [report] = check(program, { readHistory: chunks });
    const found = report?.claims.map(({ verdict }) => verdict.kind).join(', ');
    if (found !== expected[anomaly]) throw new Error(`${anomaly}: ${found}`);
    const took = (seconds() - began).toFixed(1).padStart(6);
    const memory = (process.resourceUsage().maxRSS / 1_024).toFixed(0);
    console.log(
      `${size.toLocaleString('en-US').padStart(12)} ${anomaly.padEnd(14)} ${found}: ${took} s of processor time, ${(characters / 1e6).toFixed(1)} MB of text, at most ${memory} MB of memory so far`,
    );
  }
}
