/** Random histories: of objects that are right, with mistakes put in. */
import type { PlainObject, PlainOperation } from './plain.ts';

/** Numbers from 0 up to but not including 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface HistoryShape {
  readonly operations: number;
  readonly processes: number;
  /** The chance that an operation never returns; its process goes on as another. */
  readonly open?: number;
  /** The next operation to ask. */
  readonly ask: (random: () => number, index: number) => Pick<PlainOperation, 'name' | 'input'>;
}

/** Processes ask an object that is right, each one operation at a time: every operation takes effect at some moment between invocation and return. */
export function rightHistory<S>(object: PlainObject<S>, shape: HistoryShape, random: () => number): PlainOperation[] {
  type Asked = { -readonly [K in keyof PlainOperation]: PlainOperation[K] } & { stage: 'asked' | 'done' | 'gone' };
  const busy: (Asked | undefined)[] = new Array<undefined>(shape.processes).fill(undefined);
  const history: Asked[] = [];
  let state = object.initial;
  let now = 0;
  const pick = (count: number): number => Math.floor(random() * count);
  while (history.length < shape.operations || busy.some((operation) => operation !== undefined)) {
    const canAsk = history.length < shape.operations && busy.includes(undefined);
    if (!canAsk && busy.every((operation) => operation === undefined || stuck(operation))) break;
    const process = pick(shape.processes);
    const operation = busy[process];
    now++;
    if (operation === undefined) {
      if (history.length >= shape.operations) continue;
      const asked: Asked = { ...shape.ask(random, history.length), invoked: now, returned: Number.POSITIVE_INFINITY, stage: 'asked' };
      history.push(asked);
      busy[process] = asked;
    } else if (operation.stage === 'asked') {
      if (random() < (shape.open ?? 0) / 2) busy[process] = undefined;
      else {
        const result = object.apply(state, operation);
        if (result === undefined) continue;
        state = result.state;
        operation.output = result.output;
        operation.stage = 'done';
      }
    } else {
      if (random() < (shape.open ?? 0) / 2) delete operation.output;
      else operation.returned = now;
      busy[process] = undefined;
    }
  }
  return history.map(({ stage, output, ...operation }) =>
    operation.returned === Number.POSITIVE_INFINITY || stage === 'asked'
      ? { ...operation, returned: Number.POSITIVE_INFINITY }
      : { ...operation, output },
  );

  function stuck(operation: Asked): boolean {
    return operation.stage === 'asked' && object.apply(state, operation) === undefined;
  }
}

/** Each mistake may leave the history right. */
export function mutatedTimes(history: readonly PlainOperation[], times: number, random: () => number): PlainOperation[] {
  let changed = [...history];
  for (let i = 0; i < times; i++) changed = mutated(changed, random);
  return changed;
}

/** One of the results exchanged for another one that occurs, or one of the intervals moved. */
export function mutated(history: readonly PlainOperation[], random: () => number): PlainOperation[] {
  const closed = history.flatMap(({ returned }, index) => (returned === Number.POSITIVE_INFINITY ? [] : [index]));
  const index = closed[Math.floor(random() * closed.length)] ?? -1;
  const operation = history[index];
  if (operation === undefined) return [...history];
  if (random() < 0.6) {
    const alike = history.filter(({ name, output }) => name === operation.name && output !== undefined && output !== operation.output);
    const other = alike[Math.floor(random() * alike.length)] ?? operation;
    return history.with(index, { ...operation, output: other.output });
  }
  const by = Math.floor(random() * 20) - 10;
  return history.with(index, { ...operation, invoked: operation.invoked + by, returned: operation.returned + by });
}
