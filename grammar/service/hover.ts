/** Hover: what a word is, its type, what is written about it. */
import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import { propertyPage } from '../semantics/properties.ts';
import { showType } from '../semantics/relations.ts';
import { type Analysed, tokenBefore } from './analysed.ts';
import { documentationOf, signatureOf } from './describe.ts';
import { entityAt } from './entities.ts';
import { keywordDoc } from './keywords.ts';
import { toLspRange } from './ranges.ts';

export function hover(file: Analysed, offset: number): Hover | undefined {
  const entity = entityAt(file, offset);
  if (entity) {
    const { symbol, range } = entity;
    const origin = symbol.place && symbol.place.file !== file.uri ? `*from \`${shortName(symbol.place.file)}\`*` : undefined;
    // Relative to the folder that has `docs`; the host says where that is.
    const page = symbol.kind === 'property' ? `[Examples](${propertyPage(symbol.name)})` : undefined;
    const value = [code(signatureOf(symbol)), documentationOf(symbol), origin, page].filter((part) => part !== undefined).join('\n\n');
    return { contents: { kind: MarkupKind.Markdown, value }, range: toLspRange(file.document, range) };
  }
  return keywordHover(file, offset) ?? typeHover(file, offset);
}

function keywordHover(file: Analysed, offset: number): Hover | undefined {
  const { tokens } = file.lexedBefore(offset + 1);
  const token = tokens[tokenBefore(tokens, offset + 1)];
  if (!token) return undefined;
  const range = { start: token.startOffset, end: token.startOffset + token.image.length };
  const doc = range.end >= offset ? keywordDoc(token.image) : undefined;
  return doc === undefined ? undefined : { contents: { kind: MarkupKind.Markdown, value: doc }, range: toLspRange(file.document, range) };
}

function typeHover(file: Analysed, offset: number): Hover | undefined {
  const typed = file.model.typeAt(offset);
  if (!typed || typed.type.kind === 'unknown') return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: code(showType(typed.type)) }, range: toLspRange(file.document, typed.range) };
}

function code(text: string): string {
  return `\`\`\`faultline\n${text}\n\`\`\``;
}

/** `std/locks` for a module of the standard library, else the file's name. */
function shortName(uri: string): string {
  const path = decodeURIComponent(uri.slice(uri.indexOf(':') + 1));
  if (uri.startsWith('faultline-std:')) return `std${path.replace(/\.faultline$/, '')}`;
  return path.slice(path.lastIndexOf('/') + 1);
}
