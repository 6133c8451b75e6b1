import { describe, expect, test } from 'vitest';
import { systemOf } from '../../testing/system.ts';
import { conditionQuestion } from '../testing/questions.ts';
import { symmetryOf } from './interchangeable.ts';

interface Parts {
  readonly body?: string;
  readonly items?: string;
  readonly claim?: string;
  readonly nodes?: string;
}

/** Nodes that count as interchangeable where workers do that when they are asked, by their names. */
function alike({ body = 'x = 1', items = '', claim = 'true', nodes = 'node w1, w2, w3 = Worker(limit: 2)' }: Parts): readonly string[] {
  const system = systemOf(`
    struct Note { by: Worker, n: Int }
    message Ask(n: Int)
    role Boss(workers: Set<Worker>) { on start { send Ask(1) to workers } }
    role Worker(limit: Int) {
      var x: Int = 0
      var seen: Set<Worker> = {}
      var scores: Map<Worker, Int> = {}
      var log: List<Worker> = []
      var chief: Worker? = none
      on Ask(n) from p { ${body} }
    }
    scenario "s" {
      node boss = Boss(workers: nodes(Worker))
      ${nodes}
      ${items}
      invariant i: ${claim}
      explore
    }`);
  const questions = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
  return (symmetryOf(system, questions)?.classes ?? []).map((members) => members.map((node) => system.machine.names.node(node)).join(' '));
}

const all = ['w1 w2 w3'];

test('nodes of one role with equal arguments; with others they are classes of their own', () => {
  expect(alike({})).toEqual(all);
  expect(alike({ nodes: 'node w1, w2 = Worker(limit: 2)\n node w3, w4 = Worker(limit: 3)\n node w5 = Worker(limit: 4)' })).toEqual([
    'w1 w2',
    'w3 w4',
  ]);
});

describe('a scenario that names some of them', () => {
  test.each([
    ['up to 1 crash of w1', ['w2 w3']],
    ['up to 1 crash of Worker', all],
    ['up to 1 lose Ask to w3', ['w1 w2']],
    ['lose Ask from boss', all],
    ['link boss -> w2 { order fifo }', ['w1 w3']],
    ['network { order fifo }', all],
    ['lose 2nd Ask to boss', []],
    ['when boss crashes { heal }', []],
  ])('%s', (items, expected) => {
    expect(alike({ items })).toEqual(expected);
  });

  test.each([
    ['w1.x == 0', ['w2 w3']],
    ['all w in nodes(Worker): w.x < 2', all],
    ['all w in {w1, w2}: w.x < 2', ['w1 w2']],
    ['all w in [w1, w2, w3]: w.x < 2', []],
    ['all v in nodes(Worker): all w in nodes(Worker): v == w or v.chief != w', all],
    ['some w in nodes(Worker): 1 / w.x == 1', []],
    ['nodes(Worker).first.x == 0', []],
  ])('a claim: %s', (claim, expected) => {
    expect(alike({ claim })).toEqual(expected);
  });
});

describe('code cannot tell nodes apart by their order if it', () => {
  test.each([
    'seen += self',
    'chief = choose nodes(Worker)',
    'seen = { w for w in nodes(Worker) where w != chief }',
    'scores[self] = n\n x = 1 if scores.size > 8 else 2',
    'if seen == nodes(Worker) { x = n + 1 }',
    'log += self\n if log.first == self { x = 2 }',
    'for w in nodes(Worker) { send Ask(0) to w }',
    'for w in seen { x += 1 }',
    'for w in nodes(Worker) { if w != chief { seen += w } }',
    'for w in nodes(Worker) { scores[w] = 1 }',
    'for i in 1..3 { x = i }',
    'for w in log { chief = w }',
  ])('%s', (body) => {
    expect(alike({ body })).toEqual(all);
  });
});

describe('code may tell nodes apart by their order if it', () => {
  test.each([
    'if self < nodes(Worker).last { x = 2 }',
    'if some w in nodes(Worker): self < w { x = 2 }',
    'if some w in seen: 1 / x > 0 and w == chief { x = 2 }',
    'x = sum w in nodes(Worker): x',
    'log = [w for w in seen]',
    'log = seen.sorted',
    'chief = max(self, self)',
    'chief = seen.first',
    'log = scores.keys.sorted',
    'x = scores.values.size',
    'for w in nodes(Worker) { chief = w }',
    'for w in seen { if w == chief { x = n } }',
    'for w in seen { if x == 0 { x += 1 } }',
    'for w in seen { x += n }',
    'for w in nodes(Worker) { send Ask(x) to w\n send Ask(0) to w }',
    'for w in nodes(Worker) { seen += w\n send Ask(seen.size) to w }',
    'for w in nodes(Worker) { decide(x) }',
    'for w in nodes(Worker) { seen += w\n seen -= self }',
    'if (max w in nodes(Worker): Note(w, 1)).n == 1 { x = 2 }',
  ])('%s', (body) => {
    expect(alike({ body })).toEqual([]);
  });
});
