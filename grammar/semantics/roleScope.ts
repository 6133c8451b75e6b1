/** One role as its own code sees it: variables, functions and what they do, timers and their arguments. */
import type { ExpressionStatement, Name } from '../syntax/ast.ts';
import type { Env } from './env.ts';
import { join } from './relations.ts';
import type { FieldSymbol, FunctionSymbol, RoleSymbol, TimerSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';
import { assignedNames, callsIn, walk } from './walk.ts';

export interface Timer {
  readonly symbol: TimerSymbol;
  /** Of its arguments, as far as `after` statements have told. */
  types: Type[];
  /** How many arguments it is armed with, once that is known. */
  arity: number | undefined;
  /** Its types are final: handlers have been checked with them. */
  settled: boolean;
  /** Names of its arguments: as a handler binds them, else `argument1` … */
  readonly names: string[];
}

export class RoleScope {
  readonly symbol: RoleSymbol;
  readonly parameters: ReadonlyMap<string, FieldSymbol>;
  readonly variables: ReadonlyMap<string, VariableSymbol>;
  readonly functions: ReadonlyMap<string, FunctionSymbol>;
  readonly timers = new Map<string, Timer>();
  readonly #roots: ReadonlyMap<FunctionSymbol, ReadonlySet<string>>;
  readonly #effects: ReadonlySet<FunctionSymbol>;

  constructor(symbol: RoleSymbol) {
    this.symbol = symbol;
    this.parameters = byName(symbol.parameters());
    this.variables = byName(symbol.variables());
    this.functions = byName(symbol.functions());
    const calls = new Map<FunctionSymbol, readonly FunctionSymbol[]>();
    for (const f of this.functions.values()) calls.set(f, this.calledFrom(f.node.body));
    const reach = (f: FunctionSymbol): Set<FunctionSymbol> => {
      const reached = new Set([f]);
      for (const g of reached) for (const called of calls.get(g) ?? []) reached.add(called);
      return reached;
    };
    const roots = new Map<FunctionSymbol, Set<string>>();
    const effects = new Set<FunctionSymbol>();
    for (const f of this.functions.values()) {
      const reached = reach(f);
      roots.set(f, new Set([...reached].flatMap((g) => this.#variablesAmong(assignedNames(g.node.body)))));
      if ([...reached].some((g) => this.#actsItself(g.node.body))) effects.add(f);
    }
    this.#roots = roots;
    this.#effects = effects;
  }

  /** The paths (`v2`) of the variables that a call of `f` may assign. */
  mayAssign(f: FunctionSymbol): ReadonlySet<string> {
    return this.#roots.get(f) ?? new Set();
  }
  /** Whether a call of `f` does more than compute a value. */
  hasEffect(f: FunctionSymbol): boolean {
    return this.#effects.has(f) || this.mayAssign(f).size > 0;
  }
  /** The functions of the role that a piece of code calls, directly. */
  calledFrom(root: unknown): readonly FunctionSymbol[] {
    return callsIn(root).flatMap(({ name }) => this.functions.get(name.text) ?? []);
  }
  /** The paths of variables that a piece of code assigns, itself or through functions. */
  assignedIn(root: unknown): Set<string> {
    const paths = new Set(this.#variablesAmong(assignedNames(root)));
    for (const f of this.calledFrom(root)) for (const path of this.mayAssign(f)) paths.add(path);
    return paths;
  }
  #variablesAmong(names: Iterable<string>): string[] {
    return [...names].flatMap((name) => {
      const variable = this.variables.get(name);
      return variable ? [`v${variable.index}`] : [];
    });
  }

  /** Whether a body sends, arms, chooses … or lets an event happen. */
  #actsItself(body: unknown): boolean {
    let acts = false;
    walk(body, (node) => {
      if (node.kind !== undefined && ACTS.has(node.kind)) acts = true;
      if (node.kind === 'expression') {
        const { expression } = node as unknown as ExpressionStatement;
        if (expression.kind === 'call' && expression.callee.kind === 'name' && !this.functions.has(expression.callee.name.text))
          acts = true;
      }
    });
    return acts;
  }

  /** Makes room for a timer, at its first mention. */
  timer(name: Name, env: Env): Timer {
    const known = this.timers.get(name.text);
    if (known) return known;
    const timer: Timer = {
      symbol: {
        kind: 'timer',
        name: name.text,
        place: env.place(name.range),
        index: this.timers.size,
      },
      types: [],
      arity: undefined,
      settled: false,
      names: [],
    };
    this.timers.set(name.text, timer);
    return timer;
  }
}

/** Takes another use's argument type into account. False if it does not go with the earlier ones. */
export function widenTimer(timer: Timer, index: number, type: Type): boolean {
  const known = timer.types[index];
  const joined = known === undefined ? type : join(known, type);
  if (joined === undefined) return false;
  timer.types[index] = joined;
  return true;
}

function byName<T extends { readonly name: string }>(symbols: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const symbol of symbols) if (symbol.name !== '' && !map.has(symbol.name)) map.set(symbol.name, symbol);
  return map;
}

const ACTS = new Set(['send', 'reply', 'after', 'cancel', 'sync', 'choose']);
