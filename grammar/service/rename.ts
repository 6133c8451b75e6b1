/** Rename, across files: what can be renamed, to what, and every place that changes with it. */
import type { Range as LspRange, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { verbOf } from '../semantics/faults.ts';
import { withoutNone } from '../semantics/relations.ts';
import type { FaultlineSymbol, MemberSymbol } from '../semantics/symbols.ts';
import { words } from '../syntax/tokens.ts';
import type { Analysed } from './analysed.ts';
import { type Entity, entityAt, isStandard, type Occurrence, occurrences, sameEntity } from './entities.ts';
import { toLspRange } from './ranges.ts';

/** Why a rename is refused, in a sentence for the author. */
export class RenameRefusal extends Error {}

const reserved: ReadonlySet<string> = new Set(words.filter((word) => word.reserved).map((word) => word.text));

/** The word that would be renamed. Throws a `RenameRefusal` where nothing can be. */
export function prepareRename(file: Analysed, offset: number): { readonly range: LspRange; readonly placeholder: string } {
  const { symbol, range } = renamable(file, offset);
  return { range: toLspRange(file.document, range), placeholder: symbol.name };
}

/**
 * The edits that give the name at `offset` another one, in `files` and what they import.
 * Throws a `RenameRefusal` where the new name is none, or is taken at one of those places.
 */
export function rename(file: Analysed, offset: number, newName: string, files: readonly Analysed[]): WorkspaceEdit {
  const { symbol } = renamable(file, offset);
  refuseBadName(newName);
  const all = [file, ...files.filter((other) => other.uri !== file.uri)];
  const places = linked(symbol, all);
  if (newName === symbol.name) return { changes: {} };
  refuseTaken(symbol, newName, places, all);
  const changes: Record<string, TextEdit[]> = {};
  for (const place of places) {
    const document = all.map((other) => other.documentOf(place.file)).find((found) => found !== undefined);
    if (!document) continue;
    const old = document.getText().slice(place.start, place.end);
    const edits = changes[place.file] ?? [];
    edits.push({ range: toLspRange(document, place), newText: newText(old, symbol.name, newName) });
    changes[place.file] = edits;
  }
  return { changes };
}

function renamable(file: Analysed, offset: number): Entity {
  const entity = entityAt(file, offset);
  if (!entity) throw new RenameRefusal('Nothing that has a name stands here.');
  const { symbol, range } = entity;
  if (isStandard(symbol)) throw new RenameRefusal(`\`${symbol.name}\` belongs to the language and keeps its name.`);
  if (symbol.kind === 'node' && file.text.slice(range.start, range.end) !== declaredName(file, symbol)) {
    throw new RenameRefusal(`\`${symbol.name}\` gets its name from the group \`${declaredName(file, symbol)}\`; rename that.`);
  }
  return entity;
}

function declaredName(file: Analysed, symbol: FaultlineSymbol): string {
  if (!symbol.place) return symbol.name;
  return file.documentOf(symbol.place.file)?.getText().slice(symbol.place.start, symbol.place.end) ?? symbol.name;
}

function refuseBadName(name: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new RenameRefusal(`\`${name}\` is not a name: names consist of letters, digits and underscores and do not begin with a digit.`);
  }
  if (reserved.has(name) || name === '_') throw new RenameRefusal(`\`${name}\` is a word of the language and cannot be a name.`);
}

/** All occurrences, and those of whatever else one of these words stands for (a timer of two roles, named in one scenario). */
function linked(symbol: FaultlineSymbol, files: readonly Analysed[]): readonly Occurrence[] {
  const found = new Map<string, Occurrence>();
  const done: FaultlineSymbol[] = [];
  const open: FaultlineSymbol[] = [symbol];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const current = next;
    if (done.some((other) => sameEntity(other, current))) continue;
    done.push(current);
    for (const occurrence of occurrences(current, files)) {
      const key = `${occurrence.file} ${occurrence.start}`;
      if (!found.has(key)) found.set(key, occurrence);
      const file = files.find((other) => other.uri === occurrence.file);
      for (const other of file?.model.symbols() ?? []) {
        if (other.range.start === occurrence.start && other.symbol.kind === symbol.kind && !isStandard(other.symbol))
          open.push(other.symbol);
      }
    }
  }
  return [...found.values()];
}

/** The word as it becomes: a node of a group keeps its number, an event in a `when` its third person. */
function newText(old: string, from: string, to: string): string {
  if (old === from) return to;
  if (old === verbOf(from)) return verbOf(to);
  return old.startsWith(from) ? to + old.slice(from.length) : to;
}

/** A name is taken where it stands for something else already, at the declaration or at one of the uses. */
function refuseTaken(symbol: FaultlineSymbol, name: string, places: readonly Occurrence[], files: readonly Analysed[]): void {
  for (const file of files) {
    for (const place of places) {
      if (place.file !== file.uri) continue;
      const taken = takenBy(file, symbol, name, place.start);
      if (taken && !sameEntity(taken, symbol)) throw new RenameRefusal(`\`${name}\` is taken: ${wordsFor(taken)}.`);
    }
  }
}

function wordsFor(symbol: FaultlineSymbol): string {
  const kind =
    symbol.kind === 'member' ? `a member of ${symbol.of.name}` : symbol.kind === 'builtin' ? 'part of the language' : `a ${symbol.kind}`;
  return `it is ${kind.replace(/^a (?=[aeiou])/, 'an ')}`;
}

/** What `name` means at a place where `symbol` is spoken of, in the namespace of `symbol`. */
function takenBy(file: Analysed, symbol: FaultlineSymbol, name: string, offset: number): FaultlineSymbol | undefined {
  const visible = file.model.visibleAt(offset);
  const { types, messages, operations, events, constants, members } = visible.file;
  switch (symbol.kind) {
    case 'enum':
    case 'struct':
    case 'role':
      return types.get(name);
    case 'message':
    case 'operation':
      return messages.get(name) ?? operations.get(name);
    case 'event':
      return events.get(name);
    case 'member':
      return siblingNamed(file, symbol, name) ?? boundAsMember(file, symbol, name);
    case 'field':
    case 'parameter':
    case 'timer':
      return siblingNamed(file, symbol, name) ?? (symbol.kind === 'parameter' ? valueNamed() : undefined);
    default:
      return valueNamed() ?? (symbol.kind === 'function' ? events.get(name) : undefined);
  }
  function valueNamed(): FaultlineSymbol | undefined {
    return visible.symbols.find((other) => other.name === name) ?? constants.get(name) ?? members.get(name)?.[0];
  }
}

/** A pattern that binds the name where a member of the enum would be compared. */
function boundAsMember(file: Analysed, member: MemberSymbol, name: string): FaultlineSymbol | undefined {
  return file.model.symbols().find(({ symbol }) => {
    if (symbol.kind !== 'local' || symbol.name !== name) return false;
    const type = withoutNone(symbol.type);
    return type.kind === 'enum' && type.name === member.of.name;
  })?.symbol;
}

/** Another parameter, field, member or timer declared beside this one. */
function siblingNamed(file: Analysed, symbol: FaultlineSymbol, name: string): FaultlineSymbol | undefined {
  if (symbol.kind === 'member') return symbol.of.members.find((other) => other.name === name);
  const owner = ownerOf(file, symbol);
  return owner?.find((other) => other.name === name);
}

function ownerOf(file: Analysed, symbol: FaultlineSymbol): readonly FaultlineSymbol[] | undefined {
  const { types, messages, operations, events } = file.model.visibleAt(symbol.place?.start ?? 0).file;
  const lists: (readonly FaultlineSymbol[])[] = [...messages.values(), ...operations.values(), ...events.values()].map((s) => s.fields());
  for (const type of types.values()) {
    if (type.kind === 'struct') lists.push(type.fields());
    if (type.kind === 'role') {
      lists.push([...type.parameters(), ...type.variables()], ...type.functions().map((f) => f.parameters));
    }
  }
  if (symbol.kind === 'timer') {
    const timers = file.model.symbols().flatMap((use) => (use.symbol.kind === 'timer' ? [use.symbol] : []));
    return timers.filter((other) => other.place.file === symbol.place.file);
  }
  return lists.find((list) => list.some((other) => sameEntity(other, symbol)));
}
