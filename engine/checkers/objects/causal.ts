import { type Answer, type ClientHistory, historyProperty, holds, undecided } from './history-property.ts';
import { Relation } from './relation.ts';
import { type Access, accessesOf } from './versions.ts';

/**
 * Causal memory (Ahamad et al. 1995): for each process one order of its reads and all writes, in which every read returns the last value written, and which
 * respects causality: each process's own order, and from a write to what reads it. Decided as in Bouajjani, Enea, Guerraoui & Hamza (2017), by the patterns
 * that speak against it; where it is not known which write a read has read from, it is undecided.
 */
export const causal = historyProperty('causal', () => judge);

const mostAccesses = 2_000;

function judge(history: ClientHistory): Answer {
  const accesses = accessesOf(history);
  if (!isList(accesses)) return accesses;
  if (accesses.length > mostAccesses) return undecided(`there are more than ${mostAccesses.toLocaleString('en-US')} reads and writes`);
  const causality = new Relation(accesses.length);
  const processes = [...Map.groupBy(accesses, ({ process }) => process).values()];
  for (const own of processes) {
    for (const [index, access] of own.entries()) {
      const before = own[index - 1];
      if (before !== undefined) causality.add(before.index, access.index);
    }
  }
  for (const { index, source } of accesses) if (source !== undefined) causality.add(source.index, index);
  const cyclic = causality.cyclic();
  if (cyclic !== undefined) return blame(accesses, cyclic, 'it comes before itself: what it reads was written by somebody who knew of it');
  for (const own of processes) {
    const answer = view(history, accesses, own, causality.copy());
    if (answer.kind !== 'holds') return answer;
  }
  return holds;
}

/**
 * What one process has seen: if it reads one write to an object, all writes to it that come before the read come before that write. That follows on from
 * itself until nothing new comes of it.
 */
function view({ say }: ClientHistory, accesses: readonly Access[], own: readonly Access[], order: Relation): Answer {
  const reads = own.filter(({ writes }) => !writes);
  for (let again = true; again; ) {
    again = false;
    for (const read of reads) {
      for (const write of accesses) {
        if (!write.writes || write.object !== read.object || write === read.source || !order.has(write.index, read.index)) continue;
        const { source } = read;
        if (source === undefined || order.has(source.index, write.index)) {
          const older = source === undefined ? 'the initial value' : say(source.operation);
          const reason = `${say(write.operation)} comes before it by cause and effect, and after ${older}`;
          const others = [write.operation, ...(source === undefined ? [] : [source.operation])];
          return { kind: 'violated', operation: read.operation, others, reason };
        }
        if (order.add(write.index, source.index)) again = true;
      }
    }
  }
  return holds;
}

function blame(accesses: readonly Access[], index: number, reason: string): Answer {
  const access = accesses[index];
  if (access === undefined) throw new Error(`there is no access ${index}`);
  const read = accesses.find(({ source }) => source === access) ?? access;
  return { kind: 'violated', operation: read.operation, others: read === access ? [] : [access.operation], reason };
}

function isList(accesses: readonly Access[] | Answer): accesses is readonly Access[] {
  return Array.isArray(accesses);
}
