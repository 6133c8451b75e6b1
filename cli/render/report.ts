/** A file's result as a person reads it in a terminal. Text in, text out; colours only where the terminal has them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import colors from 'picocolors';
import { type ClaimReport, isolationText, leftOut, type RunReport, statesText, type Violation } from '../../engine/report.ts';
import type { Problem } from '../../grammar/check.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import type { FileResult } from '../check-worker.ts';
import { type Covered, together } from '../coverage.ts';
import { displayPath } from '../files.ts';
import { excerpt, positionAt } from './excerpt.ts';
import { askedText, groupRuns, mark, renderSweep } from './sweep.ts';

export function renderFile({ uri, problems, reports, neverHappened, unfinished }: FileResult): string {
  return [
    colors.bold(displayPath(uri)),
    ...problems.map(renderProblem),
    ...groupRuns(reports).map(renderRuns),
    ...neverHappened.map(({ place, message }) => colors.dim(`  ${lineOf(place)}: ${message}`)),
    ...(unfinished === undefined ? [] : [`  ${mark.undecided} ${unfinished}: what is not listed here was not run to its end`]),
    '',
  ].join('\n');
}

/** The last lines: what came out in all, and what to do next. */
export function renderSummary(results: readonly FileResult[]): string {
  const reports = results.flatMap((result) => result.reports);
  const count = (outcome: RunReport['outcome']): number => reports.filter((report) => report.outcome === outcome).length;
  const broken = results.filter((result) => result.problems.some((problem) => problem.severity === 'error')).length;
  const counts = [
    `${count('passed')} as claimed`,
    ...(count('failed') > 0 ? [colors.red(`${count('failed')} not`)] : []),
    ...(count('undecided') > 0 ? [colors.yellow(`${count('undecided')} undecided`)] : []),
    ...(broken > 0 ? [colors.red(`${plural(broken, 'file')} with errors`)] : []),
  ];
  return [
    `${plural(reports.length, 'scenario')} in ${plural(results.length, 'file')}: ${counts.join(', ')}.`,
    ...covered(results),
    ...nextSteps(results),
  ].join('\n');
}

/** How much of the roles' code any run came by. */
function covered(results: readonly FileResult[]): readonly string[] {
  const files = together(results.flatMap(({ coverage }) => coverage));
  const share = (all: readonly Covered[], noun: string): string =>
    `${all.filter(({ runs }) => runs > 0).length.toLocaleString('en')} of ${plural(all.length, noun)}`;
  const functions = files.flatMap((file) => file.functions);
  const statements = files.flatMap((file) => file.statements);
  return functions.length === 0
    ? []
    : [`Their runs came by ${share(functions, 'handler')} (functions among them) and ${share(statements, 'statement')}.`];
}

function nextSteps(results: readonly FileResult[]): readonly string[] {
  const wrong = results
    .flatMap((result) => result.reports.map((report) => ({ result, report })))
    .find(({ report }) => report.outcome === 'failed');
  if (wrong !== undefined) {
    return [
      '',
      'Next: open the file in VS Code with the Faultline extension, and step through the run that leads there',
      `      (code lens "Show trace" above scenario "${wrong.report.scenario}" in ${displayPath(wrong.result.uri)}).`,
    ];
  }
  if (results.some((result) => result.problems.some((problem) => problem.severity === 'error'))) {
    return ['', 'Next: mend the errors above; scenarios run once a file has none.'];
  }
  const sample = results.find((result) => result.reports.length > 0);
  if (sample === undefined) return [];
  return [
    '',
    `Next: break something in ${displayPath(sample.uri)} and check it again,`,
    '      or open it in VS Code with the Faultline extension and step through its traces.',
  ];
}

function renderProblem(problem: Problem): string {
  const colour = problem.severity === 'error' ? colors.red : problem.severity === 'warning' ? colors.yellow : colors.blue;
  const place = { file: problem.file, ...problem.range };
  const lines = [`  ${colour(problem.severity)} ${problem.message} ${colors.dim(`[${problem.code}]`)}`, located(place)];
  if (problem.hint !== undefined) lines.push(`    ${problem.hint}`);
  return lines.join('\n');
}

/** The only run of a scenario; of a sweep a table, and more about the runs that did not go as claimed. */
function renderRuns(runs: readonly RunReport[]): string {
  const [first] = runs;
  if (first === undefined || runs.length === 1) return runs.map(renderRun).join('\n');
  const worst = runs.some(({ outcome }) => outcome === 'failed')
    ? 'failed'
    : runs.some(({ outcome }) => outcome === 'undecided')
      ? 'undecided'
      : 'passed';
  const title = `  ${mark[worst]} ${first.scenario}  ${colors.dim(plural(runs.length, 'run'))}`;
  return [title, renderSweep(runs), ...runs.filter(({ outcome }) => outcome !== 'passed').map(renderRun)].join('\n');
}

function renderRun(report: RunReport): string {
  const bindings = report.bindings.map(({ name, value }) => `${name} = ${value}`).join(', ');
  const title = bindings === '' ? report.scenario : `${report.scenario} (${bindings})`;
  const lines = [`  ${mark[report.outcome]} ${title}  ${colors.dim(effort(report))}`];
  for (const hint of report.statistics.hints ?? []) lines.push(colors.dim(`    ${hint}`));
  if (report.scheduleError !== undefined)
    lines.push(`    ${colors.red(report.scheduleError.message)}`, located(report.scheduleError.place));
  for (const failure of report.failures) lines.push(...renderViolation(report, failure, colors.red(failure.property)));
  for (const claim of report.claims) lines.push(...renderClaim(report, claim));
  if (report.isolation !== undefined) lines.push(...renderIsolation(report.isolation));
  return lines.join('\n');
}

function effort({ mode, statistics }: RunReport): string {
  const took = `${Math.round(statistics.elapsedMs).toLocaleString('en')} ms`;
  if (mode === 'history') return `a history, ${took}`;
  if (statistics.seeds > 0 || mode === 'simulate') return `${plural(statistics.seeds, 'run')} simulated, ${took}`;
  if (mode === 'schedule' && statistics.states === 0) return `the scheduled run, ${took}`;
  const states = `${statesText(statistics)}, depth ${statistics.depth}, ${took}`;
  return statistics.limit === undefined ? states : `${states}; not exhausted: ${statistics.limit}`;
}

function renderClaim(report: RunReport, claim: ClaimReport): readonly string[] {
  const asked = askedText(claim);
  switch (claim.verdict.kind) {
    case 'undecided':
      return [`    ${mark.undecided} ${asked}: undecided, ${claim.verdict.reason}`];
    case 'holds':
      if (claim.asExpected) return [`    ${mark.passed} ${asked}`];
      return [`    ${mark.failed} ${asked}: expected, but it holds`, located(claim.place)];
    case 'violated': {
      const { violation, others = [] } = claim.verdict;
      if (claim.asExpected) {
        const more = others.length === 0 ? '' : `, and ${others.length} more`;
        return [`    ${mark.passed} ${asked}: ${violation.message} ${colors.dim(`(${plural(violation.step + 1, 'step')}${more})`)}`];
      }
      return [...renderViolation(report, violation, `${mark.failed} ${asked}`), ...others.flatMap(renderOther)];
    }
  }
}

/** The strongest level that holds and the weakest that does not, with the reason: whatever was claimed. */
function renderIsolation(isolation: NonNullable<RunReport['isolation']>): readonly string[] {
  return [
    colors.dim(`    isolation: ${isolationText(isolation)}`),
    ...isolation.broken.map(({ message }) => colors.dim(`      ${message}`)),
  ];
}

/** Another one of the same claim: where it is, no more; its run is in the trace panel. */
function renderOther(violation: Violation): readonly string[] {
  const heading = `also ${violation.property}: ${violation.message}`;
  return [`      ${heading} ${colors.dim(`(${plural(violation.step + 1, 'step')})`)}`, located(violation.place)];
}

/** What broke, where, and the steps that led there. */
function renderViolation(report: RunReport, violation: Violation, heading: string): readonly string[] {
  const steps = report.traces[violation.trace]?.steps.slice(0, violation.step + 1) ?? [];
  const width = String(steps.length).length;
  return [
    `    ${heading}: ${violation.message}`,
    located(violation.place),
    colors.dim(`      ${runThatLeadsThere(report)}${leftOut(violation)}:`),
    ...steps.map((step, index) => {
      const line = `      ${String(index + 1).padStart(width)}  ${step.text}${step.place === undefined ? '' : colors.dim(`  ${lineOf(step.place)}`)}`;
      return step.relevant === false ? colors.dim(line) : line;
    }),
  ];
}

function runThatLeadsThere({ mode, statistics }: RunReport): string {
  if (mode === 'history') return 'the history up to there';
  if (mode === 'schedule' && statistics.states === 0 && statistics.seeds === 0) return 'the scheduled run that leads there';
  return statistics.seeds > 0 ? 'a simulated run that leads there' : 'the shortest run that leads there';
}

const texts = new Map<string, string>();
/** The text of a file, '' for one that cannot be read (the standard library). */
export function textOf(uri: string): string {
  let text = texts.get(uri);
  if (text === undefined) {
    text = uri.startsWith('file:') ? readFileSync(fileURLToPath(uri), 'utf8') : '';
    texts.set(uri, text);
  }
  return text;
}

function lineOf(place: Place): string {
  return `${displayPath(place.file)}:${positionAt(textOf(place.file), place.start).line}`;
}

function located(place: Place): string {
  const text = textOf(place.file);
  const shown = text === '' ? '' : `\n${excerpt(text, place).replace(/^/gm, '      ')}`;
  return `${colors.dim(`      ${lineOf(place)}`)}${shown}`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
