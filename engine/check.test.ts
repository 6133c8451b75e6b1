import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programOf, textAt } from './check/testing/program.ts';
import { commitScenario, duel, paxos, twoPhaseCommit } from './check/testing/protocols.ts';
import { type CheckOptions, check, scenarioTrace } from './check.ts';
import type { Progress, RunReport, Verdict, Violation } from './report.ts';
import { parseTrace } from './trace/json/parse.ts';
import { printTrace } from './trace/json/print.ts';

function only(text: string, options: CheckOptions = {}): RunReport {
  const [report, ...more] = check(programOf(text), options);
  if (report === undefined || more.length > 0) throw new Error('one run is expected');
  return report;
}
function violationOf(verdict: Verdict | undefined): Violation {
  if (verdict?.kind !== 'violated') throw new Error(`a violation is expected, not ${JSON.stringify(verdict)}`);
  return verdict.violation;
}
const verdicts = (report: RunReport) => report.claims.map(({ text, verdict }) => [text, verdict.kind]);
const stepsOf = (report: RunReport, violation: Violation) => report.traces[violation.trace]?.steps.map(({ text }) => text);

describe('two-phase commit', () => {
  it('keeps atomic commit when everyone is willing', () => {
    const [report] = check(programOf(twoPhaseCommit));
    expect(report).toMatchObject({ scenario: 'everyone is willing', mode: 'explore', outcome: 'passed' });
    expect(report?.claims[0]?.parts.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
      ['atomicity', 'holds'],
      ['commitValidity', 'holds'],
      ['stability', 'holds'],
      ['nonBlocking', 'holds'],
    ]);
    expect(report?.statistics.states).toBeGreaterThan(20);
    expect(report?.statistics.limit).toBeUndefined();
    expect(report?.traces).toHaveLength(1);
    expect(report?.traces[0]?.violation).toBeUndefined();
  });

  it('blocks when the coordinator dies before it tells anyone', () => {
    const report = check(programOf(twoPhaseCommit))[1];
    expect(report).toMatchObject({ outcome: 'passed' });
    expect(report?.claims.map(({ text, verdict, asExpected }) => [text, verdict.kind, asExpected])).toEqual([
      ['atomicity', 'holds', true],
      ['nonBlocking', 'violated', true],
    ]);
    if (report === undefined) return;
    const violation = violationOf(report.claims[1]?.verdict);
    expect(textAt(twoPhaseCommit, violation.place)).toBe('vote(tx, willing)');
    expect(violation.message).toMatch(
      /^p[12] voted yes on t1 and can neither commit nor abort: it waits for Decision from c, which has been down since step \d+$/,
    );
    expect(violation.related.map(({ message }) => message)).toContain('c crashes');
    expect(stepsOf(report, violation)?.some((text) => /is lost: c crashes as it arrives$/.test(text))).toBe(true);
    // The wait is hopeless from the last step on, and the vote is where it began.
    expect(violation.step).toBe((stepsOf(report, violation)?.length ?? 0) - 1);
  });

  it('breaks atomicity when a participant in doubt aborts on its own', () => {
    const text = commitScenario('scenario "impatience" {$nodes\n  explore\n  check atomicCommit\n}', { impatient: true });
    const report = only(text);
    expect(report.outcome).toBe('failed');
    const violation = violationOf(report.claims[0]?.verdict);
    expect(violation.property).toBe('atomicity');
    expect(['commit(tx)', 'abort(tx)']).toContain(textAt(text, violation.place));
    expect(violation.message).toMatch(/^p[12] (aborts t1, but p[12] committed|commits t1, but p[12] aborted) it at step \d+$/);
    const trace = report.traces[violation.trace];
    expect(trace?.violation?.step).toBe(violation.step);
    expect(violation.step).toBe((trace?.steps.length ?? 0) - 1);
    expect(violation.related.map(({ step }) => step)).toEqual([...violation.related.map(({ step }) => step)].sort((a, b) => a - b));
    expect(violation.related.some(({ message }) => /^p[12]: (commit|abort)\("t1"\)$/.test(message))).toBe(true);
    // What is shown is a trace like any other.
    if (trace !== undefined) expect(parseTrace(printTrace(trace))).toEqual(trace);
  });

  it('says so when nobody will ever send what is waited for', () => {
    const report = only(`
message Go
role Voter { on start { vote("t", true) } on Go { commit("t") } }
scenario "alone" { node v = Voter explore expect violation of nonBlocking }`);
    expect(violationOf(report.claims[0]?.verdict).message).toBe(
      'v voted yes on t and can neither commit nor abort: it waits for Go, which no other node sends',
    );
  });

  it('shows who else waits in vain, where that begins at another statement', () => {
    const text = `
message Go
role Voter { on start { vote("t", true) } on Go { commit("t") } }
role Elector { on start { vote("t", true) } on Go { commit("t") } }
scenario "alone" { node v, w = Voter node e = Elector explore expect violation of nonBlocking }`;
    const verdict = only(text).claims[0]?.verdict;
    if (verdict?.kind !== 'violated') throw new Error('a violation is expected');
    expect([verdict.violation, ...(verdict.others ?? [])].map(({ message, place }) => [message.slice(0, 1), place.start])).toEqual([
      ['v', text.indexOf('vote(')],
      ['e', text.lastIndexOf('vote(')],
    ]);
  });

  it('says what of the file no run came by', () => {
    const [report] = check(programOf(twoPhaseCommit));
    const unreached = report?.coverage.unreached.map(({ kind, place, text }) => [
      kind,
      kind === 'statement' ? textAt(twoPhaseCommit, place) : text,
    ]);
    expect(unreached).toEqual([
      ['handler', 'Coordinator: on Vote'],
      ['handler', 'Coordinator: on recover'],
      ['statement', 'finish(tx, aborted)'],
      ['statement', 'return'],
    ]);
    expect(check(programOf(twoPhaseCommit))[1]?.coverage.unreached.map(({ kind }) => kind)).not.toContain('rule');
  });
});

describe('Paxos', () => {
  it('agrees, and loses agreement with the promise', () => {
    const text = paxos(`
scenario "kept" {${duel(true)}
  explore
  check agreement
  check validity
  check integrity
}
scenario "broken" {${duel(false)}
  explore
  check validity
  expect violation of agreement
}`);
    const [kept, broken] = check(programOf(text));
    expect(kept?.outcome).toBe('passed');
    expect(broken?.outcome).toBe('passed');
    if (broken === undefined) return;
    const violation = violationOf(broken.claims[1]?.verdict);
    expect(textAt(text, violation.place)).toBe('decide(value)');
    expect(violation.message).toMatch(/^p[12] decides "(red|blue)", but p[12] decided "(red|blue)" at step \d+$/);
    expect(violation.related.map(({ message }) => message)).toContain('p1: propose("red")');
  });

  it('need not terminate', () => {
    const report = only(paxos(`scenario "duel" {${duel(true)}\n  explore\n  expect violation of consensus\n}`));
    expect(report.outcome).toBe('passed');
    expect(report.claims[0]?.parts.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
      ['agreement', 'holds'],
      ['validity', 'holds'],
      ['integrity', 'holds'],
      ['termination', 'violated'],
    ]);
    expect(violationOf(report.claims[0]?.verdict).message).toMatch(/^p1 never decides: nothing is left to happen$/);
  });
});

describe('the other families', () => {
  const broadcast = (crash: string, claims: string) => `
message Note(text: String)
role Member(members: Set<Member>, says: String?) {
  on start {
    if says != none { broadcast(says); send Note(says) to members }
  }
  on Note(text) { deliver(text) }
}
scenario "best effort" {
  node a = Member(members: {a, b, c}, says: "x")
  node b = Member(members: {a, b, c}, says: "y")
  node c = Member(members: {a, b, c}, says: none)
  ${crash}
  explore
  ${claims}
}`;

  it('tell a best-effort broadcast from a reliable and an ordered one', () => {
    const report = only(
      broadcast('', 'check reliableDelivery; check noDuplication; check noCreation; check fifoOrder; expect violation of totalOrder'),
    );
    expect(report.outcome).toBe('passed');
    expect(violationOf(report.claims[4]?.verdict).message).toMatch(
      /^[abc] delivers "[xy]" after "[xy]" \(step \d+\), but [abc] delivered "[xy]" \(step \d+\) before "[xy]" \(step \d+\)$/,
    );
    const crashing = only(
      broadcast('up to 1 crash of a', 'check noCreation; expect violation of totalOrderBroadcast; expect violation of reliableDelivery'),
    );
    expect(crashing.outcome).toBe('passed');
    const missed = violationOf(crashing.claims[2]?.verdict);
    expect(missed.message).toMatch(/^[bc] never delivers "x", which [abc] delivered at step \d+: nothing is left to happen$/);
    expect(textAt(broadcast('up to 1 crash of a', ''), missed.place)).toBe('deliver(text)');
  });

  it('find the lease that two nodes hold', () => {
    const text = `
message Grant(token: Int)
role Service(workers: List<Worker>) {
  var next: Int = 0
  on start { grant() }
  on timeout lease { if next < workers.size { grant() } }
  func grant() {
    send Grant(next + 1) to workers[next]
    next += 1
    after 10ms timeout lease
  }
}
role Worker(store: Store) {
  on Grant(token) { acquire("lease", token); send Grant(token) to store }
}
role Store {
  on Grant(token) { access("file", token) }
}
scenario "a lease runs out" {
  node s = Service(workers: [w1, w2])
  node w1, w2 = Worker(store: d)
  node d = Store
  explore
  expect violation of mutualExclusion
  expect violation of fencing
  check singleLeader
}`;
    const report = only(text);
    expect(report.outcome).toBe('passed');
    expect(violationOf(report.claims[0]?.verdict).message).toMatch(/^w[12] acquires the lock lease, but w[12] has held it since step \d+$/);
    expect(violationOf(report.claims[1]?.verdict).message).toMatch(/^d accesses file with token 1, but token 2 was accepted at step \d+$/);
  });
});

describe('runs that go round for ever', () => {
  const text = `
message Token
role Process(next: Node, first: Bool) {
  on start { if first { send Token to next } }
  on Token { send Token to next }
  func never() { decide(1) }
}
scenario "ring" {
  node a = Process(next: b, first: true)
  node b = Process(next: a, first: false)
  explore
  expect violation of termination
  eventually over: not up(a)
  always possible over2: not up(a)
}`;

  it('violate termination and `eventually`, with the cycle marked', () => {
    const report = only(text);
    expect(verdicts(report).map(([, kind]) => kind)).toEqual(['violated', 'violated', 'violated']);
    const termination = violationOf(report.claims[0]?.verdict);
    const trace = report.traces[termination.trace];
    expect(trace?.cycleFrom).toBe(2);
    expect(termination.message).toBe('a never decides: steps 3 to 4 can repeat for ever');
    expect(violationOf(report.claims[1]?.verdict).message).toMatch(
      /^over never comes true, and the run can go round from step 3 for ever: /,
    );
    expect(violationOf(report.claims[2]?.verdict).message).toMatch(/^over2 cannot come true any more/);
    for (const each of report.traces) expect(parseTrace(printTrace(each))).toEqual(each);
  });
});

describe('conditions', () => {
  it('are explained by the clause that failed, on the step that broke them', () => {
    const text = commitScenario(`scenario "s" {$nodes
  explore
  invariant nobodyCommits: all p in nodes(Participant): p.outcome != committed
  possible bothCommit: all p in nodes(Participant): p.outcome == committed
  possible theyDiffer: p1.outcome == committed and p2.outcome == aborted
  eventually done: all p in nodes(Participant): p.outcome != none
  always possible progress: c.decision != none
}`);
    const report = only(text);
    expect(verdicts(report).map(([, kind]) => kind)).toEqual(['violated', 'holds', 'violated', 'holds', 'holds']);
    const violation = violationOf(report.claims[0]?.verdict);
    expect(violation.property).toBe('nobodyCommits');
    expect(violation.message).toMatch(
      /^nobodyCommits does not hold after "p[12] receives Decision\("t1", committed\) from c": .*p[12]\.outcome/,
    );
    expect(textAt(text, violation.place)).toBe('on Decision(tx, decided)');
    expect(violationOf(report.claims[2]?.verdict).message).toBe('theyDiffer holds in no reachable state');
  });

  it('are looked at in simulated runs too', () => {
    const report = only(
      commitScenario(`scenario "s" {$nodes
  simulate 20 seeds
  invariant nobodyCommits: all p in nodes(Participant): p.outcome != committed
  possible bothCommit: all p in nodes(Participant): p.outcome == committed
  possible theyDiffer: p1.outcome == committed and p2.outcome == aborted
  eventually done: all p in nodes(Participant): p.outcome != none
}`),
    );
    expect(verdicts(report).map(([, kind]) => kind)).toEqual(['violated', 'holds', 'undecided', 'holds']);
    expect(report.claims[3]?.verdict).toEqual({ kind: 'holds', basis: 'no violation in 20 simulated runs' });
    expect(report.outcome).toBe('failed');
  });
});

describe('simulation', () => {
  const text = commitScenario(
    `scenario "impatience" {$nodes
  network { delay 1ms..10ms loss 10% }
  simulate 200 seeds
  check atomicity
}`,
    { impatient: true },
  );

  it('keeps the first run that violates a claim, up to the violation', () => {
    const report = only(text);
    expect(report.outcome).toBe('failed');
    const violation = violationOf(report.claims[0]?.verdict);
    const trace = report.traces[violation.trace];
    expect(trace?.mode.kind).toBe('simulation');
    expect(trace?.steps.length).toBe(violation.step + 1);
    // Claims are settled, so the other seeds are not run.
    expect(report.statistics.seeds).toBe(trace?.mode.kind === 'simulation' ? trace.mode.seed : 0);
  });

  it('gives the same trace for the same seed, byte for byte', () => {
    const program = programOf(text);
    const [a, b] = [scenarioTrace(program, 'impatience', 7), scenarioTrace(programOf(text), 'impatience', 7)];
    expect(printTrace(a)).toBe(printTrace(b));
    expect(parseTrace(printTrace(a))).toEqual(a);
    const others = [8, 9, 10].map((seed) => printTrace(scenarioTrace(program, 'impatience', seed)));
    expect(new Set([printTrace(a), ...others]).size).toBeGreaterThan(1);
  });

  it('begins with the seed that it is told', () => {
    const told = only(text.replace('200 seeds', 'seed 3'), { seed: 11 });
    expect(told.traces[0]?.mode).toEqual({ kind: 'simulation', seed: 11 });
    expect(only(text.replace('200 seeds', 'seed 3')).traces[0]?.mode).toEqual({ kind: 'simulation', seed: 3 });
  });

  it('finds who waits for a decision that was lost', () => {
    const report = only(
      commitScenario('scenario "s" {$nodes\n  network { loss 20% }\n  simulate 100 seeds\n  check atomicity\n  check nonBlocking\n}'),
    );
    expect(verdicts(report)).toEqual([
      ['atomicity', 'holds'],
      ['nonBlocking', 'violated'],
    ]);
    const violation = violationOf(report.claims[1]?.verdict);
    expect(violation.message).toMatch(/^p[12] voted yes on t1 and can neither commit nor abort: it waits for Decision from c/);
    expect(violation.related.map(({ message }) => message).join()).toContain('is lost in the network');
  });

  it('finds no violation that an exploration does not find', () => {
    const faults = [
      'up to 1 crash of c',
      'up to 1 crash with recovery of Participant',
      'up to 1 lose Decision',
      'up to 1 duplicate',
      'up to 1 partition',
      'volatile Participant.prepared',
    ];
    fc.assert(
      fc.property(fc.subarray(faults, { maxLength: 2 }), fc.boolean(), (chosen, impatient) => {
        const claims = ['atomicity', 'stability', 'commitValidity', 'nonBlocking'].map((name) => `check ${name}`);
        const scenario = (mode: string) =>
          only(commitScenario(`scenario "s" {$nodes\n${[...chosen, mode, ...claims].join('\n')}\n}`, { impatient }));
        const simulated = scenario('simulate 40 seeds');
        const explored = scenario('explore');
        expect(explored.statistics.limit).toBeUndefined();
        for (const [index, claim] of simulated.claims.entries()) {
          if (claim.verdict.kind === 'violated')
            expect(explored.claims[index]?.verdict.kind, claim.verdict.violation.message).toBe('violated');
        }
        for (const trace of [...simulated.traces, ...explored.traces]) expect(parseTrace(printTrace(trace))).toEqual(trace);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('leaves what a cut run cannot tell undecided', () => {
    const endless = `
message Ping
role Pinger(other: Node) {
  on start { send Ping to other }
  on Ping from p { send Ping to p }
  func never() { decide(1) }
}
scenario "for ever" {
  node a = Pinger(other: b)
  node b = Pinger(other: a)
  check termination
  check agreement
}`;
    const report = only(endless);
    expect(report.claims[0]?.verdict).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('the run was cut off: ') });
    expect(report.claims[1]?.verdict).toEqual({ kind: 'holds', basis: 'no violation in 1 simulated run, 1 run of them cut off' });
    expect(report.outcome).toBe('undecided');
  });
});

describe('failures at run time', () => {
  const failing = (mode: string) => `
message Number(value: Int)
role Divider {
  on Number(value) { assert 10 / value > 1, "too small" }
}
role Source(to: Node) {
  on start { send Number(20) to to; send Number(0) to to }
}
scenario "division" {
  node d = Divider
  node s = Source(to: d)
  ${mode}
  check agreement
}`;

  it('are violations whatever is claimed: each of them in an exploration', () => {
    const text = failing('explore');
    const report = only(text);
    expect(report.outcome).toBe('failed');
    expect(report.failures.map(({ property }) => property).sort()).toEqual(['assertion', 'error']);
    const assertion = report.failures.find(({ property }) => property === 'assertion');
    expect(assertion?.message).toContain('too small');
    expect(textAt(text, report.failures.find(({ property }) => property === 'error')?.place ?? { file: '', start: 0, end: 0 })).toContain(
      '10 / value',
    );
    // The runs end where they fail: what would have come after, nobody knows.
    expect(report.claims[0]?.verdict.kind).toBe('undecided');
    for (const failure of report.failures) {
      expect(report.traces[failure.trace]?.violation?.step).toBe(failure.step);
      expect(failure.related.map(({ message }) => message).join()).toMatch(/d receives Number/);
    }
  });

  it('end a simulated run, which then proves nothing', () => {
    const report = only(failing('simulate'));
    expect(report.failures).toHaveLength(1);
    expect(report.claims[0]?.verdict.kind).toBe('undecided');
    expect(report.outcome).toBe('failed');
  });
});

describe('a check', () => {
  it('streams progress and reports, and runs one scenario where asked', () => {
    const progress: Progress[] = [];
    const reports: RunReport[] = [];
    const all = check(programOf(twoPhaseCommit), { onProgress: (p) => progress.push(p), onReport: (r) => reports.push(r) });
    expect(reports).toEqual(all);
    expect(progress.map(({ done, total }) => `${done}/${total}`)).toContain('1/2');
    expect(check(programOf(twoPhaseCommit), { scenario: 'everyone is willing' }).map(({ scenario }) => scenario)).toEqual([
      'everyone is willing',
    ]);
  });

  it('gives the same reports again', () => {
    const timeless = (reports: readonly RunReport[]) =>
      reports.map((report) => ({ ...report, statistics: { ...report.statistics, elapsedMs: 0 } }));
    expect(timeless(check(programOf(twoPhaseCommit)))).toEqual(timeless(check(programOf(twoPhaseCommit))));
  });

  it('stops when cancelled, and calls nothing a proof', () => {
    expect(check(programOf(twoPhaseCommit), { isCancelled: () => true })).toEqual([]);
    const texts = [
      paxos(`scenario "large" {${duel(true)}\n  explore\n  check agreement\n}`).replace('a[1..2]', 'a[1..4]'),
      commitScenario('scenario "many" {$nodes\n  simulate 1000 seeds\n  check atomicity\n}'),
    ];
    for (const text of texts) {
      let polls = 0;
      const report = only(text, { isCancelled: () => polls++ > 1 });
      expect(report.outcome).toBe('undecided');
      expect(report.claims[0]?.verdict).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('cancelled') });
      expect(report.statistics.limit).toContain('cancelled');
    }
  });

  it('calls a search that was cut undecided', () => {
    const [report] = check(programOf(twoPhaseCommit), { limits: { maxStates: 5 } });
    expect(report?.outcome).toBe('undecided');
    expect(report?.statistics.limit).toMatch(/states/);
  });

  it('ends an exploration that has failed and answered every claim, after some more states, and no other', () => {
    const counting = (claims: string) => `
role Counter {
  var count: Int = 0
  on start { after 1ms timeout tick }
  on timeout tick {
    count += 1
    after 1ms timeout tick
  }
}
scenario "counting" {
  node a, b = Counter
  explore
  ${claims}
}`;
    const limits = { maxStates: 15_000 };
    const checked = (claims: string) => only(counting(claims), { limits });
    const failed = checked('invariant small: a.count < 4\n  possible four: b.count == 4');
    expect(failed.outcome).toBe('failed');
    expect(failed.claims.map(({ verdict }) => verdict.kind)).toEqual(['violated', 'holds']);
    expect(failed.statistics.limit).toMatch(/^every claim was answered: 10,\d\d\d states, depth \d+$/);
    const expected = checked('invariant small: a.count < 4\n  expect violation of small');
    expect(expected.outcome).toBe('passed');
    const open = checked('invariant small: a.count < 4\n  invariant fine: a.count >= 0');
    expect(open.outcome).toBe('failed');
    for (const { statistics } of [expected, open]) expect(statistics.limit).toMatch(/^15,000 states/);
  });

  it('proves nothing by a lossy exploration, and shows what it finds', () => {
    const text = (claim: string) => commitScenario(`scenario "lossy" {$nodes\n  explore\n  ${claim}\n}`, { impatient: true });
    for (const lossy of ['fingerprint', 'bitstate'] as const) {
      const options = { exploring: { lossy }, limits: { maxBytes: 2 ** 26 } };
      const violated = only(text('check atomicity'), options);
      expect(violated.claims[0]?.verdict).toEqual(only(text('check atomicity')).claims[0]?.verdict);
      const open = only(text('invariant fine: true'), options);
      expect(open.outcome).toBe('undecided');
      expect(open.claims[0]?.verdict).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('lossy') });
    }
  });
});

describe('several violations of one claim', () => {
  const text = commitScenario('scenario "impatience" {$nodes\n  explore\n  check atomicity\n}', { impatient: true });

  it('are shown at each statement that breaks it, also where both orders of a contradiction lead to the same state', () => {
    const report = only(text);
    const verdict = report.claims[0]?.verdict;
    if (verdict?.kind !== 'violated') throw new Error('a violation is expected');
    const all = [verdict.violation, ...(verdict.others ?? [])];
    expect(all.map(({ place }) => textAt(text, place)).sort()).toEqual(['abort(tx)', 'commit(tx)']);
    for (const violation of all) {
      const trace = report.traces[violation.trace];
      expect(trace?.violation).toMatchObject({ message: violation.message, step: violation.step });
      expect(violation.step).toBe((trace?.steps.length ?? 0) - 1);
      // What is shown is explained: some step matters, and the last one does.
      expect(trace?.steps.at(-1)?.relevant).toBe(true);
    }
  });

  it('grey what plays no part in them', () => {
    const noisy = text.replace(
      'scenario "impatience" {',
      'message Noise\nrole Loud(to: Loud) { on start { send Noise to to } }\nscenario "impatience" {\n  node l = Loud(to: l)',
    );
    const report = only(noisy);
    const violation = violationOf(report.claims[0]?.verdict);
    const steps = report.traces[violation.trace]?.steps ?? [];
    expect(steps.filter(({ text: step }) => step.startsWith('l ')).map(({ relevant }) => relevant)).toEqual([false]);
  });
});
