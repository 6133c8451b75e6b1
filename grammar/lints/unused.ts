/** Declarations that nothing uses. */
import type { VariableSymbol } from '../semantics/symbols.ts';
import { rootName, walk } from '../semantics/walk.ts';
import type { AssignStatement, Declaration, Name, RoleDeclaration, SourceTree } from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import { type Mentions, mentionsIn } from './code/mentions.ts';
import { removal } from './edits.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const unused: Lint = {
  name: 'unused',
  code: 'FL6003',
  severity: 'warning',
  title: 'Never used',
  explanation:
    'A message that nobody sends or handles, a role that no node plays, a `var` that nobody reads, a function that nobody calls, an import of which nothing is used. A read in an invariant or another claim is a use; a `durable` variable that is only written is a log record, and no finding. In a file without scenarios and histories, a library, what it declares is there for others.',
  reads: 'program',
  find: (file) => {
    const mentions = mentionsIn(file.model);
    const roles = file.tree.declarations.filter((declaration) => declaration.kind === 'role');
    const names = { mentions, written: writtenNames(roles), durabilityItems: durabilityItemsOf(file.tree) };
    const library = !file.tree.declarations.some(({ kind }) => kind === 'scenario' || kind === 'history');
    return [
      ...imports(file),
      ...(library ? [] : file.tree.declarations.flatMap((declaration) => topLevel(mentions, declaration))),
      ...roles.flatMap((role) => members(file, names, role)),
    ];
  },
};

function imports(file: LintedProgram): Finding[] {
  const used = new Set(file.model.symbols().map(({ symbol }) => symbol.place?.file));
  return file.imports.flatMap(({ node, uri }) =>
    uri === undefined || used.has(uri)
      ? []
      : [
          {
            range: node.range,
            message: `nothing of \`${node.path.value}\` is used`,
            fix: { title: 'Remove the import', edits: [removal(file.text, node.range)] },
          },
        ],
  );
}

const SUBJECTS: Partial<Record<Declaration['kind'], string>> = {
  message: 'nobody sends or handles',
  role: 'no node plays the role',
  enum: 'nothing uses the enum',
  struct: 'nothing uses the struct',
  const: 'nothing uses the constant',
  operation: 'nobody asks or offers the operation',
  event: 'no role calls the event',
};

function topLevel(mentions: Mentions, declaration: Declaration): Finding[] {
  const subject = SUBJECTS[declaration.kind];
  if (subject === undefined || !('name' in declaration)) return [];
  const { name } = declaration;
  // A declaration that mentions itself is not used by that; an enum is used by its members.
  const elsewhere = (mention: Range): boolean => !isWithin(mention, declaration.range);
  const names = declaration.kind === 'enum' ? [name, ...declaration.members.map((member) => member.name)] : [name];
  if (names.some((one) => mentionsOf(mentions, one).some(elsewhere))) return [];
  return [{ range: name.range, message: `${subject} \`${name.text}\``, hint: 'use it, or take it out' }];
}

interface Names {
  readonly mentions: Mentions;
  /** Where names at the root of assignments' targets begin. */
  readonly written: ReadonlySet<number>;
  readonly durabilityItems: readonly Range[];
}

function members(file: LintedProgram, names: Names, role: RoleDeclaration): Finding[] {
  return role.members.flatMap((member) => {
    if (member.kind === 'variable') return unusedVariable(file, role, names, member.name);
    const locals = unusedLocals(names.mentions, member.body);
    return member.kind === 'function' ? [...unusedFunction(names.mentions, member.name), ...locals] : locals;
  });
}

function unusedFunction(mentions: Mentions, name: Name): Finding[] {
  if (mentionsOf(mentions, name).length > 0) return [];
  return [{ range: name.range, message: `nobody calls \`${name.text}\``, hint: 'call it, or take it out' }];
}

function unusedVariable(file: LintedProgram, role: RoleDeclaration, { mentions, written, durabilityItems }: Names, name: Name): Finding[] {
  const symbol = mentions.at(name.range.start);
  if (symbol?.kind !== 'variable') return [];
  const all = mentions.of(symbol);
  const reads = all.some((mention) => !written.has(mention.start) && !durabilityItems.some((item) => isWithin(mention, item)));
  const writes = all.some(({ start }) => written.has(start));
  // What is forced to disk and not read again is a log record, which says something by being there.
  if (reads || (symbol.durable && writes) || isCompared(file, role, symbol)) return [];
  const message = writes ? `\`${name.text}\` is written and never read` : `nothing uses \`${name.text}\``;
  return [{ range: name.range, message, hint: 'read it, or take it out' }];
}

function unusedLocals(mentions: Mentions, code: unknown): Finding[] {
  const found: Finding[] = [];
  walk(code, (node) => {
    if (node.kind !== 'let') return;
    const { name } = node as unknown as { readonly name: Name };
    if (name.text === '' || mentionsOf(mentions, name).length > 0) return;
    found.push({ range: name.range, message: `nothing uses \`${name.text}\``, hint: 'use it, or take it out' });
  });
  return found;
}

/** `converges` without `on` compares all durable variables. */
function isCompared({ program }: LintedProgram, role: RoleDeclaration, variable: VariableSymbol): boolean {
  const index = program.roles.findIndex(({ name, place }) => name === role.name.text && place.file === variable.place.file);
  return program.scenarios.some(({ runs }) =>
    runs.some(
      ({ nodes, claims, durability }) =>
        nodes.some((node) => node.role === index) &&
        (variable.durable || durability.some((d) => d.role === index && d.variable === variable.index && d.durable)) &&
        claims.some(({ property }) => property.kind === 'registered' && property.name === 'converges' && property.on.length === 0),
    ),
  );
}

function writtenNames(root: unknown): ReadonlySet<number> {
  const starts = new Set<number>();
  walk(root, (node) => {
    if (node.kind !== 'assign') return;
    const name = rootName((node as unknown as AssignStatement).target);
    if (name) starts.add(name.range.start);
  });
  return starts;
}

/** `volatile Role.x` says something about a variable and does not read it. */
function durabilityItemsOf({ declarations }: SourceTree): readonly Range[] {
  return declarations.flatMap((declaration) =>
    declaration.kind === 'scenario' ? declaration.items.flatMap((item) => (item.kind === 'durability' ? [item.range] : [])) : [],
  );
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
function mentionsOf(mentions: Mentions, name: Name): readonly Range[] {
  const symbol = mentions.at(name.range.start);
  return symbol ? mentions.of(symbol) : [];
}
