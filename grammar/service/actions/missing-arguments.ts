/** A call that leaves parameters out: each with a value of its type, of the same name where there is one. */
import type { CodeAction } from 'vscode-languageserver-types';
import type { Visible } from '../../semantics/model.ts';
import { fits } from '../../semantics/relations.ts';
import type { FieldSymbol } from '../../semantics/symbols.ts';
import type { Type } from '../../semantics/types.ts';
import type { Argument } from '../../syntax/ast.ts';
import type { Range } from '../../syntax/range.ts';
import type { Analysed } from '../analysed.ts';
import { type TreeNode, visitTree } from '../tree.ts';
import { type ActionRequest, insertion, type OffsetEdit, quickFix } from './action.ts';

export function missingArguments(request: ActionRequest): CodeAction[] {
  const { file } = request;
  return request.problems.flatMap((problem) => {
    if (problem.code !== 'FL3006') return [];
    const call = callWithin(file, problem.range);
    const fields = call && fieldsOf(file, call);
    if (!call || !fields) return [];
    const given = new Set(call.arguments.flatMap(({ label }, i) => [label?.text ?? fields[i]?.name ?? '']));
    const missing = fields.filter(({ name, defaultValue }) => defaultValue === undefined && !given.has(name));
    if (missing.length === 0) return [];
    const visible = file.model.visibleAt(call.range.start);
    const byName = missing.map((field) => `${field.name}: ${valueFor(field, visible)}`).join(', ');
    const title = `Add ${missing.map(({ name }) => `\`${name}\``).join(', ')}`;
    return [quickFix(request, title, [append(file, call, byName)], problem, true)];
  });
}

interface Call {
  readonly range: Range;
  /** The name of what is called. */
  readonly name: { readonly text: string; readonly range: Range };
  readonly arguments: readonly Argument[];
}

/** The call that a report about missing arguments stands on. */
function callWithin(file: Analysed, range: Range): Call | undefined {
  let found: Call | undefined;
  visitTree(file.tree, (node) => {
    if (node.range.end < range.start || node.range.start > range.end) return false;
    const call = asCall(node);
    // The report stands on the call or on its name; the innermost one that covers it is meant.
    if (call && call.range.start <= range.start && range.end <= call.range.end && call.name.range.start >= range.start) found = call;
    return true;
  });
  return found;
}

function asCall(node: TreeNode): Call | undefined {
  const parts = node as TreeNode & {
    arguments?: readonly Argument[];
    callee?: { kind: string; name: Call['name'] };
    message?: Call['name'];
    role?: Call['name'];
  };
  const name =
    node.kind === 'call' && parts.callee?.kind === 'name'
      ? parts.callee.name
      : node.kind === 'send'
        ? parts.message
        : node.kind === 'node'
          ? parts.role
          : undefined;
  return name && parts.arguments ? { range: node.range, name, arguments: parts.arguments } : undefined;
}

function fieldsOf(file: Analysed, call: Call): readonly FieldSymbol[] | undefined {
  const symbol = file.model.symbolAt(call.name.range.start)?.symbol;
  switch (symbol?.kind) {
    case 'message':
    case 'event':
    case 'operation':
    case 'struct':
      return symbol.fields();
    case 'function':
      return symbol.parameters;
    case 'role':
      return symbol.parameters();
    default:
      return undefined;
  }
}

/** Behind the last argument; with parentheses where there are none yet. */
function append(file: Analysed, call: Call, text: string): OffsetEdit {
  const last = call.arguments.at(-1);
  if (last) return insertion(last.range.end, `, ${text}`);
  const end = call.name.range.end;
  const open = /^\s*\(/.exec(file.text.slice(end));
  return open ? insertion(end + open[0].length, text) : insertion(end, `(${text})`);
}

function valueFor({ name, type }: FieldSymbol, visible: Visible): string {
  const own = visible.symbols.find((symbol) => symbol.name === name && 'type' in symbol && fits(symbol.type, type));
  return own ? own.name : defaultFor(type, visible);
}

/** Some value of the type, as text. */
export function defaultFor(type: Type, visible: Visible): string {
  switch (type.kind) {
    case 'bool':
      return 'false';
    case 'int':
      return '0';
    case 'string':
      return '""';
    case 'set':
    case 'map':
      return '{}';
    case 'list':
      return '[]';
    case 'enum': {
      const symbol = visible.file.types.get(type.name);
      return (symbol?.kind === 'enum' ? symbol.members[0]?.name : undefined) ?? 'none';
    }
    case 'node': {
      if (visible.role) return 'self';
      const node = visible.symbols.find((symbol) => symbol.kind === 'node' && (type.role === undefined || fits(symbol.value.type, type)));
      return node?.name ?? 'none';
    }
    default:
      return 'none';
  }
}
