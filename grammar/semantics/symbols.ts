/**
 * What names stand for. A symbol is made once, where its declaration stands; what it *means* (types of parameters, a constant's value) is worked
 * out when first asked for, so that files which import each other in a ring still resolve.
 */
import type * as ast from '../syntax/ast.ts';
import type { Place } from '../syntax/range.ts';
import type { Expression } from './program.ts';
import type { Type } from './types.ts';

interface Declared {
  readonly name: string;
  /** The parser could not understand all of its declaration: what seems wrong with its uses may be right. */
  readonly damaged?: boolean;
  /** Of the name in its declaration. Built-in functions have none. */
  readonly place: Place;
  readonly doc?: string | undefined;
}
/** Computed at the first call, then kept. */
export type Lazy<T> = () => T;

export interface ConstSymbol extends Declared {
  readonly kind: 'const';
  readonly value: Lazy<Expression>;
}
export interface EnumSymbol extends Declared {
  readonly kind: 'enum';
  readonly members: readonly MemberSymbol[];
}
export interface MemberSymbol extends Declared {
  readonly kind: 'member';
  readonly index: number;
  readonly of: EnumSymbol;
}
/** A field of a struct, a parameter of a message, operation, event, function or role. */
export interface FieldSymbol extends Declared {
  readonly kind: 'field' | 'parameter';
  readonly index: number;
  readonly type: Type;
  readonly defaultValue?: Expression | undefined;
}
export interface SignatureSymbol extends Declared {
  readonly kind: 'struct' | 'message' | 'operation' | 'event';
  readonly fields: Lazy<readonly FieldSymbol[]>;
  /** Operations only. */
  readonly result: Lazy<Type | undefined>;
}
export interface RoleSymbol extends Declared {
  readonly kind: 'role';
  readonly file: string;
  readonly node: ast.RoleDeclaration;
  readonly parameters: Lazy<readonly FieldSymbol[]>;
  readonly variables: Lazy<readonly VariableSymbol[]>;
  readonly functions: Lazy<readonly FunctionSymbol[]>;
}
export interface VariableSymbol extends Declared {
  readonly kind: 'variable';
  readonly index: number;
  readonly durable: boolean;
  readonly type: Type;
  readonly node: ast.VariableMember;
}
export interface FunctionSymbol extends Declared {
  readonly kind: 'function';
  readonly index: number;
  readonly parameters: readonly FieldSymbol[];
  readonly result?: Type | undefined;
  readonly node: ast.FunctionMember;
}
/** A `let`, a local `var`, a parameter of a function, or what a pattern, loop or quantifier binds. */
export interface LocalSymbol extends Declared {
  readonly kind: 'local';
  readonly slot: number;
  readonly type: Type;
  /** Why it can be assigned, or what it is instead. */
  readonly binding: 'var' | 'let' | 'parameter' | 'pattern' | 'loop';
}
export interface TimerSymbol extends Declared {
  readonly kind: 'timer';
  readonly index: number;
}
/** A node, a group of nodes, or a sweep's constant. */
export interface ScenarioSymbol extends Declared {
  readonly kind: 'node' | 'group' | 'sweep';
  readonly value: Expression;
}
export interface ClientSymbol extends Declared {
  readonly kind: 'client';
  readonly index: number;
}
export interface ClaimSymbol extends Declared {
  readonly kind: 'claim';
}
/** `majority`, `nodes`, `.size`, a registered property: what the language itself brings. */
export interface BuiltinSymbol {
  readonly kind: 'builtin' | 'property';
  readonly name: string;
  readonly place?: undefined;
  readonly doc: string;
}

export type TypeSymbol = EnumSymbol | SignatureSymbol | RoleSymbol;
export type FaultlineSymbol =
  | ConstSymbol
  | EnumSymbol
  | MemberSymbol
  | FieldSymbol
  | SignatureSymbol
  | RoleSymbol
  | VariableSymbol
  | FunctionSymbol
  | LocalSymbol
  | TimerSymbol
  | ScenarioSymbol
  | ClientSymbol
  | ClaimSymbol
  | BuiltinSymbol;

/** A computation done at most once. `onCycle` is what one gets that asks again while it is being done. */
export function lazy<T>(compute: () => T, onCycle: () => T): Lazy<T> {
  let state: { readonly value: T } | 'computing' | undefined;
  return () => {
    if (state === 'computing') return onCycle();
    if (state === undefined) {
      state = 'computing';
      state = { value: compute() };
    }
    return state.value;
  };
}
