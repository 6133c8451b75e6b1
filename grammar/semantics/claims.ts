/** Claims: which properties a run is checked against, and whether they are expected to hold. */
import type * as ast from '../syntax/ast.ts';
import type { Place } from '../syntax/range.ts';
import { Context } from './context.ts';
import { reportTwice } from './declarations.ts';
import type { Env } from './env.ts';
import { elaborate } from './expressions.ts';
import type { NamedClaim } from './outside.ts';
import type { Claim, Property } from './program.ts';
import { PROPERTIES, type PropertyInfo, propertyInfo } from './properties.ts';
import { BOOL } from './relations.ts';
import type { ScenarioContext } from './scenarioContext.ts';
import { specification } from './specifications.ts';
import { STANDARD_SPECIFICATIONS } from './standardLibrary.ts';
import type { ClaimSymbol } from './symbols.ts';

/** An invariant at the top level of a file, which holds in every scenario of it. */
export function checkInvariant(env: Env, node: ast.InvariantDeclaration): NamedClaim {
  return namedClaim(new Context(env, { kind: 'observation' }, elaborate), node);
}

export function namedClaim(cx: Context, node: ast.PropertyItem | ast.InvariantDeclaration): NamedClaim {
  const { env } = cx;
  const symbol: ClaimSymbol = { kind: 'claim', name: node.name.text, place: env.place(node.name.range), doc: node.doc };
  const condition = cx.condition(node.condition).expression;
  const place = env.place(node.range);
  return { symbol, place, property: { kind: node.kind, name: node.name.text, condition, frameSize: cx.frame.size, place } };
}

export function enterNamed(env: Env, claims: NamedClaim[], claim: NamedClaim): void {
  const { symbol } = claim;
  const known = symbol.name === '' ? undefined : claims.find((c) => c.symbol.name === symbol.name);
  if (known) {
    reportTwice(env, symbol, known.symbol);
    return;
  }
  env.use(symbol.place, symbol, true);
  claims.push(claim);
}

/** What `roleOf` finds specifications by: the file's own and imported roles, then those of the standard library. */
export interface ClaimScope {
  readonly env: Env;
  readonly named: readonly NamedClaim[];
  /** The scenario; absent in a history. */
  readonly scenario?: ScenarioContext;
  readonly isActive: (when: ast.Expression) => boolean;
}

interface Said {
  readonly item: ast.ClaimItem;
  readonly active: boolean;
}

/** All claims of one run, in the order of the text. */
export function claimsOf(scope: ClaimScope, items: readonly ast.ClaimItem[]): Claim[] {
  const { env } = scope;
  const aboutNamed = new Map<NamedClaim, Said[]>();
  const claims: Claim[] = [];
  for (const item of items) {
    const active = item.when === undefined || scope.isActive(item.when);
    const { name } = item.property;
    const named =
      item.claim === 'expectAnomaly' || item.property.negated
        ? undefined
        : scope.named.find((c) => c.symbol.name === name.text && name.text !== '');
    if (named) {
      env.use(name.range, named.symbol);
      aboutNamed.set(named, [...(aboutNamed.get(named) ?? []), { item, active }]);
      continue;
    }
    const property = registered(scope, item);
    if (!property || !active) continue;
    claims.push({
      expected: item.claim === 'check' ? 'holds' : 'violated',
      property,
      text: claimText(item),
      place: env.place(item.range),
    });
  }
  for (const named of scope.named) {
    const claim = claimOfNamed(env, named, aboutNamed.get(named) ?? []);
    if (claim) claims.push(claim);
  }
  reportContradictions(env, claims);
  return claims.toSorted((a, b) => Number(a.place.file !== env.file) - Number(b.place.file !== env.file) || a.place.start - b.place.start);
}

/** Expected to hold, unless an `expect violation of` names it; left out where only claims with other conditions name it. */
function claimOfNamed(env: Env, named: NamedClaim, said: readonly Said[]): Claim | undefined {
  const violation = said.find((s) => s.active && s.item.claim !== 'check');
  const check = said.find((s) => s.active && s.item.claim === 'check');
  if (violation && check) reportContradiction(env, violation.item.range, named.symbol.name, env.place(check.item.range));
  const { property } = named;
  if (violation) return { expected: 'violated', property, text: property.name, place: env.place(violation.item.range) };
  const checks = said.filter((s) => s.item.claim === 'check');
  if (checks.length > 0 && !check) return undefined;
  return { expected: 'holds', property, text: property.name, place: named.place };
}

function reportContradictions(env: Env, claims: readonly Claim[]): void {
  for (const violated of claims) {
    if (violated.expected !== 'violated' || violated.property.kind !== 'registered') continue;
    const held = claims.find(
      (c) =>
        c.expected === 'holds' &&
        c.property.kind === 'registered' &&
        violated.property.kind === 'registered' &&
        c.property.spec === violated.property.spec &&
        c.property.on.join() === violated.property.on.join() &&
        violated.property.parts.every((p) => c.property.kind === 'registered' && c.property.parts.includes(p)),
    );
    if (held) reportContradiction(env, violated.place, violated.text, held.place);
  }
}
function reportContradiction(env: Env, range: ast.Name['range'], text: string, held: Place): void {
  env.report('FL4013', range, `\`${text}\` is claimed to hold as well`, { related: [{ place: held, message: 'here it has to hold' }] });
}

function claimText(item: ast.ClaimItem): string {
  const { property } = item;
  const no = property.negated || item.claim === 'expectAnomaly' ? 'no ' : '';
  const spec = property.spec ? ` as ${property.spec.text}` : '';
  const on = property.on.length > 0 ? ` on ${property.on.map((n) => n.text).join(', ')}` : '';
  return `${no}${property.name.text}${spec}${on}`;
}

function registered(scope: ClaimScope, item: ast.ClaimItem): Extract<Property, { kind: 'registered' }> | undefined {
  const { env } = scope;
  const { property } = item;
  const { name } = property;
  if (name.text === '') return undefined;
  const info = lookUp(scope, item);
  if (!info) return undefined;
  env.use(name.range, { kind: 'property', name: info.name, doc: info.meaning });
  if (!scope.scenario && !info.needsOperations) {
    env.report('FL4020', name.range, `\`${info.name}\` speaks of what nodes do; a history has operations of clients only`);
    return undefined;
  }
  const spec = specificationOf(scope, property, info);
  const on = variablesOf(scope, property, info);
  if (info.takesSpec && spec === undefined) return undefined;
  return { kind: 'registered', name: info.name, parts: info.parts, ...(spec === undefined ? {} : { spec }), on };
}

function lookUp(scope: ClaimScope, item: ast.ClaimItem): PropertyInfo | undefined {
  const { env } = scope;
  const { name, negated } = item.property;
  const wanted = negated || item.claim === 'expectAnomaly' ? `no ${name.text}` : name.text;
  const found = propertyInfo(wanted);
  if (found) return found;
  const anomaly = propertyInfo(`no ${name.text}`);
  if (anomaly) {
    env.report('FL4018', name.range, `\`${name.text}\` is an anomaly, not a property`, {
      hint: item.claim === 'check' ? `write \`check no ${name.text}\`` : `write \`expect ${name.text}\``,
    });
    return undefined;
  }
  const plain = propertyInfo(name.text) ?? scope.named.find((c) => c.symbol.name === name.text);
  if (plain) {
    env.report('FL4018', name.range, `\`${name.text}\` is a property, not an anomaly`, {
      hint: item.claim === 'expectAnomaly' ? `write \`expect violation of ${name.text}\`` : `write \`${name.text}\` without \`no\``,
    });
    return undefined;
  }
  const names = PROPERTIES.map((p) => p.name.replace(/^no /, ''));
  env.reportUnknown('FL4006', name, `there is no property or claim \`${name.text}\``, [...scope.named.map((c) => c.symbol.name), ...names]);
  return undefined;
}

function specificationOf(scope: ClaimScope, property: ast.PropertyRef, info: PropertyInfo): number | undefined {
  const { env } = scope;
  const { spec } = property;
  if (!info.takesSpec) {
    if (spec)
      env.report('FL4015', spec.range, `\`${info.name}\` takes no specification`, { hint: 'only `linearizable` and `sequential` do' });
    return undefined;
  }
  if (spec?.text === '') return undefined;
  const name = spec?.text ?? 'Register';
  const visible = env.scope.types.get(name);
  const role = visible?.kind === 'role' && spec ? visible : env.scope.standardRoles.get(name);
  if (!role) {
    const roles = [...env.scope.types.values()].filter((t) => t.kind === 'role').map((t) => t.name);
    if (spec)
      env.reportUnknown('FL2012', spec, `there is no role \`${name}\` to be the specification`, [...roles, ...STANDARD_SPECIFICATIONS]);
    return undefined;
  }
  if (spec) env.use(spec.range, role);
  return specification(env, role, spec?.range ?? property.range) ? env.indexOf(role) : undefined;
}

function variablesOf(scope: ClaimScope, property: ast.PropertyRef, info: PropertyInfo): string[] {
  const { env, scenario } = scope;
  const [first] = property.on;
  if (!info.takesVariables) {
    if (first) env.report('FL4015', first.range, `\`${info.name}\` is not about single variables`, { hint: 'only `converges` is' });
    return [];
  }
  const roles = [...new Set(scenario?.nodes.map((n) => n.role) ?? [])];
  for (const name of property.on) {
    const variable = roles.flatMap((role) => role.variables()).find((v) => v.name === name.text);
    if (variable) env.use(name.range, variable);
    else {
      const names = roles.flatMap((role) => role.variables().map((v) => v.name));
      env.reportUnknown('FL4016', name, `no role of this scenario has a variable \`${name.text}\``, names);
    }
  }
  return property.on.map((n) => n.text);
}

/** Whether a claim's `when` is true in this run; its variables are the sweep's. */
export function isActive(sc: ScenarioContext, when: ast.Expression): boolean {
  return sc.constant(when, BOOL, 'the condition of a claim') === true;
}
