/** The declarations that are no scenarios: constants, types, messages, operations, events, roles. */
import type {
  ConstDeclaration,
  Declaration,
  EnumDeclaration,
  EventDeclaration,
  Expression,
  FunctionMember,
  Handler,
  HandlerHead,
  Import,
  InvariantDeclaration,
  MessageDeclaration,
  Name,
  OperationDeclaration,
  Parameter,
  RoleDeclaration,
  RoleMember,
  StringLiteral,
  StructDeclaration,
  TypeNode,
  VariableMember,
} from './ast.ts';
import type { Alternative, ListSpec } from './base-parser.ts';
import { wordOf } from './lexer.ts';
import { StatementParser } from './statement-parser.ts';
import { Identifier, Newline, S, StringToken, W } from './tokens.ts';

export abstract class DeclarationParser extends StatementParser {
  readonly importDeclaration = this.RULE('import', (): Import => {
    const start = this.here();
    this.CONSUME(W.import);
    const path = this.SUBRULE(this.stringLiteral, { ARGS: ['the path of a file, in quotes'] });
    return this.node<Import>(start, { kind: 'import', path });
  });

  protected readonly stringLiteral = this.RULE('string', (what?: string): StringLiteral => {
    const start = this.here();
    if (!this.RECORDING_PHASE && !this.sees(StringToken)) {
      this.problemHere('FL1010', `expected ${what ?? 'a string'}, found ${this.found()}`);
      return { kind: 'string', value: '', range: { start: this.behind(), end: this.behind() } };
    }
    const value = this.stringOf(this.CONSUME(StringToken));
    return this.node<StringLiteral>(start, { kind: 'string', value });
  });

  protected readonly constDeclaration = this.RULE('const', (): ConstDeclaration => {
    const start = this.here();
    this.CONSUME(W.const);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a constant'] });
    this.expect(1, S.Equal, 'and a value');
    const value = this.SUBRULE(this.expression);
    return this.node<ConstDeclaration>(start, { kind: 'const', name, value, doc: this.docAt(start) });
  });

  protected readonly enumDeclaration = this.RULE('enum', (): EnumDeclaration => {
    const start = this.here();
    this.CONSUME(W.enum);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of an enum'] });
    const members: EnumDeclaration['members'][number][] = [];
    this.bracedNames(() => members.push(this.SUBRULE(this.enumMember)));
    return this.node<EnumDeclaration>(start, { kind: 'enum', name, members, doc: this.docAt(start) });
  });

  protected readonly enumMember = this.RULE('enumMember', (): EnumDeclaration['members'][number] => {
    const start = this.sees(Identifier) ? this.here() : this.behind();
    const name = this.SUBRULE(this.nameRule, { ARGS: ['a member of the enum'] });
    return this.node<EnumDeclaration['members'][number]>(start, { name, doc: this.docAt(start) });
  });

  protected readonly structDeclaration = this.RULE('struct', (): StructDeclaration => {
    const start = this.here();
    this.CONSUME(W.struct);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a struct'] });
    const fields: Parameter[] = [];
    this.bracedNames(() => fields.push(this.SUBRULE(this.parameter)));
    return this.node<StructDeclaration>(start, { kind: 'struct', name, fields, doc: this.docAt(start) });
  });

  /** `{ a, b }`, on one line or on several; line breaks stand for commas. */
  private bracedNames(element: () => void): void {
    this.expect(8, S.OpenBrace, 'and what belongs to it');
    const breaks = (): void =>
      this.many(6, () => this.or(6, [{ ALT: () => this.consume(6, Newline) }, { ALT: () => this.consume(6, S.Comma) }]));
    breaks();
    this.many(5, {
      GATE: () => this.sees(Identifier),
      DEF: () => {
        element();
        if (this.RECORDING_PHASE) this.option(4, () => this.consume(4, S.Comma));
        else {
          while (this.seesAny([S.Comma, Newline, S.Semicolon])) this.SKIP_TOKEN();
          if (!this.seesAny([S.CloseBrace, Identifier]) || (this.sees(Identifier) && !this.separatedBehind())) this.unexpectedElement();
        }
      },
    });
    this.closeAfter(S.CloseBrace);
  }

  private separatedBehind(): boolean {
    const before = this.LA(0).tokenType;
    return before === S.Comma || before === Newline || before === S.Semicolon;
  }

  /** Reports what stands where a comma or the closing brace belongs, and skips it unless it is the next element. */
  private unexpectedElement(): void {
    this.problemHere('FL1010', `expected \`,\` or \`}\`, found ${this.found()}`);
    while (!this.atListEnd() && !this.seesAny([Identifier, S.Comma, Newline])) this.skipGroup();
    while (this.seesAny([S.Comma, Newline])) this.SKIP_TOKEN();
  }

  protected readonly messageDeclaration = this.RULE('message', (): MessageDeclaration => {
    const start = this.here();
    this.CONSUME(W.message);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a message'] });
    const parameters = this.SUBRULE(this.parameters);
    return this.node<MessageDeclaration>(start, { kind: 'message', name, parameters, doc: this.docAt(start) });
  });

  protected readonly eventDeclaration = this.RULE('event', (): EventDeclaration => {
    const start = this.here();
    this.CONSUME(W.event);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of an event'] });
    const parameters = this.SUBRULE(this.parameters);
    return this.node<EventDeclaration>(start, { kind: 'event', name, parameters, doc: this.docAt(start) });
  });

  protected readonly operationDeclaration = this.RULE('operationDeclaration', (): OperationDeclaration => {
    const start = this.here();
    this.CONSUME(W.operation);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of an operation'] });
    const parameters = this.SUBRULE(this.parameters);
    const result = this.SUBRULE(this.resultType);
    return this.node<OperationDeclaration>(start, { kind: 'operation', name, parameters, result, doc: this.docAt(start) });
  });

  protected readonly resultType = this.RULE('resultType', (): TypeNode | undefined =>
    this.OPTION(() => {
      this.CONSUME(S.Arrow);
      return this.SUBRULE(this.type);
    }),
  );

  protected readonly invariantDeclaration = this.RULE('invariant', (): InvariantDeclaration => {
    const start = this.here();
    this.CONSUME(W.invariant);
    const { name, condition } = this.SUBRULE(this.namedCondition);
    return this.node<InvariantDeclaration>(start, { kind: 'invariant', name, condition, doc: this.docAt(start) });
  });

  /** `oneLeader: count n in nodes(Server): …` */
  protected readonly namedCondition = this.RULE('namedCondition', (): { name: Name; condition: Expression } => {
    const name = this.SUBRULE(this.nameRule, { ARGS: ['a name for the claim, and a `:`'] });
    this.expect(1, S.Colon, 'before the condition');
    const condition = this.SUBRULE(this.condition);
    return { name, condition };
  });

  // ---- roles ----------------------------------------------------------------------------------------------------------

  protected readonly roleDeclaration = this.RULE('role', (): RoleDeclaration => {
    const start = this.here();
    this.CONSUME(W.role);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a role'] });
    const parameters = this.SUBRULE(this.parameters);
    const members = this.braced(this.members, `\`role ${name.text}\``);
    return this.node<RoleDeclaration>(start, { kind: 'role', name, parameters, members, doc: this.docAt(start) });
  });

  protected readonly variableMember = this.RULE('variable', (): VariableMember => {
    const start = this.here();
    const durable = this.oneOf([
      { ALT: () => wordOf(this.CONSUME(W.durable)) === 'durable' },
      { ALT: () => wordOf(this.CONSUME(W.var)) === 'durable' },
    ]);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a variable'] });
    this.expect(1, S.Colon, 'and the type: the state of a node says its types');
    const type = this.SUBRULE(this.type);
    this.expect(1, S.Equal, 'and a first value');
    const value = this.SUBRULE(this.expression);
    return this.node<VariableMember>(start, { kind: 'variable', durable, name, type, value, doc: this.docAt(start) });
  });

  protected readonly functionMember = this.RULE('function', (): FunctionMember => {
    const start = this.here();
    this.CONSUME(W.func);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a function'] });
    const parameters = this.SUBRULE(this.parameters);
    const result = this.SUBRULE(this.resultType);
    const body = this.SUBRULE(this.block, { ARGS: [`\`func ${name.text}\``] });
    return this.node<FunctionMember>(start, { kind: 'function', name, parameters, result, body, doc: this.docAt(start) });
  });

  protected readonly handler = this.RULE('handler', (): Handler => {
    const start = this.here();
    this.CONSUME(W.on);
    const head = this.SUBRULE(this.handlerHead);
    const clauses = this.handlerClauses();
    const owner = head.kind === 'receipt' ? `on ${head.name.text}` : `on ${head.kind}`;
    const body = this.SUBRULE(this.block, { ARGS: [`\`${owner}\``] });
    return this.node<Handler>(start, { kind: 'handler', head, ...clauses, body, doc: this.docAt(start) });
  });

  private handlerClauses(): { from?: Name; as?: Name; in?: Name; guard?: Expression } {
    const clauses: { from?: Name; as?: Name; in?: Name; guard?: Expression } = {};
    let latest = 0;
    const clause = (rank: number, word: 'from' | 'as' | 'in' | 'when'): void => {
      if (!this.RECORDING_PHASE && rank <= latest) {
        const message =
          rank === latest ? `\`${word}\` stands here twice` : `\`${word}\` comes earlier: the order is \`from\`, \`as\`, \`in\`, \`when\``;
        this.problem('FL1023', message, this.tokenRange(this.LA(1)));
      }
      latest = Math.max(latest, rank);
      this.consume(3, W[word]);
    };
    this.MANY(() => {
      this.oneOf([
        {
          ALT: () => {
            clause(1, 'from');
            clauses.from = this.SUBRULE(this.nameRule, { ARGS: ['a name for the sender'] });
          },
        },
        {
          ALT: () => {
            clause(2, 'as');
            clauses.as = this.SUBRULE1(this.nameRule, { ARGS: ['a name for the request'] });
          },
        },
        {
          ALT: () => {
            clause(3, 'in');
            clauses.in = this.SUBRULE2(this.nameRule, { ARGS: ['a name for the transaction'] });
          },
        },
        {
          ALT: () => {
            clause(4, 'when');
            clauses.guard = this.SUBRULE(this.condition);
          },
        },
      ]);
    });
    return clauses;
  }

  protected readonly handlerHead = this.RULE('handlerHead', (): HandlerHead => {
    const start = this.sees(Identifier) ? this.here() : this.behind();
    return this.oneOf<HandlerHead>([
      {
        GATE: () => this.sees(W.start) && this.hasNoArguments(),
        ALT: () => {
          this.CONSUME(W.start);
          this.OPTION(() => {
            this.CONSUME(S.OpenParen);
            this.CONSUME(S.CloseParen);
          });
          return this.node(start, { kind: 'start' });
        },
      },
      {
        GATE: () => this.sees(W.recover) && this.hasNoArguments(),
        ALT: () => {
          this.CONSUME(W.recover);
          this.OPTION1(() => {
            this.CONSUME1(S.OpenParen);
            this.CONSUME1(S.CloseParen);
          });
          return this.node(start, { kind: 'recover' });
        },
      },
      {
        GATE: () => this.sees(W.timeout) && this.sees(Identifier, 2) && !this.seesAny([W.from, W.as, W.when], 2),
        ALT: () => {
          this.CONSUME(W.timeout);
          const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a timer'] });
          const patterns = this.SUBRULE(this.argumentPatterns);
          return this.node(start, { kind: 'timeout', name, patterns });
        },
      },
      {
        GATE: () => true,
        ALT: () => {
          const name = this.SUBRULE1(this.nameRule, { ARGS: ['`start`, `recover`, `timeout`, a message or an operation'] });
          const patterns = this.SUBRULE1(this.argumentPatterns);
          return this.node(start, { kind: 'receipt', name, patterns });
        },
      },
    ]);
  });

  /** Nothing, or nothing in parentheses, stands behind the next word. */
  private hasNoArguments(): boolean {
    return !this.sees(S.OpenParen, 2) || this.sees(S.CloseParen, 3);
  }

  private readonly members: ListSpec<RoleMember> = {
    alternatives: [
      { word: 'var', starts: () => this.sees(W.var), rule: this.variableMember },
      { word: 'durable', starts: () => this.sees(W.durable), rule: this.variableMember },
      { word: 'func', starts: () => this.sees(W.func), rule: this.functionMember },
      { word: 'on', starts: () => this.sees(W.on), rule: this.handler },
    ],
    code: 'FL1018',
    what: 'a member of the role (`var`, `durable`, `func` or `on`)',
    separated: false,
  };

  protected override unexpectedMessage(spec: ListSpec<unknown>): string {
    if (spec.code !== this.members.code) return super.unexpectedMessage(spec);
    const word = this.LA(1).image;
    if (this.sees(Identifier) && /^[A-Z]/.test(word) && this.seesAny([S.OpenParen, S.OpenBrace], 2)) {
      return `a handler begins with \`on\`: \`on ${word}\``;
    }
    if (this.statements.alternatives.some(({ starts }) => starts())) {
      return `statements stand inside of handlers (\`on\`) and functions (\`func\`), found ${this.found()}`;
    }
    return super.unexpectedMessage(spec);
  }

  private named(word: 'message' | 'operation' | 'event' | 'role' | 'invariant'): () => boolean {
    return () => this.sees(W[word]);
  }

  protected readonly plainDeclarations: readonly Alternative<Declaration>[] = [
    { word: 'const', starts: () => this.sees(W.const), rule: this.constDeclaration },
    { word: 'enum', starts: () => this.sees(W.enum), rule: this.enumDeclaration },
    { word: 'struct', starts: () => this.sees(W.struct), rule: this.structDeclaration },
    { word: 'message', starts: this.named('message'), rule: this.messageDeclaration },
    { word: 'operation', starts: this.named('operation'), rule: this.operationDeclaration },
    { word: 'event', starts: this.named('event'), rule: this.eventDeclaration },
    { word: 'role', starts: this.named('role'), rule: this.roleDeclaration },
    { word: 'invariant', starts: this.named('invariant'), rule: this.invariantDeclaration },
  ];
}
