/** The lines above each scenario and each history: its verdict, Check, Show trace. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeLens } from 'vscode-languageserver-types';
import { isolationText, type RunReport, type Statistics, statesText, type Verdict } from '../../engine/report.ts';
import type { SourceTree } from '../../grammar/syntax/ast.ts';
import type { Range } from '../../grammar/syntax/range.ts';
import { overall } from './results.ts';

export const command = { check: 'faultline.checkScenario', showTrace: 'faultline.showTrace', cancel: 'faultline.cancel' } as const;

export interface LensInput {
  readonly document: TextDocument;
  readonly tree: SourceTree;
  readonly reports: readonly RunReport[];
  /** The scenario that is running now, with a few words on how far it is. */
  readonly running?: { readonly scenario: string; readonly text: string };
}

export function scenarioLenses({ document, tree, reports, running }: LensInput): CodeLens[] {
  return tree.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'scenario' && declaration.kind !== 'history') return [];
    const title = declaration.title.value;
    const range = toRange(document, declaration.title.range);
    const lens = (text: string, name: string): CodeLens => ({
      range,
      command: { title: text, command: name, arguments: [document.uri, title] },
    });
    const own = reports.filter((report) => report.scenario === title);
    const lenses: CodeLens[] = [];
    if (running?.scenario === title) lenses.push(lens(`$(sync~spin) ${running.text}`, command.cancel));
    else if (own.length > 0) lenses.push(lens(verdictText(own), command.showTrace));
    lenses.push(lens('Check', command.check));
    if (own.some((report) => report.traces.length > 0)) lenses.push(lens('Show trace', command.showTrace));
    return lenses;
  });
}

/** `✗ atomicity · 14 steps · 1,349 states`; a sweep is summed up. */
export function verdictText(reports: readonly RunReport[]): string {
  const outcome = overall(reports);
  const telling = reports.find((report) => report.outcome === outcome) ?? reports[0];
  if (telling === undefined) return '';
  const isolation = telling.isolation === undefined ? [] : [isolationText(telling.isolation)];
  const parts = [...finding(telling), ...isolation, ...effort(reports)];
  if (reports.length > 1) parts.unshift(`${reports.filter((report) => report.outcome === outcome).length} of ${reports.length} runs`);
  return `${{ passed: '✓', failed: '✗', undecided: '?' }[outcome]} ${parts.join(' · ')}`;
}

function finding(report: RunReport): readonly string[] {
  const failure = report.failures[0];
  if (failure !== undefined) return [failure.property, counted(failure.step + 1, 'step')];
  if (report.scheduleError !== undefined) return ['impossible step'];
  const wrong = report.claims.find((claim) => !claim.asExpected && claim.verdict.kind !== 'undecided');
  if (wrong?.verdict.kind === 'violated') return violated(wrong.verdict);
  if (wrong !== undefined) return [`${wrong.text} holds`];
  if (report.outcome === 'undecided') return ['undecided'];
  const found = report.claims.find((claim) => claim.verdict.kind === 'violated');
  if (found?.verdict.kind === 'violated') return violated(found.verdict, ' violated as expected');
  return [counted(report.claims.length, 'claim')];
}

function violated({ violation, others = [] }: Extract<Verdict, { kind: 'violated' }>, how = ''): readonly string[] {
  const more = others.length === 0 ? [] : [`${others.length} more`];
  return [`${violation.property}${how}`, counted(violation.step + 1, 'step'), ...more];
}

/** What it took, in the unit of the mode; a schedule and a history are one run, which goes without saying. */
function effort(reports: readonly RunReport[]): readonly string[] {
  const states = reports.reduce((sum, report) => sum + report.statistics.states, 0);
  if (states > 0) return [statesText({ states, ...reducedOf(reports) })];
  const seeds = reports.reduce((sum, report) => sum + report.statistics.seeds, 0);
  return seeds > 0 ? [counted(seeds, 'run')] : [];
}

/** Of several runs together: what they stand for is known where it is known of each. */
function reducedOf(reports: readonly RunReport[]): { readonly reduced?: NonNullable<Statistics['reduced']> } {
  if (reports.every(({ statistics }) => statistics.reduced === undefined)) return {};
  const all = reports.map(({ statistics }) => (statistics.reduced === undefined ? statistics.states : statistics.reduced.standsFor));
  const standsFor = all.reduce((sum, states) => (sum === undefined || states === undefined ? undefined : sum + states), 0);
  return { reduced: standsFor === undefined ? {} : { standsFor } };
}

function counted(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;
}

function toRange(document: TextDocument, range: Range): CodeLens['range'] {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
}
