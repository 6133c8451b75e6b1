/** Why a condition is false: which clause, for which element, with which values. */
import type { Expression } from '../../grammar/semantics/program.ts';
import type { Frame } from './frame.ts';
import { abbreviate } from './names.ts';
import { type Scope, showValue } from './scope.ts';
import { boundName, partsOf, sourceOf } from './source.ts';
import type { Value } from './values.ts';

/**
 * `for n = s2: n.state == leader is false: s2.state is follower`. The frame is as it was when the condition was evaluated, and the condition
 * gave false there.
 */
export function explainFalse(expression: Expression, frame: Frame, scope: Scope): string {
  return new Explanation(frame, scope).why(expression, false);
}

/** Whether evaluating it once more changes nothing and gives the same. */
export function isRepeatable(expression: Expression): boolean {
  return expression.kind !== 'call' && expression.kind !== 'choose' && partsOf(expression).every(isRepeatable);
}

class Explanation {
  readonly #frame: Frame;
  readonly #scope: Scope;
  /** The elements that the quantifiers around the current clause stand at, by slot. */
  readonly #bound = new Map<number, Value>();

  constructor(frame: Frame, scope: Scope) {
    this.#frame = frame;
    this.#scope = scope;
  }

  /** Why `e`, which evaluates to `truth`, does so. */
  why(e: Expression, truth: boolean): string {
    switch (e.kind) {
      case 'not':
        return this.why(e.operand, !truth);
      case 'and':
      case 'or': {
        // One side decides (`and` is false, `or` is true), or both are needed.
        if (truth === (e.kind === 'and')) return `${this.why(e.left, truth)}; and ${this.why(e.right, truth)}`;
        return this.#value(e.left) === truth ? this.why(e.left, truth) : this.why(e.right, truth);
      }
      case 'conditional':
        return this.#value(e.condition) === true ? this.why(e.yes, truth) : this.why(e.no, truth);
      case 'quantifier':
        return this.#quantified(e, truth);
      case 'binary':
        return this.#withParts(e, truth, [e.left, e.right]);
      case 'builtin':
        return this.#withParts(e, truth, e.arguments);
      default:
        return `${this.#text(e, true)} is ${truth}`;
    }
  }

  #quantified(e: Expression & { kind: 'quantifier' }, truth: boolean): string {
    const name = boundName(e.slot, [e.body]);
    const elements = this.#elements(e.iterable);
    // What one element can decide: `all` fails for it, `some` holds for it.
    if (truth === (e.quantifier === 'some')) {
      for (const element of elements) {
        this.#bind(e.slot, element);
        if (this.#value(e.body) === truth) {
          const reason = this.why(e.body, truth);
          this.#bound.delete(e.slot);
          if (name === '_') return reason;
          const inner = reason.startsWith('for ') ? `, ${reason.slice('for '.length)}` : `: ${reason}`;
          return `for ${name} = ${this.#show(element)}${inner}`;
        }
      }
    }
    this.#bound.delete(e.slot);
    const iterable = this.#text(e.iterable, true);
    if (elements.length === 0) return `${iterable} is empty`;
    const among = abbreviate(elements.map((element) => this.#show(element)).join(', '));
    return `${truth ? 'every' : 'no'} ${name} in ${iterable} (${among}) has ${this.#text(e.body, false)}`;
  }

  /** The clause as written, then the values of the parts that it compares. */
  #withParts(e: Expression, truth: boolean, parts: readonly Expression[]): string {
    const values = parts.flatMap((part) => this.#partValue(part));
    const clause = `${this.#text(e, false)} is ${truth}`;
    return values.length === 0 ? clause : `${clause}: ${values.join(', ')}`;
  }

  #partValue(part: Expression): readonly string[] {
    if (part.kind === 'constant' || part.kind === 'enumMember' || part.kind === 'node' || part.kind === 'self') return [];
    const value = this.#value(part);
    if (part.kind === 'quantifier' && part.quantifier === 'count') {
      const counted = this.#elements(part.iterable).filter((element) => {
        this.#frame.locals[part.slot] = element;
        return this.#value(part.body) === true;
      });
      const which = counted.length === 0 ? '' : ` (${abbreviate(counted.map((element) => this.#show(element)).join(', '))})`;
      return [`the count is ${this.#show(value)}${which}`];
    }
    const text = this.#text(part, true);
    const shown = this.#show(value);
    return text === shown ? [] : [`${text} is ${shown}`];
  }

  #bind(slot: number, element: Value): void {
    this.#frame.locals[slot] = element;
    this.#bound.set(slot, element);
  }

  #value(e: Expression): Value {
    return this.#scope.compile(e)(this.#frame);
  }

  #elements(iterable: Expression): readonly Value[] {
    const value = this.#value(iterable);
    if (typeof value !== 'object' || value === null) return [];
    if (value.kind === 'list' || value.kind === 'set') return value.elements;
    return value.kind === 'map' ? value.keys : [];
  }

  #show(value: Value): string {
    return showValue(value, this.#scope);
  }

  /** `inValues`: with the bound elements in the place of their names. */
  #text(e: Expression, inValues: boolean): string {
    const { program, role, names } = this.#scope;
    const local = (slot: number): string | undefined => {
      const element = inValues ? this.#bound.get(slot) : undefined;
      return element === undefined ? undefined : this.#show(element);
    };
    return abbreviate(sourceOf(e, { program, role, node: names.node, local }), 160);
  }
}
