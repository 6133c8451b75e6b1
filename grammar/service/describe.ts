/** Names in words: what a symbol is, as one line of the language, and what its documentation says. */
import { FUNCTIONS, MEMBERS } from '../semantics/builtins.ts';
import { propertyInfo } from '../semantics/properties.ts';
import { showType } from '../semantics/relations.ts';
import type { FaultlineSymbol, FieldSymbol } from '../semantics/symbols.ts';
import { printExpression } from '../syntax/print-expression.ts';

/** `tx: String, yes: Bool` */
export function parameterList(fields: readonly FieldSymbol[]): string {
  return fields.map(parameterLabel).join(', ');
}
export function parameterLabel({ name, type, defaultValue }: FieldSymbol): string {
  const shown = defaultValue?.kind === 'constant' ? ` = ${defaultValue.value === null ? 'none' : JSON.stringify(defaultValue.value)}` : '';
  return `${name}: ${showType(type)}${shown}`;
}

/** The symbol as its declaration would say it: `message Vote(tx: String, yes: Bool)`. */
export function signatureOf(symbol: FaultlineSymbol): string {
  const { name } = symbol;
  switch (symbol.kind) {
    case 'const': {
      const value = symbol.value();
      return value.kind === 'constant'
        ? `const ${name} = ${value.value === null ? 'none' : JSON.stringify(value.value)}`
        : `const ${name}: ${showType(value.type)}`;
    }
    case 'enum':
      return `enum ${name} { ${symbol.members.map((m) => m.name).join(', ')} }`;
    case 'member':
      return `${symbol.of.name}.${name}`;
    case 'field':
      return `(field) ${parameterLabel(symbol)}`;
    case 'parameter':
      return `(parameter) ${parameterLabel(symbol)}`;
    case 'struct':
      return `struct ${name} { ${parameterList(symbol.fields())} }`;
    case 'message':
    case 'event':
    case 'operation': {
      const fields = symbol.fields();
      const result = symbol.result();
      const list = fields.length > 0 || symbol.kind === 'operation' ? `(${parameterList(fields)})` : '';
      return `${symbol.kind} ${name}${list}${result ? ` -> ${showType(result)}` : ''}`;
    }
    case 'role': {
      const parameters = symbol.parameters();
      return `role ${name}${parameters.length > 0 ? `(${parameterList(parameters)})` : ''}`;
    }
    case 'variable':
      return `${symbol.durable ? 'durable' : 'var'} ${name}: ${showType(symbol.type)} = ${printExpression(symbol.node.value)}`;
    case 'function':
      return `func ${name}(${parameterList(symbol.parameters)})${symbol.result ? ` -> ${showType(symbol.result)}` : ''}`;
    case 'local':
      return `(${bindingWords[symbol.binding]}) ${name}: ${showType(symbol.type)}`;
    case 'timer':
      return `(timer) ${name}`;
    case 'node':
      return `node ${name}: ${showType(symbol.value.type)}`;
    case 'group':
      return `(group of nodes) ${name}: ${showType(symbol.value.type)}`;
    case 'sweep':
      return `(constant of a sweep) ${name}: ${showType(symbol.value.type)}`;
    case 'client':
      return `client ${name}`;
    case 'claim':
      return `(claim) ${name}`;
    case 'property':
      return `check ${name}`;
    case 'builtin':
      return name;
  }
}
const bindingWords = {
  var: 'local variable',
  let: 'constant',
  parameter: 'parameter',
  pattern: 'bound by the pattern',
  loop: 'bound by the loop',
};

/** What is written about the symbol, in Markdown; for a property its definition and where that comes from. */
export function documentationOf(symbol: FaultlineSymbol): string | undefined {
  if (symbol.kind === 'property') {
    const info = propertyInfo(symbol.name);
    if (!info) return symbol.doc;
    const parts = info.parts.length > 1 ? `\n\nIts parts: ${info.parts.map((part) => `\`${part}\``).join(', ')}.` : '';
    return `${info.meaning}\n\n${info.definition}${parts}\n\n*${info.reference}*`;
  }
  if (symbol.kind === 'variable' && symbol.doc === undefined) {
    return symbol.durable ? undefined : 'Volatile: a crash resets it.';
  }
  return 'doc' in symbol ? symbol.doc : undefined;
}

/** One line about a word that the language itself brings; `undefined` for any other. */
export function builtinLine(name: string): string | undefined {
  return Object.values(FUNCTIONS).find((f) => f.name === name)?.doc ?? MEMBERS.find((m) => m.name === name)?.symbol.doc;
}
