import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PROBLEMS } from './problems.ts';

const tests = [new URL('.', import.meta.url), new URL('../', import.meta.url)]
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts') && name !== 'problems.test.ts')
      .map((name) => new URL(name, folder)),
  )
  .map((url) => readFileSync(url, 'utf8'))
  .join('\n');

describe('every kind of problem', () => {
  test.each(Object.entries(PROBLEMS))('%s has a title, an explanation and a test', (code, { title, explanation }) => {
    expect(title).not.toMatch(/\.$/);
    expect(explanation).toMatch(/[.`)]$/);
    expect(tests).toContain(code);
  });
});
