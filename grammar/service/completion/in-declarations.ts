/** At the top level of a file, and between the members of a role. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { RoleSymbol, SignatureSymbol } from '../../semantics/symbols.ts';
import type { RoleDeclaration } from '../../syntax/ast.ts';
import type { Analysed } from '../analysed.ts';
import type { CompletionContext } from './context.ts';
import { type Offer, plainOffer, symbolOffer, wordOffer } from './items.ts';
import { expressionOffers, timerOffers, typeOffers } from './names.ts';

const declarations: readonly (readonly [string, string])[] = [
  ['import', 'import "$0"'],
  ['const', 'const ${1:name} = $0'],
  ['enum', 'enum ${1:Name} { $0 }'],
  ['struct', 'struct ${1:Name} { ${2:field}: ${3:Int} }'],
  ['message', 'message ${1:Name}(${2:field}: ${3:Int})'],
  ['operation', 'operation ${1:name}(${2:key}: ${3:String}) -> ${4:Value}'],
  ['event', 'event ${1:name}(${2:field}: ${3:Int})'],
  ['role', 'role ${1:Name} {\n  $0\n}'],
  ['scenario', 'scenario "${1:title}" {\n  node ${2:n} = ${3:Role}\n  $0\n}'],
  ['history', 'history "${1:title}" {\n  $0\n}'],
  ['invariant', 'invariant ${1:name}: $0'],
];

export function declarationOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] {
  const words = context.words.map(({ text }) => text);
  const [first] = words;
  const visible = file.model.visibleAt(offset);
  if (first === undefined) return context.block.kind === 'file' ? declarations.map(([word, snippet]) => wordOffer(word, 0, snippet)) : [];
  if (context.block.kind === 'fields') return words.at(-1) === ':' || isInType(words) ? typeOffers(visible) : [];
  if (first === 'operation') return words.includes('->') ? typeOffers(visible) : [];
  if (first === 'const') return words.includes('=') ? expressionOffers(visible, 'scenario') : [];
  if (first === 'invariant') return words.includes(':') ? expressionOffers(visible, 'scenario', { kind: 'bool' }) : [];
  return [];
}

/** Behind the `:` of `name: Type`, or inside of `Set<…`. */
function isInType(words: readonly string[]): boolean {
  const colon = words.lastIndexOf(':');
  return colon >= 0 && !words.slice(colon).includes('=') && /^[<,:]$/.test(words.at(-1) ?? '');
}

export function roleMemberOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] {
  const words = context.words.map(({ text }) => text);
  const [first] = words;
  const visible = file.model.visibleAt(offset);
  switch (first) {
    case undefined:
      return [
        wordOffer('on', 0),
        ...(visible.role ? headOffers(file, visible.role, 'on ') : []),
        wordOffer('var', 1, 'var ${1:name}: ${2:Int} = ${3:0}'),
        wordOffer('durable', 1, 'durable ${1:name}: ${2:Int} = ${3:0}'),
        wordOffer('func', 1, 'func ${1:name}($2) {\n  $0\n}'),
      ];
    case 'on':
      return handlerOffers(file, context, words, offset);
    case 'var':
    case 'durable': {
      const equals = words.indexOf('=');
      if (equals < 0) return words.includes(':') ? typeOffers(visible) : [];
      const name = words[1];
      const variable = visible.role?.variables().find((v) => v.name === name);
      return expressionOffers(visible, 'role', variable?.type);
    }
    case 'func':
      return words.includes('->') ? typeOffers(visible) : [];
    default:
      return [];
  }
}

function handlerOffers(file: Analysed, context: CompletionContext, words: readonly string[], offset: number): readonly Offer[] {
  const visible = file.model.visibleAt(offset);
  const last = words.at(-1);
  if (words.length === 1) return visible.role ? headOffers(file, visible.role, '') : [];
  if (words[1] === 'timeout' && words.length === 2) return timerOffers(visible, visible.role);
  if (last === 'from' || last === 'as' || (last === 'in' && !words.includes('when'))) return [];
  if (words.includes('when')) return expressionOffers(visible, 'role', { kind: 'bool' });
  const clauses: Offer[] = [];
  const operation = visible.file.operations.has(words[1] ?? '') && !visible.file.messages.has(words[1] ?? '');
  if (words[1] !== 'start' && words[1] !== 'recover' && words[1] !== 'timeout') {
    if (!words.some((word) => word === 'from')) clauses.push(wordOffer('from', 0, operation ? 'from ${1:client}' : 'from ${1:sender}'));
    if (operation && !words.includes('as')) clauses.push(wordOffer('as', 0, 'as ${1:request}'));
    if (operation && !words.includes('in')) clauses.push(wordOffer('in', 0, 'in ${1:tx}'));
  }
  return context.bracket === context.block ? [...clauses, wordOffer('when', 1)] : expressionOffers(visible, 'role');
}

/** Heads of handlers: what the role is not ready for comes first. */
function headOffers(file: Analysed, role: RoleSymbol, prefix: string): Offer[] {
  const { node } = role;
  const handled = handledBy(node);
  const { messages, operations } = file.model.visibleAt(node.range.start).file;
  const offers: Offer[] = [];
  for (const word of ['start', 'recover']) {
    if (!handled.has(word)) offers.push({ ...wordOffer(word, 1, `${prefix}${word} {\n  $0\n}`), label: `${prefix}${word}` });
  }
  const add = (symbol: SignatureSymbol, from: string): void => {
    const fields = symbol.fields();
    const patterns = fields.length > 0 ? `(${fields.map((field, i) => `\${${i + 1}:${field.name}}`).join(', ')})` : '';
    const snippet = `${prefix}${symbol.name}${patterns}${from} {\n  $0\n}`;
    const standard = symbol.kind === 'operation';
    offers.push({ ...symbolOffer(symbol, handled.has(symbol.name) ? 3 : standard ? 2 : 0, snippet), label: `${prefix}${symbol.name}` });
  };
  for (const message of messages.values()) add(message, ` from \${${message.fields().length + 1}:sender}`);
  for (const operation of operations.values()) if (!messages.has(operation.name)) add(operation, '');
  if (prefix === '') offers.push(wordOffer('timeout', 0, 'timeout ${1:name} {\n  $0\n}'));
  else {
    for (const timer of timerOffers(file.model.visibleAt(node.range.start), role)) {
      if (!handled.has(`timeout ${timer.label}`)) offers.push(timerHead(timer.label, prefix));
    }
  }
  return offers;
}

function timerHead(name: string, prefix: string): Offer {
  return {
    ...plainOffer(`${prefix}timeout ${name}`, CompletionItemKind.Reference, 0, 'a timer that this role arms'),
    insertText: `${prefix}timeout ${name} {\n  $0\n}`,
    insertTextFormat: 2,
  };
}

/** `start`, `recover`, `timeout votes` and the messages and operations that the role has handlers for. */
function handledBy(role: RoleDeclaration): ReadonlySet<string> {
  return new Set(
    role.members.flatMap((member) => {
      if (member.kind !== 'handler') return [];
      const { head } = member;
      if (head.kind === 'start' || head.kind === 'recover') return [head.kind];
      return [head.kind === 'timeout' ? `timeout ${head.name.text}` : head.name.text];
    }),
  );
}
