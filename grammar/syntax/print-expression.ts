/** Expressions, types and patterns as text. Parentheses are nodes of the tree, so none are added. */
import type { Argument, ArgumentPattern, Expression, Pattern, TypeNode } from './ast.ts';
import { quote } from './strings.ts';

export function printExpression(e: Expression): string {
  switch (e.kind) {
    case 'missing':
      return '';
    case 'boolean':
    case 'integer':
      return String(e.value);
    case 'duration':
      return printDuration(e.value);
    case 'percentage':
      // 0.07 * 100 is not quite 7.
      return `${Number((e.value * 100).toPrecision(12))}%`;
    case 'string':
      return quote(e.value);
    case 'none':
    case 'self':
    case 'now':
      return e.kind;
    case 'name':
      return e.name.text;
    case 'parenthesised':
      return `(${printExpression(e.inner)})`;
    case 'list':
      return `[${e.elements.map(printExpression).join(', ')}]`;
    case 'brace':
      return `{${e.entries.map(({ key, value }) => entry(key, value)).join(', ')}}`;
    case 'comprehension': {
      const where = e.where === undefined ? '' : ` where ${printExpression(e.where)}`;
      const inner = `${entry(e.element, e.value)} for ${e.name.text} in ${printExpression(e.iterable)}${where}`;
      return e.makes === 'list' ? `[${inner}]` : `{${inner}}`;
    }
    case 'quantifier':
      return `${e.quantifier} ${e.name.text} in ${printExpression(e.iterable)}: ${printExpression(e.body)}`;
    case 'conditional':
      return `${printExpression(e.then)} if ${printExpression(e.condition)} else ${printExpression(e.otherwise)}`;
    case 'binary':
      return e.operator === '..'
        ? `${printExpression(e.left)}..${printExpression(e.right)}`
        : `${printExpression(e.left)} ${e.operator} ${printExpression(e.right)}`;
    case 'unary':
      return e.operator === 'not' ? `not ${printExpression(e.operand)}` : `-${printExpression(e.operand)}`;
    case 'call': {
      const at = e.at === undefined ? '' : ` at ${printExpression(e.at)}`;
      return `${printExpression(e.callee)}(${printArguments(e.arguments)})${at}`;
    }
    case 'index':
      return `${printExpression(e.object)}[${printExpression(e.index)}]`;
    case 'member':
      return `${printExpression(e.object)}.${e.member.text}`;
    case 'with':
      return `${printExpression(e.object)} with { ${printArguments(e.fields)} }`;
    case 'choose': {
      const bound = e.name === undefined ? '' : `${e.name.text} in `;
      const where = e.where === undefined ? '' : ` where ${printExpression(e.where)}`;
      return `choose ${bound}${printExpression(e.from)}${where}`;
    }
  }
}

function entry(key: Expression, value: Expression | undefined): string {
  return value === undefined ? printExpression(key) : `${printExpression(key)}: ${printExpression(value)}`;
}

/** Whole seconds as `2s`, anything else in milliseconds. */
function printDuration(milliseconds: number): string {
  return milliseconds > 0 && milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

export function printArguments(given: readonly Argument[]): string {
  return given.map(({ label, value }) => (label === undefined ? '' : `${label.text}: `) + printExpression(value)).join(', ');
}

/** Arguments in parentheses; nothing at all if there are none. */
export function printOptionalArguments(given: readonly Argument[]): string {
  return given.length === 0 ? '' : `(${printArguments(given)})`;
}

export function printType(type: TypeNode): string {
  if (type.kind === 'optionalType') return `${printType(type.inner)}?`;
  return type.arguments.length === 0 ? type.name.text : `${type.name.text}<${type.arguments.map(printType).join(', ')}>`;
}

export function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'wildcard':
      return '_';
    case 'namePattern':
      return pattern.name.text;
    case 'qualifiedPattern':
      return `${pattern.enumName.text}.${pattern.member.text}`;
    case 'literalPattern':
      return typeof pattern.value === 'string' ? quote(pattern.value) : pattern.value === null ? 'none' : String(pattern.value);
  }
}

export function printArgumentPatterns(patterns: readonly ArgumentPattern[]): string {
  if (patterns.length === 0) return '';
  const printed = patterns.map(({ label, pattern }) => (label === undefined ? '' : `${label.text}: `) + printPattern(pattern));
  return `(${printed.join(', ')})`;
}
