/** Which roles can be sequential specifications: one copy of the data that handles one operation at a time and answers at once. */
import type * as ast from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Env } from './env.ts';
import type { RoleSymbol } from './symbols.ts';
import { walk } from './walk.ts';

/** False, and a report at `range`, if the role cannot be one. */
export function specification(env: Env, role: RoleSymbol, range: Range): boolean {
  const problem = whyNot(env, role);
  if (problem === undefined) return true;
  env.report('FL4011', range, `\`${role.name}\` is no sequential specification: ${problem}`, {
    related: [{ place: role.place, message: `\`${role.name}\` is declared here` }],
  });
  return false;
}

function whyNot(env: Env, role: RoleSymbol): string | undefined {
  const needed = role.parameters().find((p) => p.defaultValue === undefined);
  if (needed) return `it has a parameter, \`${needed.name}\``;
  const handlers = role.node.members.filter((m) => m.kind === 'handler');
  const operations = handlers.filter(({ head }) => head.kind === 'receipt' && !env.scope.messages.has(head.name.text));
  if (operations.length === 0) return 'it handles no operation';
  for (const handler of operations) {
    const name = handler.head.kind === 'receipt' ? handler.head.name.text : '';
    if (handler.as) return `it keeps \`${name}\` to answer it later`;
    const statement = firstOf(handler.body, ['send', 'after', 'choose', 'now']);
    if (statement) return `its handler of \`${name}\` ${REASONS[statement]}`;
  }
  return undefined;
}
const REASONS: Readonly<Record<string, string>> = {
  send: 'sends a message',
  after: 'arms a timer',
  choose: 'leaves its answer to chance',
  now: 'reads the clock',
};

function firstOf(body: ast.Block, kinds: readonly string[]): string | undefined {
  let found: string | undefined;
  walk(body, (node) => {
    if (found === undefined && node.kind !== undefined && kinds.includes(node.kind)) found = node.kind;
  });
  return found;
}
