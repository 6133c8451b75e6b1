/** What the checker found out about a file and those it imports, in the form in which an editor asks for it. */
import { type Place, type Range, touches } from '../syntax/range.ts';
import { MEMBERS, type MemberInfo } from './builtins.ts';
import type { Env, Use } from './env.ts';
import type { FileScope, Outside } from './outside.ts';
import type { FaultlineSymbol, FieldSymbol, RoleSymbol, TypeSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';

export interface SymbolAt {
  readonly symbol: FaultlineSymbol;
  readonly range: Range;
}
export interface TypeAt {
  readonly type: Type;
  readonly range: Range;
}
export interface Reference extends Place {
  readonly declares: boolean;
}
/** The names that can be used at a place. */
export interface Visible {
  readonly file: FileScope;
  /** The role around the place, and its variables, parameters and functions among `symbols`. */
  readonly role?: RoleSymbol;
  /** Locals, members of the role, names of the scenario; nearer ones first. */
  readonly symbols: readonly FaultlineSymbol[];
}

export interface SemanticModel {
  readonly file: string;
  /** The names of the file, wherever in it one stands. */
  readonly scope: FileScope;
  /** The word at an offset, and what it stands for. */
  symbolAt(offset: number): SymbolAt | undefined;
  /** The innermost expression around an offset, with its type. */
  typeAt(offset: number): TypeAt | undefined;
  /** The type of exactly this stretch of text, if it is an expression. */
  typeOf(range: Range): Type | undefined;
  /** Everywhere the symbol is meant, its declaration included, in this file and those it imports. */
  referencesTo(symbol: FaultlineSymbol): readonly Reference[];
  /** Every word of the file that stands for something, in the order of the text. */
  symbols(): readonly SymbolAt[];
  visibleAt(offset: number): Visible;
  /** What can stand behind a dot after a value of this type. */
  membersOf(type: Type): { readonly fields: readonly (FieldSymbol | VariableSymbol)[]; readonly members: readonly MemberInfo[] };
}

/** `own` is what was found out about the parts of the file itself, `imported` about those of what it imports. */
export function semanticModel(file: string, outside: Outside, own: readonly Env[], imported: readonly Env[]): SemanticModel {
  let sorted: readonly Use[] | undefined;
  const uses = (): readonly Use[] => {
    // By declarations first: what is nearly in order is sorted fast.
    sorted ??= own
      .toSorted((a, b) => a.start - b.start)
      .flatMap((env) => env.uses)
      .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
    return sorted;
  };
  const around = (offset: number): Env[] => own.filter((env) => env.isAbout(offset));
  const typeNamed = (name: string | undefined): TypeSymbol | undefined =>
    name === undefined ? undefined : outside.reachableTypes.get(name);
  const sameSymbol = (a: FaultlineSymbol, b: FaultlineSymbol): boolean =>
    a === b || (a.kind === b.kind && a.name === b.name && a.place?.file === b.place?.file && a.place?.start === b.place?.start);

  return {
    file,
    scope: outside,
    symbolAt(offset) {
      const at = around(offset)
        .flatMap((env) => env.uses.filter((use) => touches(use.range, offset)))
        .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
      // A cursor between two words belongs to the one that begins there.
      return at.find((use) => use.range.start === offset) ?? at[0];
    },
    typeAt(offset) {
      let best: TypeAt | undefined;
      for (const typed of around(offset).flatMap((env) => env.types)) {
        if (!touches(typed.range, offset)) continue;
        if (!best || typed.range.end - typed.range.start < best.range.end - best.range.start) best = typed;
      }
      return best;
    },
    typeOf(range) {
      return around(range.start)
        .flatMap((env) => env.types)
        .find((t) => t.range.start === range.start && t.range.end === range.end)?.type;
    },
    referencesTo(symbol) {
      const seen = new Set<string>();
      return [...own, ...imported].flatMap((env) =>
        env.uses.flatMap((use) => {
          const key = `${env.file} ${use.range.start}`;
          if (!sameSymbol(use.symbol, symbol) || seen.has(key)) return [];
          seen.add(key);
          return [{ file: env.file, start: use.range.start, end: use.range.end, declares: use.declares }];
        }),
      );
    },
    symbols: uses,
    visibleAt(offset) {
      const regions = around(offset)
        .flatMap((env) => env.regions)
        .filter((region) => touches(region.range, offset))
        .toSorted((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start));
      const seen = new Set<string>();
      const symbols = regions
        .flatMap((region) => region.symbols)
        .filter((symbol) => {
          const hidden = seen.has(symbol.name);
          seen.add(symbol.name);
          return !hidden;
        });
      const role = regions.find((region) => region.role)?.role;
      return role ? { file: outside, role, symbols } : { file: outside, symbols };
    },
    membersOf(type) {
      const members = MEMBERS.filter((m) => (m.of as readonly string[]).includes(type.kind === 'value' ? 'list' : type.kind));
      const symbol = typeNamed(type.kind === 'struct' ? type.name : type.kind === 'node' ? type.role : undefined);
      if (symbol?.kind === 'struct') return { fields: symbol.fields(), members };
      return { fields: symbol?.kind === 'role' ? [...symbol.variables(), ...symbol.parameters()] : [], members };
    },
  };
}
