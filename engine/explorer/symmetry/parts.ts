/** The components of a state, seen as content that names nodes: how each reads, and what it becomes when nodes are renamed. */
import { type Renaming, renamedValue, renamedValues } from '../../program/renaming.ts';
import type { Value } from '../../program/values.ts';
import type { Flight } from '../../world/world.ts';
import { budgetsOf, environmentOf, monitorOf, VIOLATED } from '../memory/directory.ts';
import type { Remainder } from '../model/budgets.ts';
import type { Environment } from '../model/environments.ts';
import type { Model } from '../model/model.ts';

/** How a node is called. */
export type Naming = (node: number) => string;

export class Parts {
  readonly #model: Model;
  #grown = false;

  constructor(model: Model) {
    this.#model = model;
  }

  /** The node whose local state or inbox the component is; -1 of one that is nobody's. */
  ownerOf(component: number): number {
    return component < 2 * this.#model.nodes ? component >>> 1 : -1;
  }

  /**
   * What that value of the component says, in which nodes appear by these names alone: the same text exactly for the same content, but for which node
   * bears which name.
   */
  describe(component: number, id: number, name: Naming): string {
    const { nodes, environments, budgets, monitors } = this.#model;
    const owner = this.ownerOf(component);
    if (owner >= 0) {
      const own = name(owner);
      return `${own}:${component % 2 === 0 ? this.#localText(owner, id, name) : this.#inboxText(owner, id, name)}`;
    }
    if (component === environmentOf(nodes)) return environmentText(environments.get(id), name);
    if (component === budgetsOf(nodes)) return this.#budgetsText(budgets.get(id), name);
    return id === VIOLATED ? 'violated' : valueText(monitors.state(component - monitorOf(nodes, 0), id), name);
  }

  /**
   * Whether it is sure that no two of these nodes stand in a relation in it: whatever is in no order (elements of sets, messages) speaks of one of them each.
   * Then to exchange two that it speaks of alike changes nothing.
   */
  isPlain(component: number, id: number, counts: (node: number) => boolean): boolean {
    const { nodes, environments, monitors } = this.#model;
    const owner = this.ownerOf(component);
    if (owner >= 0) {
      const space = this.#model.space(owner);
      if (component % 2 === 1) {
        const messages = space.messages(id).map((message) => ({ ordered: space.keepsOrderOf(message), ...space.flight(message) }));
        return messages.every(({ ordered, from, arguments: args }) => !ordered && countedIn([from], args, counts).size < 2);
      }
      const { variables, disk = [], timers } = space.local(id);
      return (
        [...variables, ...disk].every((value) => isPlain(value, counts)) &&
        timers.every(({ arguments: args }) => countedIn([], args, counts).size < 2)
      );
    }
    if (component === environmentOf(nodes)) return environments.get(id).partition === undefined;
    if (component === budgetsOf(nodes) || id === VIOLATED) return true;
    return isPlain(monitors.state(component - monitorOf(nodes, 0), id), counts);
  }

  /** The number that the value has after the renaming: among the values of the component that its own is then. */
  renamed(component: number, id: number, to: Renaming): number {
    const owner = this.ownerOf(component);
    const target = owner < 0 ? component : 2 * (to[owner] as number) + (component & 1);
    const before = this.#model.count(target);
    const value = this.#renamed(component, id, to);
    if (this.#model.count(target) > before) this.#grown = true;
    return value;
  }

  /** Whether components got new values since this was asked last. */
  hasGrown(): boolean {
    const grown = this.#grown;
    this.#grown = false;
    return grown;
  }

  #renamed(component: number, id: number, to: Renaming): number {
    const { nodes, system, environments, budgets, monitors } = this.#model;
    const owner = this.ownerOf(component);
    if (owner >= 0) return component % 2 === 0 ? this.#renamedLocal(owner, id, to) : this.#renamedInbox(owner, id, to);
    if (component === environmentOf(nodes)) return environments.id(renamedEnvironment(environments.get(id), to));
    if (component === budgetsOf(nodes)) return budgets.id(renamedRemainder(budgets.get(id), to));
    const monitor = component - monitorOf(nodes, 0);
    return id === VIOLATED ? VIOLATED : monitors.id(monitor, renamedValue(system.machine.values, monitors.state(monitor, id), to));
  }

  #localText(node: number, id: number, name: Naming): string {
    const { up, variables, disk, timers } = this.#model.space(node).local(id);
    const armed = timers.map(({ timer, arguments: args }) => `${timer}(${valueTexts(args, name)})`).sort();
    return `${up ? 'up' : 'down'} ${valueTexts(variables, name)}|${disk === undefined ? '' : valueTexts(disk, name)}|${armed.join(' ')}`;
  }

  /** By sender: in the order of sending if that is kept. */
  #inboxText(node: number, id: number, name: Naming): string {
    const space = this.#model.space(node);
    const bySender = Map.groupBy(space.messages(id), (message) => space.flight(message).from);
    const groups = [...bySender].map(([sender, messages]) => {
      const texts = messages.map((message) => {
        const { message: kind, arguments: args } = space.flight(message);
        return `${kind}(${valueTexts(args, name)})`;
      });
      return `${name(sender)}>${(space.keepsOrderOf(messages[0] as number) ? texts : texts.sort()).join(' ')}`;
    });
    return groups.sort().join(';');
  }

  /** Of each timer budget only the nodes that have drawn upon it. */
  #budgetsText({ budgets, timerBudgets }: Remainder, name: Naming): string {
    const times = this.#model.system.run.budgets;
    const drawn = timerBudgets.map((left, i) =>
      left.flatMap((count, node) => (count === times[i]?.times ? [] : [`${count}${name(node)}`])).sort(),
    );
    return `${budgets.join()}|${drawn.join('/')}`;
  }

  #renamedLocal(node: number, id: number, to: Renaming): number {
    const state = this.#model.system.machine.renamed(this.#model.space(node).local(id), to);
    return this.#model.space(state.node).localId(state);
  }

  #renamedInbox(node: number, id: number, to: Renaming): number {
    const { values } = this.#model.system.machine;
    const [from, space] = [this.#model.space(node), this.#model.space(to[node] as number)];
    return from.messages(id).reduce((inbox, message) => {
      const { from: sender, to: receiver, arguments: args, ...rest } = from.flight(message);
      const flight: Omit<Flight, 'id'> = {
        ...rest,
        from: to[sender] as number,
        to: to[receiver] as number,
        arguments: renamedValues(values, args, to),
      };
      return space.add(inbox, space.messageId(flight));
    }, 0);
  }
}

function valueTexts(values: readonly Value[], name: Naming): string {
  return values.map((value) => valueText(value, name)).join(',');
}

function valueText(value: Value, name: Naming): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  switch (value.kind) {
    case 'enum':
      return `e${value.enum}.${value.member}`;
    case 'node':
      return name(value.node);
    case 'list':
      return `[${valueTexts(value.elements, name)}]`;
    case 'set':
      return `{${value.elements.map((element) => valueText(element, name)).sort()}}`;
    case 'map':
      return `{${value.keys.map((key, i) => `${valueText(key, name)}:${valueText(value.values[i] ?? null, name)}`).sort()}}`;
    case 'struct':
      return `s${value.struct}(${valueTexts(value.fields, name)})`;
    default:
      throw new Error(`a ${value.kind} where there are no clients`);
  }
}

function isPlain(value: Value, counts: (node: number) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return true;
  switch (value.kind) {
    case 'list':
      return value.elements.every((element) => isPlain(element, counts));
    case 'struct':
      return value.fields.every((field) => isPlain(field, counts));
    case 'set':
      return value.elements.every((element) => countedIn([], [element], counts).size < 2);
    case 'map':
      return value.keys.every((key, i) => countedIn([], [key, value.values[i] ?? null], counts).size < 2);
    default:
      return true;
  }
}

/** The nodes that count among these and in these values. */
function countedIn(nodes: readonly number[], values: readonly Value[], counts: (node: number) => boolean): ReadonlySet<number> {
  const found = new Set(nodes.filter(counts));
  const visit = (value: Value): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value.kind === 'node' && counts(value.node)) found.add(value.node);
    else if (value.kind === 'list' || value.kind === 'set') value.elements.forEach(visit);
    else if (value.kind === 'struct') value.fields.forEach(visit);
    else if (value.kind === 'map') [...value.keys, ...value.values].forEach(visit);
  };
  values.forEach(visit);
  return found;
}

function environmentText({ paused, resuming, recovering, partition, healing, faultMatches, failed }: Environment, name: Naming): string {
  const flagged = (flags: readonly boolean[]) => flags.flatMap((flag, node) => (flag ? [name(node)] : [])).sort();
  const groups = partition === undefined ? [] : [...Map.groupBy(partition.keys(), (node) => partition[node])];
  const sides = groups.map(([, members]) => `{${members.map(name).sort()}}`).sort();
  return [flagged(paused), flagged(resuming), flagged(recovering), sides, healing, faultMatches, failed ?? ''].join('|');
}

/** Where there are no rules and no clients. */
function renamedEnvironment(environment: Environment, to: Renaming): Environment {
  const { paused, resuming, recovering, partition } = environment;
  return {
    ...environment,
    paused: moved(paused, to),
    resuming: moved(resuming, to),
    recovering: moved(recovering, to),
    ...(partition && { partition: numberedAnew(moved(partition, to)) }),
  };
}

/** The groups of a partition have no names; the first is that of the first node. */
function numberedAnew(partition: readonly number[]): readonly number[] {
  const seen = [...new Set(partition)];
  return partition.map((group) => seen.indexOf(group));
}

function renamedRemainder({ budgets, timerBudgets }: Remainder, to: Renaming): Remainder {
  return { budgets, timerBudgets: timerBudgets.map((left) => moved(left, to)) };
}

/** What was the node's is what it becomes'. */
function moved<T>(items: readonly T[], to: Renaming): readonly T[] {
  const result = [...items];
  items.forEach((item, node) => {
    result[to[node] as number] = item;
  });
  return result;
}
