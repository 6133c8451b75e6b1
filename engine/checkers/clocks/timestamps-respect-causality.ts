import { compareValues } from '../../program/compare.ts';
import type { ListValue, MapValue, Value, ValueStore } from '../../program/values.ts';
import { valueText } from '../../trace/values.ts';
import type { Flight, Happening } from '../../world/world.ts';
import { lookUp, put, remove } from '../automaton.ts';
import type { Monitor, PropertyContext, SafetyProperty } from '../property.ts';
import { argument, type Call, callsOf, nodeName, stepNumber } from '../reading.ts';
import { leadUp } from '../witnesses.ts';
import { compareStamps } from './stamps.ts';

/**
 * If one `stamp` happened before another (Lamport 1978: on the same lifeline, or along messages and operations), its timestamp is smaller. Timestamps are
 * compared as all values are: lists and structs field by field.
 */
export const timestampsRespectCausality: SafetyProperty = {
  name: 'timestampsRespectCausality',
  kind: 'safety',

  check(trace) {
    const stamps = callsOf(trace, 'stamp');
    const happenedBefore = (a: Call, b: Call): boolean => {
      const [first, second] = [trace.events[a.index]?.vector, trace.events[b.index]?.vector];
      return a.index < b.index && (first?.[a.node] ?? 0) <= (second?.[a.node] ?? -1);
    };
    for (const [i, late] of stamps.entries()) {
      const early = stamps
        .slice(0, i)
        .findLast((before) => compareStamps(argument(before, 0), argument(late, 0)) >= 0 && happenedBefore(before, late));
      if (early === undefined) continue;
      const text = (call: Call): string => valueText(argument(call, 0));
      const message = `${nodeName(trace, late.node)} stamps ${text(late)}, which is not later than the ${text(early)} that ${nodeName(trace, early.node)} stamped in ${stepNumber(early.step)}, and that happened before it`;
      return { message, event: late.index, witnesses: leadUp(trace, late.index, [early.index]) };
    }
    return undefined;
  },

  monitor: (context) => new CausalMonitor(context),
};

/**
 * Of every lifeline, message in flight and operation on its way only the greatest timestamp in its past: that decides. In explorations messages are known
 * by what they say, so that equal states stay equal; where two that say the same have different pasts, which of them arrives cannot be told, and the
 * answer is left open.
 *
 * The state is [greatest by lifeline, by message a list of the greatest of each copy, by operation], or the reason why there is none.
 */
class CausalMonitor implements Monitor {
  readonly initial: Value;
  readonly #values: ValueStore;
  readonly #stamp: number;
  readonly #explores: boolean;

  constructor(context: PropertyContext) {
    const { mode } = context.run;
    this.#explores = mode.kind === 'explore' || (mode.kind === 'schedule' && mode.then?.kind === 'explore');
    this.#values = context.values;
    this.#stamp = context.event('stamp');
    const none = this.#values.map([]);
    this.initial = this.#values.list([none, none, none]);
  }

  reads(happening: Happening): boolean {
    return happening.kind === 'event' ? happening.event === this.#stamp : relevant.has(happening.kind);
  }

  undecided(state: Value): string | undefined {
    return typeof state === 'string' ? state : undefined;
  }

  next(state: Value, happening: Happening): Value | 'violated' {
    if (typeof state === 'string' || !this.reads(happening)) return state;
    const [lines, flights, requests] = (state as ListValue).elements as readonly [MapValue, MapValue, MapValue];
    const values = this.#values;
    const node = (index: number): Value => values.node(index);
    const known = (line: Value): Value => lookUp(lines, line) ?? null;
    const learn = (line: Value, past: Value): MapValue => {
      const later = past !== null && (known(line) === null || compareValues(known(line), past) < 0);
      return later ? put(values, lines, line, past) : lines;
    };
    switch (happening.kind) {
      case 'event': {
        const line = node(happening.node);
        const [stamp = null] = happening.arguments;
        if (known(line) !== null && compareValues(known(line), stamp) >= 0) return 'violated';
        return values.list([put(values, lines, line, stamp), flights, requests]);
      }
      case 'send':
        return values.list([lines, this.#with(flights, happening.flight, known(node(happening.node))), requests]);
      case 'duplicate': {
        const past = this.#pastOf(flights, happening.flight);
        return past === ambiguous ? unclear : values.list([lines, this.#with(flights, happening.copy, past), requests]);
      }
      case 'lose': {
        const past = this.#pastOf(flights, happening.flight);
        return past === ambiguous ? unclear : values.list([lines, this.#without(flights, happening.flight), requests]);
      }
      case 'receive': {
        const past = this.#pastOf(flights, happening.flight);
        if (past === ambiguous) return unclear;
        return values.list([learn(node(happening.node), past), this.#without(flights, happening.flight), requests]);
      }
      case 'invoke':
      case 'reply': {
        const line = happening.kind === 'invoke' ? happening.client : node(happening.node);
        return values.list([lines, flights, put(values, requests, happening.request, known(line))]);
      }
      case 'handle':
        return values.list([learn(node(happening.node), lookUp(requests, happening.request) ?? null), flights, requests]);
      case 'return': {
        const past = lookUp(requests, happening.request) ?? null;
        return values.list([learn(happening.client, past), flights, remove(values, requests, happening.request)]);
      }
      default:
        return state;
    }
  }

  #keyOf({ id, from, to, message, arguments: args }: Flight): Value {
    if (!this.#explores) return id;
    return this.#values.list([from, to, message, this.#values.list([...args])]);
  }

  #copies(flights: MapValue, flight: Flight): readonly Value[] {
    const copies = lookUp(flights, this.#keyOf(flight));
    return copies === undefined ? [] : (copies as ListValue).elements;
  }

  #pastOf(flights: MapValue, flight: Flight): Value | typeof ambiguous {
    const [first = null, ...others] = this.#copies(flights, flight);
    return others.every((other) => other === first) ? first : ambiguous;
  }

  #with(flights: MapValue, flight: Flight, past: Value): MapValue {
    const copies = [...this.#copies(flights, flight), past].sort(compareValues);
    return put(this.#values, flights, this.#keyOf(flight), this.#values.list(copies));
  }

  #without(flights: MapValue, flight: Flight): MapValue {
    const [, ...rest] = this.#copies(flights, flight);
    const key = this.#keyOf(flight);
    return rest.length === 0 ? remove(this.#values, flights, key) : put(this.#values, flights, key, this.#values.list(rest));
  }
}

const ambiguous = Symbol('copies with different pasts');
const unclear = 'equal messages were in flight together that came after different timestamps, and which of them arrived makes a difference';
const relevant: ReadonlySet<Happening['kind']> = new Set(['send', 'duplicate', 'lose', 'receive', 'invoke', 'handle', 'reply', 'return']);
