/** What can be named at a place, by the kind of thing that is wanted. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { FUNCTIONS } from '../../semantics/builtins.ts';
import type { Visible } from '../../semantics/model.ts';
import { PROPERTIES } from '../../semantics/properties.ts';
import { fits, withoutNone } from '../../semantics/relations.ts';
import { roleMentions } from '../../semantics/roleMentions.ts';
import type { FaultlineSymbol, RoleSymbol } from '../../semantics/symbols.ts';
import type { Type } from '../../semantics/types.ts';
import type { Analysed } from '../analysed.ts';
import type { Word } from './context.ts';
import { callSnippet, type Offer, plainOffer, symbolOffer, wordOffer } from './items.ts';

/** What an expression can begin with; what fits `expected` comes first. */
export function expressionOffers(visible: Visible, place: 'role' | 'script' | 'scenario', expected?: Type): Offer[] {
  const offers: Offer[] = [];
  const rankOf = (type: Type | undefined, near: 1 | 2): 0 | 1 | 2 =>
    expected && type && type.kind !== 'unknown' && fits(type, expected) ? 0 : near;
  for (const symbol of visible.symbols) {
    if (symbol.kind === 'function') {
      if (symbol.result) offers.push(symbolOffer(symbol, rankOf(symbol.result, 1), callSnippet(symbol.name, symbol.parameters)));
    } else if (symbol.kind !== 'client') offers.push(symbolOffer(symbol, rankOf(typeOfSymbol(symbol), 1)));
  }
  const wanted = expected && withoutNone(expected);
  for (const [name, members] of visible.file.members) {
    const fitting = members.find((member) => wanted?.kind === 'enum' && member.of.name === wanted.name);
    const [member] = members;
    if (fitting) offers.push(symbolOffer(fitting, 0));
    else if (member && members.length === 1) offers.push(symbolOffer(member, 3));
    else offers.push(...members.map((one): Offer => ({ ...symbolOffer(one, 3), label: `${one.of.name}.${name}` })));
  }
  for (const constant of visible.file.constants.values()) offers.push(symbolOffer(constant, 2));
  for (const type of visible.file.types.values()) {
    if (type.kind === 'struct')
      offers.push(symbolOffer(type, wanted?.kind === 'struct' && wanted.name === type.name ? 0 : 3, callSnippet(type.name, type.fields())));
    if (type.kind === 'enum') offers.push(symbolOffer(type, 4));
    if (type.kind === 'role' && place === 'scenario') offers.push(symbolOffer(type, 3));
  }
  if (place === 'script') {
    for (const operation of visible.file.operations.values()) {
      offers.push(symbolOffer(operation, 2, `${callSnippet(operation.name, operation.fields())} at $0`));
    }
  }
  const booleans = wanted?.kind === 'bool' ? 0 : 4;
  for (const word of ['true', 'false'] as const) offers.push(wordOffer(word, booleans));
  offers.push(wordOffer('none', expected?.kind === 'optional' ? 0 : 4), wordOffer('not'));
  if (place === 'role') offers.push(wordOffer('self', wanted?.kind === 'node' ? 0 : 4), wordOffer('now'), wordOffer('choose'));
  for (const word of ['all', 'some', 'count', 'max', 'min', 'sum']) offers.push(wordOffer(word, 4, `${word} \${1:x} in \${2:set}: $0`));
  for (const builtin of Object.values(FUNCTIONS)) {
    if (builtin.name === 'up' && place !== 'scenario') continue;
    offers.push(symbolOffer(builtin, 4, `${builtin.name}($0)`));
  }
  return offers;
}

/** Behind `x ==` the type of `x`; `undefined` behind anything else. */
export function comparedType(file: Analysed, words: readonly Word[]): Type | undefined {
  const left = words.at(-2);
  if (!left || !/^(?:==|!=|<|<=|>|>=)$/.test(words.at(-1)?.text ?? '')) return undefined;
  const typed = file.model.typeAt(left.end);
  return typed?.range.end === left.end ? typed.type : undefined;
}

function typeOfSymbol(symbol: FaultlineSymbol): Type | undefined {
  if ('type' in symbol) return symbol.type;
  if (symbol.kind === 'node' || symbol.kind === 'group' || symbol.kind === 'sweep') return symbol.value.type;
  return undefined;
}

/** Types: the built-in ones and those of the file. */
export function typeOffers(visible: Visible): Offer[] {
  const own = [...visible.file.types.values()].map((type) => symbolOffer(type, 1));
  const generic = ['Set', 'List', 'Map'].map((name) => ({
    ...wordOffer(name, 2, name === 'Map' ? 'Map<${1:K}, ${2:V}>' : `${name}<\${1:T}>`),
    kind: CompletionItemKind.Class,
  }));
  const plain = ['Bool', 'Int', 'String', 'Duration', 'Node', 'Request', 'Client', 'Transaction', 'Value'];
  return [...own, ...plain.map((name) => plainOffer(name, CompletionItemKind.Class, 2, typeMeanings[name])), ...generic];
}
const typeMeanings: Readonly<Record<string, string>> = {
  Bool: 'true or false',
  Int: 'a 32-bit signed integer',
  String: 'text',
  Duration: 'an Int, in milliseconds',
  Node: 'any node',
  Request: 'a client’s pending operation, to be answered later',
  Client: 'who asked',
  Transaction: 'in which transaction',
  Value: 'what a store holds: Bool, Int, String, none, or a list of them',
};

export function roleOffers(visible: Visible): Offer[] {
  return [...visible.file.types.values()].filter((type) => type.kind === 'role').map((role) => symbolOffer(role, 0));
}
export function nodeOffers(visible: Visible): Offer[] {
  return visible.symbols.filter(({ kind }) => kind === 'node' || kind === 'group').map((symbol) => symbolOffer(symbol, 0));
}
export function clientOffers(visible: Visible): Offer[] {
  return visible.symbols.filter(({ kind }) => kind === 'client').map((symbol) => symbolOffer(symbol, 0));
}
export function messageOffers(visible: Visible): Offer[] {
  return [...visible.file.messages.values()].map((message) => symbolOffer(message, 0));
}

/** Timers that roles arm or handle: those of one role, or of all that the file knows. */
export function timerOffers(visible: Visible, role?: RoleSymbol): Offer[] {
  const roles = role ? [role] : [...visible.file.types.values()].filter((type) => type.kind === 'role');
  const names = new Set(roles.flatMap((one) => [...roleMentions(one.node).timers.keys()]));
  return [...names].map((name) => plainOffer(name, CompletionItemKind.Reference, 0, 'timer'));
}

/** Registered properties with their one-line meaning, and the named claims of the file and the scenario. */
export function propertyOffers(file: Analysed, scenario: { readonly start: number; readonly end: number } | undefined): Offer[] {
  const registered = PROPERTIES.map(({ name, meaning }) => plainOffer(name, CompletionItemKind.Property, 2, meaning));
  const claims = file.model.symbols().flatMap(({ symbol }) => {
    if (symbol.kind !== 'claim' || symbol.place.file !== file.uri) return [];
    const own = scenario && scenario.start <= symbol.place.start && symbol.place.end <= scenario.end;
    const ofFile = !file.tree.declarations.some(
      ({ kind, range }) => kind !== 'invariant' && range.start <= symbol.place.start && symbol.place.end <= range.end,
    );
    return own || ofFile ? [symbolOffer(symbol, 1)] : [];
  });
  return [...registered, ...claims];
}
