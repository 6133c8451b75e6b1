/** Makes traces by telling what happens, step by step, without an engine: for looking at the panel and for its tests. */
import { directCauses, type UnstampedEvent } from '../../engine/trace/causality.ts';
import { logicalClocks } from '../../engine/trace/clocks.ts';
import type {
  NodeSnapshot,
  Trace,
  TraceEvent,
  TraceLinearization,
  TraceMessage,
  TraceStepKind,
  TraceValue,
  TraceViolation,
} from '../../engine/trace/model.ts';
import { callText } from '../../engine/trace/values.ts';

type Changing<T> = { -readonly [K in keyof T]: T[K] };
type OfKind<K extends UnstampedEvent['kind']> = Extract<UnstampedEvent, { kind: K }>;

export interface BuilderNode {
  readonly name: string;
  readonly role: string;
  /** Initial values; a name that begins with `durable ` survives a crash. */
  readonly variables?: Readonly<Record<string, string>>;
}

export class TraceBuilder {
  readonly #scenario: string;
  readonly #nodes: readonly BuilderNode[];
  readonly #clients: readonly string[];
  readonly #asked: { readonly client: number; readonly name: string; readonly arguments: readonly TraceValue[] }[] = [];
  readonly #states: Changing<NodeSnapshot>[];
  readonly #initial: readonly NodeSnapshot[];
  readonly #steps: Changing<Trace['steps'][number]>[] = [];
  readonly #events: UnstampedEvent[] = [];
  readonly #messages: Changing<TraceMessage>[] = [];
  #changed = new Set<number>();
  #time: number | undefined;

  /** Without nodes it is a history. */
  constructor(scenario: string, nodes: readonly BuilderNode[], clients: readonly string[] = []) {
    this.#scenario = scenario;
    this.#nodes = nodes;
    this.#clients = clients;
    this.#states = nodes.map(({ variables = {} }, node) => ({
      node,
      status: 'up',
      variables: Object.entries(variables).map(([key, text]) => ({
        name: key.replace('durable ', ''),
        durable: key.startsWith('durable '),
        value: text,
        text,
      })),
      timers: [],
    }));
    this.#initial = structuredClone(this.#states);
  }

  get lastEvent(): number {
    return this.#events.length - 1;
  }

  /** From here on steps have times. */
  at(timeMs: number): this {
    this.#time = timeMs;
    return this;
  }

  start(node: number, body: (step: this) => void = () => {}): this {
    return this.#step('start', `${this.#name(node)} starts`, node, () => {
      this.#add({ kind: 'start', line: node, text: 'starts' });
      body(this);
    });
  }

  deliver(message: number, body: (step: this) => void = () => {}, ignored = false): this {
    const { to, text, from } = this.#message(message);
    const verb = ignored ? 'ignores' : 'receives';
    return this.#step('deliver', `${this.#name(to)} ${verb} ${text} from ${this.#name(from)}`, to, () => {
      const text = `${verb} ${this.#message(message).text} from ${this.#name(from)}`;
      this.#message(message).ended = this.#add({ kind: 'receive', line: to, text, message, ...(ignored ? { ignored } : {}) });
      body(this);
    });
  }

  lose(message: number, reason: OfKind<'lose'>['reason']): this {
    return this.#step('lose', `${this.#message(message).text} is lost`, undefined, () => this.loseNow(message, reason));
  }

  timeout(node: number, timer: string, body: (step: this) => void = () => {}): this {
    return this.#step('timeout', `${this.#name(node)} times out: ${timer}`, node, () => {
      this.#timers(node, (timers) => timers.filter((each) => each !== timer));
      this.#add({ kind: 'timeout', line: node, text: `times out: ${timer}`, timer, arguments: [] });
      body(this);
    });
  }

  /** Gives the number of the operation. */
  invoke(client: number, name: string, ...args: readonly TraceValue[]): number {
    const operation = this.#asked.push({ client, name, arguments: args }) - 1;
    const text = `invokes ${callText(name, args)}`;
    this.#step('invoke', `${this.#clients[client]} ${text}`, undefined, () =>
      this.#add({ kind: 'invoke', line: this.#nodes.length + client, text, operation, name, arguments: args }),
    );
    return operation;
  }

  returns(operation: number, result: TraceValue = null): this {
    const asked = this.#asked[operation];
    if (asked === undefined) throw new Error(`no operation ${operation}`);
    const { client, name, arguments: args } = asked;
    const text = `gets the reply of ${callText(name, args)}`;
    return this.#step('return', `${this.#clients[client]} ${text}`, undefined, () =>
      this.#add({ kind: 'return', line: this.#nodes.length + client, text, operation, name, arguments: args, result }),
    );
  }

  fault(kind: 'crash' | 'recover' | 'pause' | 'resume', node: number, body: (step: this) => void = () => {}): this {
    return this.#step(kind, `${this.#name(node)} ${kind}s`, node, () => {
      this.faultNow(kind, node);
      body(this);
    });
  }

  partition(...groups: readonly (readonly number[])[]): this {
    const text = `the network splits: ${groups.map((group) => `{${group.map((node) => this.#name(node)).join(', ')}}`).join(' | ')}`;
    return this.#step('partition', text, undefined, () => this.#add({ kind: 'partition', text, groups }));
  }

  heal(): this {
    return this.#step('heal', 'the network heals', undefined, () => this.#add({ kind: 'heal', text: 'the network heals' }));
  }

  duplicate(message: number): number {
    const copy = this.#messages.length;
    const { name, text, from, to } = this.#message(message);
    this.#step('duplicate', `${text} is duplicated`, undefined, () => {
      const sent = this.#add({ kind: 'duplicate', text: `${text} is duplicated`, message, copy });
      this.#messages.push({ name, arguments: this.#message(message).arguments, text, from, to, sent });
    });
    return copy;
  }

  receiverOf(message: number): number {
    return this.#message(message).to;
  }

  // Within a step:

  send(from: number, to: number, name: string, ...args: readonly TraceValue[]): number {
    const message = this.#messages.length;
    const text = callText(name, args);
    const sent = this.#add({ kind: 'send', line: from, text: `sends ${text} to ${this.#name(to)}`, message });
    this.#messages.push({ name, arguments: args, text, from, to, sent });
    return message;
  }

  loseNow(message: number, reason: OfKind<'lose'>['reason']): void {
    this.#message(message).ended = this.#add({ kind: 'lose', text: `${this.#message(message).text} is lost`, message, reason });
  }

  faultNow(kind: 'crash' | 'recover' | 'pause' | 'resume', node: number): void {
    this.#add({ kind, line: node, text: `${kind}s` });
    const state = this.#change(node);
    state.status = kind === 'crash' ? 'down' : kind === 'pause' ? 'paused' : 'up';
    if (kind !== 'crash') return;
    const initial = this.#initial[node]?.variables ?? [];
    state.variables = state.variables.map((variable, i) => (variable.durable ? variable : (initial[i] ?? variable)));
    state.timers = [];
  }

  event(node: number, name: string, ...args: readonly TraceValue[]): number {
    return this.#add({ kind: 'event', line: node, text: callText(name, args), name, arguments: args });
  }

  set(node: number, variable: string, text: string): void {
    const state = this.#change(node);
    state.variables = state.variables.map((each) => (each.name === variable ? { ...each, value: text, text } : each));
  }

  arm(node: number, timer: string): void {
    this.#timers(node, (timers) => [...timers.filter((each) => each !== timer), timer]);
    this.#add({ kind: 'arm', line: node, text: `arms ${timer}`, timer, arguments: [] });
  }

  build(rest: BuilderRest = {}): Trace {
    const causes = directCauses(this.#events, this.#messages);
    const clocked = this.#events.map((event, i) => ({
      ...(event.line === undefined ? {} : { line: event.line }),
      causes: causes[i] ?? [],
    }));
    const clocks = logicalClocks(this.#nodes.length + this.#clients.length, clocked);
    const { violation, cycleFrom, irrelevant = [], linearization } = rest;
    const run: Trace['mode'] = this.#time === undefined ? { kind: 'exploration' } : { kind: 'simulation', seed: 7 };
    return {
      format: 'faultline-trace',
      version: 1,
      source: { file: 'file:///samples/sample.faultline', scenario: this.#scenario, bindings: [] },
      mode: this.#nodes.length === 0 ? { kind: 'history' } : run,
      timed: this.#time !== undefined,
      nodes: this.#nodes.map(({ name, role }) => ({ name, role })),
      clients: this.#clients.map((name) => ({ name })),
      messages: this.#messages,
      steps: violation === undefined ? this.#steps : this.#steps.map((step, i) => ({ ...step, relevant: !irrelevant.includes(i) })),
      events: this.#events.map((event, i): TraceEvent => ({ ...event, ...clocks[i] })),
      initial: this.#initial,
      ...(violation === undefined ? {} : { violation }),
      ...(cycleFrom === undefined ? {} : { cycleFrom }),
      ...(linearization === undefined ? {} : { linearization }),
    };
  }

  #step(kind: TraceStepKind, text: string, node: number | undefined, body: () => void): this {
    const index = this.#steps.length;
    const first = this.#events.length;
    this.#changed = new Set();
    body();
    const place = { file: 'file:///samples/sample.faultline', start: 100 * index, end: 100 * index + 20 };
    this.#steps.push({
      kind,
      text,
      place,
      events: [first, this.#events.length],
      changes: [...this.#changed].sort((a, b) => a - b).flatMap((changed) => structuredClone(this.#states[changed]) ?? []),
      ...(node === undefined ? {} : { node }),
      ...(this.#time === undefined ? {} : { timeMs: this.#time }),
    });
    return this;
  }

  #add(event: DistributiveOmit<UnstampedEvent, 'step' | 'place'>): number {
    const index = this.#events.length;
    const place = {
      file: 'file:///samples/sample.faultline',
      start: 100 * this.#steps.length + index,
      end: 100 * this.#steps.length + index + 5,
    };
    this.#events.push({ ...event, step: this.#steps.length, place });
    return index;
  }

  #timers(node: number, change: (timers: readonly string[]) => readonly string[]): void {
    const state = this.#change(node);
    state.timers = change(state.timers);
  }

  #change(node: number): Changing<NodeSnapshot> {
    this.#changed.add(node);
    const state = this.#states[node];
    if (state === undefined) throw new Error(`no node ${node}`);
    return state;
  }

  #message(index: number): Changing<TraceMessage> {
    const message = this.#messages[index];
    if (message === undefined) throw new Error(`no message ${index}`);
    return message;
  }

  #name(node: number): string {
    return this.#nodes[node]?.name ?? `node ${node}`;
  }
}

interface BuilderRest {
  readonly violation?: TraceViolation;
  readonly cycleFrom?: number;
  readonly irrelevant?: readonly number[];
  readonly linearization?: TraceLinearization;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
