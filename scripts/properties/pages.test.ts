import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { neverHappened } from '../../engine/check/never-happened.ts';
import { check } from '../../engine/check.ts';
import type { RunReport } from '../../engine/report.ts';
import { checkProgram } from '../../grammar/check.ts';
import { hover } from '../../grammar/service/hover.ts';
import { atCursor } from '../../grammar/service/testing/vocabulary.ts';
import { examplesOf } from './example.ts';
import { propertyFiles, propertyPages } from './pages.ts';

/** The only report of a file that has nothing to complain of but lints. */
function reportOf(text: string): RunReport | undefined {
  const file = 'file:///example.faultline';
  const { program, problems } = checkProgram(file, { read: (uri) => (uri === file ? text : undefined), resolve: (path) => path });
  expect(problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []))).toEqual([]);
  const reports = program === undefined ? [] : check(program);
  expect(reports.length).toBe(1);
  // A claim that holds because nothing of what it speaks of ever happens would be no example.
  const claimed = reports.flatMap(({ claims }) => claims.map(({ place }) => place.start));
  const never = program === undefined ? [] : neverHappened(program, reports);
  expect(never.filter(({ place }) => claimed.includes(place.start))).toEqual([]);
  return reports[0];
}

const examples = propertyPages.flatMap((page) => page.examples.map((example) => [page.property.name, page.property, example] as const));

describe.each(examples)('%s', (_, property, example) => {
  const { holds, violated } = examplesOf(example);

  test('holds in its first example', () => {
    const report = reportOf(holds);
    expect(report?.failures).toEqual([]);
    expect(report?.claims.map(({ verdict }) => verdict.kind)).toEqual(['holds']);
    expect(report?.claims[0]?.parts.map(({ name }) => name)).toEqual(property.parts);
    expect(report?.statistics.limit).toBeUndefined();
  });
  test('is violated in its second', () => {
    const report = reportOf(violated);
    expect(report?.failures).toEqual([]);
    const verdict = report?.claims[0]?.verdict;
    expect(verdict?.kind).toBe('violated');
    if (verdict?.kind === 'violated') expect(property.parts).toContain(verdict.violation.property);
  });
});

test('a page says what hovering says', () => {
  const pages = new Map(propertyFiles());
  for (const { property } of propertyPages) {
    const said = hoverText(property.name);
    const [, path = ''] = /\]\((docs\/properties\/[^)]+)\)/.exec(said) ?? [];
    for (const part of [property.meaning, property.definition, property.reference]) {
      expect(said).toContain(part);
      expect(pages.get(path)).toContain(part);
    }
  }
});

function hoverText(property: string): string {
  const { file, offset } = atCursor(`role R\nscenario "s" { node a = R check ${property.replace(/.$/, '<|>$&')} }`);
  const contents = hover(file, offset)?.contents;
  return contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

test('there is no page of a property that does not exist', () => {
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'properties');
  expect(readdirSync(folder).toSorted()).toEqual(
    propertyFiles()
      .map(([path]) => path.replace('docs/properties/', ''))
      .toSorted(),
  );
});
