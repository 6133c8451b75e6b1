/** Monitors and checkers say the same of every beginning of every run. */
import { describe, expect, it } from 'vitest';
import { programOf } from '../../check/testing/program.ts';
import { check } from '../../check.ts';
import { contextOf } from '../../explorer/testing/context.ts';
import { simulate } from '../../simulator/simulate.ts';
import { systemOf } from '../../testing/system.ts';
import { buildTrace } from '../../trace/build.ts';
import { propertiesNamed } from '../registry.ts';

/** A store that forgets, answers late, or answers with what it held before. */
const file = (items: string) => `
  role Store {
    var held: Map<String, Value> = {}
    var before: Map<String, Value> = {}
    on write(key, value) {
      before = held
      if (choose 1..4) > 1 { held[key] = value }
      reply
    }
    on read(key) {
      let luck = choose 1..9
      if luck > 7 { return }
      if luck > 2 { reply held.get(key) } else { reply before.get(key) }
    }
    on scan(prefix) { if (choose 1..3) > 1 { reply held } else { reply before } }
    on cas(key, old, new) {
      if held.get(key) == old { held[key] = new; reply true } else { reply false }
    }
  }
  scenario "s" {
    node s = Store
    network { delay 1ms..9ms }
    ${items}
    simulate
    check linearizable as CasRegister
  }`;
const clients = {
  mixed: `client a timeout 12ms { write("x", 1) at s; let u = read("x") at s; let v = cas("x", 1, 2) at s; let w = read("x") at s }
    client b timeout 12ms { let u = read("x") at s; let v = read("x") at s; write("x", 3) at s; let w = read("x") at s }`,
  plain: `client a timeout 12ms { write("x", 1) at s; write("x", 2) at s; let w = read("x") at s }
    client b { let u = read("x") at s; let v = read("x") at s; let w = read("x") at s; let y = read("y") at s }
    client c timeout 15ms { let v = read("x") at s; write("x", 4) at s; let w = read("x") at s }
    client d { let u = read("x") at s; let v = read("x") at s; let w = read("x") at s }`,
  scans: `client a timeout 15ms { write("x", 1) at s; write("y", 2) at s; write("x", 3) at s }
    client b { let u = scan("") at s; let v = scan("") at s }
    client c timeout 15ms { write("z", 4) at s; let w = read("x") at s }`,
};
const names = ['sequential', 'causal', 'readYourWrites', 'monotonicReads', 'monotonicWrites', 'writesFollowReads'] as const;

describe('monitors', () => {
  it.each<readonly [name: string, items: string]>([
    ['linearizable', clients.mixed],
    ['linearizable', clients.plain],
    ['sequential', clients.mixed],
    ...names.map((name) => [name, clients.plain] as const),
    ['consistentPrefix', clients.scans],
  ])('of %s agree with its checker', (name, items) => {
    const system = systemOf(file(items));
    const { program } = system;
    const context = contextOf(system);
    const spec = program.roles.findIndex((role) => role.name === 'CasRegister');
    const [property] = propertiesNamed(name, { spec, on: [] });
    if (property?.kind !== 'safety') throw new Error(`${name} is no safety property`);
    const monitor = property.monitor(context);
    let violated = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const run = simulate(system, seed);
      let state: unknown = monitor.initial;
      for (const [index, step] of run.steps.entries()) {
        for (const happening of step.happenings) {
          if (state !== 'violated' && monitor.reads(happening)) state = monitor.next(state as number, happening);
        }
        if (!step.happenings.some(({ kind }) => kind === 'return')) continue;
        const steps = run.steps.slice(0, index + 1);
        const trace = buildTrace({
          program,
          run: system.run,
          scenario: 's',
          mode: { kind: 'simulation', seed },
          initial: run.initial,
          steps,
        });
        const finding = property.check(trace, false, context);
        expect(state === 'violated', `seed ${seed}, step ${index}: ${finding?.message}`).toBe(finding !== undefined);
        if (finding === undefined) continue;
        violated++;
        const shown = trace.events[finding.event ?? -1]?.step;
        if (name === 'linearizable') expect(shown).toBe(index);
        else expect(shown).toBeLessThanOrEqual(index);
        break;
      }
    }
    expect(violated).toBeGreaterThan(0);
    expect(violated).toBeLessThan(200);
  });

  it('decide explorations', () => {
    const text = (claim: string, reply: string) => `
      role Store { var held: Map<String, Value> = {}
        var old: Value = none
        on write(key, value) { old = held.get(key); held[key] = value; reply }
        on read(key) { ${reply} } }
      scenario "s" { node s = Store
        client a { write("x", 1) at s; write("x", 2) at s }
        client b { let u = read("x") at s; let v = read("x") at s }
        explore
        ${claim} }`;
    const claims = (reply: string, ...named: readonly string[]) =>
      named.map((claim) => check(programOf(text(claim, reply)))[0]?.claims[0]?.verdict.kind);
    const all = ['linearizable', 'sequential', 'causal', 'monotonicReads'].map((name) => `check ${name}`);
    expect(claims('reply held.get(key)', ...all)).toEqual(['holds', 'holds', 'holds', 'holds']);
    expect(claims('reply old', ...all)).toEqual(['violated', 'holds', 'holds', 'holds']);
    expect(claims('if (choose 1..2) == 1 { reply old } else { reply held.get(key) }', ...all)).toEqual(Array(4).fill('violated'));
  });
});
