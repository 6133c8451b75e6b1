/** Operations that a handler may leave without an answer. */
import type { Handler, Role, Statement } from '../semantics/program.ts';
import type { Place } from '../syntax/range.ts';
import { expressionsIn } from './code/visit.ts';
import type { Lint, LintedProgram } from './lint.ts';

export const noAnswer: Lint = {
  name: 'no-answer',
  code: 'FL6012',
  severity: 'warning',
  title: 'No answer',
  explanation:
    'Some way through the handler of an operation neither replies nor keeps the request for later, so the client waits until its timeout, or for ever. Reply on every way, or take the request (`on write(key, value) as request`) and store it, send it on or answer it later with `reply to request`. An operation that cannot be served yet is best held back by a guard (`when`), or kept.',
  reads: 'program',
  find: ({ uri, program }: LintedProgram) =>
    program.roles
      .filter((role) => role.place.file === uri)
      .flatMap((role) =>
        role.handlers.flatMap((handler) => {
          if (handler.on.kind !== 'operation') return [];
          const silence = silentEnd(role, handler);
          const name = program.operations[handler.on.operation]?.name ?? '';
          return silence
            ? [
                {
                  range: handler.headPlace,
                  message: `a way through \`on ${name}\` neither replies nor keeps the request`,
                  hint: 'reply on every way, or keep it: `as request`, and later `reply … to request`',
                  related: [{ place: silence, message: 'here it ends without an answer' }],
                },
              ]
            : [];
        }),
      ),
};

/** Where a way through the handler ends without an answer. */
function silentEnd(role: Role, handler: Handler): Place | undefined {
  const silences: Place[] = [];
  const requests = new Set([handler.requestSlot].filter((slot) => slot !== undefined));
  const ends = follow({ role, requests, silent: (place) => silences.push(place) }, handler.body);
  return silences[0] ?? (ends === 'open' ? lastPlace(handler) : undefined);
}
function lastPlace({ body, headPlace }: Handler): Place {
  return body.at(-1)?.place ?? headPlace;
}

interface Way {
  readonly role: Role;
  /** Locals that hold the request. */
  readonly requests: Set<number>;
  readonly silent: (place: Place) => void;
}
/** After the statements every way has been answered, some has not, or none gets there. */
type End = 'answered' | 'open' | 'returned';

function follow(way: Way, statements: readonly Statement[]): End {
  for (const [index, statement] of statements.entries()) {
    switch (statement.kind) {
      case 'return':
        if (answersWithin(way, statement)) return 'answered';
        way.silent(statement.place);
        return 'returned';
      case 'if': {
        const end = together([follow(way, statement.yes), follow(way, statement.no)]);
        if (end !== 'open') return end;
        // One branch may have answered or returned; what follows is judged for the other.
        break;
      }
      case 'match': {
        const end = together(statement.arms.map((arm) => follow(way, arm.body)));
        if (end !== 'open') return end;
        break;
      }
      case 'for':
      case 'while':
        // It may not run at all; but whoever keeps requests in a loop knows why.
        if (keeps(way, statement)) return 'answered';
        follow({ ...way, silent: () => {} }, statement.body);
        break;
      case 'assign':
        if (statement.target.root.kind === 'local' && statement.value.kind === 'local' && way.requests.has(statement.value.slot)) {
          way.requests.add(statement.target.root.slot);
        } else if (answersWithin(way, statement)) return 'answered';
        break;
      default:
        if (answersWithin(way, statement)) return 'answered';
    }
    if (index === statements.length - 1) return 'open';
  }
  return 'open';
}

function together(ends: readonly End[]): End {
  if (ends.includes('open')) return 'open';
  return ends.includes('answered') ? 'answered' : 'returned';
}

/** Whether the statement, or a function that it calls, replies or hands the request on. */
function answersWithin(way: Way, statement: Statement): boolean {
  if (keeps(way, statement) || (statement.kind === 'reply' && !statement.request)) return true;
  const calls: number[] = expressionsIn(statement).flatMap((e) => (e.kind === 'call' ? [e.function] : []));
  if (statement.kind === 'call') calls.push(statement.function);
  return calls.some(
    (index) => follow({ role: way.role, requests: new Set(), silent: () => {} }, way.role.functions[index]?.body ?? []) === 'answered',
  );
}
function keeps({ requests }: Way, code: unknown): boolean {
  return expressionsIn(code).some((e) => e.kind === 'local' && requests.has(e.slot));
}
