/**
 * Who causes what: a message is caused by the handlers that send it and causes those that take it; the same for operations (asked by clients),
 * timers (armed) and functions (called).
 */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from 'vscode-languageserver-types';
import type { FaultlineSymbol, FunctionSymbol, SignatureSymbol, TimerSymbol } from '../semantics/symbols.ts';
import type { Name } from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';
import { entityAt, sameEntity } from './entities.ts';
import { contains, toLspRange } from './ranges.ts';
import { handlerTitle } from './symbols.ts';
import { type Body, bodiesOf, visitTree } from './tree.ts';

/** What is sent, asked, armed or called: all but a function is no body itself. */
type Cause = (SignatureSymbol & { readonly kind: 'message' | 'operation' }) | TimerSymbol | FunctionSymbol;
interface Target {
  readonly file: Analysed;
  readonly what: { readonly kind: 'cause'; readonly symbol: Cause } | { readonly kind: 'body'; readonly body: Body };
}

export function prepareCallHierarchy(file: Analysed, offset: number): CallHierarchyItem[] {
  const target = targetAt(file, offset);
  const item = target && itemOf(target, [file]);
  return item ? [item] : [];
}

/** Who sends, asks, arms or calls it; of a handler, what it handles. */
export function incomingCalls(item: CallHierarchyItem, files: readonly Analysed[]): CallHierarchyIncomingCall[] {
  const target = targetOf(item, files);
  if (!target) return [];
  const { what } = target;
  if (what.kind === 'body' && what.body.node.kind === 'handler') {
    const symbol = handledBy(target.file, what.body);
    const from = symbol && itemOf({ file: target.file, what: { kind: 'cause', symbol } }, files);
    if (!from || what.body.node.kind !== 'handler') return [];
    return [{ from, fromRanges: [from.selectionRange] }];
  }
  const symbol = what.kind === 'cause' ? what.symbol : functionOf(target.file, what.body);
  if (!symbol) return [];
  return allBodies(files).flatMap(({ file, body }) => {
    const ranges = causedIn(file, body).filter((cause) => sameEntity(cause.symbol, symbol));
    const from = ranges.length > 0 ? itemOf({ file, what: { kind: 'body', body } }, files) : undefined;
    return from ? [{ from, fromRanges: ranges.map(({ range }) => toLspRange(file.document, range)) }] : [];
  });
}

/** What a body sends, asks, arms and calls; of a message, an operation or a timer, the handlers for it. */
export function outgoingCalls(item: CallHierarchyItem, files: readonly Analysed[]): CallHierarchyOutgoingCall[] {
  const target = targetOf(item, files);
  if (!target) return [];
  const { what, file } = target;
  if (what.kind === 'body') return outgoingOf(file, what.body, files);
  return allBodies(files).flatMap(({ file: other, body }) => {
    const handled = handledBy(other, body);
    const to = handled && sameEntity(handled, what.symbol) ? itemOf({ file: other, what: { kind: 'body', body } }, files) : undefined;
    return to ? [{ to, fromRanges: [item.selectionRange] }] : [];
  });
}

function outgoingOf(file: Analysed, body: Body, files: readonly Analysed[]): CallHierarchyOutgoingCall[] {
  const calls: { symbol: Cause; ranges: Range[] }[] = [];
  for (const { symbol, range } of causedIn(file, body)) {
    const known = calls.find((call) => sameEntity(call.symbol, symbol));
    if (known) known.ranges.push(range);
    else calls.push({ symbol, ranges: [range] });
  }
  return calls.flatMap(({ symbol, ranges }) => {
    const to = itemOf({ file, what: { kind: 'cause', symbol } }, files);
    return to ? [{ to, fromRanges: ranges.map((range) => toLspRange(file.document, range)) }] : [];
  });
}

// ---- bodies and what they cause -------------------------------------------------------------------------------------

function allBodies(files: readonly Analysed[]): { readonly file: Analysed; readonly body: Body }[] {
  return files.flatMap((file) => bodiesOf(file.tree).map((body) => ({ file, body })));
}

interface Caused {
  readonly symbol: Cause;
  readonly range: Range;
}
/** The words of a body that send, ask, arm or call something. */
function causedIn(file: Analysed, body: Body): Caused[] {
  const names = new Set<number>();
  const add = (name: Name): void => void names.add(name.range.start);
  visitTree(body.block, (node) => {
    if (node.kind === 'send') add((node as unknown as { message: Name }).message);
    if (node.kind === 'after') add((node as unknown as { timer: Name }).timer);
    if (node.kind === 'call') {
      const { callee } = node as unknown as { callee: { kind: string; name: Name } };
      if (callee.kind === 'name') add(callee.name);
    }
  });
  return file.model
    .symbols()
    .flatMap(({ symbol, range }) =>
      names.has(range.start) && contains(body.block.range, range) && isCause(symbol) ? [{ symbol, range }] : [],
    );
}

function isCause(symbol: FaultlineSymbol): symbol is Cause {
  return symbol.kind === 'message' || symbol.kind === 'operation' || symbol.kind === 'timer' || symbol.kind === 'function';
}

function handledBy(file: Analysed, body: Body): Cause | undefined {
  if (body.node.kind !== 'handler' || !('name' in body.node.head)) return undefined;
  const symbol = file.model.symbolAt(body.node.head.name.range.start)?.symbol;
  return symbol && isCause(symbol) ? symbol : undefined;
}
function functionOf(file: Analysed, body: Body): Cause | undefined {
  if (body.node.kind !== 'function') return undefined;
  const symbol = file.model.symbolAt(body.node.name.range.start)?.symbol;
  return symbol?.kind === 'function' ? symbol : undefined;
}

// ---- items ----------------------------------------------------------------------------------------------------------

function targetAt(file: Analysed, offset: number): Target | undefined {
  const symbol = entityAt(file, offset)?.symbol;
  if (symbol && isCause(symbol)) return bodyOfFunction(file, symbol) ?? { file, what: { kind: 'cause', symbol } };
  const body = bodiesOf(file.tree).find(({ node }) => node.range.start <= offset && offset <= node.range.end);
  return body && { file, what: { kind: 'body', body } };
}

function bodyOfFunction(file: Analysed, symbol: Cause): Target | undefined {
  if (symbol.kind !== 'function' || symbol.place.file !== file.uri) return undefined;
  const body = bodiesOf(file.tree).find(({ node }) => node.kind === 'function' && node.name.range.start === symbol.place.start);
  return body && { file, what: { kind: 'body', body } };
}

interface ItemData {
  readonly kind: 'cause' | 'body';
  readonly uri: string;
  readonly start: number;
}

function targetOf(item: CallHierarchyItem, files: readonly Analysed[]): Target | undefined {
  const data = item.data as ItemData | undefined;
  if (!data) return undefined;
  for (const file of files) {
    if (data.kind === 'body') {
      const body = file.uri === data.uri ? bodiesOf(file.tree).find(({ node }) => node.range.start === data.start) : undefined;
      if (body) return { file, what: { kind: 'body', body } };
      continue;
    }
    const symbol = file.model
      .symbols()
      .map((use) => use.symbol)
      .find((other): other is Cause => isCause(other) && other.place.file === data.uri && other.place.start === data.start);
    if (symbol) return { file, what: { kind: 'cause', symbol } };
  }
  return undefined;
}

function itemOf({ file, what }: Target, files: readonly Analysed[]): CallHierarchyItem | undefined {
  if (what.kind === 'body') {
    const { node, owner } = what.body;
    const selection = node.kind === 'handler' ? node.head.range : node.name.range;
    const data: ItemData = { kind: 'body', uri: file.uri, start: node.range.start };
    return {
      name: node.kind === 'handler' ? handlerTitle(node.head) : node.name.text,
      kind: node.kind === 'handler' ? SymbolKind.Event : SymbolKind.Function,
      detail: owner.kind === 'role' ? owner.name.text : owner.title.value,
      uri: file.uri,
      range: toLspRange(file.document, node.range),
      selectionRange: toLspRange(file.document, selection),
      data,
    };
  }
  const { symbol } = what;
  const place = symbol.place;
  const document = [file, ...files].map((one) => one.documentOf(place.file)).find((found) => found !== undefined);
  if (!document) return undefined;
  const own = files.find(({ uri }) => uri === place.file) ?? (file.uri === place.file ? file : undefined);
  const body = own && symbol.kind === 'function' ? bodyOfFunction(own, symbol) : undefined;
  if (body) return itemOf(body, files);
  const range = toLspRange(document, place);
  const data: ItemData = { kind: 'cause', uri: place.file, start: place.start };
  const kind = causeKinds[symbol.kind];
  return { name: symbol.name, kind, detail: symbol.kind, uri: place.file, range, selectionRange: range, data };
}

const causeKinds: Readonly<Record<Cause['kind'], SymbolKind>> = {
  message: SymbolKind.Interface,
  operation: SymbolKind.Method,
  timer: SymbolKind.Key,
  function: SymbolKind.Function,
};
