/** Between the items of a scenario or a history, and in their blocks. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { verbOf } from '../../semantics/faults.ts';
import type { Visible } from '../../semantics/model.ts';
import { propertyInfo } from '../../semantics/properties.ts';
import { STANDARD_SPECIFICATIONS } from '../../semantics/standardLibrary.ts';
import type { Analysed } from '../analysed.ts';
import { innermost, pathAt } from '../tree.ts';
import type { CompletionContext } from './context.ts';
import { callSnippet, type Offer, plainOffer, symbolOffer, wordOffer } from './items.ts';
import {
  clientOffers,
  comparedType,
  expressionOffers,
  messageOffers,
  nodeOffers,
  propertyOffers,
  roleOffers,
  timerOffers,
} from './names.ts';

type Snippets = readonly (readonly [string, string])[];

const items: Snippets = [
  ['node', 'node ${1:n} = ${2:Role}'],
  ['client', 'client ${1:alice} timeout ${2:50ms} {\n  $0\n}'],
  ['initial', 'initial "${1:key}" = ${2:0}'],
  ['network', 'network { delay ${1:1ms..10ms}  loss ${2:0%} }'],
  ['link', 'link ${1:a} -> ${2:b} { delay ${3:40ms} }'],
  ['clock', 'clock ${1:n} skew +${2:30ms}'],
  ['disk', 'disk ${1|buffered,durable|}'],
  ['volatile', 'volatile ${1:Role}.${2:variable}'],
  ['durable', 'durable ${1:Role}.${2:variable}'],
  ['at', 'at ${1:30ms} { ${2:crash ${3:n}} }'],
  ['when', 'when ${1:n} receives ${2:Message} { ${3:crash ${1:n}} }'],
  ['lose', 'lose ${1:Message}'],
  ['duplicate', 'duplicate ${1:Message}'],
  ['delay', 'delay ${1:Message} by ${2:50ms}'],
  ['up to', 'up to ${1:1} ${2:crash}'],
  ['simulate', 'simulate'],
  ['explore', 'explore'],
  ['schedule', 'schedule {\n  $0\n}'],
  ['for', 'for ${1:x} in ${2:1..3}'],
  ['check', 'check $0'],
  ['expect violation of', 'expect violation of $0'],
  ['invariant', 'invariant ${1:name}: $0'],
  ['eventually', 'eventually ${1:name}: $0'],
  ['possible', 'possible ${1:name}: $0'],
  ['always possible', 'always possible ${1:name}: $0'],
];
const actions: Snippets = [
  ['crash', 'crash ${1:n}'],
  ['recover', 'recover ${1:n}'],
  ['partition', 'partition {${1:a}} | {${2:b}}'],
  ['isolate', 'isolate ${1:n}'],
  ['heal', 'heal'],
  ['pause', 'pause ${1:n} for ${2:30ms}'],
  ['resume', 'resume ${1:n}'],
  ['jump', 'jump ${1:n} by ${2:50ms}'],
];
const steps: Snippets = [
  ['deliver', 'deliver ${1:Message} to ${2:n}'],
  ['lose', 'lose ${1:Message} to ${2:n}'],
  ['duplicate', 'duplicate ${1:Message} to ${2:n}'],
  ['fire', 'fire ${1:timer} at ${2:n}'],
  ['invoke', 'invoke ${1:client}'],
  ['handle', 'handle ${1:client}'],
  ['return', 'return ${1:client}'],
  ['timeout', 'timeout ${1:client}'],
  ...actions,
  ['then', 'then ${1|simulate,explore|}'],
];
const settings: Snippets = [
  ['delay', 'delay ${1:1ms..10ms}'],
  ['order', 'order ${1|any,fifo|}'],
  ['loss', 'loss ${1:5%}'],
  ['duplicate', 'duplicate ${1:5%}'],
  ['until', 'until ${1:100ms}'],
];
const words = (all: Snippets): Offer[] => all.map(([word, snippet]) => wordOffer(word, 0, snippet));
const plain = (...all: string[]): Offer[] => all.map((word) => wordOffer(word, 0));

export function scenarioOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] {
  const visible = file.model.visibleAt(offset);
  const typed = context.words.map(({ text }) => text);
  const { kind } = context.block;
  if (kind === 'settings') {
    if (typed.at(-1) === 'order') return plain('any', 'fifo');
    return words(settings);
  }
  if (kind === 'actions') return actionOffers(visible, typed.slice(typed.findLastIndex((word) => isWordOf(actions, word))));
  if (kind === 'schedule') return typed.length === 0 ? words(steps) : stepOffers(visible, typed);
  return typed.length === 0 ? words(items) : itemOffers(file, context, visible, typed, offset);
}

function isWordOf(all: Snippets, word: string): boolean {
  return all.some(([text]) => text === word);
}

function actionOffers(visible: Visible, typed: readonly string[]): readonly Offer[] {
  const [first] = typed;
  if (first === undefined || !isWordOf(actions, first)) return words(actions);
  if (typed.length === 1 || first === 'partition') return nodeOffers(visible);
  if (first === 'pause') return plain('for');
  if (first === 'jump') return plain('by');
  // Several actions may stand on one line.
  return words(actions);
}

function stepOffers(visible: Visible, typed: readonly string[]): readonly Offer[] {
  const [first] = typed;
  const last = typed.at(-1);
  switch (first) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return messageMatchOffers(visible, typed, 1);
    case 'fire':
      return last === 'fire' ? timerOffers(visible) : last === 'at' ? nodeOffers(visible) : plain('at');
    case 'invoke':
    case 'handle':
    case 'return':
    case 'timeout':
      return typed.length === 1 ? clientOffers(visible) : [];
    case 'then':
      return plain('simulate', 'explore');
    default:
      return actionOffers(visible, typed);
  }
}

/** `Vote from p2 to c`, of which `at` words come before. */
function messageMatchOffers(visible: Visible, typed: readonly string[], at: number): readonly Offer[] {
  const last = typed.at(-1) ?? '';
  if (last === 'from' || last === 'to') return nodeOffers(visible);
  const rest = typed.slice(at);
  const missing = ['from', 'to'].filter((word) => !rest.includes(word));
  const named = rest.some((word) => visible.file.messages.has(word));
  return [...(named || missing.length < 2 ? [] : messageOffers(visible)), ...plain(...missing)];
}

function itemOffers(
  file: Analysed,
  context: CompletionContext,
  visible: Visible,
  typed: readonly string[],
  offset: number,
): readonly Offer[] {
  const [first] = typed;
  const last = typed.at(-1) ?? '';
  const expression = (): Offer[] => expressionOffers(visible, 'scenario', comparedType(file, context.words) ?? { kind: 'bool' });
  switch (first) {
    case 'node':
      return last === '=' ? roleOffers(visible) : [];
    case 'client':
      return typed.length === 2 ? plain('timeout') : [];
    case 'network':
      return typed.length === 1 ? plain('synchronous') : [];
    case 'link':
      return nodeOffers(visible);
    case 'clock':
      return typed.length === 1 ? nodeOffers(visible) : plain(...['skew', 'drift'].filter((word) => !typed.includes(word)));
    case 'disk':
      return plain('buffered', 'durable');
    case 'volatile':
    case 'durable':
      return typed.length === 1 ? roleOffers(visible) : [];
    case 'when':
      return whenOffers(visible, context, typed);
    case 'lose':
    case 'duplicate':
      return messageMatchOffers(visible, typed, 1);
    case 'delay':
      return [...messageMatchOffers(visible, typed, 1), ...plain('by')];
    case 'up':
      return budgetOffers(visible, typed);
    case 'simulate':
      return typed.length === 1 ? plain('seed') : /^\d/.test(last) && typed.length === 2 ? plain('seeds') : [];
    case 'explore':
      return plain(...['depth', 'states'].filter((word) => !typed.includes(word)));
    case 'check':
    case 'expect':
      return claimOffers(file, visible, typed, offset);
    case 'always':
      if (typed.length === 1) return plain('possible');
      return typed.includes(':') ? expression() : [];
    case 'invariant':
    case 'eventually':
    case 'possible':
      return typed.includes(':') ? expression() : [];
    case 'for':
    case 'initial':
      return last === 'in' || last === '=' ? expression() : [];
    default:
      return [];
  }
}

function whenOffers(visible: Visible, context: CompletionContext, typed: readonly string[]): readonly Offer[] {
  if (context.bracket !== context.block) return expressionOffers(visible, 'scenario', { kind: 'bool' });
  if (typed.length === 1 || (typed.length === 2 && /^\d/.test(typed[1] ?? ''))) return nodeOffers(visible);
  const at = typed.findIndex((word) => word === 'receives' || word === 'sends');
  if (at >= 0) return messageMatchOffers(visible, typed, at + 1);
  if (typed.at(-1) === 'times') return plain('out');
  if (typed.at(-1) === 'out') return timerOffers(visible);
  const verbs = plain('receives', 'sends', 'crashes', 'recovers');
  const events = [...visible.file.events.values()].map((event): Offer => {
    const verb = verbOf(event.name);
    return { ...symbolOffer(event, 1, callSnippet(verb, event.fields(), false)), label: verb };
  });
  return [...verbs, wordOffer('times out', 0), ...events];
}

function budgetOffers(visible: Visible, typed: readonly string[]): readonly Offer[] {
  const last = typed.at(-1) ?? '';
  if (typed.length === 1) return plain('to');
  if (typed.length === 2) return [];
  if (typed.length === 3) {
    return [...plain('crash', 'lose', 'duplicate', 'partition', 'pause', 'timeout'), wordOffer('crash with recovery', 0)];
  }
  if (last === 'of') return [...nodeOffers(visible), ...roleOffers(visible)];
  if (typed[3] === 'lose' || typed[3] === 'duplicate') return messageMatchOffers(visible, typed, 4);
  if (last === 'with') return plain('recovery');
  if (last === 'timeout') return [...timerOffers(visible), ...plain('of')];
  return plain(...(typed[3] === 'crash' && !typed.includes('with') ? ['with'] : []), ...(typed.includes('of') ? [] : ['of']));
}

function claimOffers(file: Analysed, visible: Visible, typed: readonly string[], offset: number): readonly Offer[] {
  const scenario = innermost(pathAt(file.tree, offset), 'scenario')?.range;
  const last = typed.at(-1) ?? '';
  const properties = propertyOffers(file, scenario);
  if (last === 'check' || last === 'of' || last === 'expect' || last === 'no') {
    const wanted = last === 'no' ? properties.filter(({ label }) => label.startsWith('no ')) : properties;
    const shown = last === 'no' ? wanted.map((offer): Offer => ({ ...offer, label: offer.label.slice(3) })) : wanted;
    return last === 'expect' ? [wordOffer('violation of', 0), ...anomaliesOf(shown)] : shown;
  }
  if (last === 'violation') return plain('of');
  if (last === 'as') return specificationOffers(visible);
  if (typed.includes('when')) return expressionOffers(visible, 'scenario', { kind: 'bool' });
  const info = typed.map((word) => propertyInfo(word)).find((found) => found !== undefined);
  if (typed.includes('on')) return variableOffers(visible);
  return plain(...(info?.takesSpec ? ['as'] : []), ...(info?.takesVariables ? ['on'] : []), 'when');
}

/** `expect lostUpdate`: the anomalies that `no lostUpdate` excludes. */
function anomaliesOf(properties: readonly Offer[]): Offer[] {
  return properties.filter(({ label }) => label.startsWith('no ')).map((offer) => ({ ...offer, label: offer.label.slice(3) }));
}

function specificationOffers(visible: Visible): Offer[] {
  const standard = STANDARD_SPECIFICATIONS.map((name) =>
    plainOffer(name, CompletionItemKind.Class, 1, 'a sequential specification of std/'),
  );
  return [...roleOffers(visible), ...standard];
}

/** Variables of the roles that are played; the durable ones, which `converges` compares without being told, first. */
function variableOffers(visible: Visible): Offer[] {
  const played = new Set(
    visible.symbols.flatMap((symbol) => (symbol.kind === 'node' && symbol.value.type.kind === 'node' ? [symbol.value.type.role] : [])),
  );
  return [...visible.file.types.values()].flatMap((type) =>
    type.kind === 'role' && played.has(type.name)
      ? type.variables().map((variable) => symbolOffer(variable, variable.durable ? 0 : 1))
      : [],
  );
}

export function historyOffers(file: Analysed, context: CompletionContext, offset: number): readonly Offer[] {
  const visible = file.model.visibleAt(offset);
  const typed = context.words.map(({ text }) => text);
  const [first] = typed;
  if (first === undefined) {
    return words([
      ['initial', 'initial "${1:key}" = ${2:0}'],
      ['load', 'load "$0"'],
      ['check', 'check $0'],
      ['expect violation of', 'expect violation of $0'],
    ]);
  }
  if (first === 'check' || first === 'expect') return claimOffers(file, visible, typed, offset);
  if (typed.length === 2 && typed[1] === ':') {
    return [...visible.file.operations.values()].map((operation) =>
      symbolOffer(operation, 0, callSnippet(operation.name, operation.fields(), false)),
    );
  }
  return [];
}
