/** Properties that ask only what each client did and saw, in its own order: real time between clients does not matter to them. */
import { lower } from '../../program/lower.ts';
import type { Value } from '../../program/values.ts';
import type { Trace, TraceValue } from '../../trace/model.ts';
import { toTraceValue, valueKey } from '../../trace/values.ts';
import type { Happening } from '../../world/world.ts';
import { historyOf, type Operation } from '../history.ts';
import { asOf, returnsOf } from '../linearizability/prefixes.ts';
import type { Finding, Monitor, PropertyContext, SafetyProperty } from '../property.ts';
import { clientName, operationText, seenText, witnessesOf } from './observed.ts';

export interface ClientHistory {
  readonly operations: readonly Operation[];
  /** What objects hold at first, by the key of their name; none where nothing is said. */
  readonly initial: ReadonlyMap<string, TraceValue>;
  /** An operation as text. */
  readonly say: (operation: Operation) => string;
}

export type Answer =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly operation: Operation; readonly others: readonly Operation[]; readonly reason: string }
  | { readonly kind: 'undecided'; readonly reason: string };

export const holds: Answer = { kind: 'holds' };
export const undecided = (reason: string): Answer => ({ kind: 'undecided', reason });

/** A decision procedure for one scenario. */
export type Judge = (history: ClientHistory) => Answer;

/**
 * A property from what decides it. Of a run every beginning has to keep it, since the run could have ended there: no value is seen before it is written. A
 * written or loaded history is looked at as a whole.
 */
export function historyProperty(name: string, judgeFor: (context: PropertyContext) => Judge): SafetyProperty {
  const known = new WeakMap<PropertyContext, { readonly judge: Judge; readonly initial: ClientHistory['initial'] }>();
  const ready = (context: PropertyContext) => {
    const of = known.get(context) ?? { judge: judgeFor(context), initial: initialOf(context) };
    known.set(context, of);
    return of;
  };
  const answerTo = (trace: Trace, context: PropertyContext): Answer => {
    const operations = historyOf(trace);
    const say = (operation: Operation): string => operationText(trace, operation);
    const { judge, initial } = ready(context);
    const whole = trace.mode.kind === 'history' || trace.mode.kind === 'import';
    for (const time of whole ? [Number.POSITIVE_INFINITY] : returnsOf(operations)) {
      const answer = judge({ operations: asOf(operations, time), initial, say });
      if (answer.kind !== 'holds') return answer;
    }
    return holds;
  };
  return {
    name,
    kind: 'safety',
    check(trace, _, context): Finding | undefined {
      const answer = answerTo(trace, context);
      if (answer.kind !== 'violated') return undefined;
      const { operation, others, reason } = answer;
      const message = `${seenText(operation)} by ${clientName(trace, operation)}: ${reason}`;
      return { message, event: operation.event, witnesses: witnessesOf(trace, operation, others) };
    },
    undecided(trace, context) {
      const answer = answerTo(trace, context);
      return answer.kind === 'undecided' ? answer.reason : undefined;
    },
    monitor: (context) => new HistoryMonitor(context, ready(context)),
  };
}

export function initialOf({ run, program }: PropertyContext): ReadonlyMap<string, TraceValue> {
  const machine = lower(program, run);
  const text = (expression: Parameters<typeof machine.evaluate>[0]): TraceValue =>
    toTraceValue(program, run, machine.evaluate(expression, []));
  return new Map(run.initial.map(({ key, value }) => [valueKey(text(key)), text(value)]));
}

/** Clients' operations by process; those of a client after one that it gave up are another process's. */
type Process = readonly Operation[];
type Known = readonly Process[];

/** What each client did and saw so far. Its scripts end, so that this does not grow for ever; where they are long it is given up. */
class HistoryMonitor implements Monitor {
  readonly initial: Value;
  readonly #context: PropertyContext;
  readonly #judge: Judge;
  readonly #objects: ReadonlyMap<string, TraceValue>;
  readonly #states: (Known | string)[] = [];
  readonly #ids = new Map<string, number>();

  constructor(context: PropertyContext, { judge, initial }: { readonly judge: Judge; readonly initial: ClientHistory['initial'] }) {
    this.#context = context;
    this.#judge = judge;
    this.#objects = initial;
    this.initial = this.#id([]);
  }

  reads({ kind }: Happening): boolean {
    return kind === 'invoke' || kind === 'return' || kind === 'giveUp';
  }

  undecided(state: Value): string | undefined {
    const known = this.#states[Number(state)];
    return typeof known === 'string' ? known : undefined;
  }

  next(state: Value, happening: Happening): Value | 'violated' {
    const known = this.#states[Number(state)];
    if (known === undefined) throw new Error(`no state ${String(state)} of the monitor`);
    if (typeof known === 'string') return state;
    const { program, run } = this.#context;
    switch (happening.kind) {
      case 'invoke': {
        const { client, request } = happening;
        const own = processOf(known, client);
        if (known.flat().length >= mostOperations) return this.#id(`more than ${mostOperations} operations in one run of an exploration`);
        const asked: Operation = {
          process: client,
          name: program.operations[request.operation]?.name ?? '',
          arguments: request.arguments.map((value) => toTraceValue(program, run, value)),
          outcome: 'open',
          invoked: 0,
          event: 0,
        };
        return this.#id([...known.filter((other) => other !== own), [...(own ?? []), asked]]);
      }
      case 'return': {
        const own = processOf(known, happening.client) ?? [];
        const last = own.at(-1);
        if (last === undefined) throw new Error('broken invariant: what returns was asked');
        const returned: Operation = { ...last, outcome: 'ok', result: toTraceValue(program, run, happening.value), returned: 0 };
        const after = [...known.filter((other) => other !== own), [...own.slice(0, -1), returned]];
        const answer = this.#judge({ operations: numbered(after), initial: this.#objects, say: seenText });
        if (answer.kind === 'violated') return 'violated';
        return this.#id(answer.kind === 'undecided' ? answer.reason : after);
      }
      case 'giveUp': {
        const own = processOf(known, happening.client) ?? [];
        return this.#id([...known.filter((other) => other !== own), own.map((operation) => ({ ...operation, process: gone }))]);
      }
      default:
        return state;
    }
  }

  /** The order of the processes does not matter, nor which process is whose once its client has gone on as another. */
  #id(known: Known | string): number {
    const sorted = typeof known === 'string' ? known : known.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const text = JSON.stringify(sorted);
    const id = this.#ids.get(text) ?? this.#states.push(sorted) - 1;
    this.#ids.set(text, id);
    return id;
  }
}
const mostOperations = 60;
const gone = -1;

function processOf(known: Known, client: number): Process | undefined {
  return known.find(([first]) => first?.process === client);
}

/** With processes and times that say nothing but each process's order. */
function numbered(known: Known): readonly Operation[] {
  let time = 0;
  return known.flatMap((operations, process) =>
    operations.map((operation): Operation => {
      const invoked = time++;
      return { ...operation, process, invoked, event: invoked, ...(operation.returned === undefined ? {} : { returned: time++ }) };
    }),
  );
}
