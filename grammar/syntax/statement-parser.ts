/** Statements of handlers, functions and client scripts. */
import type {
  AfterStatement,
  Argument,
  AssertStatement,
  AssignStatement,
  AwaitStatement,
  Block,
  CancelStatement,
  Expression,
  ForStatement,
  IfStatement,
  LetStatement,
  MatchArm,
  MatchStatement,
  RepeatStatement,
  ReplyStatement,
  ReturnStatement,
  SendStatement,
  SleepStatement,
  Statement,
  SyncStatement,
  TransactionStatement,
  WaitStatement,
  WhileStatement,
} from './ast.ts';
import type { Alternative, ListSpec } from './base-parser.ts';
import { wordOf } from './lexer.ts';
import { Identifier, S, W, type WordText } from './tokens.ts';
import { TypeParser } from './type-parser.ts';

export abstract class StatementParser extends TypeParser {
  /** Whether the next token is this word used as the word of a statement: a name would be assigned to, called or looked into. */
  private verb(word: WordText): boolean {
    return this.sees(W[word]) && !this.seesAny([S.Equal, S.PlusEqual, S.MinusEqual, S.Dot], 2);
  }
  /** The same for words whose statement never goes on with a parenthesis or bracket. */
  private plainVerb(word: WordText): boolean {
    return this.verb(word) && !this.seesAny([S.OpenParen, S.OpenBracket], 2);
  }

  readonly block = this.RULE('block', (owner?: string): Block => {
    const start = this.sees(S.OpenBrace) ? this.here() : this.behind();
    if (!this.RECORDING_PHASE && !this.sees(S.OpenBrace)) {
      this.expect(1, S.OpenBrace, owner === undefined ? undefined : `to open the block of ${owner}`);
      this.skipHead();
      if (!this.sees(S.OpenBrace)) return this.node<Block>(start, { kind: 'block', statements: [] });
    }
    const opened = this.here();
    this.CONSUME(S.OpenBrace);
    const statements = this.nested(
      () => this.list(this.statements),
      () => [],
    );
    this.closeAfter(S.CloseBrace);
    return this.node<Block>(this.RECORDING_PHASE ? start : opened, { kind: 'block', statements });
  });

  /** What stands between the head of a block and its `{`. */
  private skipHead(): void {
    while (!this.sees(S.OpenBrace) && !this.atListEnd() && !this.atSeparator()) this.skipGroup();
  }

  /** A list in braces that belongs to `owner`. */
  protected braced<T>(spec: ListSpec<T>, owner: string): T[] {
    if (this.RECORDING_PHASE) {
      this.consume(8, S.OpenBrace);
      this.list(spec);
      this.consume(8, S.CloseBrace);
      return [];
    }
    if (!this.sees(S.OpenBrace)) {
      this.expect(8, S.OpenBrace, `to open the block of ${owner}`);
      this.skipHead();
      if (!this.sees(S.OpenBrace)) return [];
    }
    this.consume(8, S.OpenBrace);
    const elements = this.nested(
      () => this.list(spec),
      () => [],
    );
    this.closeAfter(S.CloseBrace);
    return elements;
  }

  protected readonly letStatement = this.RULE('let', (): LetStatement => {
    const start = this.here();
    const mutable = this.oneOf([
      { ALT: () => wordOf(this.CONSUME(W.let)) === 'var' },
      { ALT: () => wordOf(this.CONSUME(W.var)) === 'var' },
    ]);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a variable'] });
    const type = this.OPTION(() => {
      this.CONSUME(S.Colon);
      return this.SUBRULE(this.type);
    });
    this.expect(1, S.Equal, 'and a value');
    const value = this.SUBRULE(this.expression);
    return this.node<LetStatement>(start, { kind: 'let', mutable, name, type, value });
  });

  protected readonly ifStatement = this.RULE('if', (): IfStatement => {
    const arms: { start: number; condition: Expression; then: Block }[] = [];
    const arm = (index: number): void => {
      const start = this.here();
      this.consume(index, W.if);
      const condition = this.subrule(index, this.condition);
      const then = this.subrule(index, this.block, { ARGS: ['`if`'] });
      arms.push({ start, condition, then });
    };
    arm(0);
    this.MANY({
      GATE: () => this.sees(W.if, 2),
      DEF: () => {
        this.CONSUME(W.else);
        arm(1);
      },
    });
    const otherwise = this.OPTION(() => {
      this.CONSUME1(W.else);
      return this.SUBRULE2(this.block, { ARGS: ['`else`'] });
    });
    if (this.RECORDING_PHASE) return this.node(0, { kind: 'if' } as never);
    let rest: IfStatement | Block | undefined = otherwise;
    for (const { start, condition, then } of arms.toReversed()) {
      if (rest !== undefined && this.isTooDeep(rest)) {
        this.problem('FL1008', 'this chain of `else if` is too long; use `match` or a map', rest.range);
        rest = undefined;
      }
      rest = this.node<IfStatement>(start, { kind: 'if', condition, then, else: rest });
    }
    return rest as IfStatement;
  });

  protected readonly forStatement = this.RULE('for', (): ForStatement => {
    const start = this.here();
    this.CONSUME(W.for);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name that runs through the elements'] });
    this.expect(1, W.in, `after \`for ${name.text}\``);
    const iterable = this.SUBRULE(this.expression);
    const body = this.SUBRULE(this.block, { ARGS: ['`for`'] });
    return this.node<ForStatement>(start, { kind: 'for', name, iterable, body });
  });

  protected readonly whileStatement = this.RULE('while', (): WhileStatement => {
    const start = this.here();
    this.CONSUME(W.while);
    const condition = this.SUBRULE(this.condition);
    const body = this.SUBRULE(this.block, { ARGS: ['`while`'] });
    return this.node<WhileStatement>(start, { kind: 'while', condition, body });
  });

  protected readonly matchStatement = this.RULE('match', (): MatchStatement => {
    const start = this.here();
    this.CONSUME(W.match);
    const subject = this.SUBRULE(this.expression);
    const arms = this.braced(this.matchArms, '`match`');
    return this.node<MatchStatement>(start, { kind: 'match', subject, arms });
  });

  protected readonly matchArm = this.RULE('matchArm', (): MatchArm => {
    const start = this.here();
    const pattern = this.SUBRULE(this.pattern);
    this.expect(1, S.DoubleArrow, 'between the pattern and what is to be done');
    const body = this.choice<Statement>(this.statements.alternatives, () => {
      this.problemHere('FL1015', `expected a statement or a block, found ${this.found()}`);
      const at = this.behind();
      return { kind: 'block', statements: [], range: { start: at, end: at } };
    });
    this.OPTION(() => this.CONSUME(S.Comma));
    return this.node<MatchArm>(start, { pattern, body });
  });

  protected readonly returnStatement = this.RULE('returnStatement', (): ReturnStatement => {
    const start = this.here();
    this.CONSUME(W.return);
    const value = this.optionalValue();
    return this.node<ReturnStatement>(start, { kind: 'return', value });
  });

  private optionalValue(): Expression | undefined {
    return this.option(5, { GATE: () => this.startsExpression(), DEF: () => this.subrule(5, this.expression) });
  }

  protected readonly sendStatement = this.RULE('send', (): SendStatement => {
    const start = this.here();
    this.CONSUME(W.send);
    const message = this.SUBRULE(this.nameRule, { ARGS: ['the name of a message'] });
    const given = this.optionalArguments();
    this.expect(1, W.to, 'and the node or nodes to send it to');
    const target = this.SUBRULE(this.expression);
    return this.node<SendStatement>(start, { kind: 'send', message, arguments: given, target });
  });

  protected optionalArguments(): readonly Argument[] {
    return this.option(6, () => this.subrule(6, this.callArguments)) ?? [];
  }

  protected readonly replyStatement = this.RULE('reply', (): ReplyStatement => {
    const start = this.here();
    this.CONSUME(W.reply);
    const value = this.option(5, {
      GATE: () => this.startsExpression() && !(this.sees(W.to) && this.startsExpression(2)),
      DEF: () => this.subrule(5, this.expression),
    });
    const request = this.OPTION(() => {
      this.CONSUME(W.to);
      return this.SUBRULE(this.expression);
    });
    return this.node<ReplyStatement>(start, { kind: 'reply', value, request });
  });

  protected readonly afterStatement = this.RULE('after', (): AfterStatement => {
    const start = this.here();
    this.CONSUME(W.after);
    const delay = this.SUBRULE(this.expression);
    this.expect(1, W.timeout, 'and the name of the timer');
    const timer = this.SUBRULE(this.nameRule, { ARGS: ['the name of the timer'] });
    const given = this.optionalArguments();
    return this.node<AfterStatement>(start, { kind: 'after', delay, timer, arguments: given });
  });

  protected readonly cancelStatement = this.RULE('cancel', (): CancelStatement => {
    const start = this.here();
    this.CONSUME(W.cancel);
    const timer = this.SUBRULE(this.nameRule, { ARGS: ['the name of the timer'] });
    const given = this.optionalArguments();
    return this.node<CancelStatement>(start, { kind: 'cancel', timer, arguments: given });
  });

  protected readonly syncStatement = this.RULE('sync', (): SyncStatement => {
    const start = this.here();
    this.CONSUME(W.sync);
    return this.node<SyncStatement>(start, { kind: 'sync' });
  });

  protected readonly assertStatement = this.RULE('assert', (): AssertStatement => {
    const start = this.here();
    this.CONSUME(W.assert);
    const condition = this.SUBRULE(this.condition);
    const message = this.OPTION(() => {
      this.CONSUME(S.Comma);
      return this.SUBRULE(this.expression);
    });
    return this.node<AssertStatement>(start, { kind: 'assert', condition, message });
  });

  protected readonly sleepStatement = this.RULE('sleep', (): SleepStatement => {
    const start = this.here();
    this.CONSUME(W.sleep);
    const duration = this.SUBRULE(this.expression);
    return this.node<SleepStatement>(start, { kind: 'sleep', duration });
  });

  protected readonly waitStatement = this.RULE('wait', (): WaitStatement => {
    const start = this.here();
    this.CONSUME(W.wait);
    this.expect(1, W.until, 'and a time');
    const until = this.SUBRULE(this.expression);
    return this.node<WaitStatement>(start, { kind: 'wait', until });
  });

  protected readonly awaitStatement = this.RULE('await', (): AwaitStatement => {
    const start = this.here();
    this.CONSUME(W.await);
    const client = this.SUBRULE(this.nameRule, { ARGS: ['the name of a client'] });
    return this.node<AwaitStatement>(start, { kind: 'await', client });
  });

  protected readonly repeatStatement = this.RULE('repeat', (): RepeatStatement => {
    const start = this.here();
    this.CONSUME(W.repeat);
    const times = this.SUBRULE(this.expression);
    const body = this.SUBRULE(this.block, { ARGS: ['`repeat`'] });
    return this.node<RepeatStatement>(start, { kind: 'repeat', times, body });
  });

  protected readonly transactionStatement = this.RULE('transaction', (): TransactionStatement => {
    const start = this.here();
    this.CONSUME(W.transaction);
    this.expect(1, W.at, 'and the node that runs it');
    const at = this.SUBRULE(this.expression);
    const retry = this.OPTION(() => {
      this.CONSUME(W.retry);
      return this.SUBRULE1(this.expression);
    });
    const body = this.SUBRULE(this.block, { ARGS: ['`transaction`'] });
    return this.node<TransactionStatement>(start, { kind: 'transaction', at, retry, body });
  });

  /** An assignment or a call. */
  protected readonly simpleStatement = this.RULE('callOrAssignment', (): Statement => {
    const start = this.here();
    const expression = this.SUBRULE(this.expression);
    const assigned = this.OPTION(() => {
      const operator = this.oneOf([
        { ALT: () => this.CONSUME(S.Equal).image },
        { ALT: () => this.CONSUME(S.PlusEqual).image },
        { ALT: () => this.CONSUME(S.MinusEqual).image },
      ]) as AssignStatement['operator'];
      return { operator, value: this.SUBRULE1(this.expression) };
    });
    if (this.RECORDING_PHASE) return this.node(start, { kind: 'sync' });
    if (assigned !== undefined) {
      if (!isAssignable(expression)) {
        this.problem('FL1026', 'only a variable, its field or its element can be assigned to', expression.range);
      }
      return this.node<AssignStatement>(start, { kind: 'assign', target: expression, ...assigned });
    }
    // `abort` of a transaction is asked without arguments, so its parentheses may be left out; whether it stands in one is the checker's business.
    const isAbort = expression.kind === 'name' && expression.name.text === 'abort';
    if (expression.kind !== 'call' && expression.kind !== 'missing' && !isAbort) this.notAStatement(expression);
    return this.node(start, { kind: 'expression', expression });
  });

  private notAStatement(expression: Expression): void {
    const { start, end } = expression.range;
    const what = expression.kind === 'name' ? `\`${expression.name.text}\`` : 'this expression';
    const hint = expression.kind === 'name' ? this.statementHint(expression.name.text) : undefined;
    if (this.problems.some(({ range }) => range.end >= start && range.start <= end + 1)) return;
    this.problem('FL1015', hint ?? `${what} alone does nothing: expected a statement, such as a call or an assignment`, expression.range);
  }

  /** How a statement goes on that has only its first word yet. */
  private statementHint(word: string): string | undefined {
    const shapes: Readonly<Record<string, string>> = {
      send: 'send Message(…) to node',
      after: 'after 20ms timeout name',
      cancel: 'cancel name',
      assert: 'assert condition, "why"',
      wait: 'wait until 30ms',
      sleep: 'sleep 5ms',
      await: 'await client',
      repeat: 'repeat 3 { … }',
      transaction: 'transaction at node { … }',
    };
    const shape = shapes[word];
    return shape === undefined ? undefined : `\`${word}\` is not complete: \`${shape}\``;
  }

  private startsSimple(): boolean {
    if (this.startsExpression() && !this.sees(Identifier)) return !this.sees(S.OpenBrace);
    const follows = [S.OpenParen, S.OpenBracket, S.Dot, S.Equal, S.PlusEqual, S.MinusEqual, S.CloseBrace, S.EqualEqual];
    return this.sees(Identifier) && (this.seesAny(follows, 2) || this.atSeparator(2) || this.atEnd(2));
  }

  private readonly statementAlternatives: readonly Alternative<Statement>[] = [
    { word: 'let', starts: () => this.sees(W.let) || this.sees(W.var), rule: this.letStatement },
    { word: 'if', starts: () => this.sees(W.if), rule: this.ifStatement },
    { word: 'for', starts: () => this.sees(W.for), rule: this.forStatement },
    { word: 'while', starts: () => this.sees(W.while), rule: this.whileStatement },
    { word: 'match', starts: () => this.sees(W.match), rule: this.matchStatement },
    { word: 'return', starts: () => this.sees(W.return), rule: this.returnStatement },
    { word: 'send', starts: () => this.plainVerb('send') && !this.endsAfterWord(), rule: this.sendStatement },
    { word: 'reply', starts: () => this.verb('reply'), rule: this.replyStatement },
    { word: 'after', starts: () => this.verb('after') && this.startsExpression(2), rule: this.afterStatement },
    { word: 'cancel', starts: () => this.plainVerb('cancel') && !this.endsAfterWord(), rule: this.cancelStatement },
    { word: 'sync', starts: () => this.sees(W.sync) && this.endsAfterWord(), rule: this.syncStatement },
    { word: 'assert', starts: () => this.verb('assert') && this.startsExpression(2), rule: this.assertStatement },
    { word: 'sleep', starts: () => this.plainVerb('sleep') && this.startsExpression(2), rule: this.sleepStatement },
    { word: 'wait', starts: () => this.sees(W.wait) && this.sees(W.until, 2), rule: this.waitStatement },
    { word: 'await', starts: () => this.sees(W.await) && this.sees(Identifier, 2), rule: this.awaitStatement },
    { word: 'repeat', starts: () => this.plainVerb('repeat') && this.startsExpression(2), rule: this.repeatStatement },
    { word: 'transaction', starts: () => this.sees(W.transaction) && this.sees(W.at, 2), rule: this.transactionStatement },
    { starts: () => this.sees(S.OpenBrace), rule: this.block },
    { starts: () => this.startsSimple(), rule: this.simpleStatement },
  ];

  private endsAfterWord(): boolean {
    return this.atSeparator(2) || this.sees(S.CloseBrace, 2) || this.sees(S.Comma, 2) || this.atEnd(2);
  }

  protected readonly statements: ListSpec<Statement> = {
    alternatives: this.statementAlternatives,
    code: 'FL1015',
    what: 'a statement',
    separated: true,
  };

  private readonly matchArms: ListSpec<MatchArm> = {
    alternatives: [{ starts: () => this.startsPattern(), rule: this.matchArm }],
    code: 'FL1014',
    what: 'an arm of `match`, `pattern => …`',
    separated: false,
  };
}

function isAssignable(expression: Expression): boolean {
  let target = expression;
  while (target.kind === 'member' || target.kind === 'index') target = target.object;
  return target.kind === 'name' || target.kind === 'missing';
}
