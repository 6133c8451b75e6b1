/**
 * What a word stands for, across files. The checker makes symbols anew for each program, and a parameter is a field to its callers and a local
 * to its body; what stays the same is the place of the declaration, so an entity is known by that.
 */
import { standardText } from '../semantics/standardLibrary.ts';
import type { FaultlineSymbol } from '../semantics/symbols.ts';
import type { Place, Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';

export interface Entity {
  readonly symbol: FaultlineSymbol;
  /** The word in the text. */
  readonly range: Range;
}

export interface Occurrence extends Place {
  readonly symbol: FaultlineSymbol;
  readonly declares: boolean;
}

/** What the word at an offset stands for. A parameter counts as the parameter, not as the local that its body sees. */
export function entityAt(file: Analysed, offset: number): Entity | undefined {
  const found = file.model.symbolAt(offset);
  if (!found) return undefined;
  const same = file.model.symbols().filter(({ range }) => range.start === found.range.start && range.end === found.range.end);
  return same.find(({ symbol }) => symbol.kind === 'parameter') ?? found;
}

export function sameEntity(a: FaultlineSymbol, b: FaultlineSymbol): boolean {
  if (a === b) return true;
  if (!a.place || !b.place) return !a.place && !b.place && a.kind === b.kind && a.name === b.name;
  if (a.place.file !== b.place.file || a.place.start !== b.place.start) return false;
  // A group and its nodes are declared by one word.
  return a.name === b.name || (isNodeName(a) && isNodeName(b));
}
function isNodeName(symbol: FaultlineSymbol): boolean {
  return symbol.kind === 'node' || symbol.kind === 'group';
}

/** Whether the entity belongs to the language, not to a file of the author's. */
export function isStandard(symbol: FaultlineSymbol): boolean {
  return symbol.place === undefined || standardText(symbol.place.file) !== undefined;
}

/**
 * Everywhere the entity is meant, in the order of files and texts. `files` are the files to look through; what they import themselves is looked
 * through with them.
 */
export function occurrences(symbol: FaultlineSymbol, files: readonly Analysed[]): Occurrence[] {
  const found = new Map<string, Occurrence>();
  for (const file of files) {
    const variants = variantsIn(file, symbol);
    for (const variant of variants) {
      for (const { file: uri, start, end } of file.model.referencesTo(variant)) {
        const key = `${uri} ${start}`;
        if (found.has(key)) continue;
        found.set(key, { file: uri, start, end, symbol: variant, declares: uri === symbol.place?.file && start === symbol.place.start });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
}

/** The symbols by which a file's model knows the entity. */
function variantsIn(file: Analysed, symbol: FaultlineSymbol): FaultlineSymbol[] {
  const variants = new Map<string, FaultlineSymbol>([[`${symbol.kind} ${symbol.name}`, symbol]]);
  if (symbol.place?.file === file.uri) {
    for (const { symbol: other } of file.model.symbols()) {
      if (sameEntity(symbol, other)) variants.set(`${other.kind} ${other.name}`, other);
    }
  }
  return [...variants.values()];
}
