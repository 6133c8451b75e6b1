/** The pages of docs/diagnostics: one for each code, from the tables that the codes come from, and an index. */
import { violationPages } from '../../extension/server/violation-pages.ts';
import { LINTS } from '../../grammar/lints/registry.ts';
import { PROBLEMS } from '../../grammar/semantics/problems.ts';
import { syntaxProblemPages } from '../../grammar/syntax/problems.ts';
import { exampleOf } from './example.ts';
import { lintExamples } from './examples/lints.ts';
import { nameExamples } from './examples/names.ts';
import { scenarioExamples } from './examples/scenarios.ts';
import { syntaxExamples } from './examples/syntax.ts';
import { typeExamples } from './examples/types.ts';
import { violationExamples } from './examples/violations.ts';

export interface Page {
  readonly code: string;
  readonly group: string;
  readonly title: string;
  readonly explanation: string;
  readonly severity: string;
  /** As settings and suppressions name it; lints only. */
  readonly lint?: string;
  readonly mend?: string;
  readonly example: string;
}

const GROUPS: Readonly<Record<string, string>> = {
  FL1: 'Syntax',
  FL2: 'Names',
  FL3: 'Types',
  FL4: 'Scenarios and histories',
  FL5: 'What runs have found',
  FL6: 'Lints',
};

const examples: Readonly<Record<string, string>> = {
  ...syntaxExamples,
  ...nameExamples,
  ...typeExamples,
  ...scenarioExamples,
  ...violationExamples,
  ...lintExamples,
};

const VIOLATION_SEVERITY: Readonly<Record<string, string>> = { FL5005: 'information', FL5006: 'warning' };

export const diagnosticPages: readonly Page[] = [
  ...Object.entries(syntaxProblemPages).map(([code, page]) => pageOf(code, { ...page, severity: 'error' })),
  ...Object.entries(PROBLEMS).map(([code, page]) => pageOf(code, page)),
  ...Object.entries(violationPages).map(([code, page]) => pageOf(code, { ...page, severity: VIOLATION_SEVERITY[code] ?? 'error' })),
  ...LINTS.map(({ name, code, title, explanation, severity }) => pageOf(code, { title, explanation, severity, lint: name })),
].toSorted((a, b) => (a.code < b.code ? -1 : 1));

function pageOf(code: string, page: Omit<Page, 'code' | 'group' | 'example'>): Page {
  const example = examples[code];
  if (example === undefined) throw new Error(`${code} has no example: add one to scripts/diagnostics/examples`);
  const { title, explanation, severity, lint, mend } = page;
  const optional = { ...(lint === undefined ? {} : { lint }), ...(mend === undefined ? {} : { mend }) };
  return { code, group: GROUPS[code.slice(0, 3)] ?? '', title, explanation, severity, example, ...optional };
}

/** Path and content of each file. */
export function diagnosticFiles(): (readonly [path: string, content: string])[] {
  return [
    ['docs/diagnostics/README.md', index()],
    ...diagnosticPages.map((page) => [`docs/diagnostics/${page.code}.md`, text(page)] as const),
  ];
}

const GENERATED = '<!-- Written by `npm run generate` from the tables of the code. -->';

function index(): string {
  const groups = [...new Set(diagnosticPages.map(({ group }) => group))].map((group) => {
    const rows = diagnosticPages
      .filter((page) => page.group === group)
      .map(
        ({ code, title, severity, lint }) =>
          `| [${code}](${code}.md) | ${title}${lint === undefined ? '' : ` (\`${lint}\`)`} | ${severity} |`,
      );
    return `## ${group}\n\n| code | | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${GENERATED}\n\n# Diagnostics\n\nEvery message has a code, and every code a page: what it means, a file that gives it, and what mends that file. Codes are stable.\n\n${LINTING}\n${groups.join('\n')}`;
}

const LINTING = `Lints can be given another severity, or turned off, in the settings: \`"faultline.lints.unused": "off"\`. A single finding is allowed by a
comment on its line, or on the line before, that gives a reason:

\`\`\`faultline
// faultline: allow forgotten-promise: the vote is repeated after a crash
\`\`\`
`;

function text({ code, title, explanation, severity, lint, mend, example }: Page): string {
  const { wrong, mended } = exampleOf(example);
  const facts = lint === undefined ? `*${severity}*` : `*${severity}* · setting \`faultline.lints.${lint}\``;
  const allow =
    lint === undefined || lint === 'suppression' ? '' : `\nTo allow it in one place: \`// faultline: allow ${lint}: <reason>\`\n`;
  return `${GENERATED}

# ${code}: ${title}

${facts} · [all codes](README.md)

${explanation}
${mend === undefined ? '' : `\n${mend}\n`}
## An example

${block(wrong)}

## Mended

${block(mended)}
${allow}`;
}

function block(code: string): string {
  // Control characters would make the page no text either.
  const visible = [...code].map((c) => (c < ' ' && c !== '\n' ? '\u{FFFD}' : c)).join('');
  return `\`\`\`faultline\n${visible.replace(/^\n+|\n+$/g, '')}\n\`\`\``;
}
