/** Between parentheses: arguments by name or by place, patterns of a handler's head, parameters that are being declared. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { withoutNone } from '../../semantics/relations.ts';
import type { Type } from '../../semantics/types.ts';
import type { Analysed } from '../analysed.ts';
import { argumentsGiven, type Callee, calleeAt, currentParameter } from '../callee.ts';
import type { CompletionContext } from './context.ts';
import { labelOffer, type Offer, plainOffer, symbolOffer, wordOffer } from './items.ts';
import { expressionOffers, roleOffers, typeOffers } from './names.ts';

/** In the parameters of a declaration; `undefined` where the parentheses are none of a declaration. */
export function declaredParameterOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] | undefined {
  const { bracket, block } = context;
  const words = bracket.head.map(({ text }) => text);
  const declares =
    block.kind === 'file'
      ? /^(?:message|operation|event|role|struct)$/.test(words[0] ?? '') && words.length === 2
      : block.kind === 'role' && words[0] === 'func' && words.length === 2;
  if (!declares) return undefined;
  const { current } = argumentsGiven(bracket);
  const inType = current.some(({ text }) => text === ':') && !current.some(({ text }) => text === '=');
  return inType ? typeOffers(file.model.visibleAt(offset)) : [];
}

/** In a call or a handler's head; `undefined` where the parentheses only group. */
export function argumentOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] | undefined {
  const callee = calleeAt(file, context);
  const visible = file.model.visibleAt(offset);
  if (callee && callee.bracket === context.bracket) {
    const { labels, current } = argumentsGiven(callee.bracket);
    const parameter = currentParameter(callee);
    const open = callee.fields.filter((field, i) => (i >= labels.length - 1 || labels[i] !== undefined) && !labels.includes(field.name));
    const byName = current.length === 0 ? open.map(labelOffer) : [];
    if (callee.pattern) return [...patternOffers(file, callee, parameter?.type, offset), ...byName];
    return [...byName, ...expressionOffers(visible, placeOf(context), parameter?.type)];
  }
  const head = context.bracket.head.map(({ text }) => text);
  if (head.at(-1) === 'nodes') return roleOffers(visible);
  return undefined;
}

/** What can stand in a place of a head: the parameter's own name to bind it, or a value to compare with. */
function patternOffers(file: Analysed, callee: Callee, type: Type | undefined, offset: number): Offer[] {
  const { current, labels } = argumentsGiven(callee.bracket);
  const parameter = currentParameter(callee);
  const offers: Offer[] = [];
  if (parameter && current.length === 0 && labels.at(-1) === undefined) {
    offers.push(plainOffer(parameter.name, CompletionItemKind.Variable, 0, `binds ${parameter.name}`));
  }
  return [...offers, ...valuePatternOffers(file, type, offset)];
}

/** Literals and members that a pattern for values of `type` can be. */
export function valuePatternOffers(file: Analysed, type: Type | undefined, offset: number): Offer[] {
  const inner = type && withoutNone(type);
  const offers: Offer[] = [];
  if (inner?.kind === 'bool') offers.push(wordOffer('true', 1), wordOffer('false', 1));
  if (inner?.kind === 'enum') {
    const symbol = file.model.visibleAt(offset).file.types.get(inner.name);
    if (symbol?.kind === 'enum') offers.push(...symbol.members.map((member) => symbolOffer(member, 0)));
  }
  if (type?.kind === 'optional' || type?.kind === 'value') offers.push(wordOffer('none', 1));
  return [...offers, plainOffer('_', CompletionItemKind.Keyword, 2, 'anything')];
}

export function placeOf(context: CompletionContext): 'role' | 'script' | 'scenario' {
  if (context.brackets.some(({ kind }) => kind === 'script')) return 'script';
  return context.brackets.some(({ kind }) => kind === 'role') ? 'role' : 'scenario';
}
