/** Timers die with their node, and nothing arms them again. */
import type { Role } from '../semantics/program.ts';
import type { Handler, RoleDeclaration } from '../syntax/ast.ts';
import { demonstratesWaiting, recovers, runsOf } from './code/runs.ts';
import { statementsOf } from './code/visit.ts';
import { lineAround } from './edits.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const lostTimers: Lint = {
  name: 'lost-timers',
  code: 'FL6008',
  severity: 'warning',
  title: 'Timers die with the node',
  explanation:
    'A crash takes a node’s timers along, and `on start` does not run again when it comes back. The role arms timers, has no `on recover`, and a scenario of the file lets its nodes come back: from then on they wait for timers that never fire. Arm them `on recover` too.',
  reads: 'program',
  find: (file) => file.program.roles.flatMap((role, index) => (role.place.file === file.uri ? inRole(file, role, index) : [])),
};

function inRole(file: LintedProgram, role: Role, index: number): Finding[] {
  if (role.handlers.some(({ on }) => on.kind === 'recover')) return [];
  const [armed] = statementsOf(role).filter(({ kind }) => kind === 'arm');
  const back = runsOf(file.program).find(({ run }) => recovers(run, index) && !demonstratesWaiting(run));
  const declaration = file.tree.declarations.find((d): d is RoleDeclaration => d.kind === 'role' && d.name.text === role.name);
  if (!armed || !back || !declaration) return [];
  return [
    {
      range: declaration.name.range,
      message: `${role.name} arms timers and has no \`on recover\`: a node that comes back has none`,
      hint: 'arm them again in `on recover { }`',
      related: [
        { place: armed.place, message: 'armed here' },
        { place: back.scenario.titlePlace, message: 'in this scenario it comes back' },
      ],
      ...fixFor(file, declaration),
    },
  ];
}

/** What `on start` arms, `on recover` can arm again. */
function fixFor({ text }: LintedProgram, role: RoleDeclaration): Pick<Finding, 'fix'> {
  const start = role.members.find((m): m is Handler => m.kind === 'handler' && m.head.kind === 'start');
  const arms = start?.body.statements.filter(({ kind }) => kind === 'after') ?? [];
  if (!start || arms.length === 0) return {};
  const indent = /^[ \t]*/.exec(text.slice(lineAround(text, start.range.start).start))?.[0] ?? '';
  const statements = arms.map(({ range }) => text.slice(range.start, range.end)).join('; ');
  const end = start.range.end;
  const edits = [{ range: { start: end, end }, text: `\n${indent}on recover { ${statements} }` }];
  return { fix: { title: 'Arm them on recovery too', edits } };
}
