/** What properties may know of a system under test. */
import type { PropertyContext } from '../../checkers/property.ts';
import { propertyContext } from '../../checkers/roster.ts';
import type { System } from '../../world/world.ts';

export function contextOf({ program, run, machine }: System): PropertyContext {
  return propertyContext(program, run, machine.values);
}
