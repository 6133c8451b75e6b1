/** In the bodies of handlers and functions, and in the scripts of clients. */
import type { Visible } from '../../semantics/model.ts';
import type { Type } from '../../semantics/types.ts';
import type { MatchStatement } from '../../syntax/ast.ts';
import type { Analysed } from '../analysed.ts';
import { innermost, pathAt } from '../tree.ts';
import type { CompletionContext } from './context.ts';
import { placeOf, valuePatternOffers } from './in-call.ts';
import { callSnippet, messageSnippet, type Offer, symbolOffer, wordOffer } from './items.ts';
import { clientOffers, comparedType, expressionOffers, messageOffers, nodeOffers, timerOffers, typeOffers } from './names.ts';

const inRoles: readonly (readonly [string, string])[] = [
  ['send', 'send ${1:Message} to ${2:target}'],
  ['after', 'after ${1:20ms} timeout ${2:name}'],
  ['cancel', 'cancel ${1:name}'],
  ['reply', 'reply $0'],
  ['sync', 'sync'],
  ['assert', 'assert ${1:condition}, "${2:why}"'],
  ['return', 'return'],
];
const inScripts: readonly (readonly [string, string])[] = [
  ['sleep', 'sleep ${1:5ms}'],
  ['wait', 'wait until ${1:30ms}'],
  ['await', 'await ${1:client}'],
  ['repeat', 'repeat ${1:3} {\n  $0\n}'],
  ['transaction', 'transaction at ${1:node} retry ${2:3} {\n  $0\n}'],
];
const everywhere: readonly (readonly [string, string])[] = [
  ['let', 'let ${1:name} = $0'],
  ['var', 'var ${1:name} = $0'],
  ['if', 'if ${1:condition} { $0 }'],
  ['for', 'for ${1:x} in ${2:set} {\n  $0\n}'],
  ['while', 'while ${1:condition} {\n  $0\n}'],
  ['match', 'match ${1:value} {\n  $0\n}'],
];

export function statementOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] {
  const visible = file.model.visibleAt(offset);
  const words = context.words.map(({ text }) => text);
  if (context.block.kind === 'arms') {
    const arrow = words.lastIndexOf('=>');
    const typed = arrow < 0 || words.slice(arrow).includes(',') ? undefined : words.slice(arrow + 1);
    return typed === undefined ? armOffers(file, offset) : inStatement(file, context, visible, typed);
  }
  return inStatement(file, context, visible, words);
}

function armOffers(file: Analysed, offset: number): readonly Offer[] {
  const match = innermost(pathAt(file.tree, offset), 'match') as MatchStatement | undefined;
  const type = match && file.model.typeOf(match.subject.range);
  return valuePatternOffers(file, type, offset).map((offer): Offer => ({ ...offer, insertText: `${offer.label} => ` }));
}

function inStatement(file: Analysed, context: CompletionContext, visible: Visible, words: readonly string[]): readonly Offer[] {
  const place = placeOf(context) === 'script' ? 'script' : 'role';
  const [first] = words;
  const last = words.at(-1) ?? '';
  const compared = comparedType(file, context.words);
  const expression = (expected?: Type): Offer[] => expressionOffers(visible, place, compared ?? expected);
  if (first === undefined) return beginnings(visible, place);
  if (context.bracket !== context.block) return expression();
  switch (first) {
    case 'send':
      if (words.length === 1) return messageOffers(visible).map((offer) => withSnippet(offer, visible));
      if (words.includes('to')) return expression({ kind: 'node' });
      return [wordOffer('to', 0)];
    case 'after':
      if (last === 'timeout') return timerOffers(visible, visible.role);
      return words.includes('timeout') ? [] : words.length === 1 ? expression({ kind: 'int' }) : [wordOffer('timeout', 0)];
    case 'cancel':
      return words.length === 1 ? timerOffers(visible, visible.role) : [];
    case 'await':
      return clientOffers(visible);
    case 'transaction':
      return last === 'at' ? nodeOffers(visible) : words.length === 1 ? [wordOffer('at', 0)] : [wordOffer('retry', 0)];
    case 'wait':
      return words.length === 1 ? [wordOffer('until', 0)] : expression();
    case 'for':
      return words.includes('in') ? expression() : words.length === 1 ? [] : [wordOffer('in', 0)];
    case 'let':
    case 'var': {
      if (words.includes('=')) return expression();
      return words.includes(':') ? typeOffers(visible) : [];
    }
    case 'if':
    case 'while':
    case 'assert':
      return [...expression({ kind: 'bool' }), ...operators(last)];
    case 'reply':
      return last === 'reply' || last === 'to' ? expression() : [...expression(), wordOffer('to', 0)];
    default:
      if (last === 'at' && place === 'script') return nodeOffers(visible);
      return [...expression(assignedType(visible, words)), ...operators(last)];
  }
}

/** Behind an operand the operators that are words. */
function operators(last: string): Offer[] {
  return /[\w)\]}]$/.test(last) && !/^(?:if|while|and|or|not|in|assert)$/.test(last)
    ? ['and', 'or', 'in'].map((word) => wordOffer(word, 3))
    : [];
}

function assignedType(visible: Visible, words: readonly string[]): Type | undefined {
  if (words[1] !== '=' && words[1] !== '+=' && words[1] !== '-=') return undefined;
  const target = visible.symbols.find(({ name }) => name === words[0]);
  if (target?.kind !== 'variable' && target?.kind !== 'local') return undefined;
  const { type } = target;
  return words[1] !== '=' && (type.kind === 'set' || type.kind === 'list') ? type.element : type;
}

function beginnings(visible: Visible, place: 'role' | 'script'): Offer[] {
  const offers: Offer[] = [];
  for (const symbol of visible.symbols) {
    if (symbol.kind === 'function') offers.push(symbolOffer(symbol, 1, callSnippet(symbol.name, symbol.parameters)));
    else if (symbol.kind === 'variable' || (symbol.kind === 'local' && symbol.binding === 'var')) offers.push(symbolOffer(symbol, 1));
  }
  if (place === 'role') {
    for (const event of visible.file.events.values()) offers.push(symbolOffer(event, 2, callSnippet(event.name, event.fields())));
  } else {
    for (const operation of visible.file.operations.values()) {
      offers.push(symbolOffer(operation, 1, `${callSnippet(operation.name, operation.fields())} at $0`));
    }
  }
  const own = place === 'role' ? inRoles : inScripts;
  return [...offers, ...[...own, ...everywhere].map(([word, snippet]) => wordOffer(word, 0, snippet)), wordOffer('else', 4)];
}

/** A message to send, with its arguments. */
function withSnippet(offer: Offer, visible: Visible): Offer {
  const message = visible.file.messages.get(offer.label);
  return message ? { ...offer, insertText: `${messageSnippet(message)} to $0`, insertTextFormat: 2 } : offer;
}
