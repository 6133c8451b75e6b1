/** The timers of a role as its text mentions them. */
import type * as ast from '../syntax/ast.ts';
import type { RoleSymbol, TimerSymbol } from './symbols.ts';
import { walk } from './walk.ts';

const known = new WeakMap<ast.RoleDeclaration, ReadonlyMap<string, ast.Name>>();

/** The first mention of each timer that the role arms or handles, in the order of the text. */
export function timerMentions(role: ast.RoleDeclaration): ReadonlyMap<string, ast.Name> {
  let mentions = known.get(role);
  if (!mentions) {
    const found = new Map<string, ast.Name>();
    const add = (name: ast.Name): void => {
      if (name.text !== '' && !found.has(name.text)) found.set(name.text, name);
    };
    walk(role, (node) => {
      if (node.kind === 'after') add((node as unknown as ast.AfterStatement).timer);
      if (node.kind === 'timeout') add((node as unknown as Extract<ast.HandlerHead, { kind: 'timeout' }>).name);
    });
    mentions = found;
    known.set(role, mentions);
  }
  return mentions;
}

/** The symbol that stands for a role's timer outside of the role. */
export function timerSymbol(role: RoleSymbol, name: string): TimerSymbol | undefined {
  const mentions = timerMentions(role.node);
  const first = mentions.get(name);
  if (!first) return undefined;
  const index = [...mentions.keys()].indexOf(name);
  return { kind: 'timer', name, place: { file: role.file, start: first.range.start, end: first.range.end }, index };
}
