/** A role's symbol: its parameters, variables and functions as declared. */
import type * as ast from '../syntax/ast.ts';
import type { Env } from './env.ts';
import { fieldSymbols } from './signatures.ts';
import { type FieldSymbol, type FunctionSymbol, lazy, type RoleSymbol, type VariableSymbol } from './symbols.ts';
import { resolveType } from './typeNodes.ts';

export function roleSymbol(env: Env, node: ast.RoleDeclaration): RoleSymbol {
  const none = (): [] => {
    env.onceOnly = true;
    return [];
  };
  const parameters = lazy<readonly FieldSymbol[]>(() => fieldSymbols(env, node.parameters, 'parameter'), none);
  const symbol: RoleSymbol = {
    kind: 'role',
    name: node.name.text,
    place: env.place(node.name.range),
    doc: node.doc,
    damaged: env.isDamaged({ start: node.range.start, end: node.members[0]?.range.start ?? node.range.end }),
    file: env.file,
    node,
    parameters,
    variables: lazy<readonly VariableSymbol[]>(() => variables(env, node, parameters()), none),
    functions: lazy<readonly FunctionSymbol[]>(() => functions(env, node, parameters()), none),
  };
  env.use(node.name.range, symbol, true);
  return symbol;
}

function variables(env: Env, node: ast.RoleDeclaration, parameters: readonly FieldSymbol[]): VariableSymbol[] {
  const symbols: VariableSymbol[] = [];
  for (const member of node.members) {
    if (member.kind !== 'variable') continue;
    const { name } = member;
    const known = [...symbols, ...parameters].find((s) => s.name === name.text && s.name !== '');
    if (known) {
      env.report('FL2006', name.range, `\`${name.text}\` is declared twice`, {
        hint: 'rename one of them',
        related: [{ place: known.place, message: known.kind === 'variable' ? 'the first declaration' : 'the parameter of that name' }],
      });
    }
    const symbol: VariableSymbol = {
      kind: 'variable',
      name: name.text,
      place: env.place(name.range),
      doc: member.doc,
      index: symbols.length,
      durable: member.durable,
      type: resolveType(env, member.type),
      node: member,
    };
    symbols.push(symbol);
    env.use(name.range, symbol, true);
    env.typed(name.range, symbol.type);
  }
  return symbols;
}

function functions(env: Env, node: ast.RoleDeclaration, parameters: readonly FieldSymbol[]): FunctionSymbol[] {
  const symbols: FunctionSymbol[] = [];
  const values = node.members.filter((m) => m.kind === 'variable').map((m) => m.name);
  for (const member of node.members) {
    if (member.kind !== 'function') continue;
    const { name } = member;
    const known = symbols.find((s) => s.name === name.text && s.name !== '');
    const value = parameters.find((p) => p.name === name.text)?.place ?? values.find((v) => v.text === name.text && v.text !== '')?.range;
    if (known || (value && name.text !== '')) {
      const place = known ? known.place : env.place(value ?? name.range);
      env.report('FL2006', name.range, `\`${name.text}\` is declared twice`, {
        hint: 'rename one of them',
        related: [{ place, message: 'the first declaration' }],
      });
    } else if (env.scope.events.has(name.text)) {
      env.report('FL2014', name.range, `\`${name.text}\` is an event, so no function can have this name`, {
        hint: 'calling it lets the event happen; choose another name',
      });
    }
    const symbol: FunctionSymbol = {
      kind: 'function',
      name: name.text,
      place: env.place(name.range),
      doc: member.doc,
      index: symbols.length,
      parameters: fieldSymbols(env, member.parameters, 'parameter'),
      damaged: env.isDamaged({ start: member.range.start, end: member.body.range.start }),
      result: member.result && resolveType(env, member.result),
      node: member,
    };
    symbols.push(symbol);
    env.use(name.range, symbol, true);
  }
  return symbols;
}
