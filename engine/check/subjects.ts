/** What a scenario's claims come down to: the single things to decide, each once however many claims name it. */
import type { CheckedProgram, Claim, Expression, ScenarioRun } from '../../grammar/semantics/program.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { LivenessProperty, PropertyParameters, SafetyProperty } from '../checkers/property.ts';
import { propertiesNamed } from '../checkers/registry.ts';
import { convergence } from './convergence.ts';

export type Subject = { readonly name: string; readonly place: Place } & (
  | { readonly kind: 'safety'; readonly property: SafetyProperty }
  | { readonly kind: 'liveness'; readonly property: LivenessProperty }
  | Condition
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
  /** Indices of its parts among the subjects; several for a bundle, or where a property has several definitions. */
  readonly parts: readonly number[];
}

export function subjectsOf(
  program: CheckedProgram,
  run: ScenarioRun,
): { readonly subjects: readonly Subject[]; readonly claims: readonly ClaimParts[] } {
  const subjects: Subject[] = [];
  const indicesOf = new Map<unknown, readonly number[]>();
  const indicesFor = (key: unknown, make: () => readonly Subject[]): readonly number[] => {
    const known = indicesOf.get(key);
    if (known !== undefined) return known;
    const indices = make().map((subject) => subjects.push(subject) - 1);
    indicesOf.set(key, indices);
    return indices;
  };
  const claims = run.claims.map((claim): ClaimParts => {
    const { property } = claim;
    if (property.kind !== 'registered') {
      // `invariant x: …` and `expect violation of x` name one condition.
      const key = `${property.kind} ${property.name} ${property.place.file} ${property.place.start}`;
      return { claim, parts: indicesFor(key, () => [{ ...property }]) };
    }
    const names = property.parts.length > 0 ? property.parts : [property.name];
    return {
      claim,
      parts: names.flatMap((name) =>
        indicesFor(keyOf(name, property), () =>
          name === 'converges' ? [converges(program, run, property.on, claim.place)] : registered(name, claim.place, property),
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

/** What it takes to decide a property of the language. */
export function registered(name: string, place: Place, parameters?: PropertyParameters): readonly Subject[] {
  return propertiesNamed(name, parameters).map((property) =>
    property.kind === 'safety' ? { kind: 'safety', name, place, property } : { kind: 'liveness', name, place, property },
  );
}
