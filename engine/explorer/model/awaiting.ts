/** Which clients can wait for which: told by their scripts. */
import type { ScenarioRun, Statement } from '../../../grammar/semantics/program.ts';

/** The clients whose scripts wait for the end of this one's, or of one of theirs, and so on; ascending, without itself. */
export function companyOf({ clients }: ScenarioRun, client: number): readonly number[] {
  const awaited = clients.map(({ body }) => new Set(body.flatMap(awaitedIn)));
  const company = new Set([client]);
  for (const ended of company) {
    awaited.forEach((others, other) => {
      if (others.has(ended)) company.add(other);
    });
  }
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
