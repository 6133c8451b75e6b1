/** What the checker knows while it goes through a piece of code: where that stands, the names in reach, the slots taken, the facts that hold. */
import type { Expression as ExpressionNode } from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Env } from './env.ts';
import { add, type Facts, factsWhen, forget, NO_FACTS, rootOf } from './narrowing.ts';
import type { Expression, Statement } from './program.ts';
import { BOOL, fitOf, showType, UNKNOWN } from './relations.ts';
import type { RoleScope } from './roleScope.ts';
import type { ClientSymbol, FunctionSymbol, LocalSymbol, ScenarioSymbol, SignatureSymbol } from './symbols.ts';
import type { Type } from './types.ts';

/** What kind of code it is; each allows something else. */
export type Where =
  | { readonly kind: 'constant' }
  /** The initial value of a variable: may read `variables` many of the role's variables. */
  | { readonly kind: 'initial'; readonly role: RoleScope; readonly variables: number }
  | { readonly kind: 'guard'; readonly role: RoleScope }
  /** `operation` is what the handler answers, if it is one for an operation. */
  | { readonly kind: 'handler'; readonly role: RoleScope; readonly operation?: SignatureSymbol | undefined }
  | { readonly kind: 'function'; readonly role: RoleScope; readonly function: FunctionSymbol }
  | { readonly kind: 'script'; readonly scenario: ScenarioNames; readonly timeout: boolean; readonly client: string }
  /** What a scenario is made of: arguments of nodes, times, contents of messages. */
  | { readonly kind: 'setup'; readonly scenario?: ScenarioNames }
  /** Conditions over the states of nodes; without a scenario for invariants at the top level. */
  | { readonly kind: 'observation'; readonly scenario?: ScenarioNames };

export interface ScenarioNames {
  readonly values: ReadonlyMap<string, ScenarioSymbol>;
  /** `r` of `node r[1..5]`, with its nodes by their index. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly clients: ReadonlyMap<string, ClientSymbol>;
}
export interface Group {
  readonly symbol: ScenarioSymbol;
  readonly byIndex: ReadonlyMap<number, Expression>;
  readonly element: Type;
}

type Dispatch = (cx: Context, node: ExpressionNode, expected: Type | undefined) => Expression;

/** Local slots of one body. Every binding has its own. */
export class Frame {
  size = 0;
  next(): number {
    return this.size++;
  }
}

export class Context {
  readonly env: Env;
  where: Where;
  readonly frame = new Frame();
  facts: Facts = NO_FACTS;
  /** Where operations asked inside an expression are put, to happen before its statement; absent where they must not stand. */
  hoisted: Statement[] | undefined;
  /** Inside `transaction at … { }` operations need no `at`. */
  inTransaction = false;
  readonly #dispatch: Dispatch;
  #locals: ReadonlyMap<string, LocalSymbol> = new Map();
  /** Bound in the innermost block. */
  #here = new Set<string>();
  /** Roots that were assigned, in the order of assignments. */
  readonly #assigned: string[] = [];

  constructor(env: Env, where: Where, dispatch: Dispatch) {
    this.env = env;
    this.where = where;
    this.#dispatch = dispatch;
  }

  expression(node: ExpressionNode, expected?: Type): Expression {
    return this.#dispatch(this, node, expected);
  }
  /** The expression as a value of `type`, or a report that it is none. */
  check(node: ExpressionNode, type: Type, what?: string): Expression {
    return this.coerce(this.expression(node, type), type, node.range, what);
  }

  /** `e` where a value of `type` is wanted: with a cast where only a run can tell, with a report where it cannot be. */
  coerce(e: Expression, type: Type, range: Range, what?: string): Expression {
    const fitting = fitOf(e.type, type);
    if (fitting === 'yes') return e;
    if (fitting === 'cast') return { kind: 'cast', operand: e, type, place: e.place };
    const subject = what ?? 'this';
    if (e.type.kind === 'optional' && fitOf(e.type.inner, type) !== 'no') {
      this.env.report('FL3002', range, `${subject} may be none; wanted is ${showType(type)}`, {
        hint: 'compare with `none` first, or give a default: `… ?? d`',
      });
    } else {
      this.env.report('FL3001', range, `${subject} is ${showType(e.type)}; wanted is ${showType(type)}`, {
        hint: misfitHint(e.type, type),
      });
    }
    return this.unknown(range);
  }

  /** A condition, checked, and what is known where it holds and where it does not. */
  condition(node: ExpressionNode): { readonly expression: Expression; readonly yes: Facts; readonly no: Facts } {
    const assignedBefore = this.#assigned.length;
    const expression = this.check(node, BOOL, 'a condition');
    const assigned = new Set(this.#assigned.slice(assignedBefore));
    const base = this.facts;
    const when = (truth: boolean): Facts => add(base, forget(factsWhen(expression, truth), assigned));
    return { expression, yes: when(true), no: when(false) };
  }

  /** Facts about what these roots hold are void from here on. */
  assigned(roots: Iterable<string>): void {
    const set = new Set(roots);
    if (set.size === 0) return;
    this.facts = forget(this.facts, set);
    this.#assigned.push(...set);
  }
  /** A part of `path` was assigned; the path itself still holds what it held. */
  assignedPart(path: string): void {
    const root = rootOf(path);
    const kept = this.facts.get(root);
    this.assigned([root]);
    if (kept) this.facts = add(this.facts, new Map([[root, kept]]));
  }

  /** What a report has been made about: fits everywhere, so that it stays the only one. */
  unknown(range: Range): Expression {
    return { kind: 'constant', value: null, type: UNKNOWN, place: this.env.place(range) };
  }

  // ---- locals

  local(name: string): LocalSymbol | undefined {
    return this.#locals.get(name);
  }
  localNames(): Iterable<string> {
    return this.#locals.keys();
  }
  /** A new local. The name may hide one further out, but not one of the same block. */
  bind(name: { readonly text: string; readonly range: Range }, type: Type, binding: LocalSymbol['binding'], doc?: string): LocalSymbol {
    const symbol: LocalSymbol = {
      kind: 'local',
      name: name.text,
      place: this.env.place(name.range),
      slot: this.frame.next(),
      type,
      binding,
      doc,
    };
    if (name.text !== '') {
      const first = this.#here.has(name.text) && (binding === 'let' || binding === 'var') ? this.#locals.get(name.text) : undefined;
      if (first) {
        this.env.report('FL2006', name.range, `\`${name.text}\` is declared twice`, {
          hint: 'rename one of them',
          related: [{ place: first.place, message: 'the first declaration' }],
        });
      }
      this.#here.add(name.text);
      this.#locals = new Map(this.#locals).set(name.text, symbol);
      this.env.use(name.range, symbol, true);
    }
    return symbol;
  }
  /** Runs `inside` and then takes back what it bound; the names it saw are kept for completion in `range`. */
  scoped<T>(range: Range, inside: () => T): T {
    const before = this.#locals;
    const here = this.#here;
    this.#here = new Set();
    const result = inside();
    this.#here = here;
    if (this.#locals !== before) this.env.region(range, [...this.#locals.values()]);
    this.#locals = before;
    return result;
  }
  /** The role whose code this is, if it is a role's. */
  get role(): RoleScope | undefined {
    return 'role' in this.where ? this.where.role : undefined;
  }
  get scenario(): ScenarioNames | undefined {
    return 'scenario' in this.where ? this.where.scenario : undefined;
  }
}

/** What mends a value of one type where another is wanted, if that can be told from the two. */
function misfitHint(is: Type, wanted: Type): string | undefined {
  if (is.kind === 'none') return `what may be none is declared with a question mark: \`${showType(wanted)}?\``;
  if (is.kind === 'list' && wanted.kind === 'set') return 'sets are written in braces: `{a, b}`, `{}`';
  if (is.kind === 'set' && wanted.kind === 'list') return 'lists are written in brackets: `[a, b]`, `[]`';
  return undefined;
}
