import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { programOf } from '../../check/testing/program.ts';
import { check } from '../../check.ts';
import { explore } from '../../explorer/explore.ts';
import { bruteForce, wholeGraph } from '../../explorer/testing/brute-force.ts';
import { contextOf } from '../../explorer/testing/context.ts';
import { simulate } from '../../simulator/simulate.ts';
import { protocol } from '../../testing/protocols.ts';
import { systemOf } from '../../testing/system.ts';
import { buildTrace } from '../../trace/build.ts';
import type { Trace } from '../../trace/model.ts';
import type { Step, System, World } from '../../world/world.ts';
import { available } from './available.ts';

const store = (handler: string, scenario: string) => `
  message Ask(r: Request)
  role Store(peer: Node) { var held: List<Request> = []
    ${handler} }
  role Helper { on Ask(r) { reply 1 to r } }
  scenario "s" { node s = Store(peer: h)  node h = Helper
    client alice { read("x") at s }
    ${scenario} }`;
const prompt = 'on read(key) { reply 1 }';
const relayed = 'on read(key) as r { held += r; send Ask(r) to peer }';

function verdict(text: string) {
  const [report] = check(programOf(text));
  const claim = report?.claims[0]?.verdict;
  return claim?.kind === 'violated' ? claim.violation.message : claim?.kind;
}

describe('availability', () => {
  test.each([
    ['a store that answers', prompt, 'explore  check available', 'holds'],
    ['a node that waits for another, which always answers', relayed, 'explore  check available', 'holds'],
    [
      'a node that waits for another whose message was lost',
      relayed,
      'up to 1 lose Ask  explore  expect violation of available',
      `alice's read("x"), asked of s, is never answered though s stays up: nothing is left to happen`,
    ],
    ['a node that crashes and owes nothing more', prompt, 'up to 1 crash of s  explore  check available', 'holds'],
    [
      'an operation that no handler takes',
      'on read(key) when key == "y" { reply 1 }',
      'simulate  expect violation of available',
      `alice's read("x"), asked of s, is never answered though s stays up: no handler of s takes it`,
    ],
    [
      'an answer that comes too late',
      prompt,
      'client bob timeout 5ms { read("x") at s }  network { delay 4ms }  simulate  expect violation of available',
      `bob's read("x"), asked of s, is never answered though s stays up: its timeout passes first`,
    ],
    ['a timeout where there is no time', prompt, 'client bob timeout 5ms { read("x") at s }  explore  check available', 'holds'],
  ])('%s', (_, handler, scenario, expected) => {
    expect(verdict(store(handler, scenario))).toBe(expected);
  });

  test('does not count an operation as open because another always is', () => {
    const loops = 'client bob { while true { read("x") at s } }  client carol { while true { read("x") at s } }';
    expect(verdict(store(prompt, `${loops}  explore  check available`))).toBe('holds');
  });
});

function traceOf({ program, run }: System, initial: World, steps: readonly Step[], times: readonly number[] | undefined): Trace {
  return buildTrace({ program, run, scenario: 's', mode: { kind: 'exploration' }, initial, steps, ...(times && { times }) });
}

describe('on random protocols', () => {
  test('checker and monitor agree', () => {
    let owing = 0;
    let paid = 0;
    fc.assert(
      fc.property(fc.boolean(), protocol({ clients: true, timed: true }), (timed, text) => {
        const system = systemOf(timed ? text : text.replace('  simulate\n', '  schedule { }\n'));
        const context = contextOf(system);
        const { initial, steps } = simulate(system, 1, { maxSteps: 60 });
        const monitor = available.monitor(context);
        let state = monitor.initial;
        steps.forEach((step, i) => {
          for (const happening of step.happenings) {
            const after = monitor.next(state, happening);
            if (!monitor.reads(happening)) expect(after).toBe(state);
            if (after !== 'violated') state = after;
          }
          const prefix = steps.slice(0, i + 1);
          const trace = traceOf(system, initial, prefix, timed ? prefix.map(({ timeMs }) => timeMs) : undefined);
          const finding = available.check(trace, true, context);
          const owes = available.owers(context).some((line) => available.owes(context, state, line));
          expect(finding !== undefined && finding !== 'undecided').toBe(owes);
          if (owes) owing++;
          else paid++;
        });
      }),
      { numRuns: 60 },
    );
    expect(owing).toBeGreaterThan(100);
    expect(paid).toBeGreaterThan(100);
  });

  test('the explorer says what the definition says', () => {
    let violated = 0;
    let compared = 0;
    fc.assert(
      fc.property(protocol({ clients: true, failures: false }), (text) => {
        const system = systemOf(text);
        const context = contextOf(system);
        const questions = [{ kind: 'liveness', name: 'available', property: available }] as const;
        const graph = wholeGraph(system, context, questions, 400);
        fc.pre(graph !== undefined);
        const [expected] = bruteForce(graph ?? [], context, questions);
        const [answer] = explore(system, context, questions).answers;
        expect(answer?.kind).toBe(expected?.kind);
        compared++;
        if (expected?.kind === 'violated') violated++;
      }),
      { numRuns: 25 },
    );
    expect(violated).toBeGreaterThan(1);
    expect(compared - violated).toBeGreaterThan(1);
  }, 60_000);
});
