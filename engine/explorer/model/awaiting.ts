/** Which clients can wait for which: told by their scripts. */
import type { ScenarioRun, Statement } from '../../../grammar/semantics/program.ts';

/**
 * The other clients that a step of this one can concern, ascending: those whose scripts wait for the end of this one's, or of one of theirs, and so on,
 * since they go on in the same step; and those that any of all these waits for, since it does not wait where they have ended.
 */
export function companyOf({ clients }: ScenarioRun, client: number): readonly number[] {
  const awaited = clients.map(({ body }) => new Set(body.flatMap(awaitedIn)));
  const going = new Set([client]);
  for (const ended of going) {
    awaited.forEach((others, other) => {
      if (others.has(ended)) going.add(other);
    });
  }
  const company = new Set([...going, ...[...going].flatMap((one) => [...(awaited[one] ?? [])])]);
  company.delete(client);
  return [...company].sort((a, b) => a - b);
}

function awaitedIn(statement: Statement): readonly number[] {
  switch (statement.kind) {
    case 'await':
      return [statement.client];
    case 'if':
      return [...statement.yes, ...statement.no].flatMap(awaitedIn);
    case 'for':
    case 'while':
    case 'repeat':
    case 'transaction':
      return statement.body.flatMap(awaitedIn);
    case 'match':
      return statement.arms.flatMap(({ body }) => body.flatMap(awaitedIn));
    default:
      return [];
  }
}
