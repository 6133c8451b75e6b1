/** Questions to ask of random protocols. */
import * as fc from 'fast-check';
import type { Property } from '../../../grammar/semantics/program.ts';
import type { PropertyContext } from '../../checkers/property.ts';
import { checkedProperties, propertiesNamed } from '../../checkers/registry.ts';
import type { System } from '../../world/world.ts';
import { nodesRead } from '../nodes-read.ts';
import type { Question } from '../questions.ts';

const conditions = [
  'a.x == 0',
  'a.x < 2',
  'b.x == 1',
  'a.y',
  'not a.y or b.x > 0',
  'a.x == b.x',
  'all n in nodes(Red): n.x < 2',
  'some n in nodes(Red): n.y',
  'up(a)',
  'up(b) or a.y',
  '2 / a.x > 0',
] as const;

/** Lines with claims about conditions, of each kind one. */
export const claims: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    ...['invariant i:', 'possible p:', 'always possible q:', 'eventually e:'].map((head) =>
      fc.constantFrom(...conditions).map((c) => `${head} ${c}`),
    ),
  )
  .map((lines) => [...lines]);

/** The run's claims as questions, then all properties that there are. */
export function questionsOf(system: System, context: PropertyContext): readonly Question[] {
  const named = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
  const registered = checkedProperties
    .flatMap((name) => propertiesNamed(name))
    .map((definition): Question => {
      const { name } = definition;
      if (definition.kind === 'safety') return { kind: 'monitor', name, monitor: definition.monitor(context) };
      return { kind: 'liveness', name, property: definition };
    });
  return [...named, ...registered];
}

export function conditionQuestion({ run, machine }: System, property: Property): readonly Question[] {
  if (property.kind === 'registered') return [];
  const { kind, name, condition, frameSize } = property;
  const reads = nodesRead(
    condition,
    run.nodes.map(({ role }) => role),
  );
  return [{ kind, name, reads, holds: (states) => machine.evaluate(condition, states, frameSize) === true }];
}
