/**
 * Specifications of things that only grow until they are overwritten (`growingOf`), without running the role at every step: what an operation adds to a text or a
 * list, or puts in its place, does not depend on what is there, so it is found out once for each kind of operations. States are the contents.
 */
import type { TraceValue } from '../../../trace/model.ts';
import type { Foresight, Specification } from '../problem.ts';
import type { RoleSpecification } from './role.ts';
import { sameValue } from './same-value.ts';

/** A kind of operations: what they ask, and what they were told (nothing where that is open). */
export interface AskedKind {
  readonly name: string;
  readonly arguments: readonly TraceValue[];
  readonly call: number;
  readonly result: TraceValue | undefined;
}

/** A text as it is; of a list its elements as JSON, with commas between them, so that here too what it begins with is what its text begins with. */
type Content = string;

/** What operations of one kind do; nothing where they cannot take effect with their result. */
type Effect =
  | { readonly kind: 'extends'; readonly by: Content /** The state after it where there was nothing. */; readonly first: number }
  | { readonly kind: 'overwrites'; readonly state: number }
  | { readonly kind: 'shows'; readonly content: Content | undefined; readonly open: boolean; readonly ofNothing: boolean }
  | undefined;

/** The role turns out to hold something else. */
class NotGrowing extends Error {}

/** Of operations, all on one object; nothing where they are not of that form, or nothing of it grows. */
export function growingStates(role: RoleSpecification, kinds: readonly AskedKind[]): Specification | undefined {
  const [first] = kinds;
  const key = first?.arguments[0] ?? null;
  if (kinds.some((kind) => !sameValue(kind.arguments[0] ?? null, key))) return undefined;
  const growing = role.growing([...new Set(kinds.map(({ name }) => name))]);
  if (growing === undefined || ![...growing.operations.values()].includes('extends')) return undefined;
  try {
    return new GrowingSpecification(
      role,
      (state) => role.entry(state, growing.variable, key),
      kinds.map((kind) => ({ ...kind, does: growing.operations.get(role.operation(kind.name)) })),
    );
  } catch (error) {
    if (error instanceof NotGrowing) return undefined;
    throw error;
  }
}

class GrowingSpecification implements Specification {
  readonly initial: number;
  readonly foresight: Foresight;
  readonly #effects: readonly Effect[];
  readonly #contents: (Content | undefined)[] = [];
  readonly #ids = new Map<Content | undefined, number>();
  /** Between what was there and what is added, if there was anything. */
  #comma: '' | ',' | undefined;

  constructor(
    role: RoleSpecification,
    entryOf: (state: number) => TraceValue | undefined,
    kinds: readonly (AskedKind & { readonly does: 'extends' | 'overwrites' | 'shows' | undefined })[],
  ) {
    const content = (state: number): Content | undefined => this.#contentOf(entryOf(state));
    const initial = content(role.initial);
    this.initial = this.#id(initial);
    this.#effects = kinds.map(({ call, result, does }): Effect => {
      const once = role.step(role.initial, call);
      if (does === 'shows') {
        const ofNothing = result === undefined || (once !== undefined && initial === undefined && sameValue(once.reply, result));
        const shown = typeof result === 'string' || Array.isArray(result) ? this.#contentOf(result) : undefined;
        return { kind: does, content: shown, open: result === undefined, ofNothing };
      }
      if (once === undefined || (result !== undefined && !sameValue(once.reply, result))) return undefined;
      const first = this.#id(content(once.state));
      if (does === 'overwrites') return { kind: does, state: first };
      const twice = role.step(once.state, call);
      if (twice === undefined) throw new NotGrowing();
      return { kind: 'extends', by: this.#added(content(once.state) ?? '', content(twice.state) ?? ''), first };
    });
    this.foresight = {
      overwrites: (kind) => this.#effects[kind]?.kind === 'overwrites',
      leadsTo: (state, kind) => {
        const effect = this.#effects[kind];
        const there = this.#contents[state];
        if (effect?.kind !== 'shows' || effect.open || there === undefined) return true;
        return effect.content !== undefined && this.#begins(effect.content, there);
      },
    };
  }

  observes(kind: number): boolean {
    return this.#effects[kind]?.kind === 'shows';
  }

  step(state: number, kind: number): number {
    const effect = this.#effects[kind];
    const there = this.#contents[state];
    switch (effect?.kind) {
      case 'extends':
        return there === undefined ? effect.first : this.#id(this.#joined(there, effect.by));
      case 'overwrites':
        return effect.state;
      case 'shows':
        if (effect.open) return state;
        return (there === undefined ? effect.ofNothing : there === effect.content) ? state : -1;
      default:
        return -1;
    }
  }

  #id(content: Content | undefined): number {
    const known = this.#ids.get(content);
    if (known !== undefined) return known;
    const id = this.#contents.push(content) - 1;
    this.#ids.set(content, id);
    return id;
  }

  #contentOf(value: TraceValue | undefined): Content | undefined {
    if (value === undefined) return undefined;
    const isText = typeof value === 'string';
    const comma = isText ? '' : ',';
    if ((!isText && !Array.isArray(value)) || (this.#comma ?? comma) !== comma) throw new NotGrowing();
    this.#comma = comma;
    return isText ? value : JSON.stringify(value).slice(1, -1);
  }

  #joined(there: Content, by: Content): Content {
    return there === '' ? by : by === '' ? there : `${there}${this.#comma}${by}`;
  }

  #added(before: Content, after: Content): Content {
    if (before === after) return '';
    if (!this.#begins(after, before)) throw new NotGrowing();
    return after.slice(before === '' ? 0 : before.length + (this.#comma ?? '').length);
  }

  /** Whether a content begins with another one, at the end of one of its elements. */
  #begins(content: Content, beginning: Content): boolean {
    if (!content.startsWith(beginning)) return false;
    return this.#comma === '' || beginning === '' || content.length === beginning.length || content[beginning.length] === ',';
  }
}
