import type { ListValue, SetValue, Value } from '../../program/values.ts';
import type { Trace, TraceValue } from '../../trace/model.ts';
import { spokenText, valueKey } from '../../trace/values.ts';
import type { Happening } from '../../world/world.ts';
import { has, include } from '../automaton.ts';
import type { Finding, Monitor, PropertyContext, SafetyProperty } from '../property.ts';
import { argument, atStep, type Call, callsOf, enumerate, isFailure, nodeName } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { votesOn } from './votes.ts';

/**
 * AC3: a process commits only if every participant (every node whose role can vote) has voted yes before.
 * AC4: if every participant has voted yes, nothing has failed (a duplicate is no failure) and no timer has fired, the first decision to abort is wrong.
 * Timers count wherever they fired: a participant that aborts on a message only carries out what another decided after *its* timeout.
 */
export const commitValidity: SafetyProperty = {
  name: 'commitValidity',
  kind: 'safety',

  check(trace, _complete, roster) {
    const participants = roster.nodesThatCall('vote');
    const aborted = new Set<string>();
    for (const decision of callsOf(trace, 'commit', 'abort')) {
      const tx = argument(decision, 0);
      const missing = participants.filter((node) => !votedYes(trace, node, tx, decision.index));
      if (decision.name === 'commit') {
        if (missing.length > 0) return withoutVotes(trace, decision, tx, missing);
        continue;
      }
      const first = !aborted.has(valueKey(tx));
      aborted.add(valueKey(tx));
      const cause = trace.events.slice(0, decision.index).some((event) => isFailure(event) || event.kind === 'timeout');
      if (first && participants.length > 0 && missing.length === 0 && !cause) return withoutCause(trace, decision, tx, participants);
    }
    return undefined;
  },

  monitor: (context) => new ValidityMonitor(context),
};

function votedYes(trace: Trace, node: number, tx: TraceValue, before: number): boolean {
  return callsOf(trace, 'vote').some(
    (vote) => vote.index < before && vote.node === node && valueKey(argument(vote, 0)) === valueKey(tx) && argument(vote, 1) === true,
  );
}

function withoutVotes(trace: Trace, commit: Call, tx: TraceValue, missing: readonly number[]): Finding {
  const because = missing.map((node) => {
    const no = callsOf(trace, 'vote').find(
      (vote) => vote.index < commit.index && vote.node === node && valueKey(argument(vote, 0)) === valueKey(tx),
    );
    return no === undefined ? `${nodeName(trace, node)} has not voted` : `${nodeName(trace, node)} voted no ${atStep(no.step)}`;
  });
  const message = `${nodeName(trace, commit.node)} commits ${spokenText(tx)}, but ${enumerate(because)}`;
  return { message, event: commit.index, witnesses: leadUp(trace, commit.index, votesOn(trace, tx)) };
}

function withoutCause(trace: Trace, abort: Call, tx: TraceValue, participants: readonly number[]): Finding {
  const voters = enumerate(participants.map((node) => nodeName(trace, node)));
  const message = `${nodeName(trace, abort.node)} aborts ${spokenText(tx)}, but every participant voted yes (${voters}), nothing failed and no timer fired`;
  return { message, event: abort.index, witnesses: leadUp(trace, abort.index, votesOn(trace, tx)) };
}

/** State: [whether an abort is excused by now, pairs [tx, node] of yes votes, aborted transactions while that still matters]. */
class ValidityMonitor implements Monitor {
  readonly initial: Value;
  readonly #context: PropertyContext;
  readonly #participants: readonly Value[];
  readonly #vote: number;
  readonly #commit: number;
  readonly #abort: number;

  constructor(context: PropertyContext) {
    const { values } = context;
    this.#context = context;
    this.#participants = context.nodesThatCall('vote').map((node) => values.node(node));
    this.#vote = context.event('vote');
    this.#commit = context.event('commit');
    this.#abort = context.event('abort');
    this.initial = values.list([false, values.set([]), values.set([])]);
  }

  reads = (happening: Happening): boolean =>
    happening.kind === 'event'
      ? happening.event === this.#vote || happening.event === this.#commit || happening.event === this.#abort
      : excuses(happening);

  next(state: Value, happening: Happening): Value | 'violated' {
    const { values } = this.#context;
    const [excused, votes, aborted] = (state as ListValue).elements as [boolean, SetValue, SetValue];
    if (happening.kind !== 'event') return excuses(happening) && !excused ? values.list([true, votes, values.set([])]) : state;
    const tx = happening.arguments[0] ?? null;
    switch (happening.event) {
      case this.#vote: {
        if (happening.arguments[1] !== true) return state;
        return values.list([excused, include(values, votes, values.list([tx, values.node(happening.node)])), aborted]);
      }
      case this.#commit:
        return this.#allVoted(votes, tx) ? state : 'violated';
      case this.#abort: {
        if (excused || has(aborted, tx)) return state;
        if (this.#participants.length > 0 && this.#allVoted(votes, tx)) return 'violated';
        return values.list([excused, votes, include(values, aborted, tx)]);
      }
      default:
        return state;
    }
  }

  #allVoted(votes: SetValue, tx: Value): boolean {
    return this.#participants.every((node) => has(votes, this.#context.values.list([tx, node])));
  }
}

/** Something failed or a timer fired: from now on an abort has a cause. */
function excuses(happening: Happening): boolean {
  switch (happening.kind) {
    case 'crash':
    case 'lose':
    case 'partition':
    case 'pause':
    case 'timeout':
      return true;
    default:
      return false;
  }
}
