/** What a role's text mentions, found in one walk: the walk is what checking after every keystroke pays for. */
import type * as ast from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import { walk } from './walk.ts';

export interface RoleMentions {
  /** The first mention of each timer that the role arms or handles, in the order of the text. */
  readonly timers: ReadonlyMap<string, ast.Name>;
  /** The heads of its handlers of timers. */
  readonly timeouts: readonly Extract<ast.HandlerHead, { kind: 'timeout' }>[];
  /** The messages it sends, by name. */
  readonly sends: ReadonlySet<string>;
  /** Where it reads the clock. */
  readonly clockReads: readonly Range[];
}

const known = new WeakMap<ast.RoleDeclaration, RoleMentions>();

export function roleMentions(role: ast.RoleDeclaration): RoleMentions {
  let mentions = known.get(role);
  if (!mentions) {
    mentions = collect(role);
    known.set(role, mentions);
  }
  return mentions;
}

function collect(role: ast.RoleDeclaration): RoleMentions {
  const timers = new Map<string, ast.Name>();
  const timeouts: Extract<ast.HandlerHead, { kind: 'timeout' }>[] = [];
  const sends = new Set<string>();
  const clockReads: Range[] = [];
  const addTimer = (name: ast.Name): void => {
    if (name.text !== '' && !timers.has(name.text)) timers.set(name.text, name);
  };
  walk(role, (node) => {
    switch (node.kind) {
      case 'after':
        addTimer((node as unknown as ast.AfterStatement).timer);
        break;
      case 'timeout': {
        const head = node as unknown as Extract<ast.HandlerHead, { kind: 'timeout' }>;
        addTimer(head.name);
        timeouts.push(head);
        break;
      }
      case 'send':
        sends.add((node as unknown as ast.SendStatement).message.text);
        break;
      case 'now':
        clockReads.push((node as unknown as ast.NowExpression).range);
        break;
    }
  });
  return { timers, timeouts, sends, clockReads };
}
