import { expect, test } from 'vitest';
import { systemOf } from '../../testing/system.ts';
import { companyOf } from './awaiting.ts';

test('the company of a client: who waits for it, in turn or in a block, and whom any of these waits for', () => {
  const { run } = systemOf(`
    role Store { on read(key) { reply 1 } }
    scenario "s" { node s = Store
      client alice { read("x") at s }
      client bob { if true { await alice } }
      client carol { repeat 2 { await bob }
        await dave }
      client dave { read("x") at s }
      client erin { read("x") at s }
      explore
      invariant i: true }`);
  const names = run.clients.map(({ name }) => name);
  const company = names.map((name, client) => [name, companyOf(run, client).map((other) => names[other])]);
  expect(Object.fromEntries(company)).toEqual({
    alice: ['bob', 'carol', 'dave'],
    bob: ['alice', 'carol', 'dave'],
    carol: ['bob', 'dave'],
    dave: ['bob', 'carol'],
    erin: [],
  });
});
