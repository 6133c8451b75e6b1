/** Histories, and the file as a whole. */
import type { IToken } from 'chevrotain';
import type { Declaration, Expression, HistoryDeclaration, HistoryItem, Import, LoadItem, OperationLine, SourceTree } from './ast.ts';
import type { ListSpec } from './base-parser.ts';
import type { SyntaxProblem } from './problems.ts';
import { ScenarioParser } from './scenario-parser.ts';
import { Identifier, S, W } from './tokens.ts';

export class FileParser extends ScenarioParser {
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** Parses laid-out tokens. */
  parseFile(tokens: IToken[], text: string, docs: ReadonlyMap<number, string>): { tree: SourceTree; problems: SyntaxProblem[] } {
    this.prepare(tokens, text, docs);
    const tree = this.file();
    return { tree: { ...tree, range: { start: 0, end: text.length } }, problems: this.problems };
  }

  protected readonly historyDeclaration = this.RULE('history', (): HistoryDeclaration => {
    const start = this.here();
    this.CONSUME(W.history);
    const title = this.SUBRULE(this.stringLiteral, { ARGS: ['the title of the history, in quotes'] });
    const items = this.braced(this.historyItems, `\`history "${title.value}"\``);
    return this.node<HistoryDeclaration>(start, { kind: 'history', title, items, doc: this.docAt(start) });
  });

  protected readonly loadItem = this.RULE('load', (): LoadItem => {
    const start = this.here();
    this.CONSUME(W.load);
    const path = this.SUBRULE(this.stringLiteral, { ARGS: ['the path of a file, in quotes'] });
    const options = this.optionalArguments();
    return this.node<LoadItem>(start, { kind: 'load', path, options });
  });

  /** `alice: read("score") -> "final" [12ms, 14ms]` */
  protected readonly operationLine = this.RULE('operationLine', (): OperationLine => {
    const start = this.here();
    const process = this.SUBRULE(this.nameRule);
    this.CONSUME(S.Colon);
    const operation = this.SUBRULE1(this.nameRule, { ARGS: ['the name of an operation'] });
    const given = this.optionalArguments();
    const result = this.OPTION(() => {
      this.CONSUME(S.Arrow);
      return this.oneOf<Expression | 'open'>([
        {
          ALT: () => {
            this.CONSUME(S.Question);
            return 'open';
          },
        },
        { ALT: () => this.SUBRULE(this.historyResult) },
      ]);
    });
    const interval = this.OPTION1(() => this.SUBRULE(this.interval));
    return this.node<OperationLine>(start, { kind: 'operationLine', process, operation, arguments: given, result, interval });
  });

  /** A literal: a `[` behind it begins the interval. */
  protected readonly historyResult = this.RULE('historyResult', (): Expression => {
    const start = this.here();
    const minus = this.OPTION(() => this.CONSUME(S.Minus));
    this.checkRange(minus !== undefined);
    const value = this.SUBRULE(this.primary);
    return minus === undefined ? value : this.node(start, { kind: 'unary', operator: '-', operand: value });
  });

  protected readonly interval = this.RULE('interval', (): readonly Expression[] => {
    const bounds: Expression[] = [];
    this.CONSUME(S.OpenBracket);
    this.commaSeparated(S.CloseBracket, () => bounds.push(this.SUBRULE(this.expression)));
    this.expect(1, S.CloseBracket, 'after the end of the interval');
    return bounds;
  });

  private readonly historyItems: ListSpec<HistoryItem> = {
    alternatives: [
      { starts: () => this.sees(Identifier) && this.sees(S.Colon, 2), rule: this.operationLine },
      { word: 'initial', starts: () => this.sees(W.initial), rule: this.initialItem },
      { word: 'load', starts: () => this.sees(W.load), rule: this.loadItem },
      { word: 'check', starts: () => this.sees(W.check), rule: this.checkItem },
      { word: 'expect', starts: () => this.sees(W.expect), rule: this.expectItem },
    ],
    code: 'FL1020',
    what: 'a line of the history, such as `alice: read("x") -> 1`',
    separated: false,
  };

  private readonly topLevel: ListSpec<Declaration | Import> = {
    alternatives: [
      { word: 'import', starts: () => this.sees(W.import), rule: this.importDeclaration },
      ...this.plainDeclarations,
      { word: 'scenario', starts: () => this.sees(W.scenario), rule: this.scenarioDeclaration },
      { word: 'history', starts: () => this.sees(W.history), rule: this.historyDeclaration },
    ],
    code: 'FL1017',
    what: 'a declaration, such as `message`, `role` or `scenario`',
    separated: false,
  };

  readonly file = this.RULE('file', (): SourceTree => {
    const imports: Import[] = [];
    const declarations: Declaration[] = [];
    while (true) {
      for (const element of this.list(this.topLevel)) {
        if (element.kind === 'import') imports.push(element);
        else declarations.push(element);
      }
      if (this.RECORDING_PHASE || this.atEnd()) break;
      // No `}` is left over by the layout pass; should one be, it is skipped rather than the rest of the file.
      this.SKIP_TOKEN();
    }
    return this.node<SourceTree>(0, { imports, declarations });
  });
}
