/** The trace format, version 1, as a schema. */
import type { Trace, TraceEvent } from '../model.ts';
import { boolean, type Codec, finite, list, literal, natural, object, optional, pair, string, tagged } from './codec.ts';
import { traceValue } from './value.ts';

const place = object({ file: string, start: natural, end: natural });
const bindingValue: Codec<number | string | boolean> = {
  read: (json, path) => (typeof json === 'boolean' ? json : typeof json === 'string' ? json : finite.read(json, path)),
  write: (value) => value,
};

const snapshot = object({
  node: natural,
  status: literal('up', 'down', 'paused'),
  variables: list(object({ name: string, durable: boolean, value: traceValue, text: string })),
  timers: list(string),
});

const message = object({
  name: string,
  arguments: list(traceValue),
  text: string,
  from: natural,
  to: natural,
  sent: natural,
  ended: optional(natural),
});

const step = object({
  kind: literal(
    'start',
    'deliver',
    'timeout',
    'crash',
    'recover',
    'lose',
    'duplicate',
    'partition',
    'heal',
    'pause',
    'resume',
    'jump',
    'invoke',
    'handle',
    'return',
    'giveUp',
    'internal',
    'wake',
    'tick',
  ),
  text: string,
  node: optional(natural),
  client: optional(natural),
  timeMs: optional(finite),
  place: optional(place),
  events: pair(natural, natural),
  changes: list(snapshot),
  relevant: optional(boolean),
});

const common = { kind: string, step: natural, place: optional(place), text: string, line: optional(natural) };
const clocks = { lamport: optional(natural), vector: optional(list(natural)) };
const plain = object({ ...common, ...clocks });
const transfer = object({ ...common, message: natural, ignored: optional(boolean), ...clocks });
const timer = object({ ...common, timer: string, arguments: list(traceValue), ignored: optional(boolean), ...clocks });
const operation = object({
  ...common,
  operation: natural,
  name: string,
  arguments: list(traceValue),
  result: optional(traceValue),
  node: optional(natural),
  ignored: optional(boolean),
  ...clocks,
});

const event = tagged<TraceEvent>('kind', {
  start: plain,
  crash: plain,
  recover: plain,
  pause: plain,
  resume: plain,
  sync: plain,
  heal: plain,
  send: transfer,
  receive: transfer,
  lose: object({ ...common, message: natural, reason: literal('network', 'fault', 'partition', 'down', 'crash'), ...clocks }),
  duplicate: object({ ...common, message: natural, copy: natural, ...clocks }),
  timeout: timer,
  arm: timer,
  cancel: timer,
  event: object({ ...common, name: string, arguments: list(traceValue), ...clocks }),
  partition: object({ ...common, groups: list(list(natural)), ...clocks }),
  jump: object({ ...common, byMs: finite, ...clocks }),
  invoke: operation,
  handle: operation,
  reply: operation,
  return: operation,
  giveUp: operation,
  failure: object({ ...common, message: string, ...clocks }),
});

export const traceSchema: Codec<Trace> = object({
  format: literal('faultline-trace'),
  version: literal(1),
  source: object({ file: string, scenario: string, bindings: list(object({ name: string, value: bindingValue })) }),
  mode: tagged<Trace['mode']>('kind', {
    simulation: object({ kind: literal('simulation'), seed: natural }),
    exploration: object({ kind: literal('exploration') }),
    schedule: object({ kind: literal('schedule') }),
    import: object({ kind: literal('import') }),
    history: object({ kind: literal('history') }),
  }),
  timed: boolean,
  nodes: list(object({ name: string, role: string })),
  clients: list(object({ name: string })),
  violation: optional(object({ property: string, message: string, step: natural, event: optional(natural), witnesses: list(natural) })),
  excerpt: optional(object({ events: natural, transactions: optional(list(natural)) })),
  cycleFrom: optional(natural),
  linearization: optional(
    object({
      specification: string,
      points: list(object({ operation: natural, after: natural })),
      misplaced: optional(object({ operation: natural, possible: list(object({ result: optional(traceValue), why: string })) })),
    }),
  ),
  initial: list(snapshot),
  messages: list(message),
  steps: list(step),
  events: list(event),
});
