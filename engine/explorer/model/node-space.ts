/** The interned parts of one node: its local states, the inputs it can get, and what may wait in its inbox. */
import type { Asking, LocalState } from '../../program/machine.ts';
import type { Value } from '../../program/values.ts';
import { later } from '../../world/bounds.ts';
import type { Action, Bounds, Flight, Window } from '../../world/world.ts';
import { WAIT_BASE, WAIT_FOR_EVER, WAIT_LONG, WAIT_NOT } from '../memory/directory.ts';
import { SequenceTable } from '../memory/sequences.ts';
import { ValueWords } from './value-words.ts';

/** What a node can be asked to do next, apart from when. A message is told apart by its sender. */
export type NodeInput =
  | { readonly kind: 'message'; readonly flight: Omit<Flight, 'id'> }
  /** What a client has asked. */
  | { readonly kind: 'operation'; readonly asking: Asking }
  | { readonly kind: 'action'; readonly action: NodeAction };
/** An action of one node that needs no message. */
export type NodeAction = Extract<Action, { readonly kind: 'fire' | 'crash' | 'recover' | 'pause' | 'resume' }>;
/** An armed timer, and when it may fire. */
export type BoundTimer = Bounds['timers'][number];

export class NodeSpace {
  readonly locals: LocalState[] = [];
  /** By local state: the first one that differs at most in when its timers may fire. */
  readonly timelessLocals: number[] = [];
  readonly #firstOf = new Map<LocalState, number>();
  /** By local state: its timers, where there is time. */
  readonly #timers: (readonly BoundTimer[])[] = [];
  readonly #localIds = new SequenceTable();
  readonly inputs: NodeInput[] = [];
  readonly #inputIds = new SequenceTable();
  readonly #values = new ValueWords();
  /**
   * Each a list of runs (message or operation, how many equal ones follow each other): by sender; of one sender in the order of sending if the pair keeps it,
   * else in the order of inputs. So thousands of equal messages take two words.
   */
  readonly inboxes = new SequenceTable();
  readonly #keepsOrderFrom: (sender: number) => boolean;

  constructor(keepsOrderFrom: (sender: number) => boolean) {
    this.#keepsOrderFrom = keepsOrderFrom;
    this.inboxes.intern([]);
  }

  /** `timers`: those that are bound, in any order; none where there is no time. */
  localId(state: LocalState, timers: readonly BoundTimer[] = []): number {
    const id = this.#localIds.intern(timers.length === 0 ? [state.id] : [state.id, ...this.#timersKey(timers)]);
    if (id === this.locals.length) {
      this.locals.push(state);
      if (!this.#firstOf.has(state)) this.#firstOf.set(state, id);
      this.timelessLocals.push(this.#firstOf.get(state) as number);
      this.#timers.push(timers);
    }
    return id;
  }

  #timersKey(timers: readonly BoundTimer[]): readonly number[] {
    const entries = timers.map(({ node, timer, arguments: args, window }) => [
      this.actionId({ kind: 'fire', node, timer, arguments: args }),
      ...windowWords(window),
    ]);
    return entries.sort(([a = 0], [b = 0]) => a - b).flat();
  }

  messageId(flight: Omit<Flight, 'id'>): number {
    const { from, to, message, arguments: args, window } = flight;
    const id = this.#inputId([Kind.message, from, message, ...windowWords(window)], args);
    // Only what the receiver sees, and when; an extra delay is part of the latter.
    this.inputs[id] ??= { kind: 'message', flight: { from, to, message, arguments: args, ...(window && { window }) } };
    return id;
  }

  operationId(asking: Asking): number {
    const { request, transaction = null } = asking;
    const id = this.#inputId([Kind.operation], [request, transaction]);
    this.inputs[id] ??= { kind: 'operation', asking };
    return id;
  }

  /** The same input without its window. */
  timeless(id: number): number {
    const input = this.input(id);
    if (input.kind !== 'message' || input.flight.window === undefined) return id;
    const { window: _, ...content } = input.flight;
    return this.messageId(content);
  }

  actionId(action: NodeAction): number {
    const id = action.kind === 'fire' ? this.#inputId([Kind.fire, action.timer], action.arguments) : this.#inputId(actionKey(action), []);
    this.inputs[id] ??= { kind: 'action', action };
    return id;
  }

  #inputId(key: number[], values: readonly Value[]): number {
    this.#values.pushAll(key, values);
    return this.#inputIds.intern(key);
  }

  local(id: number): LocalState {
    return found(this.locals[id]);
  }
  timers(id: number): readonly BoundTimer[] {
    return found(this.#timers[id]);
  }
  input(id: number): NodeInput {
    return found(this.inputs[id]);
  }
  /** The message of an input that is one. */
  flight(id: number): Omit<Flight, 'id'> {
    const input = this.input(id);
    if (input.kind !== 'message') throw new Error(`input ${id} is not a message`);
    return input.flight;
  }

  /** The messages of an inbox, each as often as it waits there. */
  messages(inbox: number): readonly number[] {
    return this.items(inbox).flatMap((item, run) =>
      this.input(item).kind === 'message' ? new Array<number>(this.inboxes.at(inbox, RUN * run + 1)).fill(item) : [],
    );
  }
  /** What clients have asked, none twice. */
  operations(inbox: number): readonly Asking[] {
    return this.items(inbox).flatMap((item) => {
      const input = this.input(item);
      return input.kind === 'operation' ? [input.asking] : [];
    });
  }
  /** The message or operation of each run of an inbox. */
  items(inbox: number): readonly number[] {
    return Array.from({ length: this.inboxes.length(inbox) / RUN }, (_, run) => this.inboxes.at(inbox, RUN * run));
  }

  /** The inbox with that message or operation more, the youngest of its sender; where order is kept it is not due before the one before it. */
  add(inbox: number, item: number, count = 1): number {
    const runs = this.inboxes.get(inbox);
    const at = this.#positionFor(runs, item);
    const added = at === 0 ? item : this.#notBefore(runs[at - RUN] as number, item);
    if (at > 0 && runs[at - RUN] === added) runs[at - 1] = (runs[at - 1] as number) + count;
    else runs.splice(at, 0, added, count);
    return this.inboxes.intern(runs);
  }

  /** The inbox with all that is in the other one behind what is in it. */
  joined(inbox: number, other: number): number {
    return this.items(other).reduce((into, item, run) => this.add(into, item, this.inboxes.at(other, RUN * run + 1)), inbox);
  }

  /** Whether it waits behind what its sender sent before. */
  keepsOrderOf(item: number): boolean {
    const sender = this.#senderOf(item);
    return sender !== CLIENTS && this.#keepsOrderFrom(sender);
  }

  #senderOf(item: number): number {
    const input = this.input(item);
    return input.kind === 'message' ? input.flight.from : CLIENTS;
  }

  /** Behind all that stands before the item, equal ones included: a place among the words. */
  #positionFor(runs: readonly number[], item: number): number {
    const sender = this.#senderOf(item);
    const ordered = this.keepsOrderOf(item);
    let at = 0;
    for (; at < runs.length; at += RUN) {
      const other = this.#senderOf(runs[at] as number);
      if (other > sender || (other === sender && !ordered && (runs[at] as number) > item)) break;
    }
    return at;
  }

  /** The message as it waits behind another, which may be anybody's: as `windowOfSend` has it for what is in flight already. */
  #notBefore(before: number, item: number): number {
    if (!this.keepsOrderOf(item) || this.#senderOf(before) !== this.#senderOf(item)) return item;
    const [{ window: first }, flight] = [this.flight(before), this.flight(item)];
    const { window } = flight;
    if (first === undefined || window === undefined) return item;
    return this.messageId({ ...flight, window: [Math.max(first[0], window[0]), Math.max(first[1], window[1])] });
  }

  /** The inbox without (the oldest of) that message or operation, which must be in it. */
  without(inbox: number, item: number): number {
    const runs = this.inboxes.get(inbox);
    let at = 0;
    while (at < runs.length && runs[at] !== item) at += RUN;
    const count = found(runs[at + 1]);
    if (count > 1) runs[at + 1] = count - 1;
    else if (at > 0 && runs[at - RUN] === runs[at + RUN]) {
      // What it stood between is equal: it follows each other now.
      runs.splice(at - 1, 2 * RUN + 1, (runs[at - 1] as number) + (runs[at + RUN + 1] as number));
    } else runs.splice(at, RUN);
    return this.inboxes.intern(runs);
  }

  /** The inbox without any of those messages; of a sender whose order is kept they must be all. */
  withoutAll(inbox: number, items: ReadonlySet<number>): number {
    if (items.size === 0) return inbox;
    const runs = this.inboxes.get(inbox);
    return this.inboxes.intern(runs.filter((_, at) => !items.has(runs[at - (at % RUN)] as number)));
  }

  /** Messages that may be delivered and operations that may be handled next: one of each kind that is due, of a sender whose order is kept the oldest. */
  deliverable(inbox: number): readonly number[] {
    const items = this.items(inbox);
    return items.filter((item, i) => {
      const oldest = i === 0 || !this.keepsOrderOf(item) || this.#senderOf(found(items[i - 1])) !== this.#senderOf(item);
      return oldest && (this.#windowOf(item)?.[0] ?? 0) === 0;
    });
  }

  #windowOf(item: number): Flight['window'] {
    const input = this.input(item);
    return input.kind === 'message' ? input.flight.window : undefined;
  }

  /** How long its messages let time pass. */
  inboxWaits(inbox: number): number {
    return waitOf(this.items(inbox).map((item) => this.#windowOf(item)));
  }

  /** The local state after so much time. */
  localLater(local: number, ms: number): number {
    return this.localId(
      this.local(local),
      this.timers(local).map((timer) => ({ ...timer, window: later(timer.window, ms) })),
    );
  }
  /** The inbox after so much time. */
  inboxLater(inbox: number, ms: number): number {
    const runs = this.inboxes.get(inbox);
    let aged = 0;
    for (let at = 0; at < runs.length; at += RUN) aged = this.add(aged, this.#itemLater(runs[at] as number, ms), runs[at + 1]);
    return aged;
  }
  #itemLater(item: number, ms: number): number {
    const input = this.input(item);
    if (input.kind !== 'message' || input.flight.window === undefined) return item;
    return this.messageId({ ...input.flight, window: later(input.flight.window, ms) });
  }
}

/** Words of a run: a message or an operation, and how many equal ones follow each other. */
const RUN = 2;
/** The sender of operations: what clients ask is handled in any order. */
const CLIENTS = -1;

/** How long these let time pass, of which those without a window say nothing. */
export function waitOf(windows: readonly Flight['window'][]): number {
  return windows.reduce((wait, window) => {
    if (window === undefined) return wait;
    return window[1] === 0 ? WAIT_NOT : Math.min(wait, WAIT_BASE + window[0], WAIT_LONG);
  }, WAIT_FOR_EVER);
}

/** The first word of an input's key. */
const Kind = { message: 0, operation: 1, fire: 2, crash: 3, pause: 4, recover: 5, resume: 6 } as const;
/** A window in words; milliseconds may be more than one word holds. */
function windowWords(window: Window | undefined): readonly number[] {
  return window?.flatMap((ms) => [ms % 2 ** 31, Math.floor(ms / 2 ** 31)]) ?? [-1];
}

function actionKey(action: Exclude<NodeAction, { kind: 'fire' }>): number[] {
  return 'budget' in action ? [Kind[action.kind], action.budget ?? -1] : [Kind[action.kind]];
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error('no such component');
  return item;
}
