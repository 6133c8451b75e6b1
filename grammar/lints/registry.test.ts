import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { parse } from '../syntax/parse.ts';
import { LINTS } from './registry.ts';
import { lintsOf } from './testing/linting.ts';

const root = join(import.meta.dirname, '..', '..');

test('every lint has a file of its name, and a code of its own', () => {
  const files = readdirSync(import.meta.dirname);
  for (const { name } of LINTS) expect(files).toContain(`${name}.ts`);
  expect(new Set(LINTS.map(({ code }) => code)).size).toBe(LINTS.length);
  expect(LINTS.every(({ code }) => /^FL60\d\d$/.test(code))).toBe(true);
});

test('the manifest offers a setting for every lint, with its default', () => {
  const properties: Readonly<Record<string, { readonly default: unknown; readonly description?: string }>> =
    packageJson.contributes.configuration.properties;
  const offered = Object.entries(properties).filter(([key]) => key.startsWith('faultline.lints.'));
  expect(offered.map(([key, setting]) => [key, setting.default, setting.description])).toEqual(
    LINTS.map(({ name, severity, title, code }) => [`faultline.lints.${name}`, severity, `${title} (${code}).`]),
  );
});

const samples = readdirSync(join(root, 'samples'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.faultline'));
test.each(samples)('the sample %s has no finding', (path) => {
  expect(lintsOf(readFileSync(join(root, 'samples', path), 'utf8'))).toEqual([]);
});

describe('the whole files of the reference', () => {
  const text = readFileSync(join(root, 'docs', 'language.md'), 'utf8');
  const blocks = [...text.matchAll(/```faultline\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  const whole = blocks.filter(
    (block) => /^(scenario|history) "/m.test(block) && !block.includes('…') && parse(block).problems.length === 0,
  );
  test('are found', () => expect(whole.length).toBeGreaterThan(0));
  test.each(whole)('have no finding', (block) => expect(lintsOf(block)).toEqual([]));
});
