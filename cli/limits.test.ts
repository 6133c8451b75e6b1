/** Limits, interruptions and coverage, as a shell sees them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'faultline-limits-'));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From the interruption to the end, in milliseconds. */
  readonly endedAfterMs: number;
}
/** `interruptedAfterMs`: when Ctrl+C is pressed. */
function faultline(args: readonly string[], interruptedAfterMs?: number): Promise<Run> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli/faultline.js'), ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
    });
    let [out, err, interrupted] = ['', '', 0];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    if (interruptedAfterMs !== undefined) {
      setTimeout(() => {
        interrupted = Date.now();
        child.kill('SIGINT');
      }, interruptedAfterMs);
    }
    child.on('close', (code) => done({ code, out, err, endedAfterMs: Date.now() - interrupted }));
  });
}

const files = {
  // Never ends: a counter for each of three nodes that only grows.
  'endless.faultline': `
role Counter {
  var count: Int = 0
  on start { after 1ms timeout tick }
  on timeout tick { count += 1
    after 1ms timeout tick }
}
scenario "small" { node a = Counter
  explore depth 3 states 100
  possible started: a.count == 1 }
scenario "endless" { node a, b, c, d = Counter
  explore
  invariant counts: a.count >= 0 }
scenario "for ever" { node a = Counter
  simulate 1_000_000 seeds
  invariant counts: a.count >= 0 }
`,
  // A value that grows with every state takes more memory than the states do.
  'growing.faultline': `
role Logger {
  var log: List<Int> = []
  on start { after 1ms timeout tick }
  on timeout tick { log += log.size
    after 1ms timeout tick }
}
scenario "grows" { node l = Logger
  explore
  invariant ok: l.log.size >= 0 }
`,
  // Wide enough for several threads.
  'wide.faultline': `
role Counter {
  var count: Int = 0
  on start { after 1ms timeout tick }
  on timeout tick { count += 1
    after 1ms timeout tick }
}
scenario "wide" { node a, b, c, d, e = Counter
  explore
  invariant counts: a.count >= 0 }
`,
  'small.faultline': `
role Switch {
  var on: Bool = false
  on start { after 1ms timeout flip }
  on timeout flip { on = not on }
}
scenario "small" { node a, b = Switch
  explore
  invariant fine: a.on or not a.on }
`,
  'covered.faultline': `
message Ping(n: Int)
role Server {
  var seen: Int = 0
  on Ping(n) {
    note(n)
    if n > 5 {
      seen = 9
    }
  }
  on recover { seen = 1 }
  func note(n: Int) { seen = n }
}
role Client(to: Server) {
  on start { send Ping(1) to to }
}
scenario "s" { node s = Server
  node c = Client(to: s)
  explore
  invariant few: s.seen < 5 }
`,
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('limits', () => {
  test('of states, depth, memory and time leave a run undecided, and say how far it got', { timeout: 120_000 }, async () => {
    const enough = ['--max-states', '30000', '--max-seconds', '2'];
    const states = await faultline(['check', 'endless.faultline', ...enough]);
    expect(states.out).toMatch(/counts: undecided, not exhausted: 30,\d\d\d states, depth \d+/);
    expect(states.out).toMatch(/counts: undecided, not exhausted: 2 s of time: [\d,]+ of 1,000,000 runs/);
    expect(states.out).toContain('✓ started');
    expect(states.code).toBe(2);
    const depth = await faultline(['check', 'endless.faultline', '--max-depth', '7', '--max-seconds', '1']);
    expect(depth.out).toMatch(/counts: undecided, not exhausted: 330 states, depth 7/);
    const memory = await faultline([
      'check',
      'endless.faultline',
      '--max-memory',
      '48',
      '--max-seconds',
      '20',
      '--max-states',
      '100000000',
    ]);
    expect(memory.out).toMatch(/counts: undecided, not exhausted: 48 MiB of memory: [\d,]+ states/);
    const values = await faultline(['check', 'growing.faultline', '--max-memory', '128']);
    expect(values.out).toMatch(/ok: undecided, not exhausted: 128 MiB of memory: [\d,]+ states/);
  });

  test('hold with any number of threads, and lossy explorations prove nothing', { timeout: 120_000 }, async () => {
    const limited = ['check', 'wide.faultline', '--max-states', '300000', '--format', 'json'];
    const reports = await Promise.all(
      ['1', '2'].map(async (threads) =>
        JSON.parse((await faultline([...limited, '--threads', threads])).out.replaceAll(/"elapsedMs": \d+/g, '"elapsedMs": 0')),
      ),
    );
    expect(reports[1]).toEqual(reports[0]);
    expect(JSON.stringify(reports[0])).toContain('300,000 states');
    for (const how of ['fingerprint', 'bitstate']) {
      const { out, code } = await faultline(['check', 'small.faultline', '--lossy', how, '--max-memory', '64']);
      expect(out).toMatch(
        /undecided, not exhausted: [\d,]+ states, depth \d+; lossy: of the states that it came by less than 0\.0001 % taken for others/,
      );
      expect(code).toBe(2);
    }
    expect((await faultline(['check', 'small.faultline', '--lossy', 'no'])).err).toContain('Allowed choices are fingerprint, bitstate');
  });

  test('must be whole numbers above 0', async () => {
    const { code, err } = await faultline(['check', '--max-states', '0']);
    expect(err).toContain('1 or greater');
    expect(code).toBe(3);
  });

  test('Ctrl+C ends the check at once with what there is by then', { timeout: 60_000 }, async () => {
    const { code, out, endedAfterMs } = await faultline(['check', 'endless.faultline', '--max-states', '100000000'], 2500);
    expect(out).toContain('✓ started');
    expect(out).toMatch(/counts: undecided, not exhausted: cancelled: [\d,]+ states|what is not listed here was not run to its end/);
    expect(out).toContain('was not run to its end');
    expect(code).toBe(2);
    // 100 ms to notice, and the end of the process.
    expect(endedAfterMs).toBeLessThan(2000);
  });
});

describe('coverage', () => {
  test('goes to a file in the format of lcov, and to the reader', async () => {
    const { code, out } = await faultline(['check', 'covered.faultline', '--coverage', 'lcov.info']);
    expect(code).toBe(0);
    expect(out).toContain('covered.faultline:8: this statement never ran');
    expect(out).toContain('covered.faultline:11: Server: on recover never ran');
    expect(out).toContain('Their runs came by 3 of 4 handlers (functions among them) and 4 of 6 statements.');
    expect(readFileSync(join(folder, 'lcov.info'), 'utf8').split('\n')).toEqual([
      'TN:',
      `SF:${join(folder, 'covered.faultline')}`,
      'FN:5,Server: on Ping (line 5)',
      'FN:11,Server: on recover (line 11)',
      'FN:12,Server: note (line 12)',
      'FN:15,Client: on start (line 15)',
      'FNDA:1,Server: on Ping (line 5)',
      'FNDA:0,Server: on recover (line 11)',
      'FNDA:1,Server: note (line 12)',
      'FNDA:1,Client: on start (line 15)',
      'FNF:4',
      'FNH:3',
      'DA:6,1',
      'DA:7,1',
      'DA:8,0',
      'DA:11,0',
      'DA:12,1',
      'DA:15,1',
      'LF:6',
      'LH:4',
      'end_of_record',
      '',
    ]);
  });

  test('says where it could not be written', async () => {
    const { code, err } = await faultline(['check', 'covered.faultline', '--coverage', 'nowhere/lcov.info']);
    expect(err).toContain('The coverage could not be written');
    expect(code).toBe(3);
  });
});
