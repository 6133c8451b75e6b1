/** The command line as a shell sees it: built, run as a process, judged by what it prints and by its exit code. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTrace } from '../engine/trace/json/parse.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'faultline-cli-'));
const run = promisify(execFile);

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
async function faultline(...args: string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(root, 'dist/cli/faultline.js'), ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, out: failed.stdout, err: failed.stderr };
  }
}

const roles = `
message Ping
role A(peer: Node) {
  var got: Int = 0
  on start { send Ping to peer }
  on Ping { got += 1 }
}
`;
const files = {
  'holds.faultline': `${roles}
scenario "fine" { node a, b = A(peer: b)
  explore
  invariant few: b.got <= 2 }
scenario "timed" { node a, b = A(peer: b)
  simulate 3 seeds
  invariant few: b.got <= 2 }
`,
  'breaks.faultline': `${roles}
scenario "broken" { node a, b = A(peer: b)
  explore
  invariant one: b.got <= 1 }
`,
  'undecided.faultline': `${roles}
scenario "cut" { node a, b = A(peer: b)
  explore depth 1
  invariant few: b.got <= 2 }
`,
  'sweep.faultline': `${roles}
scenario "few or many" { node a, b = A(peer: b)
  for most in 1..3, twice in [false, true]
  explore
  invariant few: b.got <= most
  expect violation of few when most == 1
  check noDuplication when twice }
`,
  'alike.faultline': `
role Counter { var x: Int = 0
  on start { after 1ms timeout tick }
  on timeout tick { x += 1
    if x < 3 { after 1ms timeout tick } } }
scenario "nine alike" { node c[1..9] = Counter
  explore
  invariant few: all c in nodes(Counter): c.x <= 3 }
`,
  'misspelt.faultline': `${roles.replace('got += 1', 'gto += 1')}`,
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('check', () => {
  test('says which claims hold, and exits with 0', async () => {
    const { code, out } = await faultline('check', 'holds.faultline');
    expect(out).toMatch(/✓ fine {2}\d+ states/);
    expect(out).toContain('✓ few');
    expect(out).toContain('3 runs simulated');
    expect(code).toBe(0);
  });

  test('keeps one of many states that differ only in which node is which, unless told not to', async () => {
    expect((await faultline('check', 'alike.faultline')).out).toMatch(/✓ nine alike {2}220 states \(for 262,144\), depth 27/);
    expect((await faultline('check', '--no-symmetry', 'alike.faultline')).out).toMatch(/✓ nine alike {2}262,144 states, depth 27/);
  });

  test('shows a violation as a source excerpt with carets and the steps that led there, and exits with 1', async () => {
    const { code, out } = await faultline('check', 'breaks.faultline');
    expect(out).toContain('✗ broken');
    expect(out).toContain('breaks.faultline:');
    expect(out).toMatch(/> \d+ \|.*\n\s+\|\s+\^+/);
    expect(out).toMatch(/4 {2}b receives Ping from [ab]/);
    expect(out).toContain('Next:');
    expect(code).toBe(1);
  });

  test('shows a sweep as a table: a row for each run, a column for each constant and each claim', async () => {
    const { code, out } = await faultline('check', 'sweep.faultline');
    const rows = out.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '));
    expect(rows.slice(rows.indexOf('✓ few or many 6 runs')).slice(1, 8)).toEqual([
      'most twice few violation of few noDuplication',
      '✓ 1 false ✓ violated',
      '✓ 1 true ✓ violated ✓ holds',
      '✓ 2 false ✓ holds',
      '✓ 2 true ✓ holds ✓ holds',
      '✓ 3 false ✓ holds',
      '✓ 3 true ✓ holds ✓ holds',
    ]);
    expect(code).toBe(0);
  });

  test('never takes a search that was cut for a proof, and exits with 2', async () => {
    const { code, out } = await faultline('check', 'undecided.faultline');
    expect(out).toMatch(/\? few: undecided, not exhausted/);
    expect(code).toBe(2);
  });

  test('names a mistake, its place and what was meant, and exits with 3', async () => {
    const { code, out } = await faultline('check', 'misspelt.faultline');
    expect(out).toMatch(/error .*gto/);
    expect(out).toContain('got');
    expect(code).toBe(3);
  });

  test('lets bad input outweigh a failure, and checks whole folders', async () => {
    const { code, out } = await faultline('check', '.');
    for (const name of Object.keys(files)) expect(out).toContain(name);
    expect(code).toBe(3);
  });

  test('gives everything as JSON', async () => {
    const { code, out } = await faultline('check', 'breaks.faultline', '--format', 'json');
    const { version, files: results } = JSON.parse(out);
    expect(version).toBe(1);
    expect(results[0].reports[0]).toMatchObject({ scenario: 'broken', outcome: 'failed' });
    expect(code).toBe(1);
  });

  test.each([
    [['check', 'nowhere.faultline'], /no such file/],
    [['check', '--format', 'xml'], /Allowed choices are text, json/],
    [['check', '--seed', 'seven'], /whole number/],
    [['chekc'], /unknown command.*check/s],
  ])('refuses %j and exits with 3', async (args, message) => {
    const { code, err } = await faultline(...args);
    expect(err).toMatch(message);
    expect(code).toBe(3);
  });

  test('says its version and how it is used', async () => {
    expect(await faultline('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    const help = await faultline('--help');
    expect(help.out).toContain('Exit codes:');
    expect(help.code).toBe(0);
  });
});

describe('simulate', () => {
  test('writes a trace that reads back, the same for the same seed', async () => {
    const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')];
    expect(await faultline('simulate', 'holds.faultline', 'timed', '--trace', first, '--seed', '7')).toMatchObject({ code: 0 });
    await faultline('simulate', 'holds.faultline', 'timed', '--trace', second, '--seed', '7');
    expect(readFileSync(first)).toEqual(readFileSync(second));
    expect(parseTrace(readFileSync(first, 'utf8'))).toBeDefined();
  });

  test('lists the scenarios where the one asked for is not there', async () => {
    const { code, err } = await faultline('simulate', 'holds.faultline', 'fnie', '--trace', '-');
    expect(err).toContain('"fine"');
    expect(code).toBe(3);
  });
});
