import { describe, expect, it } from 'vitest';
import { programOf } from '../../check/testing/program.ts';
import { check } from '../../check.ts';
import { contextOf } from '../../explorer/testing/context.ts';
import { simulate } from '../../simulator/simulate.ts';
import { systemOf } from '../../testing/system.ts';
import { buildTrace } from '../../trace/build.ts';
import type { Trace, TraceEvent, TraceValue } from '../../trace/model.ts';
import { noTransactionDeadlock } from './no-transaction-deadlock.ts';

/** A store that answers, rolls back, answers later or never, as it likes. */
const whimsical = (other: string) => `
  role Store {
    var kept: List<Request> = []
    on start { after 9ms timeout answer }
    on recover { after 9ms timeout answer }
    on timeout answer {
      if not kept.empty {
        reply to kept.first
        kept = kept.slice(1, kept.size)
      }
      after 60ms..90ms timeout answer
    }
    var fresh: Set<Transaction> = {}
    on begin in tx {
      fresh += tx
      reply
    }
    on write(key, value) as request in tx {
      let luck = choose 1..9
      let isFirst = tx in fresh
      fresh -= tx
      if luck == 1 { reply aborted to request }
      else if luck < 7 and not isFirst { kept += request }
      else { reply to request }
    }
    on scan(prefix) as request in tx { if (choose 1..3) == 1 { kept += request } else { reply {} to request } }
    on commit as request in tx { if (choose 1..3) == 1 { kept += request } else { reply to request } }
  }
  scenario "s" {
    node s, t = Store
    network { delay 1ms..2ms }
    client a timeout 300ms { repeat 3 { transaction at s { write("x", 1); write("y", 2); write("xy", 3) } } }
    client b timeout 300ms { repeat 3 { transaction at s { write("y", 4); write("z", 4); let all = scan("x") } } }
    client c { repeat 3 { transaction at ${other} { write("z", 4); write("xz", 1); let all = scan("x") } } }
    up to 1 crash with recovery
    simulate
    check noDeadlock
  }`;

type Invocation = Extract<TraceEvent, { operation: number }>;

/** Whether at the end of these events a's transaction waits for b's. */
function waits(trace: Trace, a: number, b: number): boolean {
  const { events } = trace;
  const isOpen = (begin: number): boolean => {
    const { line } = events[begin] as Invocation;
    const later = events.slice(begin + 1);
    if (later.some((event) => event.line === line && (event.kind === 'giveUp' || (event.kind === 'invoke' && event.name === 'begin'))))
      return false;
    return !asked(begin).some((invocation) =>
      later.some(
        (event) =>
          event.kind === 'reply' &&
          event.operation === invocation.operation &&
          (['commit', 'abort'].includes(event.name) || JSON.stringify(event.result)?.includes('aborted')),
      ),
    );
  };
  const asked = (begin: number): readonly Invocation[] =>
    events.slice(begin).filter((event): event is Invocation => event.kind === 'invoke' && event.line === events[begin]?.line);
  const openOf = (line: number): readonly Invocation[] => {
    const begin = events.findLastIndex((event) => event.kind === 'invoke' && event.line === line && event.name === 'begin');
    return begin >= 0 && isOpen(begin) ? asked(begin) : [];
  };
  const replied = ({ operation }: Invocation): boolean => events.some((event) => event.kind === 'reply' && event.operation === operation);
  const keptBack = ({ operation }: Invocation): boolean => {
    const at = events.findIndex((event) => event.kind === 'handle' && event.operation === operation && event.ignored !== true);
    return at >= 0 && !events.slice(at).some((event) => event.kind === 'crash' && event.line === events[at]?.line);
  };
  const clash = (one: Invocation, other: Invocation): boolean => {
    const [mine, theirs] = [one.arguments[0], other.arguments[0]].map((key: TraceValue | undefined) =>
      typeof key === 'string' ? key : undefined,
    );
    if (mine === undefined || theirs === undefined || one.node !== other.node) return false;
    return mine === theirs || (one.name === 'scan' && theirs.startsWith(mine)) || (other.name === 'scan' && mine.startsWith(theirs));
  };
  const wanted = openOf(a).filter((one) => !replied(one) && keptBack(one));
  return a !== b && wanted.some((one) => openOf(b).some((other) => replied(other) && clash(one, other)));
}

describe('noDeadlock of transactions', () => {
  it.each(['s', 't'])('is what the definition says, on every beginning of many runs, with transactions at s and %s', (other) => {
    const system = systemOf(whimsical(other));
    const { program, run } = system;
    const context = contextOf(system);
    const lines = noTransactionDeadlock.owers(context);
    const monitor = noTransactionDeadlock.monitor(context);
    const seen = { pairs: 0, rings: 0, free: 0 };
    for (let seed = 1; seed <= 70; seed++) {
      const { initial, steps } = simulate(system, seed, { maxSteps: 60 });
      let state = monitor.initial;
      for (const [index, step] of steps.entries()) {
        for (const happening of step.happenings) {
          const next = monitor.next(state, happening);
          if (next === 'violated') throw new Error('it only follows who waits');
          if (!monitor.reads(happening)) expect(next).toBe(state);
          state = next;
        }
        const trace = buildTrace({
          program,
          run,
          scenario: 's',
          mode: { kind: 'simulation', seed },
          initial,
          steps: steps.slice(0, index + 1),
        });
        const edge = (a = -1, b = -1): boolean => waits(trace, a, b);
        const [a, b, c] = lines;
        const pair = (line: number): boolean => lines.some((other) => edge(line, other) && edge(other, line));
        const ring = (edge(a, b) && edge(b, c) && edge(c, a)) || (edge(a, c) && edge(c, b) && edge(b, a));
        const stuck = lines.filter((line) => ring || pair(line));
        expect(lines.filter((line) => noTransactionDeadlock.owes(context, state, line))).toEqual(stuck);
        const finding = noTransactionDeadlock.check(trace, true, context);
        expect(finding !== undefined, JSON.stringify(finding)).toBe(stuck.length > 0);
        for (const line of stuck) {
          const { event = -1, witnesses } = noTransactionDeadlock.explain(trace, line, context);
          expect(trace.events[event]?.kind).toBe('invoke');
          expect(witnesses.length).toBeGreaterThan(1);
        }
        if (stuck.length === 0) seen.free++;
        else if (ring) seen.rings++;
        else seen.pairs++;
      }
    }
    expect(seen.free).toBeGreaterThan(20);
    expect(seen.pairs).toBeGreaterThan(10);
    // Three wait in a circle only where all three are at one store.
    if (other === 's') expect(seen.rings).toBeGreaterThan(10);
    else expect(seen.rings).toBe(0);
  });

  /** `waits`: what the store does with a request for what another has locked. */
  const locking = (onConflict: string, clients: string) => `
    role Store {
      var locks: Map<String, Transaction> = {}
      var waiting: List<Request> = []
      on begin in tx { reply }
      on write(key, value) as request in tx {
        if (locks.get(key) ?? tx) == tx {
          locks[key] = tx
          reply to request
        } else { ${onConflict} }
      }
      on commit in tx {
        for key in locks.keys { if locks[key] == tx { locks -= key } }
        reply
        for request in waiting { reply aborted to request }
        waiting = []
      }
    }
    scenario "s" {
      node db = Store
      ${clients}
      explore
      check noDeadlock
    }`;
  const opposite = (options = '') => `
    client alice ${options} { transaction at db { write("x", 1); write("y", 1) } }
    client bob { transaction at db { write("y", 2); write("x", 2) } }`;
  const alike = `
    client alice { transaction at db { write("x", 1); write("y", 1) } }
    client bob { transaction at db { write("x", 2); write("y", 2) } }`;

  it.each([
    ['a circle that nobody breaks', locking('waiting += request', opposite()), 'violated'],
    ['one order for all', locking('waiting += request', alike), 'holds'],
    ['whoever would wait is rolled back', locking('reply aborted to request', opposite()), 'holds'],
    ['a client that gives up breaks the circle', locking('waiting += request', opposite('timeout 20ms')), 'holds'],
    [
      'an answer that comes later, locks or not',
      locking('send Later(request) to self', opposite()).replace('on begin', 'on Later(request) { reply to request }\n on begin'),
      'holds',
    ],
  ])('%s', (_, text, verdict) => {
    const messages = text.includes('Later') ? 'message Later(request: Request)\n' : '';
    const [report] = check(programOf(messages + text));
    expect(report?.claims[0]?.verdict.kind).toBe(verdict);
  });

  it('takes keys of stores that cannot hear of each other for different ones', () => {
    // The second client to write waits until both stores are asked to end, which nobody does; nobody holds what it waits for.
    const text = (second: string) => `
      role Store {
        var kept: List<Request> = []
        on begin in tx { reply }
        on write(key, value) as request in tx { if value == 1 { reply to request } else { kept += request } }
        on commit in tx { reply }
      }
      scenario "s" {
        node here, there = Store
        client alice { transaction at here { write("x", 1); write("y", 2) } }
        client bob { transaction at ${second} { write("y", 1); write("x", 2) } }
        explore
        check noDeadlock
      }`;
    const verdictOf = (second: string) => check(programOf(text(second)))[0]?.claims[0]?.verdict.kind;
    expect(verdictOf('here')).toBe('violated');
    expect(verdictOf('there')).toBe('holds');
  });

  it('takes keys of nodes that work together for the same', () => {
    const fronts = `
      message Locks(request: Request, key: String, tx: Transaction)
      message Free(tx: Transaction)
      role Store {
        var holder: Map<String, Transaction> = {}
        var waiting: List<Request> = []
        on Locks(request, key, tx) {
          if (holder.get(key) ?? tx) == tx {
            holder[key] = tx
            reply to request
          } else { waiting += request }
        }
        on Free(tx) { for key in holder.keys { if holder[key] == tx { holder -= key } } }
      }
      role Front(store: Store) {
        on begin in tx { reply }
        on write(key, value) as request in tx { send Locks(request, key, tx) to store }
        on commit in tx {
          send Free(tx) to store
          reply
        }
      }
      scenario "s" {
        node db = Store
        node left, right = Front(store: db)
        client alice { transaction at left { write("x", 1); write("y", 1) } }
        client bob { transaction at right { write("y", 2); write("x", 2) } }
        explore
        check noDeadlock
      }`;
    const [report] = check(programOf(fronts));
    expect(report?.claims[0]?.verdict.kind).toBe('violated');
  });

  it('says who waits for what, who could bring it about, and what is kept meanwhile', () => {
    const [report] = check(programOf(locking('waiting += request', opposite())));
    const verdict = report?.claims[0]?.verdict;
    expect(verdict?.kind === 'violated' && verdict.violation.message.replaceAll(/step \d+/g, 'step n')).toBe(
      'deadlock: alice#1 waits for db to answer write("y", 1), which only the end of bob#1 could bring about (it has had y since step n), and keeps x meanwhile; ' +
        'bob#1 waits for db to answer write("x", 2), which only the end of alice#1 could bring about (it has had x since step n), and keeps y meanwhile',
    );
  });
});
