/** Of several handlers for one thing the first that matches runs; the others may never do. */
import type { Expression, Handler, Pattern, Role } from '../semantics/program.ts';
import type { Finding, Lint } from './lint.ts';

export const unreachableHandler: Lint = {
  name: 'unreachable-handler',
  code: 'FL6002',
  severity: 'warning',
  title: 'An earlier handler takes everything',
  explanation:
    'Of several handlers for one message, timer or operation the first in the text whose pattern and guard match runs. An earlier one without a guard that matches all that this one could match leaves nothing to it: put the special case first, or give the earlier handler a guard.',
  reads: 'program',
  find: ({ uri, program }) => program.roles.filter((role) => role.place.file === uri).flatMap(unreachable),
};

function unreachable(role: Role): Finding[] {
  return role.handlers.flatMap((handler, index) => {
    const taker = role.handlers.slice(0, index).find((earlier) => takesAllOf(earlier, handler));
    return taker
      ? [
          {
            range: handler.headPlace,
            message: 'this handler never runs: an earlier one takes everything that it could take',
            hint: 'put this one first, or give the earlier one a guard',
            related: [{ place: taker.headPlace, message: 'this one runs instead' }],
          },
        ]
      : [];
  });
}

function takesAllOf(earlier: Handler, later: Handler): boolean {
  // An operation in a transaction and one outside are told apart by `in`.
  const sameKind = sameSubject(earlier.on, later.on) && (earlier.transactionSlot === undefined) === (later.transactionSlot === undefined);
  return sameKind && !earlier.guard && earlier.patterns.every((pattern, i) => takes(pattern, later.patterns[i]));
}

function sameSubject(a: Handler['on'], b: Handler['on']): boolean {
  switch (a.kind) {
    case 'message':
      return b.kind === 'message' && a.message === b.message;
    case 'timeout':
      return b.kind === 'timeout' && a.timer === b.timer;
    case 'operation':
      return b.kind === 'operation' && a.operation === b.operation;
    default:
      return a.kind === b.kind;
  }
}

function takes(earlier: Pattern, later: Pattern | undefined): boolean {
  if (earlier.kind !== 'equals') return true;
  return later?.kind === 'equals' && sameValue(earlier.value, later.value);
}
function sameValue(a: Expression, b: Expression): boolean {
  if (a.kind === 'constant') return b.kind === 'constant' && a.value === b.value;
  return a.kind === 'enumMember' && b.kind === 'enumMember' && a.enum === b.enum && a.member === b.member;
}
