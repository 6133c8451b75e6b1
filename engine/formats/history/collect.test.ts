import { expect, it } from 'vitest';
import { refusalOf } from '../testing/import.ts';
import { collect, type Part } from './collect.ts';

it('refuses histories that are longer than what can be held in memory', () => {
  const part: Part = { kind: 'write', key: 0, value: 1 };
  const of = (parts: number, line: number) => ({
    logged: { process: 0, asked: null, outcome: 'ok', invoked: 2 * line, ended: 2 * line + 1, line } as const,
    parts: new Array<Part>(parts).fill(part),
  });
  const refused = refusalOf(() => collect({ understood: [of(400_000, 1), of(400_000, 2)], processes: ['process 0'], initial: null }));
  expect(refused).toBe('line 2: up to here there are more than 750,000 operations, too many to be held in memory: load a part of it');
});
