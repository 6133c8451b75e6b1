/** What is used and not there: a handler for what is sent or armed, a message or a function that nobody declared. */
import type { CodeAction } from 'vscode-languageserver-types';
import { unhandledMessage } from '../../lints/unhandled-message.ts';
import { showType, withoutNone } from '../../semantics/relations.ts';
import type { RoleSymbol, SignatureSymbol } from '../../semantics/symbols.ts';
import type { Type } from '../../semantics/types.ts';
import type { AfterStatement, Argument, CallExpression, RoleDeclaration, SendStatement } from '../../syntax/ast.ts';
import type { Analysed } from '../analysed.ts';
import { lineBreakOf } from '../ranges.ts';
import { innermost, pathAt } from '../tree.ts';
import { type ActionRequest, insertion, type OffsetEdit, quickFix } from './action.ts';
import { startWithComments } from './imports.ts';

export function missingHandlers(request: ActionRequest): CodeAction[] {
  const { file, range, problems } = request;
  // A lint that says the same brings its own fix.
  if (problems.some(({ code, fix }) => code === unhandledMessage.code && fix)) return [];
  const path = pathAt(file.tree, range.start);
  const send = innermost(path, 'send') as SendStatement | undefined;
  if (send) return handlerForMessage(request, send);
  const after = innermost(path, 'after') as AfterStatement | undefined;
  const role = innermost(path, 'role') as RoleDeclaration | undefined;
  if (!after || !role || after.timer.text === '' || handles(role, 'timeout', after.timer.text)) return [];
  const parameters = after.arguments.map((argument, i) => nameFor(argument, i));
  const head = `timeout ${after.timer.text}${parameters.length > 0 ? `(${parameters.join(', ')})` : ''}`;
  return [quickFix(request, `Add a handler for the timer \`${after.timer.text}\``, [memberAtEnd(file, role, [`on ${head} {`, '}'])])];
}

function handlerForMessage(request: ActionRequest, send: SendStatement): CodeAction[] {
  const { file } = request;
  const message = file.model.symbolAt(send.message.range.start)?.symbol;
  if (message?.kind !== 'message') return [];
  return receivers(file, send).flatMap((role) => {
    if (role.file !== file.uri || handles(role.node, 'receipt', message.name)) return [];
    const node = file.tree.declarations.find((d): d is RoleDeclaration => d.kind === 'role' && d.name.text === role.name);
    return node ? [quickFix(request, `Add a handler for \`${message.name}\` to ${role.name}`, [handlerEdit(file, node, message)])] : [];
  });
}

/** The role that the target plays; where only a `Node` is known, none. */
function receivers(file: Analysed, send: SendStatement): RoleSymbol[] {
  const type = file.model.typeOf(send.target.range);
  const element = type && (type.kind === 'set' || type.kind === 'list' ? type.element : withoutNone(type));
  const role =
    element?.kind === 'node' && element.role !== undefined
      ? file.model.visibleAt(send.range.start).file.types.get(element.role)
      : undefined;
  return role?.kind === 'role' ? [role] : [];
}

export function handlerEdit(file: Analysed, role: RoleDeclaration, message: SignatureSymbol): OffsetEdit {
  const names = message.fields().map(({ name }) => name);
  const patterns = names.length > 0 ? `(${names.join(', ')})` : '';
  return memberAtEnd(file, role, [`on ${message.name}${patterns} from ${names.includes('sender') ? 'origin' : 'sender'} {`, '}']);
}

function handles(role: RoleDeclaration, kind: 'timeout' | 'receipt', name: string): boolean {
  return role.members.some((member) => member.kind === 'handler' && member.head.kind === kind && member.head.name.text === name);
}

/** Behind the last member of the role; with braces where it has none. */
function memberAtEnd(file: Analysed, role: RoleDeclaration, lines: readonly string[]): OffsetEdit {
  const eol = lineBreakOf(file.text);
  const text = lines.map((line) => `  ${line}`).join(eol);
  if (file.text[role.range.end - 1] !== '}') return insertion(role.range.end, ` {${eol}${text}${eol}}`);
  const close = role.range.end - 1;
  const start = file.text.slice(0, close).trimEnd().length;
  return { range: { start, end: close }, text: `${eol}${text}${eol}` };
}

export function missingDeclarations(request: ActionRequest): CodeAction[] {
  const { file } = request;
  return request.problems.flatMap((problem) => {
    const path = pathAt(file.tree, problem.range.start);
    const name = file.text.slice(problem.range.start, problem.range.end);
    const send = innermost(path, 'send') as SendStatement | undefined;
    if (problem.code === 'FL2003' && send && send.message.text === name) {
      const parameters = parametersFrom(file, send.arguments);
      const text = `message ${name}${parameters === '' ? '' : `(${parameters})`}`;
      return [quickFix(request, `Declare \`${text}\``, [declarationBefore(file, send.range.start, text)], problem)];
    }
    const call = innermost(path, 'call') as CallExpression | undefined;
    const role = innermost(path, 'role') as RoleDeclaration | undefined;
    if (problem.code !== 'FL2004' || !call || !role || call.callee.kind !== 'name' || call.callee.name.text !== name) return [];
    // Written like a type or a message: no function is meant.
    if (/^[A-Z]/.test(name)) return [];
    const edit = memberAtEnd(file, role, [`func ${name}(${parametersFrom(file, call.arguments)}) {`, '}']);
    return [quickFix(request, `Add the function \`${name}\` to ${role.name.text}`, [edit], problem)];
  });
}

function parametersFrom(file: Analysed, given: readonly Argument[]): string {
  return given.map((argument, i) => `${nameFor(argument, i)}: ${writable(file.model.typeOf(argument.value.range))}`).join(', ');
}

function nameFor({ label, value }: Argument, index: number): string {
  return label?.text ?? (value.kind === 'name' ? value.name.text : `argument${index + 1}`);
}

/** The type as a declaration can say it. */
function writable(type: Type | undefined): string {
  if (!type || type.kind === 'unknown' || type.kind === 'any' || type.kind === 'none') return 'Value';
  return showType(type);
}

/** On a line of its own before the declaration around an offset; messages stand with the messages. */
function declarationBefore(file: Analysed, offset: number, text: string): OffsetEdit {
  const eol = lineBreakOf(file.text);
  const lastMessage = file.tree.declarations.filter(({ kind }) => kind === 'message').at(-1);
  // Behind its line: a comment may follow it there.
  const line = lastMessage && /[^\r\n]*/.exec(file.text.slice(lastMessage.range.end))?.[0];
  if (lastMessage && lastMessage.range.end < offset) return insertion(lastMessage.range.end + (line?.length ?? 0), `${eol}${text}`);
  const around = file.tree.declarations.find(({ range }) => range.start <= offset && offset <= range.end);
  return insertion(around ? startWithComments(file, around.range.start) : 0, `${text}${eol}${eol}`);
}
