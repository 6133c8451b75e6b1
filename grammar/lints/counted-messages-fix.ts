/** Turns a counter into a set of senders, all over its role. */
import type { Fix } from '../semantics/problems.ts';
import type { Handler, Role } from '../semantics/program.ts';
import { showType } from '../semantics/relations.ts';
import type { Type } from '../semantics/types.ts';
import { walk } from '../semantics/walk.ts';
import type * as ast from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Mentions } from './code/mentions.ts';
import type { Site } from './code/sites.ts';
import type { LintedProgram } from './lint.ts';

type Edits = Fix['edits'][number][];

/**
 * Nothing where the counter is used in a way that a set has no equal for: counted outside of handlers, set to other numbers than 0 and 1, counted
 * for messages of different roles, read in claims.
 */
export function setOfSenders(
  file: LintedProgram,
  mentions: Mentions,
  role: Role,
  variable: number,
  counts: readonly { readonly handler: Handler; readonly site: Site }[],
): Fix | undefined {
  const name = role.variables[variable]?.name ?? '';
  const declaration = file.tree.declarations.find((d): d is ast.RoleDeclaration => d.kind === 'role' && d.name.text === role.name);
  const member = declaration?.members.find((m): m is ast.VariableMember => m.kind === 'variable' && m.name.text === name);
  const symbol = member && mentions.at(member.name.range.start);
  if (!declaration || !member || !symbol || member.value.kind !== 'integer' || member.value.value > 1) return undefined;
  const edits: Edits = [];
  const done = new Set<number>();
  for (const count of counts) {
    const sender = senderIn(file, declaration, count.handler, edits);
    if (sender === undefined || !within(count.site.statement.place, count.handler.place)) return undefined;
    edits.push({ range: count.site.statement.place, text: `${name} += ${sender}` });
    done.add(count.site.statement.place.start);
  }
  const types = new Set(counts.map(({ handler }) => senderType(file, handler)));
  const [type, other] = types;
  if (type === undefined || other !== undefined) return undefined;
  edits.push(
    { range: member.type.range, text: `Set<${type}>` },
    { range: member.value.range, text: member.value.value === 0 ? '{}' : '{self}' },
  );
  const uses = usesIn(declaration);
  for (const mention of mentions.of(symbol)) {
    const use = uses.get(mention.start);
    if (use === undefined) return undefined;
    if (done.has(use.statement)) continue;
    if (use.kind === 'read') edits.push({ range: { start: mention.end, end: mention.end }, text: '.size' });
    else if (use.value?.kind === 'integer' && use.value.value <= 1)
      edits.push({ range: use.value.range, text: use.value.value === 0 ? '{}' : '{self}' });
    else return undefined;
  }
  return { title: `Gather the senders in \`${name}\``, edits: edits.toSorted((a, b) => a.range.start - b.range.start) };
}

/** The name of the sender in a handler; one is put into its head where there is none. */
function senderIn(file: LintedProgram, role: ast.RoleDeclaration, handler: Handler, edits: Edits): string | undefined {
  const node = role.members.find((m): m is ast.Handler => m.kind === 'handler' && m.range.start === handler.place.start);
  if (!node) return undefined;
  if (node.from) return node.from.text;
  const taken = file.text.slice(node.range.start, node.range.end);
  const name = ['sender', 'from1', 'from2'].find((candidate) => !new RegExp(`\\b${candidate}\\b`).test(taken));
  if (name !== undefined) edits.push({ range: { start: node.head.range.end, end: node.head.range.end }, text: ` from ${name}` });
  return name;
}

function senderType({ program }: LintedProgram, { on }: Handler): string {
  const senders = program.roles.filter((role) => {
    let sends = false;
    walk(role, (node) => {
      if (node.kind === 'send' && on.kind === 'message' && (node as { message?: number }).message === on.message) sends = true;
    });
    return sends;
  });
  const [only, second] = senders;
  const type: Type = only && !second ? { kind: 'node', role: only.name } : { kind: 'node' };
  return showType(type);
}

type Use = { readonly statement: number } & (
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: ast.Expression | undefined }
);

/** How each name in the role is used, by where it begins, and where the assignment begins that it belongs to. */
function usesIn(role: ast.RoleDeclaration): ReadonlyMap<number, Use> {
  const uses = new Map<number, Use>();
  walk(role, (node) => {
    if (node.kind === 'name') {
      const { range } = node as unknown as ast.NameExpression;
      if (!uses.has(range.start)) uses.set(range.start, { kind: 'read', statement: -1 });
    }
    if (node.kind !== 'assign') return;
    const assign = node as unknown as ast.AssignStatement;
    walk(assign.value, (inner) => {
      if (inner.kind === 'name') {
        const { range } = inner as unknown as ast.NameExpression;
        uses.set(range.start, { kind: 'read', statement: assign.range.start });
      }
    });
    if (assign.target.kind !== 'name') return;
    const value = assign.operator === '=' ? assign.value : undefined;
    uses.set(assign.target.range.start, { kind: 'write', value, statement: assign.range.start });
  });
  return uses;
}
function within(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
