/** `// faultline: allow <lint>: <reason>`, on the line of a finding or on the one before. */
import type { Comment } from '../syntax/parse.ts';
import type { Range } from '../syntax/range.ts';
import { lineAround, removal } from './edits.ts';
import type { Finding, Lint, LintedFile } from './lint.ts';

export const suppression: Lint = {
  name: 'suppression',
  code: 'FL6014',
  severity: 'warning',
  title: 'A suppression that says or does nothing',
  explanation:
    'A finding is allowed by a comment on its line or on the line before, which names the lint and gives a reason: `// faultline: allow forgotten-promise: the vote is repeated after a crash`. Without a reason nobody can tell later whether it still holds, so it counts only with one; and one that suppresses nothing hides what may come.',
  reads: 'suppressions',
};

export interface Suppression {
  readonly lint: string;
  readonly reason: string;
  /** Of the whole comment. */
  readonly range: Range;
  readonly name: Range;
  /** Where findings begin that it is about. */
  readonly line: Range;
}
export interface Suppressions {
  readonly all: readonly Suppression[];
  /** Comments that are addressed to the linter and not understood. */
  readonly malformed: readonly Finding[];
}

const ADDRESS = /^\s*faultline:/;
const ALLOW = /^(\s*faultline:\s*allow\s+)([A-Za-z-]+)\s*(?::\s*(.*?)\s*)?$/;

export function suppressionsIn({ text, comments }: Pick<LintedFile, 'text' | 'comments'>): Suppressions {
  const all: Suppression[] = [];
  const malformed: Finding[] = [];
  for (const comment of comments) {
    if (comment.kind !== 'line' || !ADDRESS.test(comment.text)) continue;
    const [, before, lint, reason] = ALLOW.exec(comment.text) ?? [];
    if (before === undefined || lint === undefined) {
      malformed.push({
        range: comment.range,
        message: 'this is not understood',
        hint: 'write `// faultline: allow <lint>: <reason>`, as in `// faultline: allow unused: the next version sends it`',
      });
      continue;
    }
    const start = comment.range.start + '//'.length + before.length;
    const name = { start, end: start + lint.length };
    all.push({ lint, reason: reason ?? '', range: comment.range, name, line: lineMeant(text, comments, comment) });
  }
  return { all, malformed };
}

/** Its own line, or where it stands alone the next one that is no comment. */
function lineMeant(text: string, comments: readonly Comment[], comment: Comment): Range {
  let line = lineAround(text, comment.range.start);
  if (!comment.ownLine) return line;
  const isComment = ({ start, end }: Range): boolean => comments.some((c) => c.ownLine && c.range.start >= start && c.range.end <= end);
  while (isComment(line) && line.end < text.length) {
    const next = line.end + (text.startsWith('\r\n', line.end) ? 2 : 1);
    line = lineAround(text, next);
  }
  return line;
}

export function suppresses({ lint, reason, line }: Suppression, name: string, range: Range): boolean {
  return lint === name && reason !== '' && line.start <= range.start && range.start <= line.end;
}

/** What is wrong with suppressions; `ran` are the lints that had their say, `used` those suppressions that were needed. */
export function suppressionFindings(
  file: Pick<LintedFile, 'text' | 'comments'>,
  { all, malformed }: Suppressions,
  known: readonly string[],
  ran: ReadonlySet<string>,
  used: ReadonlySet<Suppression>,
  nearest: (name: string) => string | undefined,
): Finding[] {
  return [
    ...malformed,
    ...all.flatMap((one): Finding[] => {
      if (!known.includes(one.lint)) {
        const suggestion = nearest(one.lint);
        return [
          {
            range: one.name,
            message: `there is no lint \`${one.lint}\``,
            ...(suggestion === undefined
              ? { hint: `there are ${known.join(', ')}` }
              : {
                  hint: `did you mean \`${suggestion}\`?`,
                  fix: { title: `Change to \`${suggestion}\``, edits: [{ range: one.name, text: suggestion }] },
                }),
          },
        ];
      }
      if (one.reason === '') {
        return [
          {
            range: one.range,
            message: 'a suppression needs a reason',
            hint: `write \`// faultline: allow ${one.lint}: <why it is right here>\``,
          },
        ];
      }
      if (used.has(one) || !ran.has(one.lint)) return [];
      return [
        {
          range: one.range,
          message: `there is nothing to allow here: ${one.lint} finds nothing on this line`,
          fix: { title: 'Remove the comment', edits: [removal(file.text, one.range)] },
        },
      ];
    }),
  ];
}
