/** Happenings of the engine as events of a trace, in the file's own names. */
import type { CheckedProgram, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { RequestValue } from '../program/values.ts';
import type { Flight, Happening, LossReason, Step } from '../world/world.ts';
import type { UnstampedEvent } from './causality.ts';
import type { TraceMessage, TraceValue } from './model.ts';
import { callText, toTraceValue, valueText } from './values.ts';

type Building<T> = { -readonly [K in keyof T]: T[K] };

/** Collects the events of a run, one happening after the other, and the messages that they speak of. */
export class EventRecorder {
  readonly events: UnstampedEvent[] = [];
  readonly messages: Building<TraceMessage>[] = [];
  readonly #program: CheckedProgram;
  readonly #run: ScenarioRun;
  readonly #messageOfFlight = new Map<number, number>();
  /** The operation that each request last stood for: the number of one that is over is given again. */
  readonly #operations = new Map<string, number>();
  #asked = 0;

  constructor(program: CheckedProgram, run: ScenarioRun) {
    this.#program = program;
    this.#run = run;
  }

  /** The name of a node. */
  name(node: number): string {
    return this.#run.nodes[node]?.name ?? `node ${node}`;
  }

  clientName(client: number): string {
    return this.#run.clients[client]?.name ?? `client ${client}`;
  }

  /** `write("x", 1)` */
  requestText(request: RequestValue): string {
    return callText(this.#program.operations[request.operation]?.name ?? '', this.#values(request.arguments));
  }

  /** `read("x") returns 1` */
  returnText(request: RequestValue, result: TraceValue): string {
    return `${this.requestText(request)} returns${this.#hasResult(request, result) ? ` ${valueText(result)}` : ''}`;
  }

  /** `read("x") -> 1`; without the result where the operation has none. */
  replyText(request: RequestValue, result: TraceValue): string {
    const asked = this.requestText(request);
    return this.#hasResult(request, result) ? `${asked} -> ${valueText(result)}` : asked;
  }

  #hasResult(request: RequestValue, result: TraceValue): boolean {
    return result !== null || this.#program.operations[request.operation]?.result !== undefined;
  }

  /** `Vote("t1", true)` */
  messageText(flight: Flight): string {
    return callText(this.#program.messages[flight.message]?.name ?? '', this.#values(flight.arguments));
  }

  /** `retry("t1")` */
  timerText(node: number, timer: number, args: readonly TraceValue[]): string {
    return callText(this.#timerName(node, timer), args);
  }

  record(step: number, happening: Happening): void {
    const at = happening.place === undefined ? { step } : { step, place: happening.place };
    const index = this.events.length;
    switch (happening.kind) {
      case 'start':
      case 'crash':
      case 'recover':
      case 'pause':
      case 'resume':
      case 'sync':
        this.events.push({ ...at, kind: happening.kind, line: happening.node, text: lifeText[happening.kind] });
        return;
      case 'send': {
        const message = this.#newMessage(happening.flight, index);
        const text = `sends ${this.messageText(happening.flight)} to ${this.name(happening.flight.to)}`;
        this.events.push({ ...at, kind: 'send', line: happening.node, text, message });
        return;
      }
      case 'receive': {
        const message = this.#endMessage(happening.flight, index);
        const verb = happening.ignored ? 'ignores' : 'receives';
        const text = `${verb} ${this.messageText(happening.flight)} from ${this.name(happening.flight.from)}`;
        const ignored = happening.ignored ? { ignored: true } : {};
        this.events.push({ ...at, kind: 'receive', line: happening.node, text, message, ...ignored });
        return;
      }
      case 'lose': {
        const message = this.#endMessage(happening.flight, index);
        this.events.push({
          ...at,
          kind: 'lose',
          text: this.lossText(happening.flight, happening.reason),
          message,
          reason: happening.reason,
        });
        return;
      }
      case 'duplicate': {
        const message = this.#messageOf(happening.flight);
        const copy = this.#newMessage(happening.copy, index);
        this.events.push({ ...at, kind: 'duplicate', text: `${this.flightText(happening.flight)} is duplicated`, message, copy });
        return;
      }
      case 'timeout':
      case 'arm':
      case 'cancel': {
        const args = this.#values(happening.arguments);
        const timer = this.#timerName(happening.node, happening.timer);
        const ignored = happening.kind === 'timeout' && happening.ignored ? { ignored: true } : {};
        const text = `${timerVerb[happening.kind]} ${callText(timer, args)}${happening.kind === 'timeout' && happening.ignored ? ', which nothing handles' : ''}`;
        this.events.push({ ...at, kind: happening.kind, line: happening.node, text, timer, arguments: args, ...ignored });
        return;
      }
      case 'event': {
        const name = this.#program.events[happening.event]?.name ?? '';
        const args = this.#values(happening.arguments);
        const shown = zeroUnlessSaid.has(name) && args.at(-1) === 0 ? args.slice(0, -1) : args;
        this.events.push({ ...at, kind: 'event', line: happening.node, text: callText(name, shown), name, arguments: args });
        return;
      }
      case 'partition':
        this.events.push({
          ...at,
          kind: 'partition',
          text: `the network splits: ${this.groupsText(happening.groups)}`,
          groups: happening.groups,
        });
        return;
      case 'heal':
        this.events.push({ ...at, kind: 'heal', text: 'the network heals' });
        return;
      case 'jump':
        this.events.push({ ...at, kind: 'jump', line: happening.node, text: jumpText(happening.byMs), byMs: happening.byMs });
        return;
      case 'invoke':
      case 'handle':
      case 'reply':
      case 'return':
      case 'giveUp': {
        const line = 'client' in happening ? this.#run.nodes.length + happening.client : happening.node;
        const result = 'value' in happening ? toTraceValue(this.#program, this.#run, happening.value) : undefined;
        const operation = this.#operation(happening.kind, happening.request, result);
        if (happening.kind === 'invoke') {
          const text = `${operation.text} at ${this.name(happening.node)}`;
          this.events.push({ ...at, kind: 'invoke', line, ...operation, text, node: happening.node });
        } else if (happening.kind === 'handle' && happening.ignored) {
          const text = `${operation.text}, which no handler of it takes`;
          this.events.push({ ...at, kind: 'handle', line, ...operation, text, ignored: true });
        } else {
          this.events.push({ ...at, kind: happening.kind, line, ...operation });
        }
        return;
      }
    }
  }

  /** Without a lifeline where an expression of the scenario itself failed. */
  failure(step: number, failure: NonNullable<Step['failure']>): void {
    const { node, client } = failure;
    const line = node !== undefined ? { line: node } : client !== undefined ? { line: this.#run.nodes.length + client } : {};
    this.events.push({ step, place: failure.place, kind: 'failure', ...line, text: failure.message, message: failure.message });
  }

  /** The message of a flight that was sent in an earlier step. */
  sentMessage(flight: number): TraceMessage {
    const message = this.messages[this.#messageOfFlight.get(flight) ?? -1];
    if (message === undefined) throw new Error(`message ${flight} was never sent`);
    return message;
  }

  /** `Vote("t1", true) from p1 to c` */
  flightText(flight: Flight): string {
    return `${this.messageText(flight)} from ${this.name(flight.from)} to ${this.name(flight.to)}`;
  }

  lossText(flight: Flight, reason: LossReason): string {
    const because: Record<LossReason, string> = {
      network: ' in the network',
      fault: '',
      partition: ': the partition stands between them',
      down: `: ${this.name(flight.to)} is down`,
      crash: `: ${this.name(flight.to)} crashes as it arrives`,
    };
    return `${this.flightText(flight)} is lost${because[reason]}`;
  }

  /** `{c} | {p1, p2}` */
  groupsText(groups: readonly (readonly number[])[]): string {
    return groups.map((group) => `{${group.map((node) => this.name(node)).join(', ')}}`).join(' | ');
  }

  #values(values: readonly Parameters<typeof toTraceValue>[2][]): readonly TraceValue[] {
    return values.map((value) => toTraceValue(this.#program, this.#run, value));
  }

  #timerName(node: number, timer: number): string {
    const role = this.#program.roles[this.#run.nodes[node]?.role ?? -1];
    return role?.timers[timer]?.name ?? '';
  }

  #newMessage(flight: Flight, sent: number): number {
    const index = this.messages.length;
    const name = this.#program.messages[flight.message]?.name ?? '';
    this.messages.push({
      name,
      arguments: this.#values(flight.arguments),
      text: this.messageText(flight),
      from: flight.from,
      to: flight.to,
      sent,
    });
    this.#messageOfFlight.set(flight.id, index);
    return index;
  }

  #endMessage(flight: Flight, event: number): number {
    const index = this.#messageOf(flight);
    const message = this.messages[index];
    if (message !== undefined) message.ended = event;
    return index;
  }

  #messageOf(flight: Flight): number {
    const index = this.#messageOfFlight.get(flight.id);
    if (index === undefined) throw new Error(`message ${flight.id} was never sent`);
    return index;
  }

  #operation(kind: keyof typeof operationVerb, request: RequestValue, result: TraceValue | undefined) {
    const key = `${request.client}/${request.sequence}`;
    const known = kind === 'invoke' ? undefined : this.#operations.get(key);
    const operation = known ?? this.#asked++;
    this.#operations.set(key, operation);
    const name = this.#program.operations[request.operation]?.name ?? '';
    const args = this.#values(request.arguments);
    const text = `${operationVerb[kind]} ${result === undefined ? this.requestText(request) : this.replyText(request, result)}`;
    return { operation, name, arguments: args, ...(result === undefined ? {} : { result }), text };
  }
}

export function jumpText(byMs: number): string {
  return `its clock jumps by ${byMs > 0 ? '+' : ''}${byMs}ms`;
}

/** Events of the prelude whose last argument (`instance`, `token`) is 0 unless the file says otherwise: it goes without saying in a trace too. */
const zeroUnlessSaid: ReadonlySet<string> = new Set(['propose', 'decide', 'acquire']);

const lifeText = {
  start: 'starts',
  crash: 'crashes',
  recover: 'recovers',
  pause: 'pauses',
  resume: 'resumes',
  sync: 'forces its writes to disk',
};
const timerVerb = { timeout: 'times out:', arm: 'arms', cancel: 'cancels' };
const operationVerb = { invoke: 'invokes', handle: 'handles', reply: 'replies to', return: 'gets the reply of', giveUp: 'gives up' };
