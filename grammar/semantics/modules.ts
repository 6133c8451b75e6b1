/**
 * Files and what they import, from the leaves to the root. A module is made once and then stays as it is: of an edit only the edited file, and
 * those that import it, are made anew.
 */
import type * as ast from '../syntax/ast.ts';
import { type Declarations, declare, settle } from './declarations.ts';
import { Env, type FileScope } from './env.ts';
import { Numbering } from './numbering.ts';
import { type Parsed, parseFile } from './parsedFile.ts';
import { type CheckedRoles, checkRoles } from './roles.ts';
import { PRELUDE_TEXT, PRELUDE_URI } from './standardLibrary.ts';
import type { ConstSymbol, MemberSymbol, SignatureSymbol, TypeSymbol } from './symbols.ts';
import { lazy } from './symbols.ts';
import { syntaxProblem } from './syntaxProblems.ts';

/** An import of a file: what its path leads to, if that is a file. */
export interface ImportEdge {
  readonly node: ast.Import;
  readonly uri: string | undefined;
}

export interface Module {
  readonly parsed: Parsed;
  readonly env: Env;
  readonly declarations: Declarations;
  readonly imports: readonly { readonly node: ast.Import; readonly module: Module | undefined }[];
  /** Everything before it in the program, itself included. */
  readonly roles: () => CheckedRoles;
}

/** A ring of files that import each other; in a sane program always a single file. */
export type Ring = readonly { readonly parsed: Parsed; readonly edges: readonly ImportEdge[] }[];

let prelude: Module | undefined;
export function preludeModule(): Module {
  if (prelude) return prelude;
  const parsed = parseFile(PRELUDE_URI, PRELUDE_TEXT);
  const env = new Env(PRELUDE_URI, new Numbering());
  const declarations = declare(env, parsed.tree, { prelude: true });
  number(env.numbering, declarations);
  env.scope = scopeOf([declarations]);
  env.reachableTypes = env.scope.types;
  settle(env, declarations);
  prelude = { parsed, env, declarations, imports: [], roles: () => ({ roles: [], clockReads: [] }) };
  return prelude;
}

/**
 * Makes the modules of a ring. `before` is the module made last (its numbering goes on here), `known` finds modules made earlier.
 */
export function makeModules(ring: Ring, before: Module, known: (uri: string) => Module | undefined): Module[] {
  const numbering = Numbering.after(before.env.numbering);
  const made = new Map<string, Module>();
  const find = (uri: string): Module | undefined => made.get(uri) ?? known(uri);
  const inRing = new Set(ring.map((m) => m.parsed.uri));
  const modules = ring.map(({ parsed, edges }) => {
    const env = new Env(
      parsed.uri,
      numbering,
      parsed.problems.map((p) => p.range),
    );
    for (const problem of parsed.problems) env.problems.push(syntaxProblem(parsed.uri, problem));
    const declarations = declare(env, parsed.tree, { taken: preludeModule().declarations.events });
    number(numbering, declarations);
    const imports: { node: ast.Import; module: Module | undefined }[] = [];
    const module: Module = {
      parsed,
      env,
      declarations,
      imports,
      roles: lazy(
        () => checkRoles(env, declarations.roles),
        () => ({ roles: [], clockReads: [] }),
      ),
    };
    made.set(parsed.uri, module);
    return { module, imports, edges };
  });
  for (const { module, imports, edges } of modules) {
    for (const edge of edges) imports.push({ node: edge.node, module: edge.uri === undefined ? undefined : find(edge.uri) });
    reportImports(module, edges, (uri) => inRing.has(uri) && (ring.length > 1 || uri === module.parsed.uri));
  }
  for (const { module } of modules) {
    module.env.scope = fileScope(module);
    module.env.reachableTypes = reachableTypes(module);
  }
  for (const { module } of modules) settle(module.env, module.declarations);
  return modules.map(({ module }) => module);
}

function number(numbering: Numbering, declarations: Declarations): void {
  for (const symbol of declarations.enums) numbering.add(symbol);
  for (const symbol of declarations.structs) numbering.add(symbol);
  for (const symbol of declarations.roles) numbering.add(symbol);
  for (const table of [declarations.messages, declarations.operations, declarations.events]) {
    for (const symbol of table.values()) numbering.add(symbol);
  }
}

function reportImports(module: Module, edges: readonly ImportEdge[], inCycle: (uri: string) => boolean): void {
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
function fileScope(module: Module): FileScope {
  const visible = [preludeModule().declarations];
  for (const { node, module: imported } of module.imports) {
    if (!imported || imported === module) continue;
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
function reportConflicts(module: Module, node: ast.Import, imported: Module, earlier: readonly Declarations[]): void {
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
function reportOwnConflicts(module: Module, imported: Declarations): void {
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
function reachableTypes(module: Module): ReadonlyMap<string, TypeSymbol> {
  const types = new Map<string, TypeSymbol>();
  const seen = new Set<Module>();
  let ring: Module[] = [module];
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
