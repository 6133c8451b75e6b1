/** How one thing is offered: its item in the list. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver-types';
import { showType } from '../../semantics/relations.ts';
import type { FaultlineSymbol, FieldSymbol, SignatureSymbol } from '../../semantics/symbols.ts';
import { documentationOf, signatureOf } from '../describe.ts';
import { keywordDoc } from '../keywords.ts';

/** Nearer things come first. */
export type Rank = 0 | 1 | 2 | 3 | 4 | 5;

const kinds: Readonly<Record<FaultlineSymbol['kind'], CompletionItemKind>> = {
  const: CompletionItemKind.Constant,
  enum: CompletionItemKind.Enum,
  member: CompletionItemKind.EnumMember,
  field: CompletionItemKind.Field,
  parameter: CompletionItemKind.Variable,
  struct: CompletionItemKind.Struct,
  message: CompletionItemKind.Interface,
  operation: CompletionItemKind.Method,
  event: CompletionItemKind.Event,
  role: CompletionItemKind.Class,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  local: CompletionItemKind.Variable,
  timer: CompletionItemKind.Reference,
  node: CompletionItemKind.Value,
  group: CompletionItemKind.Value,
  sweep: CompletionItemKind.Constant,
  client: CompletionItemKind.Value,
  claim: CompletionItemKind.Property,
  property: CompletionItemKind.Property,
  builtin: CompletionItemKind.Function,
};

export interface Offer extends CompletionItem {
  readonly rank: Rank;
}

export function symbolOffer(symbol: FaultlineSymbol, rank: Rank, insert?: string): Offer {
  const documentation = documentationOf(symbol);
  return {
    label: symbol.name,
    kind: kinds[symbol.kind],
    rank,
    detail: signatureOf(symbol),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(insert === undefined ? {} : { insertText: insert, insertTextFormat: InsertTextFormat.Snippet }),
  };
}

export function wordOffer(label: string, rank: Rank = 4, insert?: string): Offer {
  const detail = keywordDoc(label);
  return {
    label,
    kind: CompletionItemKind.Keyword,
    rank,
    ...(detail === undefined ? {} : { detail }),
    ...(insert === undefined ? {} : { insertText: insert, insertTextFormat: InsertTextFormat.Snippet }),
  };
}

export function plainOffer(label: string, kind: CompletionItemKind, rank: Rank, detail?: string): Offer {
  return { label, kind, rank, ...(detail === undefined ? {} : { detail }) };
}

/** `tx: ` for an argument by name. */
export function labelOffer(field: FieldSymbol): Offer {
  return {
    label: `${field.name}:`,
    kind: CompletionItemKind.Field,
    rank: 1,
    detail: showType(field.type),
    insertText: `${field.name}: `,
    filterText: field.name,
    ...(field.doc === undefined ? {} : { documentation: field.doc }),
  };
}

/** `Vote(${1:tx}, ${2:yes})`: the call with a place for each argument that has no default. */
export function callSnippet(name: string, fields: readonly FieldSymbol[], parentheses = true): string {
  const needed = fields.filter((field) => field.defaultValue === undefined);
  if (needed.length === 0) return parentheses ? `${name}()` : name;
  return `${name}(${needed.map((field, i) => `\${${i + 1}:${field.name}}`).join(', ')})`;
}

/** A message with its arguments; one without any is written without parentheses. */
export function messageSnippet(message: SignatureSymbol): string {
  return callSnippet(message.name, message.fields(), false);
}
