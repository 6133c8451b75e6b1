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

const evenConditions = [
  'all n in nodes(Blue): n.x < 2',
  'some n in nodes(Blue): n.y',
  'all m in nodes(Blue): all n in nodes(Blue): m.x == n.x or m.y',
  '(count n in nodes(Blue): n.x == 1) < 2',
  '{b, c} == {n for n in nodes(Blue) where n.x == 0}',
  'a.x < 2',
  'all n in nodes(Blue): up(n) or a.y',
  'all n in nodes(Blue): n.chief == none or n.chief != n',
  'all n in nodes(Blue): n.seen.size < 2',
  'a.chief == none or a.chief in a.seen',
  'all n in nodes(Blue): n.x in {0, 1}',
  'some n in nodes(Blue): n == a.chief',
] as const;
const unevenConditions = ['b.x == 0', 'some n in nodes(Blue): 1 / n.x < 2'] as const;

/** Claims that mostly treat the nodes of role Blue alike, none of fairness. */
export const evenClaims: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    ...['invariant i:', 'invariant j:', 'possible p:', 'always possible q:'].map((head) =>
      fc
        .oneof(
          { weight: 20, arbitrary: fc.constantFrom(...evenConditions) },
          { weight: 1, arbitrary: fc.constantFrom(...unevenConditions) },
        )
        .map((c) => `${head} ${c}`),
    ),
  )
  .map((lines) => [...lines]);

/** The run's claims as questions, then all properties that there are, or those of these names. */
export function questionsOf(system: System, context: PropertyContext, names = checkedProperties): readonly Question[] {
  const named = system.run.claims.flatMap(({ property }) => conditionQuestion(system, property));
  const registered = names
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
  return [{ kind, name, reads, condition, holds: (states) => machine.evaluate(condition, states, frameSize) === true }];
}
