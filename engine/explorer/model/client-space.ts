/** The interned parts of one client: what it is at, the replies it can get, and what its next step can depend on. */
import type { ClientState, Scripts } from '../../program/machine.ts';
import type { RequestValue, Value } from '../../program/values.ts';
import { clientSteps } from '../../world/enabled.ts';
import type { System } from '../../world/world.ts';
import { SequenceTable } from '../memory/sequences.ts';
import { companyOf } from './awaiting.ts';
import type { NumberSets } from './number-sets.ts';
import { ValueWords } from './value-words.ts';

/** A client between two steps. What it has asked waits in its node's inbox. */
export interface ClientLocal {
  readonly state: ClientState;
  /** Its operations that it has given up and that nobody has answered. */
  readonly givenUp: readonly RequestValue[];
}

/** What tells the client's next steps. */
export interface ClientSituation {
  readonly local: number;
  /** Numbers that requests must not get: all below this one. */
  readonly number: number;
  /** Clients that its step concerns, since they wait or have ended, with their local states. */
  readonly company: readonly (readonly [client: number, local: number])[];
}

/** What it takes beside the local state to know the situation. */
export type Need = 'nothing' | 'number' | 'company';

export class ClientSpace {
  /** Clients that its steps can concern: see `companyOf`. */
  readonly company: readonly number[];
  /** Whether earlier requests of the client can be about when it asks the next. */
  readonly numbersRequests: boolean;
  readonly locals: ClientLocal[] = [];
  readonly replies: { readonly request: RequestValue; readonly value: Value }[] = [];
  readonly situations: ClientSituation[] = [];
  readonly #localIds = new SequenceTable();
  readonly #replyIds = new SequenceTable();
  readonly #values = new ValueWords();
  readonly #situationIds = new SequenceTable();
  /** Each as the number of clients that were looked at, then (client, local state) for those that wait or have ended. Number 0: nobody was looked at. */
  readonly #companies = new SequenceTable();
  readonly #system: System;
  readonly #scripts: Scripts;

  constructor(system: System, client: number) {
    this.#system = system;
    this.#scripts = system.machine.scripts;
    this.company = companyOf(system.run, client);
    this.numbersRequests = this.#scripts.requestsAreKept || system.run.clients[client]?.timeoutMs !== undefined;
    this.#companies.intern([0]);
  }

  get companies(): number {
    return this.#companies.size;
  }

  localId(state: ClientState, givenUp: readonly RequestValue[]): number {
    const ids = givenUp.map(({ id }) => id).sort((a, b) => a - b);
    const id = this.#localIds.intern([state.id, ...ids]);
    if (id === this.locals.length) this.locals.push({ state, givenUp });
    return id;
  }
  local(id: number): ClientLocal {
    return found(this.locals[id]);
  }

  replyId(request: RequestValue, value: Value): number {
    const key: number[] = [];
    this.#values.pushAll(key, [request, value]);
    const id = this.#replyIds.intern(key);
    this.replies[id] ??= { request, value };
    return id;
  }

  /** The local state with that reply, as `answered` has it; nothing where nobody waits for it. */
  add(local: number, reply: number): number | undefined {
    const { state, givenUp } = this.local(local);
    const { request, value } = found(this.replies[reply]);
    if (state.phase.kind === 'waiting' && state.phase.request === request)
      return this.localId(this.#scripts.replied(state, value), givenUp);
    const open = givenUp.filter((other) => other !== request);
    return open.length < givenUp.length ? this.localId(state, open) : undefined;
  }

  needOf(local: number): Need {
    const { state } = this.local(local);
    const [step] = clientSteps(this.#system.run, state);
    if (step === undefined) return 'nothing';
    if (step.kind === 'invoke') return this.numbersRequests ? 'number' : 'nothing';
    return this.company.length > 0 ? 'company' : 'nothing';
  }

  /** The company with the next one of it, which is in that local state; the first company, with nobody, is number 0. */
  companyWith(company: number, clients: readonly ClientSpace[], local: number): number {
    const [looked = 0, ...told] = this.#companies.get(company);
    const next = found(this.company[looked]);
    const { phase } = found(clients[next]).local(local).state;
    const concerned = phase.kind === 'awaiting' || phase.kind === 'ended';
    return this.#companies.intern([looked + 1, ...told, ...(concerned ? [next, local] : [])]);
  }

  /** `about`: numbers of its requests in nodes and messages where the local state asks for the number, else the company. */
  situation(local: number, about: number, sets: NumberSets): number {
    const need = this.needOf(local);
    const { givenUp } = this.local(local);
    const number = need === 'number' ? sets.leastFree(about, givenUp) : 0;
    const pairs = need === 'company' ? [...this.#companies.get(about).slice(1)] : [];
    const id = this.#situationIds.intern([local, number, ...pairs]);
    if (id === this.situations.length) {
      const company = Array.from({ length: pairs.length / 2 }, (_, i) => [pairs[2 * i] as number, pairs[2 * i + 1] as number] as const);
      this.situations.push({ local, number, company });
    }
    return id;
  }
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error('no such component');
  return item;
}
