/**
 * A handler as a list of what it does, each with what decides whether it comes to that. Functions that it calls are entered, so that a handler
 * means the same whether or not its author gave parts of it a name.
 */
import type { Expression, Handler, Role, Statement, Variable } from '../../semantics/program.ts';
import type { Place } from '../../syntax/range.ts';
import { once } from './once.ts';
import { alwaysReturns, expressionsIn, rootVariable, variablesRead } from './visit.ts';

export interface Site {
  readonly statement: Statement;
  readonly path: readonly Branch[];
  /** Variables of the role that the conditions on the way here read. */
  readonly decidedBy: ReadonlySet<number>;
  /** Volatile variables that the conditions on the way here want to be something else than a crash makes of them. */
  readonly lostByCrash: ReadonlySet<number>;
  /** Whether a condition on the way here looks at who sent the message. */
  readonly looksAtSender: boolean;
  /**
   * A message back to the sender of the one that is handled, or a reply while an operation is handled. A reply that was put off and comes with some
   * later message is none: what has kept the request for so long is lost in a crash, and the request with it.
   */
  readonly answers: boolean;
  /** Variables that the statement's own expressions read. */
  readonly reads: ReadonlySet<number>;
  /** Whether the statement's expressions mention the sender. */
  readonly mentionsSender: boolean;
}

/** A condition, by its place (the object, for it moves with the text), and what it has to be for the way to lead on. */
interface Branch {
  readonly condition: Place;
  readonly branch: string;
}
interface Way {
  readonly path: readonly Branch[];
  readonly decidedBy: ReadonlySet<number>;
  readonly lostByCrash: ReadonlySet<number>;
  readonly looksAtSender: boolean;
}
/** Of the body that is gone through: locals that hold the sender, and what variables went into the other locals. */
interface Locals {
  readonly senders: Set<number>;
  readonly reads: Map<number, ReadonlySet<number>>;
  /** Whether it is an operation that is handled. */
  readonly operation: boolean;
}

const sitesByHandler = once((role: Role) => once((handler: Handler) => collectSites(role, handler)));
export function sitesOf(role: Role, handler: Handler): readonly Site[] {
  return sitesByHandler(role)(handler);
}

function collectSites(role: Role, handler: Handler): readonly Site[] {
  const sites: Site[] = [];
  const senders = new Set(handler.fromSlot === undefined ? [] : [handler.fromSlot]);
  const locals: Locals = { senders, reads: new Map(), operation: handler.on.kind === 'operation' };
  const guard = handler.guard;
  const way: Way = { path: [], decidedBy: new Set(), lostByCrash: new Set(), looksAtSender: false };
  collect(role, handler.body, guard ? decided(role, way, guard, 'guard', locals) : way, locals, sites);
  return sites;
}

function decided(role: Role, way: Way, condition: Expression, branch: string, locals: Locals): Way {
  return {
    path: [...way.path, { condition: condition.place, branch }],
    decidedBy: new Set([...way.decidedBy, ...readsOf(role, condition, locals)]),
    lostByCrash: branch === 'guard' || branch === 'yes' ? new Set([...way.lostByCrash, ...notAsAtFirst(role, condition)]) : way.lostByCrash,
    looksAtSender: way.looksAtSender || mentions(condition, locals.senders),
  };
}

/** Volatile variables that are not what they are initially where the condition is true: it says that they are something else. */
function notAsAtFirst(role: Role, condition: Expression): number[] {
  if (condition.kind === 'and') return [...notAsAtFirst(role, condition.left), ...notAsAtFirst(role, condition.right)];
  if (condition.kind === 'variable') return isFalse(role.variables[condition.slot]) ? [condition.slot] : [];
  if (condition.kind !== 'binary' || condition.operator !== 'equal' || condition.left.kind !== 'variable') return [];
  const { slot } = condition.left;
  const variable = role.variables[slot];
  const is = condition.right;
  if (!variable || variable.durable || !isConstant(is) || !isConstant(variable.initial)) return [];
  return sameConstant(variable.initial, is) ? [] : [slot];
}
function isFalse(variable: Variable | undefined): boolean {
  return variable?.durable === false && variable.initial.kind === 'constant' && variable.initial.value === false;
}
function isConstant(e: Expression): boolean {
  return e.kind === 'constant' || e.kind === 'enumMember';
}

function mentions(code: unknown, slots: ReadonlySet<number>): boolean {
  return expressionsIn(code).some((e) => e.kind === 'local' && slots.has(e.slot));
}

function readsOf(role: Role, code: unknown, locals: Locals): Set<number> {
  const read = new Set(variablesRead(role, code));
  for (const e of expressionsIn(code)) {
    if (e.kind === 'local') for (const slot of locals.reads.get(e.slot) ?? []) read.add(slot);
  }
  return read;
}

function collect(role: Role, statements: readonly Statement[], start: Way, locals: Locals, sites: Site[]): void {
  let way = start;
  for (const statement of statements) {
    switch (statement.kind) {
      case 'if': {
        collect(role, statement.yes, decided(role, way, statement.condition, 'yes', locals), locals, sites);
        collect(role, statement.no, decided(role, way, statement.condition, 'no', locals), locals, sites);
        if (alwaysReturns(statement.yes)) way = decided(role, way, statement.condition, 'no', locals);
        else if (alwaysReturns(statement.no)) way = decided(role, way, statement.condition, 'yes', locals);
        break;
      }
      case 'match':
        statement.arms.forEach((arm, index) => {
          collect(role, arm.body, decided(role, way, statement.subject, `${index}`, locals), locals, sites);
        });
        break;
      case 'while':
        collect(role, statement.body, decided(role, way, statement.condition, 'yes', locals), locals, sites);
        break;
      case 'for':
        collect(role, statement.body, decided(role, way, statement.iterable, 'each', locals), locals, sites);
        break;
      default:
        sites.push(siteOf(role, statement, way, locals));
        remember(role, statement, locals);
        for (const call of callsOf(statement)) enter(role, call, way, locals, sites);
    }
  }
}

function siteOf(role: Role, statement: Statement, way: Way, locals: Locals): Site {
  const answers =
    (statement.kind === 'reply' && locals.operation) ||
    (statement.kind === 'send' && statement.to.kind === 'local' && locals.senders.has(statement.to.slot));
  const content = statement.kind === 'send' ? statement.arguments : statement;
  return {
    ...way,
    statement,
    answers,
    reads: readsOf(role, content, locals),
    mentionsSender: mentions(content, locals.senders),
  };
}

function remember(role: Role, statement: Statement, locals: Locals): void {
  if (statement.kind !== 'assign' || statement.target.root.kind !== 'local') return;
  const { slot } = statement.target.root;
  if (statement.value.kind === 'local' && locals.senders.has(statement.value.slot)) locals.senders.add(slot);
  locals.reads.set(slot, new Set([...(locals.reads.get(slot) ?? []), ...readsOf(role, statement.value, locals)]));
}

interface Call {
  readonly function: number;
  readonly arguments: readonly Expression[];
  readonly place: { readonly start: number; readonly file: string };
}
function callsOf(statement: Statement): Call[] {
  const inside = expressionsIn(statement).flatMap((e) => (e.kind === 'call' ? [e] : []));
  return statement.kind === 'call' ? [...inside, statement] : inside;
}

/** The checker has refused recursion, so that this ends. */
function enter(role: Role, call: Call, way: Way, locals: Locals, sites: Site[]): void {
  const called = role.functions[call.function];
  if (!called) return;
  const inner: Locals = { senders: new Set(), reads: new Map(), operation: locals.operation };
  call.arguments.forEach((argument, slot) => {
    if (argument.kind === 'local' && locals.senders.has(argument.slot)) inner.senders.add(slot);
    inner.reads.set(slot, readsOf(role, argument, locals));
  });
  collect(role, called.body, way, inner, sites);
}

/** Whether both can be done while one message is handled: no condition has led to the one in which it leads away from the other. */
export function canMeet(a: Site, b: Site): boolean {
  const taken = new Map(a.path.map(({ condition, branch }) => [condition, branch]));
  return b.path.every(({ condition, branch }) => (taken.get(condition) ?? branch) === branch);
}

/** The variable of the role that the site assigns, or a part of it. */
export function assigned(site: Site): number | undefined {
  const { statement } = site;
  return statement.kind === 'assign' && statement.target.root.kind === 'variable' ? statement.target.root.slot : undefined;
}

/** Whether the site puts a variable back to what it is initially. */
export function resets(role: Role, site: Site): boolean {
  const { statement } = site;
  if (statement.kind !== 'assign' || statement.target.root.kind !== 'variable' || statement.target.path.length > 0) return false;
  const initial = role.variables[statement.target.root.slot]?.initial;
  return initial !== undefined && sameConstant(initial, statement.value);
}
function sameConstant(a: Expression, b: Expression): boolean {
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  if (a.kind === 'enumMember' && b.kind === 'enumMember') return a.enum === b.enum && a.member === b.member;
  if ((a.kind === 'set' || a.kind === 'list') && a.kind === b.kind) return a.elements.length === 0 && b.elements.length === 0;
  if (a.kind === 'map' && b.kind === 'map') return a.entries.length === 0 && b.entries.length === 0;
  return false;
}

/** Whether the site adds one to a variable; which one. */
export function countsUp(site: Site): number | undefined {
  const { statement } = site;
  if (statement.kind !== 'assign' || statement.target.root.kind !== 'variable' || statement.value.kind !== 'binary') return undefined;
  const { operator, left, right } = statement.value;
  const one = (e: Expression): boolean => e.kind === 'constant' && e.value === 1;
  const { slot } = statement.target.root;
  const adds = operator === 'add' && ((one(right) && rootVariable(left) === slot) || (one(left) && rootVariable(right) === slot));
  return adds ? slot : undefined;
}
