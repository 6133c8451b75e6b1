import type { Label, Local, Part } from './assembler.ts';
import type { Shape } from './shapes.ts';

/** What the parts of an expansion have in common. */
export interface Expanding {
  readonly shape: Shape;
  readonly environment: Local;
  readonly budgets: Local;
  readonly record: Local;
  readonly local: () => Local;
  readonly leave: Label;
  /** The component of the state that is being expanded. */
  field(component: number): Part;
  /** `into` becomes the entry; where it is not known the state is given up. */
  known(into: Local, what: Part): Part;
  /** The record as the state itself but for these components. */
  begin(changes: readonly (readonly [component: number, value: Part])[]): Part;
  /** The record counts; its label is this. */
  finish(label: Part): Part;
}
