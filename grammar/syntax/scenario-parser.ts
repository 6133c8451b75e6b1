/** Scenarios: who is there, the network, how it is run, and what is claimed. */
import type {
  Argument,
  ClaimItem,
  ClientItem,
  ClockItem,
  DiskItem,
  DurabilityItem,
  ExploreItem,
  Expression,
  InitialItem,
  LinkItem,
  Name,
  NetworkItem,
  NetworkSetting,
  NodeItem,
  PropertyItem,
  PropertyRef,
  ScenarioDeclaration,
  ScenarioItem,
  ScheduleItem,
  ScheduleStep,
  SimulateItem,
  SweepItem,
} from './ast.ts';
import type { ListSpec } from './base-parser.ts';
import { FaultParser } from './fault-parser.ts';
import { wordOf } from './lexer.ts';
import { Identifier, Integer, S, W } from './tokens.ts';

export abstract class ScenarioParser extends FaultParser {
  protected readonly scenarioDeclaration = this.RULE('scenario', (): ScenarioDeclaration => {
    const start = this.here();
    this.CONSUME(W.scenario);
    const title = this.SUBRULE(this.stringLiteral, { ARGS: ['the title of the scenario, in quotes'] });
    const items = this.braced(this.scenarioItems, `\`scenario "${title.value}"\``);
    return this.node<ScenarioDeclaration>(start, { kind: 'scenario', title, items, doc: this.docAt(start) });
  });

  protected readonly nodeItem = this.RULE('nodeItem', (): NodeItem => {
    const start = this.here();
    this.CONSUME(W.node);
    const names = [this.SUBRULE(this.nodeName)];
    this.MANY(() => {
      this.CONSUME(S.Comma);
      names.push(this.SUBRULE1(this.nodeName));
    });
    this.expect(1, S.Equal, 'and the role it plays');
    const role = this.SUBRULE(this.nameRule, { ARGS: ['the name of a role'] });
    const given: readonly Argument[] = this.optionalArguments();
    return this.node<NodeItem>(start, { kind: 'node', names, role, arguments: given, doc: this.docAt(start) });
  });

  protected readonly nodeName = this.RULE('nodeName', (): NodeItem['names'][number] => {
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a node'] });
    const indices = this.OPTION(() => {
      this.CONSUME(S.OpenBracket);
      const range = this.SUBRULE(this.expression);
      this.expect(1, S.CloseBracket, 'after the numbers of the nodes');
      return range;
    });
    return indices === undefined ? { name } : { name, indices };
  });

  protected readonly clientItem = this.RULE('client', (): ClientItem => {
    const start = this.here();
    this.CONSUME(W.client);
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a client'] });
    const timeout = this.OPTION(() => {
      this.CONSUME(W.timeout);
      return this.SUBRULE(this.expression);
    });
    const body = this.SUBRULE(this.block, { ARGS: [`\`client ${name.text}\``] });
    return this.node<ClientItem>(start, { kind: 'client', name, timeout, body, doc: this.docAt(start) });
  });

  protected readonly initialItem = this.RULE('initial', (): InitialItem => {
    const start = this.here();
    this.CONSUME(W.initial);
    const entries: { key: Expression; value: Expression }[] = [];
    const entry = (index: number): void => {
      const key = this.subrule(index, this.expression);
      this.expect(index, S.Equal, 'and what it holds at first');
      const value = this.subrule(index + 2, this.expression);
      entries.push({ key, value });
    };
    entry(0);
    this.MANY(() => {
      this.CONSUME(S.Comma);
      entry(1);
    });
    return this.node<InitialItem>(start, { kind: 'initial', entries });
  });

  protected readonly networkItem = this.RULE('network', (): NetworkItem => {
    const start = this.here();
    this.CONSUME(W.network);
    const synchronous = this.OPTION(() => this.CONSUME(W.synchronous)) !== undefined;
    const settings = this.braced(this.networkSettings, '`network`');
    return this.node<NetworkItem>(start, { kind: 'network', synchronous, settings });
  });

  protected readonly linkItem = this.RULE('link', (): LinkItem => {
    const start = this.here();
    this.CONSUME(W.link);
    const from = this.SUBRULE(this.nodes);
    this.expect(1, S.Arrow, 'between the two ends of the link');
    const to = this.SUBRULE1(this.nodes);
    const settings = this.braced(this.networkSettings, '`link`');
    return this.node<LinkItem>(start, { kind: 'link', from, to, settings });
  });

  protected readonly valueSetting = this.RULE('networkSetting', (): NetworkSetting => {
    const start = this.here();
    const words = [W.delay, W.loss, W.duplicate, W.until];
    const kind = this.oneOf(words.map((type) => ({ ALT: () => wordOf(this.CONSUME(type)) as 'delay' | 'loss' | 'duplicate' | 'until' })));
    const value = this.SUBRULE(this.expression);
    return this.node(start, { kind, value });
  });

  protected readonly orderSetting = this.RULE('orderSetting', (): NetworkSetting => {
    const start = this.here();
    this.CONSUME(W.order);
    const value = this.SUBRULE(this.nameRule, { ARGS: ['`any` or `fifo`'] });
    return this.node(start, { kind: 'order', value });
  });

  private readonly networkSettings: ListSpec<NetworkSetting> = {
    alternatives: [
      { word: 'delay', starts: () => this.sees(W.delay), rule: this.valueSetting },
      { word: 'order', starts: () => this.sees(W.order), rule: this.orderSetting },
      { word: 'loss', starts: () => this.sees(W.loss), rule: this.valueSetting },
      { word: 'duplicate', starts: () => this.sees(W.duplicate), rule: this.valueSetting },
      { word: 'until', starts: () => this.sees(W.until), rule: this.valueSetting },
    ],
    code: 'FL1029',
    what: 'a setting (`delay`, `order`, `loss`, `duplicate` or `until`)',
    separated: false,
  };

  protected readonly clockItem = this.RULE('clock', (): ClockItem => {
    const start = this.here();
    this.CONSUME(W.clock);
    const node = this.SUBRULE(this.nodes);
    const skew = this.OPTION(() => {
      this.CONSUME(W.skew);
      return this.SUBRULE(this.signed);
    });
    const drift = this.OPTION1(() => {
      this.CONSUME(W.drift);
      return this.SUBRULE1(this.signed);
    });
    return this.node<ClockItem>(start, { kind: 'clock', node, skew, drift });
  });

  /** `+30ms`, `-1%` */
  protected readonly signed = this.RULE('signed', (): Expression => {
    this.OPTION(() => this.CONSUME(S.Plus));
    return this.SUBRULE(this.expression);
  });

  protected readonly diskItem = this.RULE('disk', (): DiskItem => {
    const start = this.here();
    this.CONSUME(W.disk);
    const mode = this.SUBRULE(this.nameRule, { ARGS: ['`buffered`'] });
    return this.node<DiskItem>(start, { kind: 'disk', mode });
  });

  protected readonly durabilityItem = this.RULE('durability', (): DurabilityItem => {
    const start = this.here();
    const durable = this.oneOf([
      { ALT: () => wordOf(this.CONSUME(W.durable)) === 'durable' },
      { ALT: () => wordOf(this.CONSUME(W.volatile)) === 'durable' },
    ]);
    const role = this.SUBRULE(this.nameRule, { ARGS: ['a variable of a role, as in `Role.x`'] });
    this.expect(1, S.Dot, 'and the variable: `Role.x`');
    const variable = this.SUBRULE1(this.nameRule, { ARGS: ['the name of a variable'] });
    return this.node<DurabilityItem>(start, { kind: 'durability', durable, role, variable });
  });

  // ---- how it is run --------------------------------------------------------------------------------------------------

  protected readonly simulateItem = this.RULE('simulate', (): SimulateItem => {
    const start = this.here();
    this.CONSUME(W.simulate);
    let seed: Expression | undefined;
    let seeds: Expression | undefined;
    this.OPTION(() =>
      this.oneOf([
        {
          GATE: () => this.sees(W.seed) && !this.sees(W.seeds, 2),
          ALT: () => {
            this.CONSUME(W.seed);
            seed = this.SUBRULE(this.nodes);
          },
        },
        {
          GATE: () => this.sees(Integer) || this.sees(W.seeds, 2),
          ALT: () => {
            seeds = this.SUBRULE1(this.nodes);
            this.expect(1, W.seeds, 'after their number');
          },
        },
        { GATE: () => !this.RECORDING_PHASE, ALT: () => undefined },
      ]),
    );
    return this.node<SimulateItem>(start, { kind: 'simulate', seed, seeds });
  });

  protected readonly exploreItem = this.RULE('explore', (): ExploreItem => {
    const start = this.here();
    this.CONSUME(W.explore);
    const limits: { name: Name; value: Expression }[] = [];
    this.MANY({
      GATE: () => this.sees(Integer, 2) || (this.sees(Identifier, 2) && this.exploresUpTo()),
      DEF: () => {
        const name = this.SUBRULE(this.nameRule);
        const value = this.SUBRULE(this.nodes);
        limits.push({ name, value });
      },
    });
    return this.node<ExploreItem>(start, { kind: 'explore', limits });
  });

  private exploresUpTo(): boolean {
    const word = this.LA(1).image;
    return word === 'depth' || word === 'states';
  }

  protected readonly scheduleItem = this.RULE('schedule', (): ScheduleItem => {
    const start = this.here();
    this.CONSUME(W.schedule);
    const lines = this.braced(this.scheduleLines, '`schedule`');
    if (this.RECORDING_PHASE) return this.node(start, { kind: 'schedule' } as never);
    const steps: ScheduleStep[] = [];
    let then: SimulateItem | ExploreItem | undefined;
    for (const line of lines) {
      if (line.kind === 'simulate' || line.kind === 'explore') {
        if (then !== undefined) this.problem('FL1028', '`then` stands here twice', line.range);
        then = line;
        continue;
      }
      if (then !== undefined) this.problem('FL1028', 'no step can follow `then simulate` or `then explore`', line.range);
      steps.push(line);
    }
    return this.node<ScheduleItem>(start, { kind: 'schedule', steps, then });
  });

  protected readonly thenLine = this.RULE('then', (): SimulateItem | ExploreItem => {
    this.CONSUME(W.then);
    return this.choice<SimulateItem | ExploreItem>(this.continuations, () => {
      this.problemHere('FL1028', `expected \`simulate\` or \`explore\` after \`then\`, found ${this.found()}`);
      return { kind: 'simulate', range: { start: this.behind(), end: this.behind() } };
    });
  });

  private readonly continuations = [
    { starts: () => this.sees(W.simulate), rule: this.simulateItem },
    { starts: () => this.sees(W.explore), rule: this.exploreItem },
  ];

  private readonly scheduleLines: ListSpec<ScheduleStep | SimulateItem | ExploreItem> = {
    alternatives: [...this.stepAlternatives, { word: 'then', starts: () => this.sees(W.then), rule: this.thenLine }],
    code: 'FL1028',
    what: 'a step, such as `deliver Vote from p1 to c`',
    separated: true,
  };

  protected readonly sweepItem = this.RULE('sweep', (): SweepItem => {
    const start = this.here();
    this.CONSUME(W.for);
    const variables: { name: Name; values: Expression }[] = [];
    const variable = (index: number): void => {
      const name = this.subrule(index, this.nameRule, { ARGS: ['the name of a constant'] });
      this.expect(index, W.in, 'and the values to try');
      const values = this.subrule(index, this.expression);
      variables.push({ name, values });
    };
    variable(0);
    this.MANY(() => {
      this.CONSUME(S.Comma);
      variable(1);
    });
    return this.node<SweepItem>(start, { kind: 'sweep', variables });
  });

  // ---- claims ---------------------------------------------------------------------------------------------------------

  protected readonly checkItem = this.RULE('check', (): ClaimItem => {
    const start = this.here();
    this.CONSUME(W.check);
    const property = this.SUBRULE(this.propertyRef);
    const when = this.whenClause();
    return this.node<ClaimItem>(start, { kind: 'claim', claim: 'check', property, when });
  });

  protected readonly expectItem = this.RULE('expectation', (): ClaimItem => {
    const start = this.here();
    this.CONSUME(W.expect);
    const violation = this.OPTION({
      GATE: () => this.sees(W.of, 2),
      DEF: () => {
        this.CONSUME(W.violation);
        this.CONSUME(W.of);
        return true;
      },
    });
    const property = this.SUBRULE(this.propertyRef);
    const when = this.whenClause();
    return this.node<ClaimItem>(start, { kind: 'claim', claim: violation ? 'expectViolation' : 'expectAnomaly', property, when });
  });

  private whenClause(): Expression | undefined {
    return this.option(4, () => {
      this.consume(4, W.when);
      return this.subrule(4, this.condition);
    });
  }

  protected readonly propertyRef = this.RULE('propertyRef', (): PropertyRef => {
    const start = this.sees(Identifier) ? this.here() : this.behind();
    const negated = this.OPTION({
      GATE: () => this.sees(Identifier, 2) && !this.seesAny([W.as, W.on, W.when], 2),
      DEF: () => this.CONSUME(W.no),
    });
    const name = this.SUBRULE(this.nameRule, { ARGS: ['the name of a property or claim'] });
    const spec = this.OPTION1(() => {
      this.CONSUME(W.as);
      return this.SUBRULE1(this.nameRule, { ARGS: ['the role that is the specification'] });
    });
    const on: Name[] = [];
    this.OPTION2(() => {
      this.CONSUME(W.on);
      on.push(this.SUBRULE2(this.nameRule, { ARGS: ['the name of a variable'] }));
      this.MANY(() => {
        this.CONSUME(S.Comma);
        on.push(this.SUBRULE3(this.nameRule, { ARGS: ['the name of a variable'] }));
      });
    });
    return this.node<PropertyRef>(start, { negated: negated !== undefined, name, spec, on });
  });

  protected readonly propertyItem = this.RULE('property', (): PropertyItem => {
    const start = this.here();
    const kind = this.oneOf<PropertyItem['kind']>([
      { ALT: () => wordOf(this.CONSUME(W.invariant)) as 'invariant' },
      { ALT: () => wordOf(this.CONSUME(W.eventually)) as 'eventually' },
      { ALT: () => wordOf(this.CONSUME(W.possible)) as 'possible' },
      {
        ALT: () => {
          this.CONSUME(W.always);
          this.expect(1, W.possible, 'after `always`');
          return 'alwaysPossible';
        },
      },
    ]);
    const { name, condition } = this.SUBRULE(this.namedCondition);
    return this.node<PropertyItem>(start, { kind, name, condition, doc: this.docAt(start) });
  });

  private readonly scenarioItems: ListSpec<ScenarioItem> = {
    alternatives: [
      { word: 'node', starts: () => this.sees(W.node), rule: this.nodeItem },
      { word: 'client', starts: () => this.sees(W.client), rule: this.clientItem },
      { word: 'initial', starts: () => this.sees(W.initial), rule: this.initialItem },
      { word: 'network', starts: () => this.sees(W.network), rule: this.networkItem },
      { word: 'link', starts: () => this.sees(W.link), rule: this.linkItem },
      { word: 'clock', starts: () => this.sees(W.clock), rule: this.clockItem },
      { word: 'disk', starts: () => this.sees(W.disk), rule: this.diskItem },
      { word: 'volatile', starts: () => this.sees(W.volatile), rule: this.durabilityItem },
      { word: 'durable', starts: () => this.sees(W.durable), rule: this.durabilityItem },
      { word: 'at', starts: () => this.sees(W.at), rule: this.atItem },
      { word: 'when', starts: () => this.sees(W.when), rule: this.whenItem },
      { word: 'lose', starts: () => this.sees(W.lose), rule: this.messageFaultItem },
      { word: 'duplicate', starts: () => this.sees(W.duplicate), rule: this.messageFaultItem },
      { word: 'delay', starts: () => this.sees(W.delay), rule: this.messageFaultItem },
      { word: 'up', starts: () => this.sees(W.up), rule: this.budgetItem },
      { word: 'simulate', starts: () => this.sees(W.simulate), rule: this.simulateItem },
      { word: 'explore', starts: () => this.sees(W.explore), rule: this.exploreItem },
      { word: 'schedule', starts: () => this.sees(W.schedule), rule: this.scheduleItem },
      { word: 'for', starts: () => this.sees(W.for), rule: this.sweepItem },
      { word: 'check', starts: () => this.sees(W.check), rule: this.checkItem },
      { word: 'expect', starts: () => this.sees(W.expect), rule: this.expectItem },
      { word: 'invariant', starts: () => this.sees(W.invariant), rule: this.propertyItem },
      { word: 'eventually', starts: () => this.sees(W.eventually), rule: this.propertyItem },
      { word: 'possible', starts: () => this.sees(W.possible), rule: this.propertyItem },
      { word: 'always', starts: () => this.sees(W.always), rule: this.propertyItem },
    ],
    code: 'FL1019',
    what: 'an item of the scenario, such as `node`, `explore` or `check`',
    separated: false,
  };
}
