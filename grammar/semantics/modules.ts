/**
 * Files and what they import, from the leaves to the root. A module is made once and then stays as it is: of an edit only the edited file, and
 * those that import it, are made anew.
 */
import type * as ast from '../syntax/ast.ts';
import {
  type DeclarationNode,
  type Declarations,
  type DeclaredSymbol,
  type DeclareOptions,
  declare,
  isNamed,
  settle,
  symbolOf,
} from './declarations.ts';
import { Env } from './env.ts';
import { Numbering } from './numbering.ts';
import type { FileScope, Outside, RoleResult } from './outside.ts';
import { type Parsed, parseFile } from './parsedFile.ts';
import { roleMentions } from './roleMentions.ts';
import { checkRole } from './roles.ts';
import { PRELUDE_TEXT, PRELUDE_URI } from './standardLibrary.ts';
import type { ConstSymbol, MemberSymbol, RoleSymbol, SignatureSymbol, TypeSymbol } from './symbols.ts';

/** An import of a file: what its path leads to, if that is a file. */
export interface ImportEdge {
  readonly node: ast.Import;
  readonly uri: string | undefined;
}

export interface Module {
  readonly parsed: Parsed;
  /** What belongs to no single declaration: imports, names that are taken. */
  readonly env: Env;
  readonly declarations: Declarations;
  readonly imports: readonly { readonly node: ast.Import; readonly module: Module | undefined }[];
  readonly outside: Outside;
  /** By the declaration; with those whose names are taken. */
  readonly symbols: ReadonlyMap<DeclarationNode, Checked<DeclaredSymbol>>;
  readonly roles: ReadonlyMap<RoleSymbol, Checked<RoleResult>>;
}

/** A ring of files that import each other; in a sane program always a single file. */
export type Ring = readonly { readonly parsed: Parsed; readonly edges: readonly ImportEdge[] }[];

/** What was found out about a part of a file, and what it rests on. */
export interface Checked<T> {
  readonly env: Env;
  readonly value: T;
}

/** Checks each part, unless what was found out `before` still holds. */
export function checkParts<K extends object, T>(
  parts: Iterable<K>,
  before: ReadonlyMap<K, Checked<T>> | undefined,
  outside: Outside,
  check: (part: K) => Checked<T>,
): Map<K, Checked<T>> {
  const checked = new Map<K, Checked<T>>();
  for (const part of parts) {
    const known = before?.get(part);
    if (known?.env.holdsIn(outside)) {
      known.env.follow();
      known.env.takeOver(outside);
      checked.set(part, known);
    } else checked.set(part, check(part));
  }
  return checked;
}

let prelude: Module | undefined;
export function preludeModule(): Module {
  if (prelude) return prelude;
  const draft = draftOf(parseFile(PRELUDE_URI, PRELUDE_TEXT), new Numbering(), new Map(), { prelude: true });
  const { outside, declarations } = draft;
  Object.assign(outside, scopeOf([declarations]), { reachableTypes: declarations.types });
  settle(draft.env, symbolsIn(draft), declarations);
  prelude = { ...draft, roles: new Map() };
  return prelude;
}

/**
 * Makes the modules of a ring. `before` is the module made last (its numbering goes on here), `known` finds modules made earlier, and `older` what
 * was made of an older text of a file: what holds of it still is taken over, so it must not be used any more.
 */
export function makeModules(
  ring: Ring,
  before: Module,
  known: (uri: string) => Module | undefined,
  older: (uri: string) => Module | undefined,
): Module[] {
  const symbols = new Map<DeclarationNode, Checked<DeclaredSymbol>>();
  for (const { parsed } of ring) {
    const old = older(parsed.uri)?.symbols;
    for (const node of old ? parsed.tree.declarations.filter(isNamed) : []) {
      const checked = old?.get(node);
      if (!checked) continue;
      checked.env.follow();
      symbols.set(node, checked);
    }
  }
  let drafts = draftRing(ring, before, known, symbols);
  while (true) {
    // A symbol that is made anew is another thing to those that have named it, so they are looked at again.
    const stale = drafts.flatMap(({ symbols: made, outside }) => [...made].filter(([, { env }]) => !env.holdsIn(outside)));
    if (stale.length === 0) break;
    for (const [node] of stale) symbols.delete(node);
    drafts = draftRing(ring, before, known, symbols);
  }
  for (const { symbols: made, outside } of drafts) for (const { env } of made.values()) env.takeOver(outside);
  for (const draft of drafts) settle(draft.env, symbolsIn(draft), draft.declarations);
  return drafts.map((draft) => {
    const { parsed, declarations, outside } = draft;
    const roles = checkParts(declarations.roles, older(parsed.uri)?.roles, outside, (symbol) => {
      const env = new Env(parsed.uri, symbol.node.range, outside);
      return { env, value: checkRole(env, symbol) };
    });
    return Object.assign(draft, { roles });
  });
}

/** A module before anything is worked out. What is outside of its declarations is filled in once the imports are known. */
type Draft = Omit<Module, 'roles' | 'imports' | 'outside'> & {
  readonly imports: { readonly node: ast.Import; readonly module: Module | undefined }[];
  readonly outside: { -readonly [K in keyof Outside]: Outside[K] };
};

function draftOf(
  parsed: Parsed,
  numbering: Numbering,
  known: ReadonlyMap<DeclarationNode, Checked<DeclaredSymbol>>,
  options: DeclareOptions,
): Draft {
  const { uri, tree, problems } = parsed;
  const outside: Draft['outside'] = { ...NOTHING, numbering };
  const env = new Env(uri, tree.range, outside);
  const damage = problems.map(({ range }) => range);
  const symbols = new Map<DeclarationNode, Checked<DeclaredSymbol>>();
  for (const node of tree.declarations.filter(isNamed)) {
    const own = new Env(uri, node.range, outside, damage);
    symbols.set(node, known.get(node) ?? { env: own, value: symbolOf(own, node, options) });
  }
  const declarations = declare(env, symbolsIn({ symbols }), options);
  number(numbering, declarations);
  return { parsed, env, declarations, imports: [], outside, symbols };
}

function symbolsIn({ symbols }: Pick<Module, 'symbols'>): DeclaredSymbol[] {
  return [...symbols.values()].map(({ value }) => value);
}

function draftRing(
  ring: Ring,
  before: Module,
  known: (uri: string) => Module | undefined,
  symbols: Map<DeclarationNode, Checked<DeclaredSymbol>>,
): Draft[] {
  const numbering = Numbering.after(before.outside.numbering);
  const taken = preludeModule().declarations.events;
  const drafts = ring.map(({ parsed }) => draftOf(parsed, numbering, symbols, { taken }));
  for (const { symbols: made } of drafts) for (const [node, checked] of made) symbols.set(node, checked);
  const find = (uri: string): Module | undefined => (drafts.find(({ parsed }) => parsed.uri === uri) as Module | undefined) ?? known(uri);
  const inRing = new Set(ring.map((m) => m.parsed.uri));
  drafts.forEach((draft, i) => {
    const edges = ring[i]?.edges ?? [];
    for (const edge of edges) draft.imports.push({ node: edge.node, module: edge.uri === undefined ? undefined : find(edge.uri) });
    reportImports(draft, edges, (uri) => inRing.has(uri) && (ring.length > 1 || uri === draft.parsed.uri));
  });
  for (const draft of drafts) {
    const scope = fileScope(draft);
    Object.assign(draft.outside, scope, { reachableTypes: reachableTypes(draft), senders: sendersIn(scope.types) });
  }
  return drafts;
}

const NOTHING: Omit<Outside, 'numbering'> = {
  types: new Map(),
  messages: new Map(),
  operations: new Map(),
  events: new Map(),
  constants: new Map(),
  members: new Map(),
  reachableTypes: new Map(),
  senders: new Map(),
  checkedRoles: new Map(),
  standardRoles: new Map(),
  invariants: new Map(),
};

function sendersIn(types: ReadonlyMap<string, TypeSymbol>): Map<string, string[]> {
  const senders = new Map<string, string[]>();
  for (const role of types.values()) {
    if (role.kind !== 'role') continue;
    for (const message of roleMentions(role.node).sends) {
      const known = senders.get(message);
      if (known) known.push(role.name);
      else senders.set(message, [role.name]);
    }
  }
  return senders;
}

/** What was found out about the declarations of a module, and about the file as a whole. */
export function envsOf({ env, symbols, roles }: Module): Env[] {
  return [env, ...[...symbols.values(), ...roles.values()].map((part) => part.env)];
}

function number(numbering: Numbering, declarations: Declarations): void {
  for (const symbol of declarations.enums) numbering.add(symbol);
  for (const symbol of declarations.structs) numbering.add(symbol);
  for (const symbol of declarations.roles) numbering.add(symbol);
  for (const table of [declarations.messages, declarations.operations, declarations.events]) {
    for (const symbol of table.values()) numbering.add(symbol);
  }
}

function reportImports(module: Draft, edges: readonly ImportEdge[], inCycle: (uri: string) => boolean): void {
  const { env } = module;
  for (const { node, uri } of edges) {
    const { path } = node;
    if (uri === undefined) {
      if (path.range.end > path.range.start && path.value !== '') {
        const hint = path.value.startsWith('std/')
          ? 'modules of the standard library are in the reference'
          : 'the path is relative to this file';
        env.report('FL2008', path.range, `there is no file \`${path.value}\``, { hint });
      }
    } else if (inCycle(uri)) {
      env.report('FL2009', node.range, `\`${path.value}\` imports this file in turn`, { hint: 'move what both need into a third file' });
    }
  }
}

/** The prelude's names, those of the imported files, and the file's own. */
function fileScope(module: Draft): FileScope {
  const visible = [preludeModule().declarations];
  for (const { node, module: imported } of module.imports) {
    if (!imported || imported.declarations === module.declarations) continue;
    reportConflicts(module, node, imported, visible.slice(1));
    visible.push(imported.declarations);
  }
  for (const imported of visible.slice(1)) reportOwnConflicts(module, imported);
  visible.push(module.declarations);
  return scopeOf(visible);
}

/** Later declarations hide earlier ones (a file may have its own `Outcome` or `read`). */
function scopeOf(all: readonly Declarations[]): FileScope {
  const merge = <T>(table: (d: Declarations) => ReadonlyMap<string, T>): Map<string, T> => new Map(all.flatMap((d) => [...table(d)]));
  const types = merge<TypeSymbol>((d) => d.types);
  const members = new Map<string, MemberSymbol[]>();
  for (const symbol of types.values()) {
    if (symbol.kind !== 'enum') continue;
    for (const member of symbol.members) members.set(member.name, [...(members.get(member.name) ?? []), member]);
  }
  return {
    types,
    members,
    messages: merge<SignatureSymbol>((d) => d.messages),
    operations: merge<SignatureSymbol>((d) => d.operations),
    events: merge<SignatureSymbol>((d) => d.events),
    constants: merge<ConstSymbol>((d) => d.constants),
  };
}

const TABLES = ['types', 'messages', 'operations', 'events', 'constants'] as const;

/** Two files that declare different things by one name: an error at the second import. */
function reportConflicts(module: Draft, node: ast.Import, imported: Module, earlier: readonly Declarations[]): void {
  for (const table of TABLES) {
    for (const [name, symbol] of imported.declarations[table]) {
      const other = earlier.map((d) => d[table].get(name)).find((s) => s && s !== symbol);
      if (!other) continue;
      module.env.report('FL2010', node.range, `\`${name}\` is declared differently by another import`, {
        hint: 'rename one of the two',
        related: [
          { place: other.place, message: 'the other declaration' },
          { place: symbol.place, message: 'the declaration that this import brings' },
        ],
      });
      return;
    }
  }
}
function reportOwnConflicts(module: Draft, imported: Declarations): void {
  for (const table of TABLES) {
    for (const [name, own] of module.declarations[table]) {
      const other = imported[table].get(name);
      if (!other || other === own) continue;
      module.env.report('FL2006', own.place, `\`${name}\` is declared by an imported file too`, {
        hint: 'rename one of them',
        related: [{ place: other.place, message: 'the other declaration' }],
      });
    }
  }
}

/** Types by name in everything that the file imports, directly or not; its own and nearer ones first. */
function reachableTypes(module: Draft): ReadonlyMap<string, TypeSymbol> {
  const types = new Map<string, TypeSymbol>();
  const seen = new Set<Draft | Module>();
  let ring: (Draft | Module)[] = [module];
  while (ring.length > 0) {
    const next: Module[] = [];
    for (const m of ring) {
      if (seen.has(m)) continue;
      seen.add(m);
      for (const [name, symbol] of m.declarations.types) if (!types.has(name)) types.set(name, symbol);
      for (const { module: imported } of m.imports) if (imported) next.push(imported);
    }
    ring = next;
  }
  for (const [name, symbol] of preludeModule().declarations.types) if (!types.has(name)) types.set(name, symbol);
  return types;
}
