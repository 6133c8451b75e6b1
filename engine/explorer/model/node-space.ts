/** The interned parts of one node: its local states, the inputs it can get, and what may wait in its inbox. */
import type { LocalState } from '../../program/machine.ts';
import { contentKey, timerKey } from '../../world/key.ts';
import type { Action, Flight } from '../../world/world.ts';
import { SequenceTable } from '../memory/sequences.ts';

/** What a node can be asked to do next, apart from when. A message is told apart by its sender. */
export type NodeInput =
  | { readonly kind: 'message'; readonly flight: Omit<Flight, 'id'> }
  | { readonly kind: 'action'; readonly action: NodeAction };
/** An action of one node that needs no message. */
export type NodeAction = Extract<Action, { readonly kind: 'fire' | 'crash' | 'recover' | 'pause' | 'resume' }>;

export class NodeSpace {
  readonly locals: LocalState[] = [];
  readonly #localIds = new Map<LocalState, number>();
  readonly inputs: NodeInput[] = [];
  readonly #inputIds = new Map<string, number>();
  /**
   * Each a list of runs (message input, how many of it follow each other): by sender; of one sender in the order of sending if the pair keeps it, else in
   * the order of inputs. So thousands of equal messages take two words.
   */
  readonly inboxes = new SequenceTable();
  readonly #keepsOrderFrom: (sender: number) => boolean;

  constructor(keepsOrderFrom: (sender: number) => boolean) {
    this.#keepsOrderFrom = keepsOrderFrom;
    this.inboxes.intern([]);
  }

  localId(state: LocalState): number {
    const known = this.#localIds.get(state);
    if (known !== undefined) return known;
    const id = this.locals.push(state) - 1;
    this.#localIds.set(state, id);
    return id;
  }

  messageId(flight: Omit<Flight, 'id'>): number {
    const { from, to, message, arguments: args, window } = flight;
    // Only what the receiver sees, and when; an extra delay is part of the latter.
    const content = { from, to, message, arguments: args, ...(window && { window }) };
    return this.#inputId(`m${contentKey(content)}`, { kind: 'message', flight: content });
  }

  actionId(action: NodeAction): number {
    return this.#inputId(actionKey(action), { kind: 'action', action });
  }

  #inputId(key: string, input: NodeInput): number {
    const known = this.#inputIds.get(key);
    if (known !== undefined) return known;
    const id = this.inputs.push(input) - 1;
    this.#inputIds.set(key, id);
    return id;
  }

  local(id: number): LocalState {
    return found(this.locals[id]);
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
    return this.#runs(inbox).flatMap(({ message, count }) => new Array<number>(count).fill(message));
  }

  /** The inbox with that message more, the youngest of its sender. */
  add(inbox: number, message: number): number {
    const runs = this.#runs(inbox);
    const at = this.#positionFor(runs, message);
    const before = runs[at - 1];
    if (before?.message === message) return this.#intern(runs.with(at - 1, { message, count: before.count + 1 }));
    return this.#intern(runs.toSpliced(at, 0, { message, count: 1 }));
  }

  /** Whether it waits behind what its sender sent before. */
  keepsOrderOf(message: number): boolean {
    return this.#keepsOrderFrom(this.flight(message).from);
  }

  /** Behind all that stands before the message, equal ones included. */
  #positionFor(runs: readonly Run[], message: number): number {
    const sender = this.flight(message).from;
    const ordered = this.#keepsOrderFrom(sender);
    const after = runs.findIndex((run) => {
      const other = this.flight(run.message).from;
      return other > sender || (other === sender && !ordered && run.message > message);
    });
    return after < 0 ? runs.length : after;
  }

  /** The inbox without (the oldest of) that message, which must be in it. */
  without(inbox: number, message: number): number {
    const runs = this.#runs(inbox);
    const at = runs.findIndex((run) => run.message === message);
    const run = found(runs[at]);
    if (run.count > 1) return this.#intern(runs.with(at, { message, count: run.count - 1 }));
    const [before, after] = [runs[at - 1], runs[at + 1]];
    // What it stood between may be equal: then it follows each other now.
    if (before === undefined || before.message !== after?.message) return this.#intern(runs.toSpliced(at, 1));
    return this.#intern(runs.toSpliced(at - 1, 3, { message: before.message, count: before.count + after.count }));
  }

  /** Messages that may be delivered next: one of each kind, of a sender whose order is kept the oldest. */
  deliverable(inbox: number): readonly number[] {
    const messages = this.#runs(inbox).map(({ message }) => message);
    return messages.filter((message, i) => {
      const sender = this.flight(message).from;
      return i === 0 || !this.#keepsOrderFrom(sender) || this.flight(found(messages[i - 1])).from !== sender;
    });
  }

  #runs(inbox: number): readonly Run[] {
    const words = this.inboxes.get(inbox);
    return Array.from({ length: words.length / 2 }, (_, i) => ({ message: words[2 * i] as number, count: words[2 * i + 1] as number }));
  }

  #intern(runs: readonly Run[]): number {
    return this.inboxes.intern(runs.flatMap(({ message, count }) => [message, count]));
  }
}

/** Equal messages that follow each other in an inbox. */
interface Run {
  readonly message: number;
  readonly count: number;
}

function actionKey(action: NodeAction): string {
  switch (action.kind) {
    case 'fire':
      return `f${timerKey(action)}`;
    case 'crash':
    case 'pause':
      return `${action.kind} ${action.budget}`;
    case 'recover':
    case 'resume':
      return action.kind;
  }
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error('no such component');
  return item;
}
