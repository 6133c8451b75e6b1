/**
 * Finds each bracket's partner. Where a file is half-typed, an open bracket is given up before a line that can only begin something new, or
 * before a closing bracket that fits one further out; a closing bracket that fits nothing is dropped. Each of these is one problem.
 */
import type { IToken } from 'chevrotain';
import { opensBlock } from './braces.ts';
import type { Lexed } from './lexer.ts';
import { beginsDeclaration, beginsItem, beginsMember, continuesLine, endsOpen, isName, isString, surelyBegins } from './lines.ts';
import { LINE_NUMBER, type SyntaxProblem } from './problems.ts';
import { closers, maxLook, Surroundings } from './surroundings.ts';
import { S, W } from './tokens.ts';

export interface Brackets {
  /** The `{` tokens that open a block; line breaks count in them. */
  readonly blocks: ReadonlySet<number>;
  /** The block braces that begin a line but belong to the line before: `role R` above `{`. */
  readonly joined: ReadonlySet<number>;
  readonly dropped: ReadonlySet<number>;
  /** The brackets to put before a token, in order. */
  readonly inventedBefore: ReadonlyMap<number, readonly string[]>;
  /** `tentative` ones only count if nothing else is wrong in the declaration that begins at `since`. */
  readonly problems: readonly BracketProblem[];
}
export interface BracketProblem extends SyntaxProblem {
  readonly before: number;
  readonly tentative: boolean;
  readonly since: number;
}

interface Open {
  /** The token's index; of an invented one, the index it stands before. */
  readonly at: number;
  readonly opener: string;
  readonly closer: string;
  readonly block: boolean;
  /** Index of the first token of the statement, member or declaration that it belongs to. */
  readonly head: number;
  /** Indentation of the line it stands on. */
  readonly indent: number;
  /** The first line inside of it that could have been the next statement. */
  firstBreak: number;
}

/** Each rewind reads part of the file again, in all this many times the file at most: random text must not make it quadratic. */
const maxRereads = 10;
/** Nobody reads more of them. */
const maxProblems = 100;

export function matchBrackets(lexed: Lexed): Brackets {
  return new Matcher(lexed).run();
}

class Matcher {
  private readonly lexed: Lexed;
  private readonly tokens: readonly IToken[];
  private readonly blocks = new Set<number>();
  private readonly closedBlocks = new Set<number>();
  private readonly joined = new Set<number>();
  private readonly dropped = new Set<number>();
  private readonly inventedBefore = new Map<number, string[]>();
  private problems: BracketProblem[] = [];
  private stack: Open[] = [];
  private lastClosed: { readonly open: Open; readonly at: number } | undefined;
  private head = 0;
  private rewound = 0;
  private readonly around: Surroundings;

  constructor(lexed: Lexed) {
    this.lexed = lexed;
    this.tokens = lexed.tokens;
    this.around = new Surroundings(lexed);
  }

  run(): Brackets {
    let i = 0;
    while (true) {
      const end = i >= this.tokens.length;
      const next = end ? this.giveUp(0, i) : this.step(i);
      if (end && next === i) break;
      i = next;
    }
    const { blocks, joined, dropped, inventedBefore, problems } = this;
    return { blocks, joined, dropped, inventedBefore, problems };
  }

  /** Handles token `i`; returns the index to go on with, which lies before `i` after a rewind. */
  private step(i: number): number {
    const token = this.tokens[i];
    if (token === undefined) return i + 1;
    if (this.lexed.columns[i] !== -1) {
      const rewound = this.beginLine(i, token);
      if (rewound !== i) return rewound;
    }
    const text = token.image;
    if (text === '(' || text === '[' || text === '{') return this.opening(i, text);
    if (text === ')' || text === ']' || text === '}') return this.closing(i, text);
    if (text === ';' && this.insideBlock()) this.head = i + 1;
    if (text === 'else' && this.followsUnclosedIf(i)) {
      this.giveUp(this.stack.length - 1, i);
      this.head = i;
    }
    return i + 1;
  }

  private beginLine(i: number, token: IToken): number {
    const outermost = this.stack[0];
    let level = this.stack.length;
    if (beginsDeclaration(this.lexed, i) && !this.isInvariantOf(outermost, token)) level = 0;
    else if (outermost === undefined) {
      this.openMissingBlock(i);
      if (this.stack.length === 0) this.reopen(i);
      level = this.stack.length;
    } else if (this.startsWith(outermost, W.role) && beginsMember(this.lexed, i)) level = 1;
    else if (this.startsWith(outermost, W.scenario) && beginsItem(this.lexed, i)) level = 1;
    if (level >= this.stack.length && surelyBegins(this.lexed, i)) {
      while (level > 0 && this.stack[level - 1]?.block === false) level -= 1;
    }
    if (level < this.stack.length) {
      const rewound = this.giveUp(level, i);
      if (rewound !== i) return rewound;
    }
    const top = this.stack.at(-1);
    if (top !== undefined && !top.block) {
      const previous = this.tokens[i - 1]?.image ?? '';
      const open = previous in closers || endsOpen(this.lexed, i);
      if (top.firstBreak === -1 && !continuesLine(token) && (!open || (this.lexed.columns[i] ?? 0) <= top.indent)) top.firstBreak = i;
    } else if (!continuesLine(token) && !endsOpen(this.lexed, i) && token.image !== '{') {
      this.openMissingBlock(i);
      this.head = i;
    }
    return i;
  }

  /** Whether an invariant, wherever its line begins, stands in a scenario whose end can be seen. */
  private isInvariantOf(outermost: Open | undefined, token: IToken): boolean {
    if (token.tokenType !== W.invariant || outermost === undefined || !this.startsWith(outermost, W.scenario)) return false;
    return this.around.closesInTime(outermost.at);
  }

  /** `if c { … else {`: the brace before `else` is missing. */
  private followsUnclosedIf(i: number): boolean {
    const top = this.stack.at(-1);
    const next = this.tokens[i + 1]?.tokenType;
    if (!top?.block || (next !== S.OpenBrace && next !== W.if) || this.tokens[i - 1]?.tokenType === S.CloseBrace) return false;
    const owner = this.tokens[top.head]?.tokenType;
    if (owner !== W.if && owner !== W.else) return false;
    for (let k = Math.max(this.head, i - maxLook); k < i; k++) if (this.tokens[k]?.tokenType === W.if) return false;
    return true;
  }

  private opening(i: number, text: string): number {
    let block = false;
    if (text === '{') {
      block = opensBlock(this.tokens, this.lexed.columns, i, this.insideBlock(), (index) => this.closedBlocks.has(index));
      const after = this.around.behindPartner(i);
      const goesOn = after !== undefined && !['else', '}', ';'].includes(after);
      if (!block && this.wantsBlock(i)) block = !goesOn;
      if (block && !this.insideBlock()) {
        if (goesOn && after !== '{') block = false;
        else {
          let level = this.stack.length;
          while (level > 0 && this.stack[level - 1]?.block === false) level -= 1;
          const rewound = this.giveUp(level, i);
          if (rewound !== i) return rewound;
        }
      }
    }
    this.stack.push({
      at: i,
      opener: text,
      closer: closers[text] ?? '',
      block,
      head: this.head,
      indent: this.around.indentOf(i),
      firstBreak: -1,
    });
    if (block) {
      this.blocks.add(i);
      if (this.lexed.columns[i] !== -1 && this.head < i && this.needsBlock(this.head)) this.joined.add(i);
      this.head = i + 1;
    }
    return i + 1;
  }

  private closing(i: number, text: string): number {
    const inner = this.stack.at(-1);
    if (text === '}' && inner !== undefined && inner.closer !== '}' && this.around.closesLater(i, inner.closer)) {
      // `f(a, b})`: the brace cannot be meant to end the block around.
      this.dropped.add(i);
      this.stray(i, text, false);
      return i + 1;
    }
    let level = this.stack.length - 1;
    const lowest = level - maxLook;
    while (level >= 0 && this.stack[level]?.closer !== text) {
      if (level < lowest || (text !== '}' && this.stack[level]?.block)) level = -1;
      else level -= 1;
    }
    const top = this.stack.at(-1);
    if (level < 0) {
      this.dropped.add(i);
      if (top !== undefined && !top.block && !this.around.closesLater(i, top.closer)) {
        // `(a, b]`: the wrong one for the right one.
        this.stack.pop();
        this.invent(i, top.closer);
        this.report(i, this.around.rangeOf(i), `expected \`${top.closer}\` to close the \`${top.opener}\`, found \`${text}\``, 'FL1006');
      } else {
        this.stray(i, text);
      }
      return i + 1;
    }
    if (level < this.stack.length - 1) {
      const rewound = this.giveUp(level + 1, i);
      if (rewound !== i) return rewound;
    }
    if (text === '}' && this.lexed.columns[i] === -1 && this.head > (top?.at ?? i) && this.needsBlock(this.head)) {
      // `if c return }`: it closes a block whose opening brace is missing, not the one around.
      this.dropped.add(i);
      this.stray(i, text);
      return i + 1;
    }
    const open = this.stack.pop();
    if (open?.block) {
      this.closedBlocks.add(i);
      this.head = i + 1;
      if (this.stack.length === 0) this.lastClosed = { open, at: i };
    }
    return i + 1;
  }

  /**
   * Closes every bracket from `level` on before token `i`; or, if one of them is a parenthesis that could have ended on an earlier line, there:
   * then reading goes on at that line.
   */
  private giveUp(level: number, i: number): number {
    if (level >= this.stack.length) return i;
    const early = this.stack.findIndex((open, index) => index >= level && !open.block && open.firstBreak !== -1);
    const open = this.stack[early];
    if (open !== undefined && this.rewound < maxRereads * this.tokens.length) {
      this.rewound += i - open.firstBreak;
      this.rewind(open.firstBreak, i);
      this.stack.length = early;
      this.unclosed(open, open.firstBreak);
      this.invent(open.firstBreak, open.closer);
      return open.firstBreak;
    }
    const innermost = this.stack.at(-1);
    const blamed = this.stack.slice(level).findLast((entry) => entry.block) ?? innermost;
    if (blamed !== undefined) this.unclosed(blamed, i);
    while (this.stack.length > level) {
      const closed = this.stack.pop();
      if (closed !== undefined) this.invent(i, closed.closer);
    }
    return i;
  }

  /** Forgets what was found from token `to` up to token `from`. */
  private rewind(to: number, from: number): void {
    for (let k = to; k <= from; k++) {
      this.blocks.delete(k);
      this.closedBlocks.delete(k);
      this.joined.delete(k);
      this.dropped.delete(k);
      if (k > to) this.inventedBefore.delete(k);
    }
    this.problems = this.problems.filter((problem) => problem.before <= to);
    this.head = to;
  }

  /** A member behind the end of its role: the brace that closed the role was one too many. */
  private reopen(i: number): void {
    const last = this.lastClosed;
    if (last === undefined) return;
    const role = this.startsWith(last.open, W.role);
    const belongs = role ? beginsMember(this.lexed, i) : this.startsWith(last.open, W.scenario) && beginsItem(this.lexed, i);
    if (!belongs) return;
    this.dropped.add(last.at);
    this.stack.push(last.open);
    this.lastClosed = undefined;
    const what = role ? 'member' : 'item';
    const message = `this \`}\` closes ${this.around.describe(last.open.head) ?? 'the block'}, but another ${what} follows on line ${LINE_NUMBER}; a \`{\` is missing before it, or it is one too many`;
    this.report(last.at, this.around.rangeOf(last.at), message, 'FL1007', true, last.open.head, i);
  }

  /** A line that needs a block but has none, above lines that are indented like one. */
  private openMissingBlock(i: number): void {
    if (this.head >= i || !this.needsBlock(this.head) || (this.lexed.columns[i] ?? 0) <= this.around.indentOf(this.head)) return;
    const what = this.around.describe(this.head) ?? `\`${this.tokens[this.head]?.image ?? ''}\``;
    this.report(i, this.around.rangeOf(i - 1), `expected \`{\` to open the block of ${what}`, 'FL1010');
    this.invent(i, '{');
    const head = this.head;
    this.head = i;
    this.stack.push({ at: i, opener: '{', closer: '}', block: true, head, indent: this.around.indentOf(i - 1), firstBreak: -1 });
  }

  private needsBlock(head: number): boolean {
    const type = this.tokens[head]?.tokenType;
    const next = this.tokens[head + 1];
    if (type === W.role || type === W.enum || type === W.struct || type === W.on || type === W.func || type === W.client)
      return isName(next);
    if (type === W.scenario || type === W.history) return isString(next);
    const inScenario = this.inScenario();
    if (type === W.for) return !inScenario;
    if (type === W.when || type === W.at) return inScenario;
    return type === W.if || type === W.else || type === W.while;
  }

  private inScenario(): boolean {
    const [only] = this.stack;
    return only !== undefined && this.stack.length === 1 && this.startsWith(only, W.scenario);
  }

  private stray(i: number, text: string, tentative = text === '}'): void {
    const since = this.stack[0]?.head ?? this.lastClosed?.open.head ?? 0;
    const message = `this \`${text}\` closes nothing: no \`${openerOf(text)}\` is open here`;
    this.report(i, this.around.rangeOf(i), message, 'FL1007', tentative, since);
  }

  private unclosed(open: Open, before: number): void {
    const line = this.around.lineOf(open.at);
    const what = open.block ? this.around.describe(open.head) : undefined;
    const place = this.around.rangeOf(before - 1);
    const opened = what === undefined && line === this.around.lineOf(before - 1) ? '' : ` opened on line ${LINE_NUMBER}`;
    this.report(
      before,
      place,
      `expected \`${open.closer}\` to close ${what ?? `the \`${open.opener}\``}${opened}`,
      'FL1006',
      false,
      0,
      opened === '' ? undefined : open.at,
    );
  }

  private report(
    before: number,
    range: BracketProblem['range'],
    message: string,
    code: 'FL1006' | 'FL1007' | 'FL1010',
    tentative = false,
    since = 0,
    line?: number,
  ): void {
    if (this.problems.length >= maxProblems || this.problems.some((problem) => problem.before === before)) return;
    const missing = /`(.)`/.exec(message)?.[1] ?? '';
    const fix =
      code === 'FL1007'
        ? { title: 'Remove it', range, text: '' }
        : {
            title: `Insert \`${missing}\``,
            range: { start: range.end, end: range.end },
            text: missing === ')' || missing === ']' ? missing : ` ${missing}`,
          };
    const problem = { code, message, range, fix, before, tentative, since: this.tokens[since]?.startOffset ?? 0 };
    this.problems.push(line === undefined ? problem : { ...problem, line: this.around.rangeOf(Math.min(line, this.tokens.length - 1)) });
  }

  private invent(before: number, text: string): void {
    const list = this.inventedBefore.get(before);
    if (list === undefined) this.inventedBefore.set(before, [text]);
    else list.push(text);
  }

  private insideBlock(): boolean {
    return this.stack.at(-1)?.block ?? true;
  }

  /** Whether a `{` here, although a value could begin with it, is more likely the block of a half-typed `if`, `on` or `when`. */
  private wantsBlock(i: number): boolean {
    const previous = this.tokens[i - 1]?.tokenType;
    const head = this.tokens[this.head]?.tokenType;
    if (!this.insideBlock()) return false;
    if (previous === W.if || previous === W.while || previous === W.match)
      return this.head === i - 1 || (head === W.else && this.head === i - 2);
    if (head === W.for) return previous === W.in && !this.inScenario();
    return (head === W.on || head === W.when) && (previous === W.from || previous === W.in || previous === W.to);
  }

  private startsWith(open: Open, type: (typeof W)[keyof typeof W]): boolean {
    return this.tokens[open.head]?.tokenType === type;
  }
}

function openerOf(closer: string): string {
  return closer === ')' ? '(' : closer === ']' ? '[' : '{';
}
