/** The interned states of the monitors, and what they read: the lists of happenings of steps. */
import type { Monitor } from '../../checkers/property.ts';
import type { Value } from '../../program/values.ts';
import { contentKey, valueKey } from '../../world/key.ts';
import type { Flight, Happening } from '../../world/world.ts';
import { VIOLATED } from '../memory/directory.ts';

export class Monitors {
  readonly #monitors: readonly { readonly monitor: Monitor; readonly states: Value[]; readonly ids: Map<Value, number> }[];
  readonly #lists: (readonly Happening[])[] = [[]];
  readonly #listIds = new Map<string, number>([['', 0]]);

  constructor(monitors: readonly Monitor[]) {
    // The first state stands for "violated" and has no value of its own.
    this.#monitors = monitors.map((monitor) => ({ monitor, states: [null], ids: new Map<Value, number>() }));
  }

  get count(): number {
    return this.#monitors.length;
  }
  /** How many lists of happenings have numbers. */
  get lists(): number {
    return this.#lists.length;
  }
  /** How many states of that monitor have been seen, "violated" included. */
  size(monitor: number): number {
    return this.#of(monitor).states.length;
  }

  initial(monitor: number): number {
    return this.id(monitor, this.#of(monitor).monitor.initial);
  }
  /** Never asked of `VIOLATED`. */
  state(monitor: number, id: number): Value {
    const state = this.#of(monitor).states[id];
    if (state === undefined || id === VIOLATED) throw new Error(`no state ${id} of monitor ${monitor}`);
    return state;
  }

  /** The number of what monitors read of these happenings; 0 if nothing. Lists with equal content have one number, whatever their places. */
  listId(happenings: readonly Happening[]): number {
    const reads = (happening: Happening) => this.#monitors.some(({ monitor }) => monitor.reads(happening));
    if (!happenings.some(reads)) return 0;
    const read = happenings.filter(reads);
    const key = read.map(happeningKey).join('\n');
    const known = this.#listIds.get(key);
    if (known !== undefined) return known;
    const id = this.#lists.push(read) - 1;
    this.#listIds.set(key, id);
    return id;
  }

  /** The monitor's state after the happenings of that list. */
  next(monitor: number, state: number, list: number): number {
    if (state === VIOLATED) return VIOLATED;
    const { next } = this.#of(monitor).monitor;
    const happenings = this.#lists[list];
    if (happenings === undefined) throw new Error(`no list ${list}`);
    let value = this.state(monitor, state);
    for (const happening of happenings) {
      const after = next.call(this.#of(monitor).monitor, value, happening);
      if (after === 'violated') return VIOLATED;
      value = after;
    }
    return this.id(monitor, value);
  }

  /** The number of that state. */
  id(monitor: number, value: Value): number {
    const { states, ids } = this.#of(monitor);
    const known = ids.get(value);
    if (known !== undefined) return known;
    const id = states.push(value) - 1;
    ids.set(value, id);
    return id;
  }

  #of(monitor: number) {
    const one = this.#monitors[monitor];
    if (one === undefined) throw new Error(`no monitor ${monitor}`);
    return one;
  }
}

/** Content without places, without ids of messages and without when they may arrive, on none of which a monitor may depend. */
function happeningKey(happening: Happening): string {
  return Object.entries(happening)
    .map(([name, part]) => {
      switch (name) {
        case 'place':
          return '';
        case 'flight':
        case 'copy':
          return contentKey(withoutWindow(part as Flight));
        case 'arguments':
          return (part as readonly Value[]).map(valueKey).join(',');
        case 'request':
        case 'value':
          return valueKey(part as Value);
        default:
          return JSON.stringify(part);
      }
    })
    .join(';');
}

function withoutWindow({ window: _, ...flight }: Flight): Flight {
  return flight;
}
