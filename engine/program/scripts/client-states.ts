import type { ClientPhase, ClientState } from '../machine.ts';
import type { ConsingStore } from '../store.ts';
import type { Value } from '../values.ts';

/** The hash-consed states of the clients of one machine. */
export class ClientStates {
  readonly #store: ConsingStore;
  /** By their content as one value, which the store has made unique already. */
  readonly #states = new Map<Value, ClientState>();

  constructor(store: ConsingStore) {
    this.#store = store;
  }

  intern(content: Omit<ClientState, 'id'>): ClientState {
    const { client, next, locals, phase } = content;
    const key = this.#store.list([client, next, ...this.#phaseValues(phase), ...locals]);
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const state = { ...content, id: this.#states.size };
    this.#states.set(key, state);
    return state;
  }

  #phaseValues(phase: ClientPhase): readonly Value[] {
    switch (phase.kind) {
      case 'new':
      case 'ended':
        return [phase.kind];
      case 'ready': {
        const { request, node, transaction = null } = phase.asking;
        return [phase.kind, request, this.#store.node(node), transaction];
      }
      case 'waiting':
        return [phase.kind, phase.request];
      case 'replied':
        return [phase.kind, phase.request, phase.value];
      case 'sleeping':
        return [phase.kind, phase.forMs];
      case 'waitingUntil':
        return [phase.kind, phase.timeMs];
      case 'awaiting':
        return [phase.kind, phase.client];
    }
  }
}
