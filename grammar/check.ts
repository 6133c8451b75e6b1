/** The entrance to the language: a file and its sources in, a checked program, its problems and a model for the editor out. */
import { DEFAULT_LINTS, type LintSettings, lint } from './lints/run.ts';
import { type NamedClaim, topLevelInvariants } from './semantics/claims.ts';
import { Env } from './semantics/env.ts';
import { checkHistory } from './semantics/histories.ts';
import { type SemanticModel, semanticModel } from './semantics/model.ts';
import { type Module, makeModules, preludeModule, type Ring } from './semantics/modules.ts';
import type { Parsed } from './semantics/parsedFile.ts';
import type { Problem } from './semantics/problems.ts';
import type { CheckedProgram, RecordInfo } from './semantics/program.ts';
import { parsedFiles, rings, type Sources } from './semantics/rings.ts';
import type { RoleResult } from './semantics/scenarioContext.ts';
import { checkScenario, type ScenarioSurroundings } from './semantics/scenarios.ts';
import { PRELUDE_URI, standardModuleOf, standardText } from './semantics/standardLibrary.ts';
import type { RoleSymbol, SignatureSymbol } from './semantics/symbols.ts';
import { withoutFollowUps } from './semantics/syntaxProblems.ts';
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

/** A checker that remembers: of what it is asked again, only files whose text (or whose imports) changed are done anew. */
export function createChecker(): Checker {
  const parsed = new Map<string, Parsed>();
  const made = new Map<string, Made[]>();
  const results = new WeakMap<Module, { readonly lints: LintSettings; readonly result: CheckResult }>();
  return (uri, sources, lints = DEFAULT_LINTS) => {
    const read = parsedFiles(parsed, sources);
    // The prelude can be looked at, but it is not a file like others: it declares what they all have.
    if (uri === PRELUDE_URI) return { problems: [], model: semanticModel(uri, [preludeModule().env], []) };
    const main = read(uri);
    if (!main) return missingFile(uri);
    const chain = moduleChain(rings([...specificationModules(main), uri], read, sources), made);
    const root = chain.get(uri);
    if (!root) throw new Error(`internal: ${uri} is not among its own modules`);
    const known = results.get(root);
    if (known?.lints === lints) return known.result;
    const result = { ...withLints(root, checkRoot(root, [...chain.values()]), lints), parsed: main };
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
  return { problems: [problem], model: semanticModel(uri, [], []) };
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
      // What was made of an older text is let go first: to carry it along costs the collector more than it can ever save.
      const current = remembered.filter((m) => sameTexts(m.ring, ring));
      made.set(key, current);
      entry = { ring, before, modules: makeModules(ring, before, (uri) => chain.get(uri)) };
      made.set(key, [entry, ...current].slice(0, REMEMBERED));
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

function checkRoot(root: Module, modules: readonly Module[]): CheckResult {
  // Scenarios and histories belong to the file that is checked; what an importer sees of it does not contain them.
  const env = new Env(root.env.file, root.env.numbering);
  env.scope = root.env.scope;
  env.reachableTypes = root.env.reachableTypes;
  const byRole = new Map<RoleSymbol, RoleResult>();
  for (const module of modules) {
    const { roles, clockReads } = module.roles();
    module.declarations.roles.forEach((symbol, i) => {
      const role = roles[i];
      if (role) byRole.set(symbol, { role, clockReads: clockReads[i] ?? [] });
    });
  }
  const invariants: NamedClaim[] = topLevelInvariants(env, root.parsed.tree);
  const around: ScenarioSurroundings = {
    env,
    invariants,
    roleResult: (symbol) => byRole.get(symbol),
    standardRole: (name) => {
      const uri = standardModuleOf(name);
      return modules.find((m) => m.parsed.uri === uri)?.declarations.roles.find((r) => r.name === name);
    },
  };
  const scenarios = root.parsed.tree.declarations.flatMap((d) => (d.kind === 'scenario' ? [checkScenario(around, d)] : []));
  const histories = root.parsed.tree.declarations.flatMap((d) => (d.kind === 'history' ? [checkHistory(around, d)] : []));
  reportTitles(env, root);
  const imported = modules.filter((m) => m !== root).map((m) => m.env);
  const found = [...root.env.problems, ...env.problems, ...imported.flatMap((e) => e.problems)];
  const problems = inOrder(
    root.parsed.uri,
    withoutFollowUps(
      found,
      modules.map((m) => m.parsed),
    ),
  );
  const model = semanticModel(root.parsed.uri, [root.env, env], [preludeModule().env, ...imported]);
  if (problems.some((p) => p.severity === 'error')) return { problems, model };
  const { numbering } = env;
  const program: CheckedProgram = {
    file: root.parsed.uri,
    enums: numbering.enums.map((e) => ({ name: e.name, members: e.members.map((m) => m.name) })),
    structs: numbering.structs.map(recordInfo),
    messages: numbering.messages.map(recordInfo),
    operations: numbering.operations.map((operation) => {
      const result = operation.result();
      return result ? { ...recordInfo(operation), result } : recordInfo(operation);
    }),
    events: numbering.events.map(recordInfo),
    roles: numbering.roles.map((symbol) => {
      const checked = byRole.get(symbol);
      if (!checked) throw new Error(`internal: role ${symbol.name} was not checked`);
      return checked.role;
    }),
    scenarios,
    histories,
  };
  return { program, problems, model };
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
