import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../../grammar/check.ts';
import { check } from '../../check.ts';
import { propertyContext } from '../../checkers/roster.ts';
import { simulate } from '../../simulator/simulate.ts';
import { protocol } from '../../testing/protocols.ts';
import { systemOf } from '../../testing/system.ts';
import { judge } from '../judge.ts';
import { judged } from '../judged.ts';
import { subjectsOf } from '../subjects.ts';
import type { RunTask } from '../task.ts';
import { programOf, textAt } from '../testing/program.ts';
import { commitScenario } from '../testing/protocols.ts';
import { TraceShelf } from '../violations.ts';
import { retake } from './retake.ts';
import { shrink, violationOf } from './shrink.ts';

const claims = [
  'invariant small: a.x < 2',
  'invariant notBoth: not (a.y and b.y)',
  'check atomicity',
  'check agreement',
  'eventually calm: b.x == 2',
];
const seeds = fc.integer({ min: 1, max: 30 });

function taskFor(text: string): RunTask {
  const system = systemOf(text);
  return {
    system,
    context: propertyContext(system.program, system.run, system.machine.values),
    scenario: 'random',
    ...subjectsOf(system.program, system.run),
    shelf: new TraceShelf(),
    limits: {},
    exploring: {},
    threadHost: undefined,
    isCancelled: () => false,
    onProgress: () => {},
  };
}

describe('taking a run again', () => {
  it('gives the run itself where all steps are taken', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(protocol({ timed: true }), seeds, (text, seed) => {
        const system = systemOf(text);
        const run = judged(simulate(system, seed, { maxSteps: 300 }));
        const again = retake(system, run, run.steps.keys());
        expect(again.taken).toEqual([...run.steps.keys()]);
        expect(again.run.steps.map(({ happenings }) => happenings)).toEqual(run.steps.map(({ happenings }) => happenings));
      }),
      { numRuns: 150 },
    );
  });

  it('passes over what is not possible, whatever is left out', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.boolean().chain((clients) => protocol({ timed: true, clients })),
        seeds,
        fc.infiniteStream(fc.boolean()),
        (text, seed, kept) => {
          const system = systemOf(text);
          const run = judged(simulate(system, seed, { maxSteps: 300 }));
          const again = retake(
            system,
            run,
            [...run.steps.keys()].filter(() => kept.next().value),
          );
          expect(again.run.steps.length).toBeLessThanOrEqual(run.steps.length);
          expect(again.run.times).toEqual(again.taken.map((index) => run.times?.[index]));
          // What it gives can itself be taken again; but what a script chose when it woke up is in no step of a run.
          if (system.run.clients.length > 0) return;
          expect(retake(system, again.run, again.run.steps.keys()).run.steps.map((step) => step.happenings)).toEqual(
            again.run.steps.map((step) => step.happenings),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a shrunk run', () => {
  it('violates the same, is no longer, and needs each of its faults', { timeout: 120_000 }, () => {
    let violated = 0;
    let smaller = 0;
    let calmer = 0;
    fc.assert(
      fc.property(protocol({ timed: true, claims, failures: false }), seeds, (text, seed) => {
        const task = taskFor(text);
        const simulated = simulate(task.system, seed, { maxSteps: 300 });
        for (const subject of task.subjects) {
          const before = judge(task, subject, judged(simulated));
          if (before.kind !== 'violated') continue;
          violated++;
          const { run, leftOut } = shrink(task, simulated, violationOf(task, subject, judged(simulated)));
          const after = judge(task, subject, run);
          expect(after).toMatchObject({ kind: 'violated', violation: { property: before.violation.property } });
          if (after.kind !== 'violated') continue;
          if (subject.kind === 'safety' || subject.kind === 'invariant') {
            expect(after.violation.place).toEqual(before.violation.place);
            expect(run.steps.length).toBe(after.violation.step + 1);
            if (leftOut.faults === 0) expect(after.violation.step).toBeLessThanOrEqual(before.violation.step);
            // Every step of it can be taken: it is a run of the protocol.
            expect(retake(task.system, run, run.steps.keys()).taken).toHaveLength(run.steps.length);
          }
          if (leftOut.steps > 0) smaller++;
          if (leftOut.faults > 0) calmer++;
        }
      }),
      { numRuns: 400 },
    );
    expect(violated).toBeGreaterThan(50);
    expect(smaller).toBeGreaterThan(20);
    expect(calmer).toBeGreaterThan(5);
  });

  const chatty = commitScenario(
    `message Noise(n: Int)
role Chatterer(other: Node) {
  on start { send Noise(20) to other }
  on Noise(n) from p when n > 0 { send Noise(n - 1) to p }
}
scenario "impatience" {$nodes
  node x = Chatterer(other: y)
  node y = Chatterer(other: x)
  network { delay 1ms..10ms loss 10% duplicate 30% }
  up to 2 crash with recovery of Chatterer
  simulate 200 seeds
  check atomicity
}`,
    { impatient: true },
  );

  it('has neither the noise nor the faults in it that play no part', () => {
    const program = programOf(chatty);
    const [report] = check(program);
    const verdict = report?.claims[0]?.verdict;
    if (report === undefined || verdict?.kind !== 'violated') throw new Error('a violation is expected');
    const { violation } = verdict;
    expect(violation.leftOut?.steps).toBeGreaterThan(10);
    expect(violation.leftOut?.faults).toBeGreaterThan(0);
    expect(textAt(chatty, violation.place)).toMatch(/^(commit|abort)\(tx\)$/);
    const texts = report.traces[violation.trace]?.steps.map(({ text }) => text) ?? [];
    expect(texts.filter((text) => text.includes('Noise'))).toEqual([]);
    expect(texts.filter((text) => text.includes('crash'))).toEqual([]);
    expect(check(program)[0]?.claims).toEqual(report.claims);
  });

  it('keeps what a schedule has said, and goes on from there', () => {
    const text = chatty.replace(/ {2}simulate 200 seeds/, '  schedule { deliver Noise to y\n then simulate 200 seeds }');
    expect(
      checkProgram('file:///a', { read: () => text, resolve: () => undefined }).problems.filter((p) => p.severity === 'error'),
    ).toEqual([]);
    const [report] = check(programOf(text));
    const verdict = report?.claims[0]?.verdict;
    if (report === undefined || verdict?.kind !== 'violated') throw new Error('a violation is expected');
    const texts = report.traces[verdict.violation.trace]?.steps.map((step) => step.text) ?? [];
    expect(texts.filter((one) => one.includes('receives Noise'))).toHaveLength(1);
    expect(verdict.violation.leftOut?.steps).toBeGreaterThan(10);
  });
});
