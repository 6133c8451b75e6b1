/** Walks through a world step by step, each named as a reader would: `walk.go('deliver Ping(1) from a to b')`. */
import { systemOf } from '../../testing/system.ts';
import { enabled } from '../enabled.ts';
import { starts } from '../initial.ts';
import { stepAll } from '../step.ts';
import type { Action, Resolution, Step, System, World } from '../world.ts';
import { tell, tellAction, tellFlight } from './telling.ts';

export class Walk {
  readonly system: System;
  readonly steps: Step[] = [];

  /** Goes through the starts, undisturbed and with the first of all choices. */
  constructor(text: string) {
    this.system = systemOf(text);
    const [way] = starts(this.system);
    this.steps.push(...(way ?? []));
  }

  get world(): World {
    const last = this.steps.at(-1);
    if (last === undefined) throw new Error('no node has started');
    return last.world;
  }

  /** What may happen next, in words. */
  get enabled(): readonly string[] {
    return enabled(this.system, this.world).map((action) => tellAction(this.system, this.world, action));
  }

  get inFlight(): readonly string[] {
    return this.world.inFlight.map((flight) => tellFlight(this.system, flight));
  }

  /** All that has happened so far, in words. */
  get story(): readonly string[] {
    return this.steps.flatMap(({ happenings }) => happenings.map((happening) => tell(this.system, happening)));
  }

  /** Takes the enabled step of that name, undisturbed unless a resolution says otherwise; gives what happened in it, in words. */
  go(name: string, resolution?: Resolution): readonly string[] {
    const action = this.find(name);
    const step = this.ways(name).find((way) => resolution === undefined || sameResolution(way.resolution, resolution));
    if (step === undefined) throw new Error(`${tellAction(this.system, this.world, action)} cannot go that way`);
    this.steps.push(step);
    return step.happenings.map((happening) => tell(this.system, happening));
  }

  /** Every way that the enabled step of that name can go. */
  ways(name: string): readonly Step[] {
    return stepAll(this.system, this.world, this.find(name));
  }

  /** The same, in words. */
  stories(name: string): readonly (readonly string[])[] {
    return this.ways(name).map(({ happenings }) => happenings.map((happening) => tell(this.system, happening)));
  }

  /** The value of a node's variable, in words. */
  show(node: string, variable: string): string {
    const { program, run, machine } = this.system;
    const index = run.nodes.findIndex(({ name }) => name === node);
    const instance = run.nodes[index];
    const slot = program.roles[instance?.role ?? -1]?.variables.findIndex(({ name }) => name === variable) ?? -1;
    const value = this.world.nodes[index]?.variables[slot];
    if (value === undefined) throw new Error(`${node} has no ${variable}`);
    return machine.names.value(value);
  }

  private find(name: string): Action {
    const action = enabled(this.system, this.world).find((candidate) => tellAction(this.system, this.world, candidate) === name);
    if (action === undefined) throw new Error(`"${name}" is not possible here; possible: ${this.enabled.join(' · ')}`);
    return action;
  }
}

function sameResolution(a: Resolution, b: Resolution): boolean {
  return JSON.stringify([a.choices, a.crashAfterSend]) === JSON.stringify([b.choices, b.crashAfterSend]);
}
