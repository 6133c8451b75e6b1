/** What a scenario's claims come down to: the single things to decide, each once however many claims name it. */
import type { CheckedProgram, Claim, Expression, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { LivenessProperty, PropertyParameters, SafetyProperty } from '../checkers/property.ts';
import { propertyNamed } from '../checkers/registry.ts';
import { convergence } from './convergence.ts';

export type Subject = { readonly name: string; readonly place: Place } & (
  | { readonly kind: 'safety'; readonly property: SafetyProperty }
  | { readonly kind: 'liveness'; readonly property: LivenessProperty }
  | Condition
  /** A property of the language that has no checker yet. */
  | { readonly kind: 'unchecked' }
);
/** A predicate over the nodes' states, and when it has to hold. */
export interface Condition {
  readonly kind: 'invariant' | 'eventually' | 'possible' | 'alwaysPossible';
  readonly name: string;
  readonly condition: Expression;
  readonly frameSize: number;
  readonly place: Place;
  /** It is about the state in which nothing is left to happen. */
  readonly atEnd?: boolean;
}
export interface ClaimParts {
  readonly claim: Claim;
  /** Indices of its parts among the subjects; several for a bundle. */
  readonly parts: readonly number[];
}

export function subjectsOf(
  program: CheckedProgram,
  run: ScenarioRun,
): { readonly subjects: readonly Subject[]; readonly claims: readonly ClaimParts[] } {
  const subjects: Subject[] = [];
  const indexOf = new Map<unknown, number>();
  const indexFor = (key: unknown, subject: () => Subject): number => {
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, subjects.length);
    return subjects.push(subject()) - 1;
  };
  const claims = run.claims.map((claim): ClaimParts => {
    const { property } = claim;
    if (property.kind !== 'registered') {
      // `invariant x: …` and `expect violation of x` name one condition.
      const key = `${property.kind} ${property.name} ${property.place.file} ${property.place.start}`;
      return { claim, parts: [indexFor(key, () => ({ ...property }))] };
    }
    const names = property.parts.length > 0 ? property.parts : [property.name];
    return {
      claim,
      parts: names.map((name) =>
        indexFor(keyOf(name, property), () =>
          name === 'converges' ? converges(program, run, property.on, claim.place) : registered(name, claim.place, property),
        ),
      ),
    };
  });
  return { subjects, claims };
}

/** A property as this or that is another subject each time. */
function keyOf(name: string, { spec, on }: PropertyParameters): string {
  return ['registered', name, spec ?? '', ...on].join(' ');
}

function converges(program: CheckedProgram, run: ScenarioRun, on: readonly string[], place: Place): Subject {
  const condition = convergence(program, run, on, place);
  return { kind: 'alwaysPossible', name: 'converges', condition, frameSize: 0, place, atEnd: true };
}

function registered(name: string, place: Place, parameters: PropertyParameters): Subject {
  const property = propertyNamed(name, parameters);
  if (property === undefined) return { kind: 'unchecked', name, place };
  return property.kind === 'safety' ? { kind: 'safety', name, place, property } : { kind: 'liveness', name, place, property };
}
