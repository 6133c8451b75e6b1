/** One file as the checker works on it: its names, what was found wrong in it, and what its words were found to mean. */
import type { Place, Range } from '../syntax/range.ts';
import { nearest } from './distance.ts';
import type { Numbering } from './numbering.ts';
import { type Fix, PROBLEMS, type Problem, type ProblemCode, type Related } from './problems.ts';
import type { ConstSymbol, EnumSymbol, FaultlineSymbol, MemberSymbol, RoleSymbol, SignatureSymbol, TypeSymbol } from './symbols.ts';
import type { Type } from './types.ts';

/** What a file can name at its top level: the prelude's, its imports' and its own. Messages, types and values have separate namespaces. */
export interface FileScope {
  readonly types: ReadonlyMap<string, TypeSymbol>;
  readonly messages: ReadonlyMap<string, SignatureSymbol>;
  readonly operations: ReadonlyMap<string, SignatureSymbol>;
  readonly events: ReadonlyMap<string, SignatureSymbol>;
  readonly constants: ReadonlyMap<string, ConstSymbol>;
  /** Enum members by their bare name; several enums may share one. */
  readonly members: ReadonlyMap<string, readonly MemberSymbol[]>;
}

/** A word in the text and what it stands for. */
export interface Use {
  readonly range: Range;
  readonly symbol: FaultlineSymbol;
  /** Whether it is the declaration itself. */
  readonly declares: boolean;
}
export interface TypedRange {
  readonly range: Range;
  readonly type: Type;
}
/** A stretch of text and the names that are visible there beyond those of the file. */
export interface Region {
  readonly range: Range;
  readonly role?: RoleSymbol;
  readonly symbols: readonly FaultlineSymbol[];
}

export interface Details {
  readonly hint?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly related?: readonly Related[];
}

export class Env {
  readonly file: string;
  /** The indices of everything that code in this file can speak of. */
  readonly numbering: Numbering;
  readonly problems: Problem[] = [];
  /** Where the text could not be parsed. */
  readonly damage: readonly Range[];
  readonly uses: Use[] = [];
  readonly types: TypedRange[] = [];
  readonly regions: Region[] = [];
  /** Off while a scenario is checked again for another combination of its sweep. */
  recording = true;
  /** Set once the file's imports are known, before anything asks. */
  scope: FileScope = EMPTY_SCOPE;
  /** Types that values in this file may have, by name, also where the file itself cannot name them. */
  reachableTypes: ReadonlyMap<string, TypeSymbol> = new Map();
  readonly #reported = new Set<string>();

  constructor(file: string, numbering: Numbering, damage: readonly Range[] = []) {
    this.file = file;
    this.numbering = numbering;
    this.damage = damage;
  }
  isDamaged(range: Range): boolean {
    return this.damage.some((d) => d.start <= range.end && range.start <= d.end);
  }

  /** One place gets one message of a kind, however often it is checked. */
  report(code: ProblemCode, range: Range, message: string, details: Details = {}): void {
    this.reportAt(code, this.place(range), message, details);
  }
  /** The same for what this file makes of another one. */
  reportAt(code: ProblemCode, range: Place, message: string, details: Details = {}): void {
    const key = `${code} ${range.start} ${range.end} ${range.file}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    const { hint, fix, related } = details;
    this.problems.push({
      file: range.file,
      range: { start: range.start, end: range.end },
      severity: PROBLEMS[code].severity,
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(fix === undefined ? {} : { fix }),
      ...(related === undefined ? {} : { related }),
    });
  }

  /** Reports a name that nothing declares, with the nearest one that is declared. An empty name was reported by the parser. */
  reportUnknown(
    code: ProblemCode,
    name: { readonly text: string; readonly range: Range },
    message: string,
    candidates: Iterable<string>,
    hint?: string,
  ): void {
    if (name.text === '') return;
    const suggestion = nearest(name.text, candidates);
    if (suggestion === undefined) this.report(code, name.range, message, { hint });
    else {
      this.report(code, name.range, message, {
        hint: `did you mean \`${suggestion}\`?`,
        fix: { title: `Change to \`${suggestion}\``, edits: [{ range: name.range, text: suggestion }] },
      });
    }
  }

  use(range: Range, symbol: FaultlineSymbol, declares = false): void {
    if (this.recording && range.end > range.start) this.uses.push({ range, symbol, declares });
  }
  typed(range: Range, type: Type): void {
    if (this.recording) this.types.push({ range, type });
  }
  region(range: Range, symbols: readonly FaultlineSymbol[], role?: RoleSymbol): void {
    if (this.recording) this.regions.push(role ? { range, symbols, role } : { range, symbols });
  }

  place(range: Range): Place {
    return { file: this.file, start: range.start, end: range.end };
  }
  enumOf(type: Type): EnumSymbol | undefined {
    if (type.kind !== 'enum') return undefined;
    const symbol = this.reachableTypes.get(type.name);
    return symbol?.kind === 'enum' ? symbol : undefined;
  }
  structOf(type: Type): SignatureSymbol | undefined {
    if (type.kind !== 'struct') return undefined;
    const symbol = this.reachableTypes.get(type.name);
    return symbol?.kind === 'struct' ? symbol : undefined;
  }
  roleNamed(name: string): RoleSymbol | undefined {
    const symbol = this.reachableTypes.get(name);
    return symbol?.kind === 'role' ? symbol : undefined;
  }
}
const EMPTY_SCOPE: FileScope = {
  types: new Map(),
  messages: new Map(),
  operations: new Map(),
  events: new Map(),
  constants: new Map(),
  members: new Map(),
};
