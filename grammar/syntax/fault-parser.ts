/** What goes wrong: fault actions, triggers of `when` rules, message faults, budgets, and the steps of a schedule, which share their words. */
import type {
  Argument,
  AtItem,
  BudgetedFault,
  BudgetItem,
  Expression,
  FaultAction,
  MessageFaultItem,
  MessageMatch,
  ScheduleStep,
  Trigger,
  WhenItem,
} from './ast.ts';
import type { Alternative, ListSpec } from './base-parser.ts';
import { DeclarationParser } from './declaration-parser.ts';
import { wordOf } from './lexer.ts';
import { Identifier, Ordinal, S, W } from './tokens.ts';

type SimpleAction = 'crash' | 'recover' | 'isolate' | 'resume';

export abstract class FaultParser extends DeclarationParser {
  /** `p1`, `r[2]`, `{a, b}`: a node or a set of them. */
  protected readonly nodes = this.RULE('nodes', (): Expression => {
    const start = this.here();
    let value: Expression = this.SUBRULE(this.primary);
    this.MANY(() => {
      value = this.oneOf<Expression>([
        {
          ALT: () => {
            this.CONSUME(S.OpenBracket);
            const index = this.SUBRULE(this.expression);
            this.expect(1, S.CloseBracket, 'after the index');
            return this.node(start, { kind: 'index', object: value, index });
          },
        },
        { ALT: () => this.node(start, { kind: 'call', callee: value, arguments: this.SUBRULE(this.callArguments) }) },
      ]);
    });
    return this.bounded(value);
  });

  /** `Vote(tx: "t1") from p2 to c`, each part if it is there. */
  protected readonly messageMatch = this.RULE('messageMatch', (): MessageMatch => {
    const nothing = !this.sees(Identifier);
    const start = nothing ? this.behind() : this.here();
    let given: readonly Argument[] | undefined;
    const message = this.OPTION({
      GATE: () => !((this.sees(W.from) || this.sees(W.to) || this.sees(W.by)) && !this.seesAny([S.OpenParen, W.from, W.to], 2)),
      DEF: () => {
        const name = this.SUBRULE(this.nameRule);
        given = this.optionalArguments();
        return name;
      },
    });
    const from = this.OPTION1(() => {
      this.CONSUME(W.from);
      return this.SUBRULE(this.nodes);
    });
    const to = this.OPTION2(() => {
      this.CONSUME(W.to);
      return this.SUBRULE1(this.nodes);
    });
    return this.node<MessageMatch>(start, { message, arguments: given ?? [], from, to });
  });

  protected readonly ordinal = this.RULE('ordinal', (): number | undefined =>
    this.OPTION(() => Number.parseInt(this.CONSUME(Ordinal).image, 10)),
  );

  // ---- actions --------------------------------------------------------------------------------------------------------

  protected readonly simpleAction = this.RULE('nodeAction', (): FaultAction => {
    const start = this.here();
    const words = [W.crash, W.recover, W.isolate, W.resume];
    const kind = this.oneOf(words.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as SimpleAction })));
    const node = this.SUBRULE(this.nodes);
    return this.node(start, { kind, node });
  });

  protected readonly partitionAction = this.RULE('partition', (): FaultAction => {
    const start = this.here();
    this.CONSUME(W.partition);
    const groups: Expression[] = [this.SUBRULE(this.nodes)];
    this.MANY(() => {
      this.CONSUME(S.Bar);
      groups.push(this.SUBRULE1(this.nodes));
    });
    return this.node(start, { kind: 'partition', groups });
  });

  protected readonly healAction = this.RULE('heal', (): FaultAction => {
    const start = this.here();
    this.CONSUME(W.heal);
    return this.node(start, { kind: 'heal' });
  });

  protected readonly pauseAction = this.RULE('pause', (): FaultAction => {
    const start = this.here();
    this.CONSUME(W.pause);
    const node = this.SUBRULE(this.nodes);
    const duration = this.OPTION(() => {
      this.CONSUME(W.for);
      return this.SUBRULE(this.expression);
    });
    return this.node(start, { kind: 'pause', node, duration });
  });

  protected readonly jumpAction = this.RULE('jump', (): FaultAction => {
    const start = this.here();
    this.CONSUME(W.jump);
    const node = this.SUBRULE(this.nodes);
    this.expect(1, W.by, 'and how far the clock jumps');
    this.OPTION(() => this.CONSUME(S.Plus));
    const by = this.SUBRULE(this.expression);
    return this.node(start, { kind: 'jump', node, by });
  });

  private readonly actionAlternatives: readonly Alternative<FaultAction>[] = [
    { word: 'crash', starts: () => this.sees(W.crash), rule: this.simpleAction },
    { word: 'recover', starts: () => this.sees(W.recover), rule: this.simpleAction },
    { word: 'isolate', starts: () => this.sees(W.isolate), rule: this.simpleAction },
    { word: 'resume', starts: () => this.sees(W.resume), rule: this.simpleAction },
    { word: 'partition', starts: () => this.sees(W.partition), rule: this.partitionAction },
    { word: 'heal', starts: () => this.sees(W.heal), rule: this.healAction },
    { word: 'pause', starts: () => this.sees(W.pause), rule: this.pauseAction },
    { word: 'jump', starts: () => this.sees(W.jump), rule: this.jumpAction },
  ];
  private readonly actions: ListSpec<FaultAction> = {
    alternatives: this.actionAlternatives,
    code: 'FL1027',
    what: 'a fault, such as `crash n`',
    separated: true,
  };

  // ---- rules ----------------------------------------------------------------------------------------------------------

  protected readonly atItem = this.RULE('at', (): AtItem => {
    const start = this.here();
    this.CONSUME(W.at);
    const time = this.SUBRULE(this.expression);
    const actions = this.braced(this.actions, '`at`');
    return this.node<AtItem>(start, { kind: 'at', time, actions });
  });

  protected readonly whenItem = this.RULE('when', (): WhenItem => {
    const start = this.here();
    this.CONSUME(W.when);
    const trigger = this.choice<Trigger>(this.triggers, () => this.SUBRULE(this.stepTrigger));
    const actions = this.braced(this.actions, '`when`');
    return this.node<WhenItem>(start, { kind: 'when', trigger, actions });
  });

  /** `{ p1.prepared and p2.prepared }` */
  protected readonly conditionTrigger = this.RULE('conditionTrigger', (): Trigger => {
    const start = this.here();
    this.CONSUME(S.OpenBrace);
    const condition = this.SUBRULE(this.condition);
    this.closeAfter(S.CloseBrace);
    return this.node(start, { kind: 'condition', condition });
  });

  /** `2nd c receives Vote from p2` and its like. */
  protected readonly stepTrigger = this.RULE('stepTrigger', (): Trigger => {
    const start = this.startsExpression() || this.sees(Ordinal) ? this.here() : this.behind();
    const ordinal = this.SUBRULE(this.ordinal);
    const node = this.SUBRULE(this.nodes);
    if (!this.RECORDING_PHASE && !this.sees(Identifier)) {
      this.problemHere(
        'FL1030',
        `expected what the node does (\`receives\`, \`sends\`, \`times out\`, \`crashes\`, \`recovers\` or an event), found ${this.found()}`,
      );
      return this.node(start, { kind: 'event', ordinal, node, verb: this.inventedName(), arguments: [] });
    }
    return this.oneOf<Trigger>([
      {
        ALT: () => {
          this.CONSUME(W.receives);
          return this.node(start, { kind: 'receives', ordinal, node, message: this.SUBRULE(this.messageMatch) });
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.sends);
          return this.node(start, { kind: 'sends', ordinal, node, message: this.SUBRULE1(this.messageMatch) });
        },
      },
      {
        GATE: () => this.sees(W.out, 2),
        ALT: () => {
          this.CONSUME(W.times);
          this.CONSUME(W.out);
          const timer = this.OPTION(() => this.SUBRULE1(this.nameRule));
          return this.node(start, { kind: 'timesOut', ordinal, node, timer, arguments: this.optionalArguments() });
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.crashes);
          return this.node(start, { kind: 'crashes', ordinal, node });
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.recovers);
          return this.node(start, { kind: 'recovers', ordinal, node });
        },
      },
      {
        GATE: () => true,
        ALT: () => {
          const verb = this.SUBRULE(this.nameRule);
          return this.node(start, {
            kind: 'event',
            ordinal,
            node,
            verb,
            arguments: this.option(5, () => this.subrule(5, this.callArguments)) ?? [],
          });
        },
      },
    ]);
  });

  private readonly triggers: readonly Alternative<Trigger>[] = [
    { starts: () => this.sees(S.OpenBrace), rule: this.conditionTrigger },
    { starts: () => true, rule: this.stepTrigger },
  ];

  protected readonly messageFaultItem = this.RULE('messageFault', (): MessageFaultItem => {
    const start = this.here();
    const words = [W.lose, W.duplicate, W.delay];
    const fault = this.oneOf(words.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as MessageFaultItem['fault'] })));
    const ordinal = this.SUBRULE(this.ordinal);
    const message = this.SUBRULE(this.messageMatch);
    if (fault === 'delay' && !this.RECORDING_PHASE && !this.sees(W.by)) this.expect(2, W.by, 'and how long');
    const by = this.OPTION({
      GATE: () => fault === 'delay',
      DEF: () => {
        this.CONSUME(W.by);
        return this.SUBRULE(this.expression);
      },
    });
    return this.node<MessageFaultItem>(start, { kind: 'messageFault', fault, ordinal, message, by });
  });

  // ---- budgets --------------------------------------------------------------------------------------------------------

  protected readonly budgetItem = this.RULE('budget', (): BudgetItem => {
    const start = this.here();
    this.CONSUME(W.up);
    this.expect(1, W.to, 'and how many');
    const times = this.SUBRULE(this.nodes);
    const fault = this.choice<BudgetedFault | undefined>(this.budgets, () => {
      this.problemHere(
        'FL1027',
        `expected \`crash\`, \`lose\`, \`duplicate\`, \`partition\`, \`pause\` or \`timeout\`, found ${this.found()}`,
      );
      return undefined;
    });
    // A budget without a fault allows nothing; the mistake has been reported.
    const at = { start: this.behind(), end: this.behind() };
    return this.node<BudgetItem>(start, { kind: 'budget', times, fault: fault ?? { kind: 'partition', range: at } });
  });

  private ofClause(): Expression | undefined {
    return this.option(4, () => {
      this.consume(4, W.of);
      return this.subrule(4, this.nodes);
    });
  }

  protected readonly crashBudget = this.RULE('crashBudget', (): BudgetedFault => {
    const start = this.here();
    this.CONSUME(W.crash);
    const recovery = this.OPTION(() => {
      this.CONSUME(W.with);
      this.expect(1, W.recovery);
      return true;
    });
    const of = this.ofClause();
    return this.node(start, { kind: 'crash', withRecovery: recovery ?? false, of });
  });

  protected readonly messageBudget = this.RULE('messageBudget', (): BudgetedFault => {
    const start = this.here();
    const words = [W.lose, W.duplicate];
    const kind = this.oneOf(words.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as 'lose' | 'duplicate' })));
    const message = this.SUBRULE(this.messageMatch);
    return this.node(start, { kind, message });
  });

  protected readonly partitionBudget = this.RULE('partitionBudget', (): BudgetedFault => {
    const start = this.here();
    this.CONSUME(W.partition);
    return this.node(start, { kind: 'partition' });
  });

  protected readonly pauseBudget = this.RULE('pauseBudget', (): BudgetedFault => {
    const start = this.here();
    this.CONSUME(W.pause);
    const of = this.ofClause();
    return this.node(start, { kind: 'pause', of });
  });

  protected readonly timeoutBudget = this.RULE('timeoutBudget', (): BudgetedFault => {
    const start = this.here();
    this.CONSUME(W.timeout);
    const timer = this.OPTION({
      GATE: () => !this.sees(W.of) || this.sees(W.of, 2),
      DEF: () => this.SUBRULE(this.nameRule),
    });
    const of = this.ofClause();
    return this.node(start, { kind: 'timeout', timer, of });
  });

  private readonly budgets: readonly Alternative<BudgetedFault>[] = [
    { word: 'crash', starts: () => this.sees(W.crash), rule: this.crashBudget },
    { word: 'lose', starts: () => this.sees(W.lose), rule: this.messageBudget },
    { word: 'duplicate', starts: () => this.sees(W.duplicate), rule: this.messageBudget },
    { word: 'partition', starts: () => this.sees(W.partition), rule: this.partitionBudget },
    { word: 'pause', starts: () => this.sees(W.pause), rule: this.pauseBudget },
    { word: 'timeout', starts: () => this.sees(W.timeout), rule: this.timeoutBudget },
  ];

  // ---- steps of a schedule --------------------------------------------------------------------------------------------

  protected readonly messageStep = this.RULE('messageStep', (): ScheduleStep => {
    const start = this.here();
    const words = [W.deliver, W.lose, W.duplicate];
    const kind = this.oneOf(words.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as 'deliver' | 'lose' | 'duplicate' })));
    const message = this.SUBRULE(this.messageMatch);
    return this.node(start, { kind, message });
  });

  protected readonly fireStep = this.RULE('fire', (): ScheduleStep => {
    const start = this.here();
    this.CONSUME(W.fire);
    const timer = this.SUBRULE(this.nameRule, { ARGS: ['the name of a timer'] });
    const given = this.optionalArguments();
    const at = this.OPTION(() => {
      this.CONSUME(W.at);
      return this.SUBRULE(this.nodes);
    });
    return this.node(start, { kind: 'fire', timer, arguments: given, at });
  });

  protected readonly clientStep = this.RULE('clientStep', (): ScheduleStep => {
    const start = this.here();
    const words = [W.invoke, W.handle, W.return, W.timeout];
    const kind = this.oneOf(words.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as 'invoke' | 'handle' | 'return' | 'timeout' })));
    const client = this.SUBRULE(this.nameRule, { ARGS: ['the name of a client'] });
    return this.node(start, { kind, client });
  });

  protected readonly stepAlternatives: readonly Alternative<ScheduleStep>[] = [
    { word: 'deliver', starts: () => this.sees(W.deliver), rule: this.messageStep },
    { word: 'lose', starts: () => this.sees(W.lose), rule: this.messageStep },
    { word: 'duplicate', starts: () => this.sees(W.duplicate), rule: this.messageStep },
    { word: 'fire', starts: () => this.sees(W.fire), rule: this.fireStep },
    { word: 'invoke', starts: () => this.sees(W.invoke), rule: this.clientStep },
    { word: 'handle', starts: () => this.sees(W.handle), rule: this.clientStep },
    { word: 'return', starts: () => this.sees(W.return), rule: this.clientStep },
    { word: 'timeout', starts: () => this.sees(W.timeout), rule: this.clientStep },
    ...this.actionAlternatives,
  ];
}
