/** Scenarios and histories that nothing is claimed of, and claims about what cannot happen. */
import type { CheckedProgram, Claim, ScenarioRun } from '../semantics/program.ts';
import { propertyInfo } from '../semantics/properties.ts';
import type { HistoryDeclaration, ScenarioDeclaration } from '../syntax/ast.ts';
import { statementsOf } from './code/visit.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const claimsNothing: Lint = {
  name: 'claims-nothing',
  code: 'FL6010',
  severity: 'warning',
  title: 'Claims nothing',
  explanation:
    'A scenario without a check, an invariant, an expectation or a possibility runs and finds nothing, whatever happens; so does a history without a claim. And a claim about events that no role of the scenario ever calls (`check agreement` where nobody decides) holds whatever the protocol does. A scenario with a `schedule` claims at least that its steps are possible, and an `assert` is a claim too.',
  reads: 'program',
  find: (file) => [...silent(file), ...vacuous(file)],
};

function silent({ tree, program }: LintedProgram): Finding[] {
  const always = tree.declarations.some(({ kind }) => kind === 'invariant');
  return tree.declarations.flatMap((declaration): Finding[] => {
    if (declaration.kind === 'history') return claimsOf(declaration) ? [] : [nothing(declaration, 'history', 'check linearizable')];
    if (declaration.kind !== 'scenario' || always || claimsOf(declaration) || asserts(program, declaration)) return [];
    return [nothing(declaration, 'scenario', 'invariant …: …')];
  });
}

function claimsOf({ items }: ScenarioDeclaration | HistoryDeclaration): boolean {
  return items.some(({ kind }) => ['claim', 'invariant', 'eventually', 'possible', 'alwaysPossible', 'schedule'].includes(kind));
}

function nothing({ title }: ScenarioDeclaration | HistoryDeclaration, what: string, example: string): Finding {
  return {
    range: title.range,
    message: `this ${what} claims nothing: whatever happens in it, nothing is found`,
    hint: `say what has to hold, as in \`${example}\``,
  };
}

function asserts(program: CheckedProgram, { title }: ScenarioDeclaration): boolean {
  const runs = program.scenarios.find(({ titlePlace }) => titlePlace.start === title.range.start)?.runs ?? [];
  return runs.some((run) => rolesOf(program, run).some((role) => statementsOf(role).some(({ kind }) => kind === 'assert')));
}

function rolesOf(program: CheckedProgram, run: ScenarioRun): CheckedProgram['roles'][number][] {
  return [...new Set(run.nodes.map(({ role }) => role))].flatMap((role) => program.roles[role] ?? []);
}

function vacuous({ program }: LintedProgram): Finding[] {
  const found = new Map<number, Finding>();
  for (const { runs } of program.scenarios) {
    for (const run of runs) {
      const called = new Set(
        rolesOf(program, run).flatMap((role) =>
          statementsOf(role).flatMap((s) => (s.kind === 'event' ? [program.events[s.event]?.name ?? ''] : [])),
        ),
      );
      for (const claim of run.claims) {
        const events = eventsOf(claim);
        if (events.length === 0 || events.some((event) => called.has(event)) || speaksOfTransactions(claim, run)) continue;
        found.set(claim.place.start, {
          range: claim.place,
          message: `no role of this scenario calls ${events.map((event) => `\`${event}\``).join(' or ')}: \`${claim.text}\` ${claim.expected === 'holds' ? 'holds whatever happens' : 'cannot be violated'}`,
          hint: 'call the event where the protocol does it, or claim something else',
        });
      }
    }
  }
  return [...found.values()];
}

/** Events without which the property cannot be violated. */
function eventsOf({ property }: Claim): readonly string[] {
  return property.kind === 'registered' ? (propertyInfo(property.name)?.events ?? []) : [];
}
/** `noDeadlock` speaks of transactions too, which call no events. */
function speaksOfTransactions({ property }: Claim, run: ScenarioRun): boolean {
  return property.kind === 'registered' && property.name === 'noDeadlock' && run.clients.length > 0;
}
