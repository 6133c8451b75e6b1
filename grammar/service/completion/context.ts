/**
 * Where the cursor stands, told from the tokens before it: half-typed text has a tree only by guessing, but what was typed so far is there. The
 * open brackets with the words before each say what kind of block it is, the words of the current statement what can come next.
 */
import type { IToken } from 'chevrotain';
import { endOf } from '../../syntax/lexer.ts';
import { surelyBegins } from '../../syntax/lines.ts';
import { type Analysed, tokenBefore } from '../analysed.ts';

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type BlockKind =
  | 'file'
  | 'role'
  | 'scenario'
  | 'history'
  | 'statements'
  | 'script'
  | 'arms'
  | 'actions'
  | 'schedule'
  | 'settings'
  | 'enum'
  | 'fields'
  | 'expression';

export interface Bracket {
  readonly opener: '{' | '(' | '[';
  readonly offset: number;
  readonly kind: BlockKind;
  /** What stands before the bracket in its statement. */
  readonly head: readonly Word[];
  /** The words of the statement that is going on directly in it; brackets that are closed again count as one word. */
  readonly inner: readonly Word[];
}

export interface CompletionContext {
  /** The half-typed word, replaced by what is chosen; empty where there is none. */
  readonly prefix: Word;
  /** Inside of a comment nothing is offered. */
  readonly inComment: boolean;
  /** Inside of a string: the text before the cursor in it. */
  readonly string?: Word;
  /** All open brackets, the file itself first. */
  readonly brackets: readonly Bracket[];
  /** The innermost open bracket. */
  readonly bracket: Bracket;
  /** The innermost one that is a block; the file itself, if there is none. */
  readonly block: Bracket;
  /** The words of the statement before the cursor, those in closed brackets included. */
  readonly words: readonly Word[];
}

const FILE: Bracket = { opener: '{', offset: -1, kind: 'file', head: [], inner: [] };

interface Open extends Bracket {
  readonly inner: Word[];
}

export function completionContext(file: Analysed, offset: number): CompletionContext {
  const lexed = file.lexedBefore(offset);
  const { tokens, comments } = lexed;
  const inComment = comments.some(({ range }) => range.start < offset && offset <= range.end);
  const last = tokenBefore(tokens, offset);
  const current = tokens[last];
  const inString = current !== undefined && isInString(current, offset);
  const isPrefix = current !== undefined && !inString && offset <= endOf(current) && /^[A-Za-z_]/.test(current.image);
  const prefix = isPrefix ? wordOf(current) : { text: '', start: offset, end: offset };
  const until = isPrefix || inString ? last : last + 1;

  const open: Open[] = [{ ...FILE, inner: [] }];
  for (let i = 0; i < until; i++) {
    const token = tokens[i];
    if (!token) break;
    const word = wordOf(token);
    const top = open.at(-1);
    if (!top) break;
    const first = lexed.columns[i] !== -1;
    if (first && open.length > 1 && top.opener !== '{' && surelyBegins(lexed, i)) giveUp(open);
    const frame = open.at(-1) ?? top;
    if (first && frame.opener === '{' && frame.kind !== 'expression' && !goesOn(frame.inner, word)) frame.inner.length = 0;
    if (isOpening(word.text)) {
      const kind = word.text === '{' ? kindOf(frame, open) : 'expression';
      open.push({ opener: word.text, offset: word.start, kind, head: [...frame.inner], inner: [] });
    } else if (isClosing(word.text)) {
      const at = open.findLastIndex(({ opener }, k) => k > 0 && closers[opener] === word.text);
      if (at < 0) continue;
      const closed = open[at];
      open.length = at;
      const outer = open.at(-1);
      if (!closed || !outer) continue;
      if (closed.kind !== 'expression') outer.inner.length = 0;
      else outer.inner.push({ text: `${closed.opener}${closers[closed.opener]}`, start: closed.offset, end: word.end });
    } else if (word.text === ';') frame.inner.length = 0;
    else frame.inner.push(word);
  }
  settleLine(file, open, prefix.start);
  const bracket = open.at(-1) ?? FILE;
  const blockAt = open.findLastIndex(({ kind }) => kind !== 'expression');
  return {
    prefix,
    inComment,
    ...(inString ? { string: typedString(file.text, current, offset) } : {}),
    brackets: open,
    bracket,
    block: open[blockAt] ?? FILE,
    words: open.slice(Math.max(0, blockAt)).flatMap(({ inner }) => inner),
  };
}

/** What stands between the quotes: typed so far, and in the text. */
function typedString(text: string, token: IToken, offset: number): Word {
  const start = token.startOffset + 1;
  return { text: text.slice(start, offset), start, end: Math.max(start, endOf(token) - (isOpenString(token.image) ? 0 : 1)) };
}

/** The cursor on a line of its own begins a statement, unless the one before cannot be complete. */
function settleLine(file: Analysed, open: readonly Open[], at: number): void {
  const frame = open.at(-1);
  if (frame?.opener !== '{' || frame.kind === 'expression') return;
  const last = frame.inner.at(-1);
  if (last && /[\r\n]/.test(file.text.slice(last.end, at)) && !goesOn(frame.inner, undefined)) frame.inner.length = 0;
}

function wordOf(token: IToken): Word {
  return { text: token.image, start: token.startOffset, end: token.startOffset + token.image.length };
}

function isInString(token: IToken, offset: number): boolean {
  return token.image.startsWith('"') && offset < endOf(token) + (isOpenString(token.image) ? 1 : 0);
}
function isOpenString(image: string): boolean {
  return image.length < 2 || !image.endsWith('"');
}

const closers = { '{': '}', '(': ')', '[': ']' } as const;
function isOpening(text: string): text is Bracket['opener'] {
  return text === '{' || text === '(' || text === '[';
}
function isClosing(text: string): boolean {
  return text === '}' || text === ')' || text === ']';
}

/** Brackets that the author has not closed before the next statement. */
function giveUp(open: Open[]): void {
  while (open.length > 1 && open.at(-1)?.kind === 'expression') open.pop();
}

/** Whether a line break in the middle of a statement is none: an operator stands before it, or `else` and the like behind. */
function goesOn(statement: readonly Word[], next: Word | undefined): boolean {
  const last = statement.at(-1)?.text;
  if (last === undefined) return false;
  if (next && /^(?:and|or|\.|\?\?)$/.test(next.text)) return true;
  return /^(?:[-+*/%&=<:,.|]|==|!=|<=|>=|\+=|-=|\?\?|\.\.|->|=>|and|or|not|in)$/.test(last);
}

/** What a `{` opens, by the words before it and by what it stands in. */
function kindOf(frame: Open, open: readonly Open[]): BlockKind {
  const words = frame.inner.map(({ text }) => text);
  const [first] = words;
  const last = words.at(-1);
  switch (frame.kind) {
    case 'file':
      if (first === 'role' || first === 'scenario' || first === 'history') return first;
      if (first === 'enum') return 'enum';
      return first === 'struct' ? 'fields' : 'expression';
    case 'role':
      return (first === 'on' || first === 'func') && opensBody(words) ? 'statements' : 'expression';
    case 'scenario':
      if (first === 'client') return 'script';
      if (first === 'network' || first === 'link') return 'settings';
      if (first === 'schedule') return 'schedule';
      if (first === 'at') return 'actions';
      if (first === 'when') return last === 'when' || endsOpen(last) ? 'expression' : 'actions';
      return 'expression';
    case 'statements':
    case 'script':
      if (first === 'match') return endsOpen(last) || words.length < 2 ? 'expression' : 'arms';
      if (first === undefined || ['if', 'else', 'for', 'while', 'repeat', 'transaction'].includes(first)) {
        return opensBody(words) ? frame.kind : 'expression';
      }
      return 'expression';
    case 'arms': {
      const script = open.some(({ kind }) => kind === 'script');
      return last === '=>' ? (script ? 'script' : 'statements') : 'expression';
    }
    default:
      return 'expression';
  }
}

function opensBody(words: readonly string[]): boolean {
  return !endsOpen(words.at(-1)) || words.at(-1) === 'else';
}
function endsOpen(last: string | undefined): boolean {
  return last !== undefined && /^(?:[-+*/%&=<:,|]|==|!=|<=|>=|\+=|-=|\?\?|\.\.|and|or|not|in|if|while|with|where|when)$/.test(last);
}
