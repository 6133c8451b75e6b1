/** `match`: its arms, what each tells about the subject, and whether together they take every value. */
import type * as ast from '../syntax/ast.ts';
import type { Context } from './context.ts';
import { listOf } from './names.ts';
import { add, common, type Facts, pathOf } from './narrowing.ts';
import { pattern } from './patterns.ts';
import type { Expression, Pattern, Statement } from './program.ts';
import { optional, showType, withoutNone } from './relations.ts';
import type { Type } from './types.ts';

export type Body = (cx: Context, node: ast.Statement) => { readonly statements: readonly Statement[]; readonly exits: boolean };

/** `exits` if no arm goes on behind the `match`. */
export function matchStatement(cx: Context, node: ast.MatchStatement, body: Body): { statement: Statement; exits: boolean } {
  const subject = cx.expression(node.subject);
  const path = pathOf(subject);
  // Where it is known that it is not `none`, an arm for `none` is needless, not wrong.
  const matched = path !== undefined && cx.facts.has(path) ? optional(subject.type) : subject.type;
  const space = new Space(cx, subject.type);
  const before = cx.facts;
  let after: Facts | undefined;
  let exits = node.arms.length > 0;
  const arms = node.arms.map((arm) =>
    cx.scoped(arm.range, () => {
      cx.facts = before;
      const bindingType = space.hasTaken(null) ? withoutNone(subject.type) : subject.type;
      const armPattern = pattern(cx, arm.pattern, arm.pattern.kind === 'namePattern' ? bindingType : matched);
      if (!space.take(armPattern)) cx.env.report('FL3015', arm.pattern.range, 'the arms before take all that this one could');
      if (!takesNone(armPattern) || space.noneTakenBefore) cx.facts = add(before, presence(subject));
      const inner = body(cx, arm.body);
      if (!inner.exits) after = after ? common(after, cx.facts) : cx.facts;
      exits &&= inner.exits;
      return { pattern: armPattern, body: inner.statements };
    }),
  );
  const missing = space.missing();
  if (missing) {
    const range = { start: node.range.start, end: node.subject.range.end };
    cx.env.report('FL3014', range, `${missing} ${missing.includes(' and ') ? 'are' : 'is'} not matched`, {
      hint: 'add an arm for it, or a last arm `_ => { }`',
    });
  }
  cx.facts = after ?? before;
  return { statement: { kind: 'match', subject, arms, place: cx.env.place(node.range) }, exits };
}

const takesNone = (p: Pattern): boolean => p.kind !== 'equals' || (p.value.kind === 'constant' && p.value.value === null);

function presence(subject: Expression): Facts {
  const path = pathOf(subject);
  return path !== undefined && subject.type.kind === 'optional' ? new Map([[path, subject.type.inner]]) : new Map();
}

type Atom = boolean | number | string | null;

/** Which values of the subject's type are still untaken. */
class Space {
  readonly #cx: Context;
  readonly #type: Type;
  readonly #taken = new Set<Atom>();
  #all = false;
  /** Whether, before the arm taken last, `none` was taken already. */
  noneTakenBefore = false;

  constructor(cx: Context, type: Type) {
    this.#cx = cx;
    this.#type = type;
  }

  hasTaken(atom: Atom): boolean {
    return this.#taken.has(atom);
  }

  /** False if nothing was left that the pattern could take. */
  take(p: Pattern): boolean {
    this.noneTakenBefore = this.#taken.has(null);
    if (this.#all || this.missing() === undefined) return this.#type.kind === 'unknown';
    if (p.kind !== 'equals') {
      this.#all = true;
      return true;
    }
    const atom = atomOf(p.value);
    if (atom === undefined) return true;
    if (this.#taken.has(atom)) return false;
    this.#taken.add(atom);
    return true;
  }

  /** In words, what no arm takes. */
  missing(): string | undefined {
    if (this.#all || this.#type.kind === 'unknown') return undefined;
    const left = this.#atoms();
    if (left === 'endless') return this.#taken.size === 0 ? `every ${showType(this.#type)}` : `every other ${showType(this.#type)}`;
    const untaken = left.filter(([atom]) => !this.#taken.has(atom));
    return untaken.length === 0 ? undefined : listOf(untaken.map(([, name]) => `\`${name}\``));
  }

  /** All values of the type, with their names. Members of an enum count by their index. */
  #atoms(): readonly (readonly [Atom, string])[] | 'endless' {
    const inner = withoutNone(this.#type);
    const none: (readonly [Atom, string])[] = inner === this.#type && inner.kind !== 'none' ? [] : [[null, 'none']];
    if (inner.kind === 'none') return none;
    if (inner.kind === 'bool') return [...none, [true, 'true'], [false, 'false']];
    const members = this.#cx.env.enumOf(inner)?.members;
    return members ? [...none, ...members.map((m) => [m.index, m.name] as const)] : 'endless';
  }
}

function atomOf(e: Expression): Atom | undefined {
  if (e.kind === 'constant') return e.type.kind === 'unknown' ? undefined : e.value;
  return e.kind === 'enumMember' ? e.member : undefined;
}
