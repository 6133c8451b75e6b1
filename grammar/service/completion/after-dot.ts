/** Behind a dot: fields and members of the value, members of the enum, variables of a role. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { showType } from '../../semantics/relations.ts';
import type { Type } from '../../semantics/types.ts';
import type { Analysed } from '../analysed.ts';
import type { CompletionContext } from './context.ts';
import { type Offer, symbolOffer } from './items.ts';

export function memberOffers(file: Analysed, context: CompletionContext): readonly Offer[] {
  const dot = context.words.at(-1);
  const before = context.words.at(-2);
  if (!dot || !before) return [];
  const visible = file.model.visibleAt(dot.start);
  const alone = context.words.at(-3)?.text !== '.';
  const named = alone ? visible.file.types.get(before.text) : undefined;
  const isValue = visible.symbols.some(({ name }) => name === before.text);
  if (named?.kind === 'enum' && !isValue) return named.members.map((member) => symbolOffer(member, 0));
  if (named?.kind === 'role' && !isValue) return named.variables().map((variable) => symbolOffer(variable, 0));
  const type = typeBefore(file, dot.start, before.text, alone);
  if (!type) return [];
  const { fields, members } = file.model.membersOf(type);
  return [
    ...fields.map((field) => symbolOffer(field, 0)),
    ...members.map((member): Offer => {
      const parameters = member.arguments(type);
      return {
        ...symbolOffer(member.symbol, 1, parameters.length > 0 ? `${member.name}($0)` : undefined),
        kind: parameters.length > 0 ? CompletionItemKind.Method : CompletionItemKind.Property,
        detail: `${member.name}${parameters.length > 0 ? `(${parameters.map(showType).join(', ')})` : ''}: ${showType(member.result(type))}`,
      };
    }),
  ];
}

/** The type of what ends where the dot stands; of a name whose expression could not be checked, its declared one. */
function typeBefore(file: Analysed, dot: number, name: string, alone: boolean): Type | undefined {
  const typed = file.model.typeAt(dot);
  if (typed && typed.range.end === dot && typed.type.kind !== 'unknown') return typed.type;
  if (!alone) return undefined;
  const symbol = file.model.visibleAt(dot).symbols.find((other) => other.name === name);
  if (!symbol) return undefined;
  if ('type' in symbol) return symbol.type;
  return symbol.kind === 'node' || symbol.kind === 'group' || symbol.kind === 'sweep' ? symbol.value.type : undefined;
}
