/**
 * One declaration as the checker works on it: what it asked of the rest, what was found wrong in it, and what its words were found to mean.
 * Ranges in it are those of the syntax tree, or places made here: both move with the text, so that an edit elsewhere costs nothing but the move.
 */
import { Movable, type Place, type Range, touches } from '../syntax/range.ts';
import { nearest } from './distance.ts';
import { Lookups, type Outside } from './outside.ts';
import { type Fix, PROBLEMS, type Problem, type ProblemCode, type Related } from './problems.ts';
import type { EnumSymbol, FaultlineSymbol, RoleSymbol, SignatureSymbol } from './symbols.ts';
import type { Type } from './types.ts';

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

/** A problem while what it speaks of may still move. */
interface Report {
  readonly code: ProblemCode;
  readonly place: Place;
  readonly message: string;
  readonly details: Details;
}

export class Env {
  readonly file: string;
  /** Where the text could not be parsed. */
  readonly damage: readonly Range[];
  readonly uses: Use[] = [];
  readonly types: TypedRange[] = [];
  readonly regions: Region[] = [];
  /** Off while a scenario is checked again for another combination of its sweep. */
  recording = true;
  /** What came out depends on who asked first: it is not to be used again. */
  onceOnly = false;
  readonly #lookups: Lookups;
  readonly #reports: Report[] = [];
  readonly #reported = new Set<string>();
  readonly #movable = new Movable();
  /** What all of it is about, and where that began when it was checked. */
  readonly #subject: Range;
  #start: number;

  /** `subject` is the declaration that is checked, or the whole file. */
  constructor(file: string, subject: Range, outside: Outside, damage: readonly Range[] = []) {
    this.file = file;
    this.#subject = subject;
    this.#start = subject.start;
    this.#lookups = new Lookups(outside);
    this.damage = damage;
  }

  // ---- what stands outside

  /** The names of the file. */
  get scope(): Lookups['tables'] {
    return this.#lookups.tables;
  }
  /** The index of a declaration in the program. */
  indexOf(symbol: EnumSymbol | SignatureSymbol | RoleSymbol): number {
    return this.#lookups.indexOf(symbol);
  }
  /** All roles of the program. */
  programRoles(): readonly RoleSymbol[] {
    return this.#lookups.roles();
  }
  /** Whether checking again, with this outside, would find the same. */
  holdsIn(outside: Outside): boolean {
    return !this.onceOnly && this.#lookups.holdIn(outside);
  }
  /** What was found becomes part of another version of the file. */
  takeOver(outside: Outside): void {
    this.#lookups.moveTo(outside);
  }
  /** Places move to where the declaration stands now. */
  follow(): void {
    this.#movable.move(this.#subject.start - this.#start);
    this.#start = this.#subject.start;
  }
  /** Where what was checked begins. */
  get start(): number {
    return this.#subject.start;
  }
  /** Whether what was checked stands around an offset. */
  isAbout(offset: number): boolean {
    return touches(this.#subject, offset);
  }
  isDamaged(range: Range): boolean {
    return this.damage.some((d) => d.start <= range.end && range.start <= d.end);
  }

  // ---- problems

  /** One place gets one message of a kind, however often it is checked. */
  report(code: ProblemCode, range: Range, message: string, details: Details = {}): void {
    this.reportAt(code, this.place(range), message, details);
  }
  /** The same for what this file makes of another one. */
  reportAt(code: ProblemCode, place: Place, message: string, details: Details = {}): void {
    const key = `${code} ${place.start} ${place.end} ${place.file}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    const { fix } = details;
    const moving = fix && { ...fix, edits: fix.edits.map(({ range, text }) => ({ range: this.place(range), text })) };
    this.#reports.push({ code, place, message, details: { ...details, fix: moving } });
  }
  /** How many problems have been reported. */
  get reported(): number {
    return this.#reports.length;
  }
  /** All of them, as things stand now. */
  problems(): Problem[] {
    return this.#reports.map(({ code, place, message, details: { hint, fix, related } }) => ({
      file: place.file,
      range: { start: place.start, end: place.end },
      severity: PROBLEMS[code].severity,
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(fix === undefined
        ? {}
        : { fix: { ...fix, edits: fix.edits.map(({ range: { start, end }, text }) => ({ range: { start, end }, text })) } }),
      ...(related === undefined ? {} : { related: related.map((one) => ({ ...one, place: { ...one.place } })) }),
    }));
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

  /** A place for what is found; it moves with the declaration. */
  place(range: Range): Place {
    return this.#movable.add({ file: this.file, start: range.start, end: range.end });
  }
  enumOf(type: Type): EnumSymbol | undefined {
    if (type.kind !== 'enum') return undefined;
    const symbol = this.scope.reachableTypes.get(type.name);
    return symbol?.kind === 'enum' ? symbol : undefined;
  }
  structOf(type: Type): SignatureSymbol | undefined {
    if (type.kind !== 'struct') return undefined;
    const symbol = this.scope.reachableTypes.get(type.name);
    return symbol?.kind === 'struct' ? symbol : undefined;
  }
  roleNamed(name: string): RoleSymbol | undefined {
    const symbol = this.scope.reachableTypes.get(name);
    return symbol?.kind === 'role' ? symbol : undefined;
  }
}
