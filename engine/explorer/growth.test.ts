import { describe, expect, test } from 'vitest';
import { growthHints } from '../check/growth.ts';
import { systemOf } from '../testing/system.ts';
import { explore } from './explore.ts';
import type { ExploreOptions } from './questions.ts';
import { contextOf } from './testing/context.ts';

function explored(text: string, options: ExploreOptions) {
  const system = systemOf(text);
  const { growth, limit } = explore(system, contextOf(system), [], options);
  return { growth, limit, hints: growthHints(system, growth ?? {}) };
}

const counter = (items = '') => `
  role Counter { var n: Int = 0
    on start { after 1ms timeout tick }
    on timeout tick { n += 1
      after 1ms timeout tick } }
  scenario "s" { node a, b = Counter
    ${items}
    explore }`;

describe('of an exploration that is cut short', () => {
  test('a timer that arms itself again and a counter are told', () => {
    const { growth, hints } = explored(counter(), { maxStates: 2000 });
    expect(growth?.timer).toMatchObject({ node: 0, timer: 0 });
    // 62 levels are 1,953 states.
    expect(growth?.largest).toEqual({ node: 0, variable: 0, size: 62, depth: 62 });
    expect(hints[0]).toMatch(
      /^timer tick of a fired 62 times in a run of 64 steps: `up to 3 timeout tick of Counter` in the scenario would/,
    );
    expect(hints[1]).toBe('n of a was still growing at depth 62, to 62');
  });

  test('the mend that is told ends the exploration', () => {
    const { limit, growth } = explored(counter('up to 3 timeout tick of Counter'), { maxStates: 2000 });
    expect(limit).toBeUndefined();
    expect(growth).toBeUndefined();
  });

  test('a timer whose firings are bounded already is not', () => {
    const { growth } = explored(counter('up to 40 timeout tick of a\nup to 40 timeout tick of b'), { maxStates: 1000 });
    expect(growth?.timer).toBeUndefined();
    expect(growth?.largest).toMatchObject({ variable: 0 });
  });

  test('messages that pile up are told, and lists by their length', () => {
    const text = `
      message Ping
      role A(to: B) { var log: List<Int> = []
        on start { after 1ms timeout t }
        on timeout t { send Ping to to
          log = log + [7]
          after 1ms timeout t } }
      role B { var up: Bool = false
        on Ping { up = true } }
      scenario "s" { node b = B
        node a = A(to: b)
        explore }`;
    const { hints } = explored(text, { maxStates: 1000 });
    expect(hints.join()).toMatch(/log of a was still growing|messages on their way to b was still growing/);
  });

  test('a long chain of states is not taken again step by step', () => {
    const text = counter().replace('a, b = Counter', 'a = Counter');
    const { growth } = explored(text, { maxStates: 20_000 });
    expect(growth?.timer).toMatchObject({ times: 200, steps: 201 });
  });

  test('what does not grow is not told', () => {
    const text = `
      role Toggle { var on: Bool = false
        on start { for i in 1..12 { after 1ms timeout t(i) } }
        on timeout t(i) { on = not on } }
      scenario "s" { node a = Toggle
        explore }`;
    const { growth, limit } = explored(text, { maxStates: 3000 });
    expect(limit).toBeDefined();
    expect(growth).toEqual({});
  });
});

test('whom nobody waits for any more is told nothing', () => {
  const { growth, limit } = explored(counter(), { isCancelled: () => true });
  expect(limit).toMatch(/^cancelled/);
  expect(growth).toBeUndefined();
});
