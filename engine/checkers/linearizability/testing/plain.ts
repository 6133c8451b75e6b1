/** Specifications and histories written down as plain functions and records, for tests and benchmarks. */
import type { Interval, Specification } from '../problem.ts';
import { TabulatedSpecification } from '../tabulated.ts';

export interface PlainOperation {
  readonly name: string;
  readonly input: unknown;
  /** `undefined` while it is open. */
  readonly output?: unknown;
  readonly invoked: number;
  /** `Infinity` while it is open. */
  readonly returned: number;
}

/** A sequential object: an operation's output and the state after it. States and outputs are compared as text; outputs are never `undefined`. */
export interface PlainObject<S> {
  readonly initial: S;
  apply(state: S, operation: Pick<PlainOperation, 'name' | 'input'>): { readonly state: S; readonly output: unknown } | undefined;
  /** Whether operations of that name and output change nothing. */
  observes(operation: Pick<PlainOperation, 'name' | 'output'>): boolean;
  readonly foresight?: {
    overwrites(operation: Pick<PlainOperation, 'name'>): boolean;
    leadsTo(state: S, observer: Pick<PlainOperation, 'output'>): boolean;
  };
}

/** The same in integers. */
export function numbered<S>(
  object: PlainObject<S>,
  operations: readonly PlainOperation[],
): { readonly specification: Specification; readonly intervals: readonly Interval[] } {
  const states: S[] = [object.initial];
  const ids = new Map<string, number>([[text(object.initial), 0]]);
  const calls = new Map<string, number>();
  const kinds = new Map<string, number>();
  const examples: PlainOperation[] = [];
  const intervals = operations.map((operation): Interval => {
    const call = numberOf(calls, text([operation.name, operation.input]));
    const kind = numberOf(kinds, `${call} ${text(operation.output)}`);
    examples[kind] ??= operation;
    return { kind, call, invoked: operation.invoked, returned: operation.returned };
  });
  const outputs = examples.map(({ output }) => text(output));
  const specification = new TabulatedSpecification(
    0,
    examples.map((example) => object.observes(example)),
    (state, kind) => {
      const example = examples[kind];
      const before = states[state];
      if (example === undefined || before === undefined) throw new Error('no such state or kind');
      const result = object.apply(before, example);
      if (result === undefined || (example.output !== undefined && text(result.output) !== outputs[kind])) return -1;
      const after = numberOf(ids, text(result.state));
      states[after] ??= result.state;
      return after;
    },
    object.foresight && {
      overwrites: (kind) => examples[kind] !== undefined && object.foresight?.overwrites(examples[kind]) === true,
      leadsTo: (state, kind) => {
        const [from, observer] = [states[state], examples[kind]];
        return from === undefined || observer === undefined || object.foresight?.leadsTo(from, observer) !== false;
      },
    },
  );
  return { specification, intervals };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
