/** The outline of a file, and names to search for in all files. */
import { type DocumentSymbol, SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import type { Declaration, HandlerHead, RoleMember, ScenarioItem } from '../syntax/ast.ts';
import { printArgumentPatterns, printExpression, printType } from '../syntax/print-expression.ts';
import type { Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';
import { contains, toLspRange } from './ranges.ts';
import { nameOf } from './tree.ts';

const declarationKinds: Readonly<Record<Declaration['kind'], SymbolKind>> = {
  const: SymbolKind.Constant,
  enum: SymbolKind.Enum,
  struct: SymbolKind.Struct,
  message: SymbolKind.Interface,
  operation: SymbolKind.Method,
  event: SymbolKind.Event,
  role: SymbolKind.Class,
  invariant: SymbolKind.Property,
  scenario: SymbolKind.Module,
  history: SymbolKind.Module,
};

export function documentSymbols(file: Analysed): DocumentSymbol[] {
  return file.tree.declarations.map((declaration) => {
    const name = nameOf(declaration);
    return entry(file, name.text, declarationKinds[declaration.kind], declaration.range, name.range, childrenOf(file, declaration));
  });
}

function entry(
  file: Analysed,
  name: string,
  kind: SymbolKind,
  range: Range,
  selection: Range,
  children: DocumentSymbol[] = [],
  detail?: string,
): DocumentSymbol {
  const inside = contains(range, selection) ? selection : range;
  return {
    // The protocol forbids empty names; a half-typed declaration has one.
    name: name.trim() === '' ? '…' : name,
    kind,
    range: toLspRange(file.document, range),
    selectionRange: toLspRange(file.document, inside),
    ...(children.length > 0 ? { children } : {}),
    ...(detail === undefined ? {} : { detail }),
  };
}

function childrenOf(file: Analysed, declaration: Declaration): DocumentSymbol[] {
  switch (declaration.kind) {
    case 'enum':
      return declaration.members.map((member) => entry(file, member.name.text, SymbolKind.EnumMember, member.range, member.name.range));
    case 'struct':
      return declaration.fields.map((field) =>
        entry(file, field.name.text, SymbolKind.Field, field.range, field.name.range, [], printType(field.type)),
      );
    case 'role':
      return declaration.members.map((member) => memberSymbol(file, member));
    case 'scenario':
      return declaration.items.flatMap((item) => itemSymbols(file, item));
    default:
      return [];
  }
}

function memberSymbol(file: Analysed, member: RoleMember): DocumentSymbol {
  switch (member.kind) {
    case 'variable':
      return entry(file, member.name.text, SymbolKind.Variable, member.range, member.name.range, [], printType(member.type));
    case 'function':
      return entry(file, member.name.text, SymbolKind.Function, member.range, member.name.range);
    case 'handler':
      return entry(file, handlerTitle(member.head), SymbolKind.Event, member.range, member.head.range);
  }
}

/** `on Vote(tx, yes: true)` */
export function handlerTitle(head: HandlerHead): string {
  if (head.kind === 'start' || head.kind === 'recover') return `on ${head.kind}`;
  return `on ${head.kind === 'timeout' ? 'timeout ' : ''}${head.name.text}${printArgumentPatterns(head.patterns)}`;
}

function itemSymbols(file: Analysed, item: ScenarioItem): DocumentSymbol[] {
  switch (item.kind) {
    case 'node':
      return item.names.map(({ name, indices }) => {
        const shown = indices ? `${name.text}[${printExpression(indices)}]` : name.text;
        return entry(file, shown, SymbolKind.Object, item.range, name.range, [], item.role.text);
      });
    case 'client':
      return [entry(file, item.name.text, SymbolKind.Function, item.range, item.name.range)];
    case 'invariant':
    case 'eventually':
    case 'possible':
    case 'alwaysPossible':
      return [entry(file, item.name.text, SymbolKind.Property, item.range, item.name.range)];
    default:
      return [];
  }
}

/** Declarations and members of roles whose names contain the letters of `query` in order; an empty query finds all. */
export function workspaceSymbols(files: readonly Analysed[], query: string): WorkspaceSymbol[] {
  return files.flatMap((file) => {
    const found: WorkspaceSymbol[] = [];
    const add = (symbol: DocumentSymbol, container?: string): void => {
      if (isSubsequence(query, symbol.name)) {
        const location = { uri: file.uri, range: symbol.selectionRange };
        found.push({ name: symbol.name, kind: symbol.kind, location, ...(container === undefined ? {} : { containerName: container }) });
      }
      for (const child of symbol.children ?? []) add(child, symbol.name);
    };
    for (const symbol of documentSymbols(file)) add(symbol);
    return found;
  });
}

function isSubsequence(query: string, name: string): boolean {
  const letters = name.toLowerCase();
  let from = 0;
  for (const character of query.toLowerCase()) {
    const at = letters.indexOf(character, from);
    if (at < 0) return false;
    from = at + character.length;
  }
  return true;
}
