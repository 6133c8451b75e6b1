/**
 * From states of the quotient to runs of the scenario. Step by step a state of each orbit on the way is reached; where a crash left the wrong ones of a
 * broadcast's receivers informed, the nodes of the whole run are renamed so that these come first. A run that this does not mend shows nothing: the search
 * is done again without symmetry.
 */
import { enabled } from '../../world/enabled.ts';
import type { Way } from './broadcasts.ts';
import { Asymmetry, type Group } from './group.ts';
import { identity, inverse, type Permutation } from './permutations.ts';
import type { Quotient } from './quotient.ts';

/** A run through the orbits: a state of each, and who was informed first in each broken broadcast on the way. */
export interface Thread {
  readonly states: readonly Int32Array[];
  readonly broken: readonly Way[];
}

/** Follows the orbits of the kept states from that state of the first on. */
export function threadFrom(quotient: Quotient, start: Int32Array, kept: readonly Int32Array[]): Thread {
  const states = [start];
  const broken: Way[] = [];
  let at = start;
  for (const target of kept) {
    const { way, state } = wayTo(quotient, at, target);
    if (way.informed !== undefined) broken.push(way);
    states.push(state);
    at = state;
  }
  return { states, broken };
}

/** A step into the orbit of a kept state, if possible one that can happen as it is. */
export function wayTo(quotient: Quotient, from: Int32Array, target: Int32Array): { readonly way: Way; readonly state: Int32Array } {
  const { model, broadcasts } = quotient;
  const world = model.decode(from);
  const monitors = model.monitorsOf(from);
  let loose: { readonly way: Way; readonly state: Int32Array } | undefined;
  for (const action of enabled(model.system, world)) {
    for (const way of broadcasts.ways(world, action)) {
      if (way.informed !== undefined && loose !== undefined) continue;
      const state = model.encode(way.step, model.read(monitors, way.step.happenings));
      if (!same(quotient.of(state), target)) continue;
      if (way.informed === undefined) return { way, state };
      loose ??= { way, state };
    }
  }
  if (loose === undefined) throw new Asymmetry('the search took a step that no state of the orbit before it allows');
  return loose;
}

/** A renaming after which every broken broadcast informed those first that come first. Throws `Asymmetry` where there is none. */
export function mending(group: Group, broken: readonly Way[]): Permutation {
  const permutation = identity(group.nodes);
  for (const members of group.classes) {
    const left = new Set(members);
    for (const position of members) {
      const isFree = (node: number): boolean =>
        broken.every(
          ({ informed = [], uninformed = [] }) =>
            !uninformed.includes(node) || informed.every((other) => other === node || !left.has(other)),
        );
      const next = [...left].find(isFree);
      if (next === undefined) throw new Asymmetry('the broadcasts that crashes break on this run contradict each other');
      left.delete(next);
      permutation[next] = position;
    }
  }
  return permutation;
}

/** The permutation that leads from the state to the one that is kept; its inverse tells whom of the run a node of the kept state stands for. */
export function standsFor(quotient: Quotient, state: Int32Array): Permutation {
  if (!quotient.permutes) return identity(quotient.group.nodes);
  quotient.canonical.find(state);
  return inverse(quotient.canonical.permutations.get(quotient.canonical.permutation));
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
