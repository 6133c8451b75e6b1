/** The entrance to the language: a file and its sources in, a checked program, its problems and a model for the editor out. */
import { DEFAULT_LINTS, type LintSettings, lint } from './lints/run.ts';
import { checkInvariant, enterNamed } from './semantics/claims.ts';
import { Env } from './semantics/env.ts';
import { checkHistory } from './semantics/histories.ts';
import { type SemanticModel, semanticModel } from './semantics/model.ts';
import { type Checked, checkParts, envsOf, type Module, makeModules, preludeModule, type Ring } from './semantics/modules.ts';
import type { NamedClaim, Outside } from './semantics/outside.ts';
import type { Parsed } from './semantics/parsedFile.ts';
import type { Problem } from './semantics/problems.ts';
import type { CheckedProgram, History, RecordInfo, Scenario } from './semantics/program.ts';
import { parsedFiles, rings, type Sources } from './semantics/rings.ts';
import { checkScenario } from './semantics/scenarios.ts';
import { PRELUDE_URI, standardModuleOf, standardText } from './semantics/standardLibrary.ts';
import type { RoleSymbol, SignatureSymbol } from './semantics/symbols.ts';
import { syntaxProblem, withoutFollowUps } from './semantics/syntaxProblems.ts';
import type { Declaration, HistoryDeclaration, InvariantDeclaration, ScenarioDeclaration } from './syntax/ast.ts';
import type { Place } from './syntax/range.ts';

export type { LintSettings } from './lints/run.ts';
export type { SemanticModel } from './semantics/model.ts';
export type { Problem, Severity } from './semantics/problems.ts';
export type { Sources } from './semantics/rings.ts';

export interface CheckResult {
  /** Only of a file without errors, in itself and in what it imports. */
  readonly program?: CheckedProgram;
  /** Of the file and of the files that it imports; in the order of the text, the file's own first. */
  readonly problems: readonly Problem[];
  readonly model: SemanticModel;
  /** The file itself as it was parsed; absent where it cannot be read. */
  readonly parsed?: Parsed;
}

/** Without settings every lint has its default severity. */
export type Checker = (uri: string, sources: Sources, lints?: LintSettings) => CheckResult;

/** Checks one file, from scratch. */
export function checkProgram(uri: string, sources: Sources, lints?: LintSettings): CheckResult {
  return createChecker()(uri, sources, lints);
}

/**
 * A checker that remembers: of what it is asked again, only the declarations are done anew that an edit concerns. The others become part of the new
 * answer, their ranges moved, so of an answer about an older text nothing but its `problems` may be looked at any more.
 */
export function createChecker(): Checker {
  const parsed = new Map<string, Parsed>();
  const made = new Map<string, Made[]>();
  const parts = new Map<string, RootParts>();
  const results = new WeakMap<Module, { readonly lints: LintSettings; readonly result: CheckResult }>();
  return (uri, sources, lints = DEFAULT_LINTS) => {
    const read = parsedFiles(parsed, sources);
    // The prelude can be looked at, but it is not a file like others: it declares what they all have.
    if (uri === PRELUDE_URI) return { problems: [], model: semanticModel(uri, preludeModule().outside, envsOf(preludeModule()), []) };
    const main = read(uri);
    if (!main) return missingFile(uri);
    const chain = moduleChain(rings([...specificationModules(main), uri], read, sources), made);
    const root = chain.get(uri);
    if (!root) throw new Error(`internal: ${uri} is not among its own modules`);
    const known = results.get(root);
    if (known?.lints === lints) return known.result;
    const checked = checkRoot(root, [...chain.values()], parts.get(uri));
    parts.set(uri, checked.parts);
    const result = { ...withLints(root, checked.result, lints), parsed: main };
    results.set(root, { lints, result });
    return result;
  };
}

function missingFile(uri: string): CheckResult {
  const problem: Problem = {
    file: uri,
    range: { start: 0, end: 0 },
    severity: 'error',
    code: 'FL2008',
    message: 'this file cannot be read',
  };
  return { problems: [problem], model: semanticModel(uri, preludeModule().outside, [], []) };
}

/** Modules of the standard library whose specifications the file's claims name, `Register` being the default. */
function specificationModules(main: Parsed): string[] {
  const uris = new Set<string>();
  for (const declaration of main.tree.declarations) {
    if (declaration.kind !== 'scenario' && declaration.kind !== 'history') continue;
    for (const item of declaration.items) {
      if (item.kind !== 'claim') continue;
      const { name, spec } = item.property;
      if (name.text !== 'linearizable' && name.text !== 'sequential') continue;
      const uri = standardModuleOf(spec?.text || 'Register');
      if (uri) uris.add(uri);
    }
  }
  return [...uris].toSorted();
}

// ---- modules, remembered --------------------------------------------------------------------------------------------

interface Made {
  readonly ring: Ring;
  readonly before: Module;
  readonly modules: readonly Module[];
}
/** How many ways of standing in a program are remembered of one file. */
const REMEMBERED = 4;

/** The modules of all rings, in order. Each takes up the numbering of the one before it, so it can be used again only behind the same one. */
function moduleChain(all: readonly Ring[], made: Map<string, Made[]>): Map<string, Module> {
  const chain = new Map<string, Module>();
  let before = preludeModule();
  for (const ring of all) {
    const key = ring[0]?.parsed.uri ?? '';
    const remembered = made.get(key) ?? [];
    let entry = remembered.find((m) => m.before === before && sameRing(m.ring, ring));
    if (!entry) {
      // What was made of an older text is taken over as far as it holds, by one that stands in the same place if there is one.
      const older = remembered.filter((m) => !sameTexts(m.ring, ring));
      const taken = older.find((m) => m.before === before) ?? older[0];
      const modules = makeModules(
        ring,
        before,
        (uri) => chain.get(uri),
        (uri) => taken?.modules.find((m) => m.parsed.uri === uri),
      );
      entry = { ring, before, modules };
      made.set(key, [entry, ...remembered.filter((m) => m !== taken)].slice(0, REMEMBERED));
    }
    for (const module of entry.modules) chain.set(module.parsed.uri, module);
    before = entry.modules.at(-1) ?? before;
  }
  return chain;
}

function sameTexts(a: Ring, b: Ring): boolean {
  return a.every(({ parsed }) => b.every((other) => other.parsed.uri !== parsed.uri || other.parsed === parsed));
}

function sameRing(a: Ring, b: Ring): boolean {
  return (
    a.length === b.length &&
    a.every((file, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        file.parsed === other.parsed &&
        file.edges.length === other.edges.length &&
        file.edges.every((edge, j) => edge.uri === other.edges[j]?.uri)
      );
    })
  );
}

// ---- the root file --------------------------------------------------------------------------------------------------

/** What belongs to the file that is checked alone: an importer sees nothing of it. */
interface RootParts {
  readonly invariants: ReadonlyMap<InvariantDeclaration, Checked<NamedClaim>>;
  readonly scenarios: ReadonlyMap<ScenarioDeclaration, Checked<Scenario>>;
  readonly histories: ReadonlyMap<HistoryDeclaration, Checked<History>>;
}

/** `older` is what came of an older text of the same file; it must not be used any more. */
function checkRoot(
  root: Module,
  modules: readonly Module[],
  older: RootParts | undefined,
): { readonly result: CheckResult; readonly parts: RootParts } {
  const { uri, tree } = root.parsed;
  const checkedRoles = new Map(modules.flatMap((m) => [...m.roles].map(([symbol, { value }]) => [symbol, value] as const)));
  const outside: Outside = { ...root.outside, checkedRoles, standardRoles: standardRoles(modules) };
  const env = new Env(uri, tree.range, outside);
  const part =
    <N extends Declaration, T>(check: (env: Env, node: N) => T, around: Outside) =>
    (node: N): Checked<T> => {
      const own = new Env(uri, node.range, around);
      return { env: own, value: check(own, node) };
    };
  const invariants = checkParts(
    tree.declarations.filter((d) => d.kind === 'invariant'),
    older?.invariants,
    outside,
    part(checkInvariant, outside),
  );
  const named: NamedClaim[] = [];
  for (const { value } of invariants.values()) enterNamed(env, named, value);
  const claimed: Outside = { ...outside, invariants: new Map(named.entries()) };
  const scenarios = checkParts(
    tree.declarations.filter((d) => d.kind === 'scenario'),
    older?.scenarios,
    claimed,
    part(checkScenario, claimed),
  );
  const histories = checkParts(
    tree.declarations.filter((d) => d.kind === 'history'),
    older?.histories,
    claimed,
    part(checkHistory, claimed),
  );
  reportTitles(env, root);
  const parts: RootParts = { invariants, scenarios, histories };
  return {
    result: resultOf(
      root,
      modules,
      [env, ...[...invariants.values(), ...scenarios.values(), ...histories.values()].map((p) => p.env)],
      parts,
    ),
    parts,
  };
}

function resultOf(root: Module, modules: readonly Module[], own: readonly Env[], { scenarios, histories }: RootParts): CheckResult {
  const { uri } = root.parsed;
  const imported = modules.filter((m) => m !== root);
  const found = [...problemsOf(root), ...own.flatMap((env) => env.problems()), ...imported.flatMap(problemsOf)];
  const problems = inOrder(
    uri,
    withoutFollowUps(
      unique(found),
      modules.map((m) => m.parsed),
    ),
  );
  const model = semanticModel(uri, root.outside, [...envsOf(root), ...own], [preludeModule(), ...imported].flatMap(envsOf));
  if (problems.some((p) => p.severity === 'error')) return { problems, model };
  const { numbering } = root.outside;
  const roles = new Map(modules.flatMap((m) => [...m.roles].map(([symbol, { value }]) => [symbol, value.role] as const)));
  const program: CheckedProgram = {
    file: uri,
    enums: numbering.enums.map((e) => ({ name: e.name, members: e.members.map((m) => m.name) })),
    structs: numbering.structs.map(recordInfo),
    messages: numbering.messages.map(recordInfo),
    operations: numbering.operations.map((operation) => {
      const result = operation.result();
      return result ? { ...recordInfo(operation), result } : recordInfo(operation);
    }),
    events: numbering.events.map(recordInfo),
    roles: numbering.roles.map((symbol) => {
      const role = roles.get(symbol);
      if (!role) throw new Error(`internal: role ${symbol.name} was not checked`);
      return role;
    }),
    scenarios: [...scenarios.values()].map(({ value }) => value),
    histories: [...histories.values()].map(({ value }) => value),
  };
  return { program, problems, model };
}

function standardRoles(modules: readonly Module[]): Map<string, RoleSymbol> {
  const standard = modules.filter((m) => standardText(m.parsed.uri) !== undefined);
  return new Map(
    standard.flatMap((m) =>
      m.declarations.roles.flatMap((role) => (standardModuleOf(role.name) === m.parsed.uri ? [[role.name, role]] : [])),
    ),
  );
}

function problemsOf(module: Module): Problem[] {
  const { uri, problems } = module.parsed;
  return [...problems.map((problem) => syntaxProblem(uri, problem)), ...envsOf(module).flatMap((env) => env.problems())];
}

/** One place gets one message of a kind, whoever has said it. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, file, range }) => {
    const key = `${code} ${range.start} ${range.end} ${file}`;
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

/** Reports speak of scenarios and histories by their titles. */
function reportTitles(env: Env, root: Module): void {
  const titles = new Map<string, Place>();
  for (const node of root.parsed.tree.declarations) {
    if (node.kind !== 'scenario' && node.kind !== 'history') continue;
    const { value, range } = node.title;
    const first = titles.get(value);
    if (first && range.end > range.start) {
      env.report('FL4021', range, `another ${node.kind} is called "${value}" too`, {
        related: [{ place: first, message: 'the first of that title' }],
      });
    }
    titles.set(value, env.place(range));
  }
}

/** What the lints find in the file itself; those it imports are linted where they are opened, and the standard library is not. */
function withLints(root: Module, result: CheckResult, settings: LintSettings): CheckResult {
  const { uri, text, tree, comments } = root.parsed;
  if (standardText(uri) !== undefined) return result;
  const imports = root.imports.map(({ node, module }) => ({ node, uri: module?.parsed.uri }));
  const found = lint({ uri, text, tree, comments, model: result.model, imports }, result.program, settings);
  return found.length === 0 ? result : { ...result, problems: inOrder(uri, [...result.problems, ...found]) };
}

function recordInfo(symbol: SignatureSymbol): RecordInfo {
  return { name: symbol.name, fields: symbol.fields().map(({ name, type }) => ({ name, type })), place: symbol.place };
}

function inOrder(file: string, problems: readonly Problem[]): Problem[] {
  const own = (p: Problem): number => (p.file === file ? 0 : 1);
  return problems.toSorted(
    (a, b) =>
      own(a) - own(b) || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.range.start - b.range.start || a.range.end - b.range.end,
  );
}
