/** The top-level declarations of one file: a symbol for each, duplicates reported. What they mean is worked out when asked for. */
import type * as ast from '../syntax/ast.ts';
import type { Place } from '../syntax/range.ts';
import { constantValue } from './constants.ts';
import type { Env } from './env.ts';
import { showType, UNKNOWN } from './relations.ts';
import { roleSymbol } from './roleSymbol.ts';
import { fieldSymbols } from './signatures.ts';
import {
  type ConstSymbol,
  type EnumSymbol,
  type FieldSymbol,
  lazy,
  type MemberSymbol,
  type RoleSymbol,
  type SignatureSymbol,
  type TypeSymbol,
} from './symbols.ts';
import { RESERVED_TYPES, resolveType } from './typeNodes.ts';
import type { Type } from './types.ts';

/** What a file declares itself, by namespace. */
export interface Declarations {
  readonly types: ReadonlyMap<string, TypeSymbol>;
  readonly messages: ReadonlyMap<string, SignatureSymbol>;
  readonly operations: ReadonlyMap<string, SignatureSymbol>;
  readonly events: ReadonlyMap<string, SignatureSymbol>;
  readonly constants: ReadonlyMap<string, ConstSymbol>;
  readonly enums: readonly EnumSymbol[];
  readonly structs: readonly SignatureSymbol[];
  readonly roles: readonly RoleSymbol[];
}

export interface DeclareOptions {
  /** The prelude itself: `any` is a type there. */
  readonly prelude?: boolean;
  /** Events that no file may declare anew. */
  readonly taken?: ReadonlyMap<string, SignatureSymbol>;
}

/** A declaration that others can name. */
export type DeclarationNode = Exclude<ast.Declaration, { kind: 'invariant' | 'scenario' | 'history' }>;
export type DeclaredSymbol = ConstSymbol | EnumSymbol | SignatureSymbol | RoleSymbol;

export function isNamed(node: ast.Declaration): node is DeclarationNode {
  return node.kind !== 'invariant' && node.kind !== 'scenario' && node.kind !== 'history';
}

/** The symbol of a declaration; `env` is the declaration's own. */
export function symbolOf(env: Env, node: DeclarationNode, options: DeclareOptions = {}): DeclaredSymbol {
  switch (node.kind) {
    case 'const':
      return constSymbol(env, node);
    case 'enum':
      return enumSymbol(env, node);
    case 'role':
      return roleSymbol(env, node);
    default:
      return signatureSymbol(env, node, options);
  }
}

/** Enters the symbols of a file, in the order of the text, by their names; `env` is the file's. */
export function declare(env: Env, symbols: Iterable<DeclaredSymbol>, options: DeclareOptions = {}): Declarations {
  const types = new Map<string, TypeSymbol>();
  const messages = new Map<string, SignatureSymbol>();
  const operations = new Map<string, SignatureSymbol>();
  const events = new Map<string, SignatureSymbol>();
  const constants = new Map<string, ConstSymbol>();
  const enums: EnumSymbol[] = [];
  const structs: SignatureSymbol[] = [];
  const roles: RoleSymbol[] = [];

  /** Enters the symbol unless its name is taken; then that is reported. */
  const enter = <S extends { readonly name: string; readonly place: Place }>(table: Map<string, S>, symbol: S): boolean => {
    if (symbol.name === '') return false;
    if ((table as unknown) === types && RESERVED_TYPES.has(symbol.name)) {
      env.report('FL2014', symbol.place, `\`${symbol.name}\` is a built-in type`, { hint: 'choose another name' });
      return false;
    }
    const known = table.get(symbol.name);
    if (known) reportTwice(env, symbol, known);
    else table.set(symbol.name, symbol);
    return known === undefined;
  };

  for (const symbol of symbols) {
    switch (symbol.kind) {
      case 'const':
        enter(constants, symbol);
        break;
      case 'enum':
        if (enter<TypeSymbol>(types, symbol)) enums.push(symbol);
        break;
      case 'struct':
        if (enter<TypeSymbol>(types, symbol)) structs.push(symbol);
        break;
      case 'message':
        enter(messages, symbol);
        break;
      case 'operation':
        if (messages.has(symbol.name)) {
          env.report('FL2006', symbol.place, `\`${symbol.name}\` is a message already; a handler could not tell which is meant`);
        } else enter(operations, symbol);
        break;
      case 'event':
        if (options.taken?.has(symbol.name)) {
          env.report('FL2014', symbol.place, `\`${symbol.name}\` is an event of the prelude, which the properties speak of`, {
            hint: 'choose another name',
          });
        } else enter(events, symbol);
        break;
      case 'role':
        if (enter<TypeSymbol>(types, symbol)) roles.push(symbol);
        break;
    }
  }
  return { types, messages, operations, events, constants, enums, structs, roles };
}

export function reportTwice(env: Env, symbol: { readonly name: string; readonly place: Place }, first: { readonly place: Place }): void {
  env.report('FL2006', symbol.place, `\`${symbol.name}\` is declared twice`, {
    hint: 'rename one of them',
    related: [{ place: first.place, message: 'the first declaration' }],
  });
}

function constSymbol(env: Env, node: ast.ConstDeclaration): ConstSymbol {
  const place = env.place(node.name.range);
  const value = lazy(
    () => {
      const known = constantValue(env, node.value);
      env.typed(place, known.type);
      return known;
    },
    () => {
      env.onceOnly = true;
      env.report('FL3027', node.name.range, `\`${node.name.text}\` is computed from itself`);
      return { kind: 'constant', value: null, type: UNKNOWN, place } as const;
    },
  );
  const symbol: ConstSymbol = { kind: 'const', name: node.name.text, place, doc: node.doc, value };
  env.use(node.name.range, symbol, true);
  return symbol;
}

function enumSymbol(env: Env, node: ast.EnumDeclaration): EnumSymbol {
  const members: MemberSymbol[] = [];
  const symbol: EnumSymbol = {
    kind: 'enum',
    name: node.name.text,
    place: env.place(node.name.range),
    doc: node.doc,
    damaged: env.isDamaged(node.range),
    members,
  };
  for (const member of node.members) {
    if (member.name.text === '') continue;
    const place = env.place(member.name.range);
    const known = members.find((m) => m.name === member.name.text);
    if (known) {
      reportTwice(env, { name: known.name, place }, known);
      continue;
    }
    const memberSymbol: MemberSymbol = {
      kind: 'member',
      name: member.name.text,
      place,
      doc: member.doc,
      index: members.length,
      of: symbol,
    };
    members.push(memberSymbol);
    env.use(member.name.range, memberSymbol, true);
  }
  env.use(node.name.range, symbol, true);
  return symbol;
}

type SignatureNode = ast.StructDeclaration | ast.MessageDeclaration | ast.OperationDeclaration | ast.EventDeclaration;

function signatureSymbol(env: Env, node: SignatureNode, options: DeclareOptions): SignatureSymbol {
  const prelude = options.prelude ?? false;
  const symbol: SignatureSymbol = {
    kind: node.kind,
    name: node.name.text,
    place: env.place(node.name.range),
    doc: node.doc,
    damaged: env.isDamaged(node.range),
    fields: lazy(
      () =>
        fieldSymbols(env, node.kind === 'struct' ? node.fields : node.parameters, node.kind === 'struct' ? 'field' : 'parameter', prelude),
      () => {
        env.onceOnly = true;
        return [];
      },
    ),
    result: lazy<Type | undefined>(
      () => (node.kind === 'operation' && node.result ? resolveType(env, node.result, prelude) : undefined),
      () => undefined,
    ),
  };
  env.use(node.name.range, symbol, true);
  return symbol;
}

/** Works out every declaration of the file, also where its name is taken, so that what is wrong in it is reported even if nothing uses it. */
export function settle(env: Env, symbols: Iterable<DeclaredSymbol>, { structs }: Declarations): void {
  for (const symbol of symbols) {
    switch (symbol.kind) {
      case 'const':
        symbol.value();
        break;
      case 'enum':
        break;
      case 'role':
        symbol.parameters();
        symbol.variables();
        symbol.functions();
        break;
      default:
        symbol.fields();
        symbol.result();
    }
  }
  const endless = new Set<SignatureSymbol>();
  for (const struct of structs) checkStruct(env, struct, endless);
}

/** A struct within itself has no end. One report for each ring of them; `endless` are those that have been spoken of. */
function checkStruct(env: Env, struct: SignatureSymbol, endless: Set<SignatureSymbol>): void {
  const seen = new Set<SignatureSymbol>();
  const leadsBack = (inner: SignatureSymbol): boolean => {
    if (seen.has(inner)) return false;
    seen.add(inner);
    return inner.fields().some((field) => holdsStruct(field));
  };
  const holdsStruct = (field: FieldSymbol): boolean => {
    const next = env.structOf(field.type);
    return next !== undefined && (next === struct || leadsBack(next));
  };
  const looping = struct.fields().find(holdsStruct);
  if (!looping || endless.has(struct)) return;
  for (const other of seen) endless.add(other);
  env.report('FL3019', looping.place, `\`${struct.name}\` would hold another \`${struct.name}\`, without end`, {
    hint: `make it optional: \`${showType(looping.type)}?\``,
  });
}
