/** The entrance: a checked file in, what the lints find in it out, as settings and comments in the file want it. */
import { nearest } from '../semantics/distance.ts';
import type { Problem, Severity } from '../semantics/problems.ts';
import type { CheckedProgram } from '../semantics/program.ts';
import type { Finding, Lint, LintedFile } from './lint.ts';
import { LINTS } from './registry.ts';
import { type Suppression, type Suppressions, suppresses, suppressionFindings, suppressionsIn } from './suppression.ts';

/** By the lint's name; what is not there has its default. */
export type LintSettings = Readonly<Record<string, Severity | 'off'>>;

export const DEFAULT_LINTS: LintSettings = {};
export const NO_LINTS: LintSettings = Object.fromEntries(LINTS.map(({ name }) => [name, 'off']));

/** Lints that need a program wait until the file has no errors. In the order of the lints. */
export function lint(file: LintedFile, program: CheckedProgram | undefined, settings: LintSettings): Problem[] {
  const suppressions = suppressionsIn(file);
  const used = new Set<Suppression>();
  const ran = new Set<string>();
  const problems: Problem[] = [];
  for (const one of LINTS) {
    const severity = severityOf(one, settings);
    if (severity === 'off') continue;
    const found = findingsOf(one, file, program);
    if (!found) continue;
    ran.add(one.name);
    for (const finding of found) {
      const allowing = suppressions.all.find((s) => suppresses(s, one.name, finding.range));
      if (allowing) used.add(allowing);
      else problems.push(problemOf(file, one, severity, finding));
    }
  }
  return [...problems, ...suppressionProblems(file, suppressions, settings, ran, used)];
}

function severityOf({ name, severity }: Lint, settings: LintSettings): Severity | 'off' {
  return settings[name] ?? severity;
}

function findingsOf(one: Lint, file: LintedFile, program: CheckedProgram | undefined): readonly Finding[] | undefined {
  if (one.reads === 'text') return one.find(file);
  return one.reads === 'program' && program ? one.find({ ...file, program }) : undefined;
}

function suppressionProblems(
  file: LintedFile,
  suppressions: Suppressions,
  settings: LintSettings,
  ran: ReadonlySet<string>,
  used: ReadonlySet<Suppression>,
): Problem[] {
  const about = LINTS.find(({ reads }) => reads === 'suppressions');
  const severity = about && severityOf(about, settings);
  if (!about || severity === undefined || severity === 'off') return [];
  const known = LINTS.filter((other) => other !== about).map(({ name }) => name);
  const found = suppressionFindings(file, suppressions, known, ran, used, (name) => nearest(name, known));
  return found.map((finding) => problemOf(file, about, severity, finding));
}

function problemOf({ uri }: LintedFile, { code }: Lint, severity: Severity, finding: Finding): Problem {
  const { range, ...rest } = finding;
  return { ...rest, file: uri, range: { start: range.start, end: range.end }, severity, code };
}
