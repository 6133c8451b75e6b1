/**
 * A syntax tree as text, in the canonical layout. `parse(print(tree))` gives the same tree without its ranges, for every tree that came from a
 * text without problems. Comments are not part of the tree; the formatter works on the text instead.
 */
import type { Declaration, Handler, HandlerHead, HistoryItem, Parameter, RoleMember, SourceTree } from './ast.ts';
import { printArgumentPatterns, printArguments, printExpression, printOptionalArguments, printType } from './print-expression.ts';
import { printClaim, printInitial, printScenarioItem } from './print-scenario.ts';
import { braced, indent, printBlock, printDoc } from './print-statement.ts';
import { quote } from './strings.ts';

export function print(tree: SourceTree): string {
  const imports = tree.imports.map(({ path }) => `import ${quote(path.value)}`);
  const parts: string[] = imports.length === 0 ? [] : [imports.join('\n')];
  let previous: Declaration | undefined;
  for (const declaration of tree.declarations) {
    const lines = printDeclaration(declaration);
    const text = lines.join('\n');
    // Constants, messages and the like of one kind stand together.
    if (previous?.kind === declaration.kind && lines.length === 1) parts.push(`${parts.pop() ?? ''}\n${text}`);
    else parts.push(text);
    previous = declaration;
  }
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`;
}

/** `(a: T)`, one on each line if some are documented. */
function printParameters(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  if (parameters.every(({ doc }) => doc === undefined)) return `(${parameters.map(printParameter).join(', ')})`;
  const lines = parameters.flatMap((parameter) => [...printDoc(parameter.doc), `${printParameter(parameter)},`]);
  return ['(', ...indent(lines), ')'].join('\n');
}

function printParameter({ name, type, defaultValue }: Parameter): string {
  return `${name.text}: ${printType(type)}${defaultValue === undefined ? '' : ` = ${printExpression(defaultValue)}`}`;
}

export function printDeclaration(d: Declaration): string[] {
  const doc = printDoc(d.doc);
  switch (d.kind) {
    case 'const':
      return [...doc, `const ${d.name.text} = ${printExpression(d.value)}`];
    case 'enum':
      return [...doc, ...printMembers(`enum ${d.name.text}`, d.members, ({ name }) => name.text)];
    case 'struct':
      return [...doc, ...printMembers(`struct ${d.name.text}`, d.fields, printParameter)];
    case 'message':
    case 'event':
      return [...doc, ...`${d.kind} ${d.name.text}${printParameters(d.parameters)}`.split('\n')];
    case 'operation': {
      const result = d.result === undefined ? '' : ` -> ${printType(d.result)}`;
      return [...doc, ...`operation ${d.name.text}${printParameters(d.parameters)}${result}`.split('\n')];
    }
    case 'role':
      return [...doc, ...withHead(`role ${d.name.text}${printParameters(d.parameters)}`, d.members.flatMap(printRoleMember))];
    case 'invariant':
      return [...doc, `invariant ${d.name.text}: ${printExpression(d.condition)}`];
    case 'scenario':
      return [...doc, ...braced(`scenario ${quote(d.title.value)}`, d.items.flatMap(printScenarioItem))];
    case 'history':
      return [...doc, ...braced(`history ${quote(d.title.value)}`, d.items.map(printHistoryItem))];
  }
}

/** A block whose head may have several lines. */
function withHead(head: string, body: readonly string[]): string[] {
  return braced(head, body).flatMap((line) => line.split('\n'));
}

function printMembers<T extends { readonly doc?: string }>(head: string, members: readonly T[], text: (member: T) => string): string[] {
  if (members.every(({ doc }) => doc === undefined))
    return [`${head} { ${members.map(text).join(', ')}${members.length === 0 ? '' : ' '}}`];
  return braced(
    head,
    members.flatMap((member) => [...printDoc(member.doc), `${text(member)},`]),
  );
}

function printRoleMember(member: RoleMember): string[] {
  const doc = printDoc(member.doc);
  switch (member.kind) {
    case 'variable': {
      const { name, type, value, durable } = member;
      return [...doc, `${durable ? 'durable' : 'var'} ${name.text}: ${printType(type)} = ${printExpression(value)}`];
    }
    case 'function': {
      const result = member.result === undefined ? '' : ` -> ${printType(member.result)}`;
      const head = `func ${member.name.text}${printParameters(member.parameters) || '()'}${result}`;
      return [...doc, ...printBlock(head, member.body).flatMap((line) => line.split('\n'))];
    }
    case 'handler':
      return [...doc, ...printBlock(`on ${printHead(member.head)}${printClauses(member)}`, member.body)];
  }
}

function printHead(head: HandlerHead): string {
  switch (head.kind) {
    case 'start':
    case 'recover':
      return head.kind;
    case 'timeout':
      return `timeout ${head.name.text}${printArgumentPatterns(head.patterns)}`;
    case 'receipt':
      // The parentheses keep an operation called `start` apart from the beginning of the scenario.
      return `${head.name.text}${printArgumentPatterns(head.patterns) || (isHeadWord(head.name.text) ? '()' : '')}`;
  }
}

function isHeadWord(name: string): boolean {
  return name === 'start' || name === 'recover' || name === 'timeout';
}

function printClauses(handler: Handler): string {
  const { from, as, guard } = handler;
  return [
    from === undefined ? '' : ` from ${from.text}`,
    as === undefined ? '' : ` as ${as.text}`,
    handler.in === undefined ? '' : ` in ${handler.in.text}`,
    guard === undefined ? '' : ` when ${printExpression(guard)}`,
  ].join('');
}

function printHistoryItem(item: HistoryItem): string {
  switch (item.kind) {
    case 'initial':
      return printInitial(item);
    case 'claim':
      return printClaim(item);
    case 'load':
      return `load ${quote(item.path.value)}${item.options.length === 0 ? '' : ` (${printArguments(item.options)})`}`;
    case 'operationLine': {
      const result = item.result === undefined ? '' : ` -> ${item.result === 'open' ? '?' : printExpression(item.result)}`;
      const interval = item.interval === undefined ? '' : ` [${item.interval.map(printExpression).join(', ')}]`;
      return `${item.process.text}: ${item.operation.text}${printOptionalArguments(item.arguments)}${result}${interval}`;
    }
  }
}
