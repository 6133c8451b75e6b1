/**
 * From states of the quotient to runs of the scenario. Step by step a state of each orbit on the way is reached; where a crash left the wrong ones of a
 * broadcast's receivers informed, the nodes of the whole run are renamed so that these come first. A run that this does not mend shows nothing: the search
 * is done again without symmetry.
 */
import { enabled } from '../../world/enabled.ts';
import { inboxOf } from '../memory/directory.ts';
import type { Model } from '../model/model.ts';
import type { Way } from './broadcasts.ts';
import { Asymmetry, type Group } from './group.ts';
import { identity, inverse, type Permutation } from './permutations.ts';
import type { Quotient } from './quotient.ts';

/** A run through the orbits: a state of each, and who was informed first in each broken broadcast on the way. */
export interface Thread {
  readonly states: readonly Int32Array[];
  /** The last one without the dead letters that lie in it. */
  readonly end: Int32Array;
  readonly broken: readonly Way[];
}

/** Follows the orbits of the kept states from that state of the first on. Messages that are left out of these just lie there. */
export function threadFrom(quotient: Quotient, start: Int32Array, kept: readonly Int32Array[]): Thread {
  const { model } = quotient;
  const states = [start];
  const broken: Way[] = [];
  let at = quotient.withoutLetters(start);
  const letters = [...lettersIn(model, start, at)];
  for (const target of kept) {
    const { way, state } = wayTo(quotient, at, target);
    if (way.informed !== undefined) broken.push(way);
    states.push(withLetters(model, state, letters));
    at = quotient.withoutLetters(state);
    letters.push(...lettersIn(model, state, at));
  }
  return { states, end: at, broken };
}

/** A message, and the node in whose inbox it lies. */
interface Letter {
  readonly node: number;
  readonly item: number;
}

/** The messages that are in inboxes of the first state and not in those of the second; those of a sender in their order. */
function lettersIn(model: Model, whole: Int32Array, without: Int32Array): readonly Letter[] {
  return model.spaces.flatMap((space, node) => {
    const left = [...space.messages(without[inboxOf(node)] as number)];
    return space.messages(whole[inboxOf(node)] as number).flatMap((item) => {
      const at = left.indexOf(item);
      if (at >= 0) left.splice(at, 1);
      return at >= 0 ? [] : [{ node, item }];
    });
  });
}

/** The state with these in its inboxes, before what else their senders have sent. */
function withLetters(model: Model, state: Int32Array, letters: readonly Letter[]): Int32Array {
  const whole = state.slice();
  for (const [node, own] of Map.groupBy(letters, (letter) => letter.node)) {
    const space = model.space(node);
    const before = own.reduce((inbox, { item }) => space.add(inbox, item), 0);
    whole[inboxOf(node)] = space.joined(before, state[inboxOf(node)] as number);
  }
  return whole;
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
