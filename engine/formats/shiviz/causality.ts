/** What the vector clocks of a log say: whether they are clocks at all, and by which messages they can have come about. */
import { quoted, Refusal } from '../text/refusal.ts';
import type { Entry } from './entries.ts';

export interface Caused {
  readonly entry: Entry;
  /** The entries on other hosts, by index in the order of the result, from which it directly follows. */
  readonly causes: readonly number[];
}

/**
 * The entries in an order in which each stands behind all that happened before it, and else in the order of the log. Throws `Refusal` where the own
 * entry of a host does not count its events from 1, where a clock knows of events that are not there, or where entries come before each other.
 */
export function causalOrder(entries: readonly Entry[]): readonly Caused[] {
  const hosts = byHost(entries);
  const order = sorted(entries, hosts);
  const position = new Map(order.map((entry, index) => [entry, index]));
  return order.map((entry) => ({
    entry,
    causes: sourcesOf(entry, hosts).flatMap((source) => position.get(source) ?? []),
  }));
}

type Hosts = ReadonlyMap<string, readonly Entry[]>;

/** The events of each host in its own order: the nth has n as its own entry. */
function byHost(entries: readonly Entry[]): Hosts {
  const hosts = new Map<string, Entry[]>();
  for (const entry of entries) {
    const known = hosts.get(entry.host);
    if (known === undefined) hosts.set(entry.host, [entry]);
    else known.push(entry);
  }
  for (const [host, own] of hosts) {
    own.sort((a, b) => ticks(a, host) - ticks(b, host));
    own.forEach((entry, index) => {
      const found = ticks(entry, host);
      if (found === index + 1) return;
      const before = own[index - 1];
      throw new Refusal(
        entry.line,
        before !== undefined && ticks(before, host) === found
          ? `${quoted(host)} has its event ${found} already in line ${before.line}`
          : `event ${index + 1} of ${quoted(host)} is missing; the log has its event ${found}`,
      );
    });
  }
  for (const entry of entries) {
    for (const [host, known] of entry.clock) {
      const events = hosts.get(host)?.length;
      if (events === undefined) throw new Refusal(entry.line, `the clock knows of ${quoted(host)}, which has no event in the log`);
      if (known > events) throw new Refusal(entry.line, `the clock knows of ${known} events of ${quoted(host)}, which has ${events}`);
    }
  }
  return hosts;
}

function sorted(entries: readonly Entry[], hosts: Hosts): readonly Entry[] {
  const order: Entry[] = [];
  const state = new Map<Entry, 'open' | 'done'>();
  for (const start of entries) {
    const path = [start];
    for (let entry = path.at(-1); entry !== undefined; entry = path.at(-1)) {
      if (state.get(entry) === 'done') {
        path.pop();
        continue;
      }
      state.set(entry, 'open');
      const missing = directly(entry, hosts).find((before) => state.get(before) !== 'done');
      if (missing === undefined) {
        state.set(entry, 'done');
        order.push(entry);
        path.pop();
      } else if (state.get(missing) === 'open') {
        throw new Refusal(entry.line, `after its clock this comes after the event of line ${missing.line}, which comes after this`);
      } else {
        path.push(missing);
      }
    }
  }
  return order;
}

/** Its predecessor on its host, and the last events that its clock knows of others. */
function directly(entry: Entry, hosts: Hosts): readonly Entry[] {
  return [...entry.clock].flatMap(([host, known]) => hosts.get(host)?.[host === entry.host ? known - 2 : known - 1] ?? []);
}

/** Of the events that its host had not known of before, those that no other of them accounts for. */
function sourcesOf(entry: Entry, hosts: Hosts): readonly Entry[] {
  const before = hosts.get(entry.host)?.[ticks(entry, entry.host) - 2];
  const news = [...entry.clock].flatMap(([host, known]) => {
    if (host === entry.host || known <= (before === undefined ? 0 : ticks(before, host))) return [];
    return hosts.get(host)?.[known - 1] ?? [];
  });
  return news.filter((source) => !news.some((other) => other !== source && ticks(other, source.host) >= ticks(source, source.host)));
}

function ticks(entry: Entry, host: string): number {
  return entry.clock.get(host) ?? 0;
}
