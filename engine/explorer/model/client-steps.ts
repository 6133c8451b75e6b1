/** What clients can do, by what it depends on: to clients what the interpreter is to nodes. */
import type { RequestValue } from '../../program/values.ts';
import { type ClientAction, clientSteps } from '../../world/enabled.ts';
import { initialWorld } from '../../world/initial.ts';
import { stepAll } from '../../world/step.ts';
import type { Step, World } from '../../world/world.ts';
import { clientOf, inboxOf } from '../memory/directory.ts';
import { environmentOf } from './environments.ts';
import { type Parts, spaceOf } from './parts.ts';

/** An action of a client with its outcome list. */
export interface ClientStep {
  readonly action: ClientAction;
  readonly outcomes: readonly number[];
}

/** Of a request that only stands for its number. */
const NO_OPERATION = -1;

export class ClientSteps {
  readonly #parts: Parts;
  /** Everybody up, nothing asked, no script begun. */
  readonly #blank: World;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { starting: _, ...blank } = initialWorld(parts.system);
    this.#blank = blank;
  }

  /** Everything that the client can do in that situation. No rule acts upon it, and no budget pays for it. */
  steps(client: number, situation: number): readonly ClientStep[] {
    const { system, clients } = this.#parts;
    const { local, number, company } = spaceOf(spaceOf(clients, client).situations, situation);
    const concerned = new Map([[client, local] as const, ...company].map(([one, id]) => [one, spaceOf(clients, one).local(id)]));
    const numbered = this.#requestsBelow(client, number);
    const world: World = {
      ...this.#blank,
      clients: this.#blank.clients.map((state, one) => concerned.get(one)?.state ?? state),
      givenUp: [...numbered, ...[...concerned.values()].flatMap(({ givenUp }) => givenUp)],
    };
    return clientSteps(system.run, spaceOf(world.clients, client)).map((action) => {
      const steps = stepAll(system, world, action);
      return { action, outcomes: [steps.length, ...steps.flatMap((step) => this.#outcome(world, action, numbered, step))] };
    });
  }

  /** They stand for whatever has these numbers. */
  #requestsBelow(client: number, number: number): readonly RequestValue[] {
    const { values } = this.#parts.system.machine;
    return Array.from({ length: number }, (_, sequence) => values.request(client, sequence, NO_OPERATION, []));
  }

  #outcome(before: World, action: ClientAction, numbered: readonly RequestValue[], step: Step): readonly number[] {
    const { clients, spaces, environments, monitors, failures } = this.#parts;
    const after = step.world;
    const changed = after.clients.flatMap((state, client) => {
      if (state === before.clients[client] && client !== action.client) return [];
      const givenUp = after.givenUp.filter((request) => request.client === client && !numbered.includes(request));
      return [clientOf(spaces.length, monitors.count, client), spaceOf(clients, client).localId(state, givenUp)];
    });
    const asked = after.asked.flatMap((asking) => [inboxOf(asking.node), spaceOf(spaces, asking.node).operationId(asking)]);
    const environment = { ...environmentOf(after), ...(step.failure && { failed: failures.id(step.failure) }) };
    const change = environments.change(before, environment);
    return [0, 0, change, monitors.listId(step.happenings), changed.length, asked.length, ...changed, ...asked];
  }
}
