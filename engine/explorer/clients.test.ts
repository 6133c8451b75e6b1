import { expect, test } from 'vitest';
import { systemOf } from '../testing/system.ts';
import { naiveExplore } from '../world/testing/naive.ts';
import { explore } from './explore.ts';
import { bruteForce, wholeGraph } from './testing/brute-force.ts';
import { contextOf } from './testing/context.ts';
import { conditionQuestion } from './testing/questions.ts';

const register = (crash: string) => `
  role Store { var value: Value = none
    on write(key, v) { value = v
      reply }
    on read(key) { reply value } }
  scenario "s" { node s = Store
    client alice timeout 5ms { write("x", 1) at s
      read("x") at s }
    client bob { write("x", 2) at s }
    ${crash}
    explore
    possible both: s.value == 2
    always possible again: s.value == none
    eventually one: s.value == 1 or s.value == 2 }`;

test.each(['', 'up to 1 crash with recovery', 'up to 1 pause'])('what clients do, with %s', (crash) => {
  const system = systemOf(register(crash));
  const context = contextOf(system);
  const questions = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
  const { states, transitions, answers } = explore(system, context, questions);
  const naive = naiveExplore(systemOf(register(crash)));
  expect({ states, transitions }).toEqual({ states: naive.states.size, transitions: naive.transitions });
  const graph = wholeGraph(system, context, questions, 5000);
  expect(graph && bruteForce(graph, context, questions).map(({ kind }) => kind)).toEqual(answers.map(({ kind }) => kind));
  expect(answers.map(({ kind }) => kind)).toEqual(['holds', 'violated', 'holds']);
});
