import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChecker } from '../check.ts';
import { NO_LINTS } from '../lints/run.ts';
import { propertyInfo } from '../semantics/properties.ts';
import { STANDARD_LIBRARY } from './std.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.faultline'))
  .toSorted();

/** The library as a module of text, so that it is there without a file system: in a worker, in a browser, in a bundle. */
function generated(): string {
  const entries = files.map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8').replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
    return `  ${name.replace('.faultline', '')}: \`${text}\`,\n`;
  });
  return `/** The standard library as text: made from the .faultline files beside it by their test (\`vitest run grammar/std --update\`). */\nexport const STANDARD_LIBRARY = {\n${entries.join('')}} as const;\n`;
}

test('the text module holds the library as it is', async () => {
  await expect(generated()).toMatchFileSnapshot('./std.ts');
});

test.each(Object.keys(STANDARD_LIBRARY).filter((name) => name !== 'prelude'))('std/%s has no problems', (name) => {
  const text = `import "std/${name}"\n`;
  const read = (uri: string): string | undefined => (uri === 'file:///main.faultline' ? text : undefined);
  const result = createChecker()('file:///main.faultline', { read, resolve: () => undefined }, NO_LINTS);
  expect(result.problems).toEqual([]);
  expect(result.program?.roles.length).toBeGreaterThan(0);
});

test.each([
  'Register',
  'CasRegister',
  'KeyValue',
  'TextStore',
  'Queue',
  'Stack',
  'SetObject',
  'Counter',
  'Lock',
  'FencedLock',
  'AppendLog',
])('%s can be a specification without an import', (spec) => {
  const text = `scenario "s" {\n  explore\n  check linearizable as ${spec}\n}\n`;
  const result = createChecker()('file:///main.faultline', { read: () => text, resolve: () => undefined });
  expect(result.problems).toEqual([]);
  const property = result.program?.scenarios[0]?.runs[0]?.claims[0]?.property;
  const index = property?.kind === 'registered' ? property.spec : undefined;
  expect(index === undefined ? undefined : result.program?.roles[index]?.name).toBe(spec);
  expect(propertyInfo('linearizable')?.takesSpec).toBe(true);
});
