/** What the parentheses around the cursor belong to: a message, a function, a member … and its parameters. */
import { memberInfo } from '../semantics/builtins.ts';
import { verbOf } from '../semantics/faults.ts';
import type { Visible } from '../semantics/model.ts';
import { showType } from '../semantics/relations.ts';
import type { FieldSymbol, SignatureSymbol } from '../semantics/symbols.ts';
import type { Type } from '../semantics/types.ts';
import type { Analysed } from './analysed.ts';
import type { Bracket, CompletionContext, Word } from './completion/context.ts';
import { parameterLabel } from './describe.ts';

export interface Callee {
  readonly name: string;
  readonly fields: readonly FieldSymbol[];
  /** As it is shown, one text for each parameter. */
  readonly labels: readonly string[];
  readonly result?: Type | undefined;
  readonly doc?: string | undefined;
  /** Whether patterns stand in the parentheses instead of values. */
  readonly pattern: boolean;
  readonly bracket: Bracket;
}

/** The innermost call around the cursor. */
export function calleeAt(file: Analysed, context: CompletionContext): Callee | undefined {
  const at = context.brackets.findLastIndex(({ opener, kind }) => opener === '(' && kind === 'expression');
  const bracket = context.brackets[at];
  if (!bracket || context.brackets.slice(at).some(({ kind }) => kind !== 'expression')) return undefined;
  const outer = context.brackets[at - 1];
  const name = bracket.head.at(-1);
  if (!name || !outer || !/^[A-Za-z_]/.test(name.text)) return undefined;
  const visible = file.model.visibleAt(name.start);
  return find(file, visible, bracket, outer, name);
}

function find(file: Analysed, visible: Visible, bracket: Bracket, outer: Bracket, { text: name, start }: Word): Callee | undefined {
  const words = bracket.head.map(({ text }) => text);
  const [first] = words;
  const before = words.at(-2);
  const { messages, operations, events, types } = visible.file;
  const signature = (symbol: SignatureSymbol | undefined, pattern = false): Callee | undefined =>
    symbol && callee(symbol.name, symbol.fields(), bracket, { doc: symbol.doc, result: symbol.result(), pattern });
  if (outer.kind === 'file') return undefined;
  if (outer.kind === 'role' && first === 'on')
    return before === 'on' ? signature(messages.get(name) ?? operations.get(name), true) : undefined;
  if (outer.kind === 'role' && first === 'func' && before === 'func') return undefined;
  if (before === '.') {
    const info = memberInfo(name);
    const type = file.model.typeAt(Math.max(0, start - 2))?.type;
    if (!info || !type) return undefined;
    const labels = info.arguments(type).map(showType);
    return { name, fields: [], labels, doc: info.symbol.doc, pattern: false, bracket };
  }
  if (before === 'send' || before === 'receives' || before === 'sends' || before === 'deliver') return signature(messages.get(name));
  if ((outer.kind === 'scenario' || outer.kind === 'schedule' || outer.kind === 'actions') && messages.has(name) && before !== '=') {
    return signature(messages.get(name));
  }
  if (outer.kind === 'scenario' && first === 'node' && before === '=') {
    const role = types.get(name);
    return role?.kind === 'role' ? callee(name, role.parameters(), bracket, { doc: role.doc }) : undefined;
  }
  if (outer.kind === 'scenario' && first === 'when') return signature([...events.values()].find((event) => verbOf(event.name) === name));
  const inScript = file.tree.declarations.some(
    (d) => (d.kind === 'scenario' || d.kind === 'history') && d.range.start <= start && start <= d.range.end,
  );
  if (inScript && operations.has(name)) return signature(operations.get(name));
  const own = visible.symbols.find((symbol) => symbol.name === name);
  if (own?.kind === 'function') return callee(name, own.parameters, bracket, { doc: own.doc, result: own.result });
  const struct = types.get(name);
  if (struct?.kind === 'struct') return signature(struct);
  return signature(events.get(name));
}

function callee(
  name: string,
  fields: readonly FieldSymbol[],
  bracket: Bracket,
  more: { readonly doc?: string | undefined; readonly result?: Type | undefined; readonly pattern?: boolean },
): Callee {
  return { name, fields, labels: fields.map(parameterLabel), doc: more.doc, result: more.result, pattern: more.pattern ?? false, bracket };
}

/** The arguments given before the cursor: the label of each, if it has one, and of the one that is being typed. */
export function argumentsGiven(bracket: Bracket): { readonly labels: readonly (string | undefined)[]; readonly current: readonly Word[] } {
  const parts: Word[][] = [[]];
  for (const word of bracket.inner) {
    if (word.text === ',') parts.push([]);
    else parts.at(-1)?.push(word);
  }
  const labels = parts.map((part) => (part[1]?.text === ':' ? part[0]?.text : undefined));
  return { labels, current: parts.at(-1) ?? [] };
}

/** The parameter that the cursor is at. */
export function currentParameter(callee: Callee): FieldSymbol | undefined {
  const { labels } = argumentsGiven(callee.bracket);
  const label = labels.at(-1);
  return label === undefined ? callee.fields[labels.length - 1] : callee.fields.find(({ name }) => name === label);
}
