/** The interned parts of one node: its local states, the inputs it can get, and what may wait in its inbox. */
import type { LocalState } from '../../program/machine.ts';
import { timerKey, valueKey } from '../../world/key.ts';
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
  /** Each a list of message inputs: by sender; of one sender in the order of sending if the pair keeps it, else in the order of inputs. */
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
    const { from, to, message, arguments: args } = flight;
    // Only what the receiver sees; an extra delay means nothing where there is no time.
    const content = { from, to, message, arguments: args };
    return this.#inputId(`m${from}:${message}(${args.map(valueKey).join(',')})`, { kind: 'message', flight: content });
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

  /** The inbox with that message more, the youngest of its sender. */
  add(inbox: number, message: number): number {
    const items = Array.from(this.inboxes.get(inbox));
    items.splice(this.#positionFor(items, message), 0, message);
    return this.inboxes.intern(items);
  }

  #positionFor(items: readonly number[], message: number): number {
    const sender = this.flight(message).from;
    const ordered = this.#keepsOrderFrom(sender);
    const after = items.findIndex((item) => {
      const other = this.flight(item).from;
      return other > sender || (other === sender && !ordered && item > message);
    });
    return after < 0 ? items.length : after;
  }

  /** The inbox without the message at that position. */
  remove(inbox: number, position: number): number {
    return this.inboxes.intern(Array.from(this.inboxes.get(inbox)).toSpliced(position, 1));
  }

  /** Positions of messages that may be delivered next: one of each kind, of a sender whose order is kept the oldest. */
  deliverable(inbox: number): readonly number[] {
    const items = this.inboxes.get(inbox);
    return Array.from(items.keys()).filter((position) => {
      if (position === 0) return true;
      const item = items[position] as number;
      const before = items[position - 1] as number;
      const sender = this.flight(item).from;
      return this.#keepsOrderFrom(sender) ? this.flight(before).from !== sender : before !== item;
    });
  }
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
