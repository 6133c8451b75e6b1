/** Statements as lines of text. */
import type { Block, IfStatement, Statement } from './ast.ts';
import { printArguments, printExpression, printOptionalArguments, printPattern, printType } from './print-expression.ts';

export const indent = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** The `///` lines that stand before what they document. */
export function printDoc(doc: string | undefined): string[] {
  return doc === undefined ? [] : doc.split('\n').map((line) => `/// ${line}`.trimEnd());
}

/** `head {`, the lines, `}`; on one line if there are none. */
export function braced(head: string, lines: readonly string[]): string[] {
  const space = head === '' ? '' : ' ';
  return lines.length === 0 ? [`${head}${space}{ }`] : [`${head}${space}{`, ...indent(lines), '}'];
}

export function printBlock(head: string, block: Block): string[] {
  return braced(head, block.statements.flatMap(printStatement));
}

export function printStatement(s: Statement): string[] {
  switch (s.kind) {
    case 'block':
      return printBlock('', s);
    case 'let': {
      const type = s.type === undefined ? '' : `: ${printType(s.type)}`;
      return [`${s.mutable ? 'var' : 'let'} ${s.name.text}${type} = ${printExpression(s.value)}`];
    }
    case 'assign':
      return [`${printExpression(s.target)} ${s.operator} ${printExpression(s.value)}`];
    case 'if':
      return printIf(s);
    case 'for':
      return printBlock(`for ${s.name.text} in ${printExpression(s.iterable)}`, s.body);
    case 'while':
      return printBlock(`while ${printExpression(s.condition)}`, s.body);
    case 'repeat':
      return printBlock(`repeat ${printExpression(s.times)}`, s.body);
    case 'match': {
      const arms = s.arms.flatMap(({ pattern, body }) => {
        const [first = '', ...rest] = printStatement(body);
        return [`${printPattern(pattern)} => ${first}`, ...rest];
      });
      return braced(`match ${printExpression(s.subject)}`, arms);
    }
    case 'return':
      return [s.value === undefined ? 'return' : `return ${printExpression(s.value)}`];
    case 'send': {
      const given = `(${printArguments(s.arguments)})`;
      return [`send ${s.message.text}${s.arguments.length === 0 ? '' : given} to ${printExpression(s.target)}`];
    }
    case 'reply': {
      const value = s.value === undefined ? '' : ` ${printExpression(s.value)}`;
      const request = s.request === undefined ? '' : ` to ${printExpression(s.request)}`;
      return [`reply${value}${request}`];
    }
    case 'after':
      return [`after ${printExpression(s.delay)} timeout ${s.timer.text}${printOptionalArguments(s.arguments)}`];
    case 'cancel':
      return [`cancel ${s.timer.text}${printOptionalArguments(s.arguments)}`];
    case 'sync':
      return ['sync'];
    case 'assert':
      return [`assert ${printExpression(s.condition)}${s.message === undefined ? '' : `, ${printExpression(s.message)}`}`];
    case 'expression':
      return [printExpression(s.expression)];
    case 'sleep':
      return [`sleep ${printExpression(s.duration)}`];
    case 'wait':
      return [`wait until ${printExpression(s.until)}`];
    case 'await':
      return [`await ${s.client.text}`];
    case 'transaction': {
      const retry = s.retry === undefined ? '' : ` retry ${printExpression(s.retry)}`;
      return printBlock(`transaction at ${printExpression(s.at)}${retry}`, s.body);
    }
  }
}

function printIf(statement: IfStatement): string[] {
  const lines = printBlock(`if ${printExpression(statement.condition)}`, statement.then);
  if (statement.else === undefined) return lines;
  const [first = '', ...rest] = statement.else.kind === 'if' ? printIf(statement.else) : printBlock('else', statement.else);
  const head = statement.else.kind === 'if' ? `else ${first}` : first;
  return [...lines.slice(0, -1), `${lines.at(-1)} ${head}`, ...rest];
}
