/** A counterexample as text: the scenario that it was found in, with the steps that lead there in place of the search. */
import type { TextEdit } from 'vscode-languageserver-types';
import type { ScenarioDeclaration, ScenarioItem } from '../../syntax/ast.ts';
import { quote } from '../../syntax/strings.ts';
import type { Analysed } from '../analysed.ts';
import { lineBreakOf } from '../ranges.ts';
import { insertion, textEdits } from './action.ts';

/** A step of the run, in the names of the file. Arguments are written as the language writes values. */
export type PinnedStep =
  | {
      readonly kind: 'deliver' | 'lose' | 'duplicate';
      readonly message: string;
      readonly arguments: readonly string[];
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'fire'; readonly timer: string; readonly arguments: readonly string[]; readonly node: string }
  | { readonly kind: 'crash' | 'recover' | 'pause' | 'resume'; readonly node: string }
  | { readonly kind: 'partition'; readonly groups: readonly (readonly string[])[] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'invoke' | 'handle' | 'return' | 'timeout'; readonly client: string };

export interface Counterexample {
  /** The scenario it was found in. */
  readonly scenario: string;
  /** The combination of the sweep, where there is one. */
  readonly bindings: readonly { readonly name: string; readonly value: number | string | boolean }[];
  readonly steps: readonly PinnedStep[];
  /** Nodes that crash in the middle of a handler: as they are about to send for the nth time. */
  readonly crashes?: readonly { readonly node: string; readonly atSend: number }[];
  /** What breaks, as it stands after `check`: `atomicity`; absent for what breaks by itself, such as an assertion. */
  readonly property?: string;
}

/** How a pinned run differs from the search: it has no budgets, limits or clock faults, and claims only what broke. */
const dropped: ReadonlySet<ScenarioItem['kind']> = new Set(['explore', 'simulate', 'schedule', 'budget', 'at', 'claim', 'sweep']);
const claims: ReadonlySet<ScenarioItem['kind']> = new Set(['invariant', 'eventually', 'possible', 'alwaysPossible']);

/** The text of the pinned scenario and its title; `undefined` where the file has no scenario of that name. */
export function pinnedScenario(
  file: Analysed,
  counterexample: Counterexample,
): { readonly title: string; readonly text: string } | undefined {
  const scenario = scenarioNamed(file, counterexample.scenario);
  if (!scenario) return undefined;
  const { steps, bindings, property, crashes = [] } = counterexample;
  const kept = scenario.items.filter((item) => !dropped.has(item.kind) && (!claims.has(item.kind) || isNamed(item, property)));
  const lines = [
    ...kept.map((item) => file.text.slice(item.range.start, item.range.end)),
    ...bindings.map(({ name, value }) => `for ${name} in [${typeof value === 'string' ? quote(value) : value}]`),
    ...crashes.map(({ node, atSend }) => `when ${ordinal(atSend)} ${node} sends { crash ${node} }`),
    'schedule {',
    ...steps.map((step) => `  ${stepText(step)}`),
    '}',
    ...(property === undefined ? [] : [`expect violation of ${property}`]),
  ];
  const eol = lineBreakOf(file.text);
  const title = freeTitle(file, `${counterexample.scenario}: ${property ?? 'a run'} pinned`);
  return { title, text: [`scenario ${quote(title)} {`, ...lines.map((line) => `  ${line}`), '}'].join(eol) };
}

export interface Pin {
  readonly title: string;
  readonly edits: TextEdit[];
}
/** Puts the pinned scenario behind the one that it was found in. */
export function pin(file: Analysed, counterexample: Counterexample): Pin | undefined {
  const scenario = scenarioNamed(file, counterexample.scenario);
  const pinned = pinnedScenario(file, counterexample);
  if (!scenario || !pinned) return undefined;
  const eol = lineBreakOf(file.text);
  return { title: pinned.title, edits: textEdits(file, [insertion(scenario.range.end, `${eol}${eol}${pinned.text}`)]) };
}

/** `1st`, `22nd`, `113th` */
function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

function scenarioNamed(file: Analysed, title: string): ScenarioDeclaration | undefined {
  return file.tree.declarations.find((d): d is ScenarioDeclaration => d.kind === 'scenario' && d.title.value === title);
}

function isNamed(item: ScenarioItem, name: string | undefined): boolean {
  return 'name' in item && 'text' in item.name && item.name.text === name;
}

function freeTitle(file: Analysed, title: string): string {
  let candidate = title;
  for (let n = 2; scenarioNamed(file, candidate); n++) candidate = `${title} (${n})`;
  return candidate;
}

function stepText(step: PinnedStep): string {
  switch (step.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return `${step.kind} ${call(step.message, step.arguments)} from ${step.from} to ${step.to}`;
    case 'fire':
      return `fire ${call(step.timer, step.arguments)} at ${step.node}`;
    case 'crash':
    case 'recover':
    case 'pause':
    case 'resume':
      return `${step.kind} ${step.node}`;
    case 'partition':
      return `partition ${step.groups.map((group) => `{${group.join(', ')}}`).join(' | ')}`;
    case 'heal':
      return 'heal';
    case 'invoke':
    case 'handle':
    case 'return':
    case 'timeout':
      return `${step.kind} ${step.client}`;
  }
}

function call(name: string, given: readonly string[]): string {
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
}
