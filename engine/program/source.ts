/** Expressions of the checked program written back in the language, for messages: what failed, in the words of the file. */
import type { BinaryOperator, CheckedProgram, Expression, Role } from '../../grammar/semantics/program.ts';
import { quote } from './names.ts';

/** What an expression's indices refer to. */
export interface SourceContext {
  readonly program: CheckedProgram;
  /** The role whose code it is; scenario expressions have none. */
  readonly role?: Role | undefined;
  node(node: number): string;
  /** The text to put for a local instead of its name. */
  local?(slot: number): string | undefined;
}

const operators: Readonly<Record<BinaryOperator, readonly [text: string, strength: number]>> = {
  equal: ['==', 5],
  notEqual: ['!=', 5],
  less: ['<', 5],
  lessOrEqual: ['<=', 5],
  greater: ['>', 5],
  greaterOrEqual: ['>=', 5],
  in: ['in', 5],
  notIn: ['not in', 5],
  range: ['..', 7],
  add: ['+', 8],
  subtract: ['-', 8],
  stringConcat: ['+', 8],
  setUnion: ['+', 8],
  setInsert: ['+', 8],
  setDifference: ['-', 8],
  setRemove: ['-', 8],
  setIntersection: ['&', 8],
  listConcat: ['+', 8],
  listAppend: ['+', 8],
  listRemove: ['-', 8],
  mapMerge: ['+', 8],
  mapRemove: ['-', 8],
  multiply: ['*', 9],
  divide: ['/', 9],
  remainder: ['%', 9],
};

/** Comparisons are not chained. */
const comparison = 5;
const postfix = 11;
/** Built-ins that are called like functions; the others are members of their first argument. */
const functions: ReadonlySet<string> = new Set(['max', 'min', 'abs', 'majority']);

/** How tightly an expression holds together; an operand that holds less tightly than its surroundings is parenthesised. */
function strengthOf(e: Expression): number {
  switch (e.kind) {
    case 'quantifier':
    case 'choose':
      return 0;
    case 'conditional':
      return 1;
    case 'or':
      return 2;
    case 'and':
      return 3;
    case 'not':
      return 4;
    case 'orElse':
      return 6;
    case 'binary':
      return operators[e.operator][1];
    case 'negate':
      return 10;
    default:
      return postfix;
  }
}

export function sourceOf(e: Expression, context: SourceContext): string {
  const plain = (inner: Expression): string => sourceOf(inner, context);
  const list = (expressions: readonly Expression[]): string => expressions.map(plain).join(', ');
  const within = (inner: Expression, strength: number): string => (strengthOf(inner) < strength ? `(${plain(inner)})` : plain(inner));
  const infix = (left: Expression, operator: string, right: Expression, strength: number): string =>
    `${within(left, strength === comparison ? strength + 1 : strength)} ${operator} ${within(right, strength + 1)}`;

  switch (e.kind) {
    case 'constant':
      if (e.value === null) return 'none';
      return typeof e.value === 'string' ? quote(e.value) : String(e.value);
    case 'enumMember':
      return context.program.enums[e.enum]?.members[e.member] ?? '?';
    case 'local':
      return context.local?.(e.slot) ?? e.name;
    case 'parameter':
      return context.role?.parameters[e.slot]?.name ?? '?';
    case 'variable':
      return context.role?.variables[e.slot]?.name ?? '?';
    case 'self':
    case 'now':
      return e.kind;
    case 'node':
      return context.node(e.node);
    case 'nodesOf':
      return `nodes(${context.program.roles[e.role]?.name ?? '?'})`;
    case 'nodeField':
      return `${within(e.node, postfix)}.${e.name}`;
    case 'up':
      return `up(${plain(e.node)})`;
    case 'list':
      return `[${list(e.elements)}]`;
    case 'set':
      return `{${list(e.elements)}}`;
    case 'map':
      return `{${e.entries.map((entry) => `${plain(entry.key)}: ${plain(entry.value)}`).join(', ')}}`;
    case 'struct':
      return `${context.program.structs[e.struct]?.name ?? '?'}(${list(e.fields)})`;
    case 'field':
      return `${within(e.object, postfix)}.${fieldName(e.object, e.field, context)}`;
    case 'with': {
      const changes = e.changes.map((change) => `${fieldName(e.object, change.field, context)}: ${plain(change.value)}`);
      return `${within(e.object, postfix)} with { ${changes.join(', ')} }`;
    }
    case 'index':
      return `${within(e.object, postfix)}[${plain(e.index)}]`;
    case 'comprehension': {
      const makes = e.value === undefined ? plain(e.element) : `${plain(e.element)}: ${plain(e.value)}`;
      const name = boundName(e.slot, [e.element, e.value, e.where]);
      const text = `${makes} for ${name} in ${plain(e.iterable)}${e.where === undefined ? '' : ` where ${plain(e.where)}`}`;
      return e.makes === 'list' ? `[${text}]` : `{${text}}`;
    }
    case 'quantifier':
      return `${e.quantifier} ${boundName(e.slot, [e.body])} in ${plain(e.iterable)}: ${plain(e.body)}`;
    case 'conditional':
      return `${within(e.yes, 2)} if ${within(e.condition, 2)} else ${within(e.no, 1)}`;
    case 'and':
      return infix(e.left, 'and', e.right, 3);
    case 'or':
      return infix(e.left, 'or', e.right, 2);
    case 'orElse':
      return infix(e.left, '??', e.right, 6);
    case 'not':
      return `not ${within(e.operand, 4)}`;
    case 'negate':
      return `-${within(e.operand, 10)}`;
    case 'binary': {
      const [text, strength] = operators[e.operator];
      return infix(e.left, text, e.right, strength);
    }
    case 'builtin':
      return builtin(e, context);
    case 'call':
      return `${context.role?.functions[e.function]?.name ?? '?'}(${list(e.arguments)})`;
    case 'choose': {
      const variable = e.slot === undefined ? '' : `${boundName(e.slot, [e.where])} in `;
      return `choose ${variable}${plain(e.from)}${e.where === undefined ? '' : ` where ${plain(e.where)}`}`;
    }
    case 'cast':
      return plain(e.operand);
  }
}

function builtin(e: Expression & { kind: 'builtin' }, context: SourceContext): string {
  const [receiver, ...rest] = e.arguments;
  const texts = e.arguments.map((argument) => sourceOf(argument, context));
  if (receiver === undefined || functions.has(e.name)) return `${e.name}(${texts.join(', ')})`;
  const object = strengthOf(receiver) < postfix ? `(${texts[0]})` : texts[0];
  return rest.length === 0 ? `${object}.${e.name}` : `${object}.${e.name}(${texts.slice(1).join(', ')})`;
}

function fieldName(object: Expression, field: number, context: SourceContext): string {
  const type = object.type.kind === 'optional' ? object.type.inner : object.type;
  const struct = type.kind === 'struct' ? context.program.structs.find((info) => info.name === type.name) : undefined;
  return struct?.fields[field]?.name ?? '?';
}

/** The name that a quantifier or comprehension binds: as its uses have it; `_` where it is not used. */
export function boundName(slot: number, bodies: readonly (Expression | undefined)[]): string {
  for (const body of bodies) {
    const name = body === undefined ? undefined : nameOfLocal(slot, body);
    if (name !== undefined) return name;
  }
  return '_';
}

function nameOfLocal(slot: number, e: Expression): string | undefined {
  if (e.kind === 'local') return e.slot === slot ? e.name : undefined;
  for (const part of partsOf(e)) {
    const name = nameOfLocal(slot, part);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The direct parts of an expression, in the order of the text. */
export function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'nodeField':
    case 'up':
      return [e.node];
    case 'list':
    case 'set':
      return e.elements;
    case 'map':
      return e.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'struct':
      return e.fields;
    case 'field':
      return [e.object];
    case 'with':
      return [e.object, ...e.changes.map((change) => change.value)];
    case 'index':
      return [e.object, e.index];
    case 'comprehension':
      return [e.element, e.value, e.iterable, e.where].filter((part) => part !== undefined);
    case 'quantifier':
      return [e.iterable, e.body];
    case 'conditional':
      return [e.yes, e.condition, e.no];
    case 'and':
    case 'or':
    case 'orElse':
    case 'binary':
      return [e.left, e.right];
    case 'not':
    case 'negate':
    case 'cast':
      return [e.operand];
    case 'builtin':
    case 'call':
      return e.arguments;
    case 'choose':
      return [e.from, e.where].filter((part) => part !== undefined);
    default:
      return [];
  }
}
