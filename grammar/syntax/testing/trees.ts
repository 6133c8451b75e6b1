// biome-ignore-all lint/suspicious/noThenProperty: the fields of conditionals and schedules are called so; no node is ever awaited.
/** Random syntax trees for fast-check: every construct of the language, in forms that a text can have. */
import fc, { type Arbitrary } from 'fast-check';
import type {
  Argument,
  ArgumentPattern,
  BinaryOperator,
  Block,
  BudgetedFault,
  Declaration,
  Expression,
  FaultAction,
  Handler,
  HistoryItem,
  MessageMatch,
  Name,
  NetworkSetting,
  Parameter,
  Pattern,
  RoleMember,
  ScenarioItem,
  ScheduleStep,
  SourceTree,
  Statement,
  Trigger,
  TypeNode,
} from '../ast.ts';
import { binaryPrecedence } from '../precedence.ts';

const range = { start: 0, end: 0 };

/** Words of scenarios and clients that are ordinary names elsewhere, among plain names. */
export const contextualNames =
  'network order clock disk step link count max read commit at from timeout retry initial until seed states depth role message'.split(' ');
const plainNames = ['a', 'b', 'tx', 'p1', 'votes', 'decision', 'x_1', '_tmp', 'Outcome', 'committed', 'Participant'];

export const name: Arbitrary<Name> = fc
  .oneof(
    { weight: 5, arbitrary: fc.constantFrom(...plainNames) },
    { weight: 2, arbitrary: fc.constantFrom(...contextualNames.filter((word) => word !== 'at' && word !== 'from')) },
  )
  .map((text) => ({ text, range }));
/** Where a word of the language could begin a clause. */
const plainName: Arbitrary<Name> = fc.constantFrom(...plainNames.filter((text) => text !== '_tmp')).map((text) => ({ text, range }));

const doc = fc.option(fc.constantFrom('What it is for.', 'Two lines:\n  the second is indented', 'a\n\nb'), { nil: undefined, freq: 4 });
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('x', 'a "quote" \\ \n\t', '\ud800', 'ünïcode 🎈'));

/** A node with these fields, without those that are undefined, as the parser makes them. */
function node<T>(fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<T> {
  return fc
    .record(fields)
    .map((values) => ({ ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)), range }) as T);
}
const optional = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const list = <T>(arbitrary: Arbitrary<T>, maxLength = 3, minLength = 0): Arbitrary<T[]> => fc.array(arbitrary, { maxLength, minLength });

const integer = fc.oneof(fc.nat(20), fc.nat(2 ** 31 - 1));
const leaf: Arbitrary<Expression> = fc.oneof<Arbitrary<Expression>[]>(
  { weight: 4, arbitrary: name.map((n): Expression => ({ kind: 'name', name: n, range })) } as never,
  integer.map((value) => ({ kind: 'integer', value, range })),
  integer.map((value) => ({ kind: 'duration', value, range })),
  fc.nat(1000).map((tenths) => ({ kind: 'percentage', value: tenths / 10 / 100, range })),
  text.map((value) => ({ kind: 'string', value, range })),
  fc.boolean().map((value) => ({ kind: 'boolean', value, range })),
  fc.constantFrom<Expression>({ kind: 'none', range }, { kind: 'self', range }, { kind: 'now', range }),
);

const greedy = new Set(['quantifier', 'conditional', 'choose']);
const loose = (e: Expression): boolean =>
  e.kind === 'percentage' || greedy.has(e.kind) || e.kind === 'binary' || e.kind === 'unary' || (e.kind === 'call' && e.at !== undefined);
const parenthesise = (inner: Expression): Expression => ({ kind: 'parenthesised', inner, range });
/** The expression in a place where only something tight may stand. */
const tight = (e: Expression): Expression => (loose(e) ? parenthesise(e) : e);
/** Under `if`, `else`, `for … in` and before `where`, `:` and the like, where a conditional or a quantifier would swallow what follows. */
const closed = (e: Expression): Expression => (endsGreedily(e) || e.kind === 'conditional' ? parenthesise(e) : e);
function endsGreedily(e: Expression): boolean {
  if (greedy.has(e.kind)) return true;
  if (e.kind === 'binary') return endsGreedily(e.right);
  return e.kind === 'unary' && endsGreedily(e.operand);
}
function operand(e: Expression, minimum: number): Expression {
  if (e.kind === 'binary') return binaryPrecedence[e.operator] >= minimum && !endsGreedily(e) ? e : parenthesise(e);
  return tight(e);
}
function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  const precedence = binaryPrecedence[operator];
  const single = precedence === binaryPrecedence['=='] || operator === '..';
  return {
    kind: 'binary',
    operator,
    operatorRange: range,
    left: operand(left, single ? precedence + 1 : precedence),
    right: operand(right, precedence + 1),
    range,
  };
}

export const { expression } = fc.letrec<{ expression: Expression; argument: Argument }>((tie) => {
  const e = tie('expression');
  return {
    argument: node<Argument>({ label: optional(name), value: e }) as Arbitrary<Argument>,
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom(...(Object.keys(binaryPrecedence) as BinaryOperator[])), e, e)
        .map(([operator, left, right]) => binary(operator, left, right)),
      e.map((inner): Expression => parenthesise(inner)),
      e.map((x): Expression => ({ kind: 'unary', operator: '-', operand: tight(x), range })),
      e.map((x): Expression => ({ kind: 'unary', operator: 'not', operand: operand(x, 4), range })),
      list(e).map((elements): Expression => ({ kind: 'list', elements, range })),
      list(e).map((keys): Expression => ({ kind: 'brace', entries: keys.map((key) => ({ key })), range })),
      list(fc.tuple(e, e), 3, 1).map(
        (pairs): Expression => ({ kind: 'brace', entries: pairs.map(([key, value]) => ({ key: closed(key), value })), range }),
      ),
      fc.tuple(fc.constantFrom('set' as const, 'list' as const), e, name, e, optional(e)).map(
        ([makes, element, n, iterable, where]): Expression => ({
          kind: 'comprehension',
          makes,
          element: closed(element),
          name: n,
          iterable: closed(iterable),
          ...(where === undefined ? {} : { where }),
          range,
        }),
      ),
      fc.tuple(e, e, name, e).map(
        ([key, value, n, iterable]): Expression => ({
          kind: 'comprehension',
          makes: 'map',
          element: closed(key),
          value: closed(value),
          name: n,
          iterable,
          range,
        }),
      ),
      fc.tuple(fc.constantFrom('all', 'some', 'count', 'max', 'min', 'sum'), name, e, e).map(
        ([quantifier, n, iterable, body]): Expression => ({
          kind: 'quantifier',
          quantifier: quantifier as 'all',
          name: n,
          iterable: closed(iterable),
          body,
          range,
        }),
      ),
      fc.tuple(e, e, e).map(
        ([a, condition, otherwise]): Expression => ({
          kind: 'conditional',
          then: closed(a),
          condition: closed(condition),
          otherwise,
          range,
        }),
      ),
      fc
        .tuple(e, list(tie('argument')))
        .map(([callee, given]): Expression => ({ kind: 'call', callee: tight(callee), arguments: given, range })),
      fc.tuple(plainName, list(tie('argument')), plainName).map(
        ([callee, given, at]): Expression => ({
          kind: 'call',
          callee: { kind: 'name', name: callee, range },
          arguments: given,
          at: { kind: 'name', name: at, range },
          range,
        }),
      ),
      fc.tuple(e, e).map(([object, index]): Expression => ({ kind: 'index', object: tight(object), index, range })),
      fc.tuple(e, name).map(([object, member]): Expression => ({ kind: 'member', object: tight(object), member, range })),
      fc.tuple(e, list(tie('argument'))).map(
        ([object, fields]): Expression => ({
          kind: 'with',
          object: tight(object),
          fields: fields.map((field) => ({ label: { text: 'term', range }, ...field })),
          range,
        }),
      ),
      fc.tuple(plainName, e, optional(e)).map(
        ([n, from, where]): Expression => ({
          kind: 'choose',
          name: n,
          from: closed(from),
          ...(where === undefined ? {} : { where }),
          range,
        }),
      ),
      integer.map(
        (high): Expression => ({
          kind: 'choose',
          from: binary('..', { kind: 'integer', value: 0, range }, { kind: 'integer', value: high, range }),
          range,
        }),
      ),
    ),
  };
});
const argument: Arbitrary<Argument> = node<Argument>({ label: optional(name), value: expression }) as Arbitrary<Argument>;
const given = list(argument);
/** Where a word follows that a greedy expression would not give back. */
const closedExpression = expression.map(closed);
const reference: Arbitrary<Expression> = fc.oneof(
  plainName.map((n): Expression => ({ kind: 'name', name: n, range })),
  fc.tuple(plainName, fc.nat(9)).map(
    ([n, value]): Expression => ({
      kind: 'index',
      object: { kind: 'name', name: n, range },
      index: { kind: 'integer', value, range },
      range,
    }),
  ),
);
const group: Arbitrary<Expression> = fc.oneof(
  reference,
  list(reference, 3).map((elements): Expression => ({ kind: 'brace', entries: elements.map((key) => ({ key })), range })),
);

const { type } = fc.letrec<{ type: TypeNode }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    name.map((n): TypeNode => ({ kind: 'namedType', name: n, arguments: [], range })),
    fc.tuple(name, list(tie('type'), 2, 1)).map(([n, types]): TypeNode => ({ kind: 'namedType', name: n, arguments: types, range })),
    tie('type').map((inner): TypeNode => (inner.kind === 'optionalType' ? inner : { kind: 'optionalType', inner, range })),
  ),
}));

const parameter = node<Parameter>({
  kind: fc.constant('parameter'),
  name,
  type,
  defaultValue: optional(expression),
  doc,
}) as Arbitrary<Parameter>;
const parameters = list(parameter);

const pattern: Arbitrary<Pattern> = fc.oneof<Arbitrary<Pattern>[]>(
  fc.constant({ kind: 'wildcard', range }),
  name.map((n) => ({ kind: 'namePattern', name: n, range })),
  fc
    .oneof(
      fc.boolean(),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((n) => n + 0),
      text,
      fc.constant(null),
    )
    .map((value) => ({ kind: 'literalPattern', value, range })),
  fc.tuple(name, name).map(([enumName, member]) => ({ kind: 'qualifiedPattern', enumName, member, range })),
);
const patterns = list(node<ArgumentPattern>({ label: optional(name), pattern }) as Arbitrary<ArgumentPattern>);

const call: Arbitrary<Expression> = fc
  .tuple(name, given)
  .map(([callee, args]) => ({ kind: 'call', callee: { kind: 'name', name: callee, range }, arguments: args, range }));
const target: Arbitrary<Expression> = fc.oneof(
  reference,
  fc.tuple(reference, name).map(([object, member]): Expression => ({ kind: 'member', object, member, range })),
);

export const { block, statement } = fc.letrec<{ block: Block; statement: Statement }>((tie) => {
  const body = tie('block');
  const k = <K extends string>(kind: K): Arbitrary<K> => fc.constant(kind);
  return {
    block: list(tie('statement')).map((statements): Block => ({ kind: 'block', statements, range })),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      call.map((e): Statement => ({ kind: 'expression', expression: e, range })),
      k('sync').map((kind): Statement => ({ kind, range })),
      node({ kind: k('let'), mutable: fc.boolean(), name, type: optional(type), value: expression }) as Arbitrary<Statement>,
      node({ kind: k('assign'), target, operator: fc.constantFrom('=', '+=', '-='), value: expression }) as Arbitrary<Statement>,
      node({ kind: k('return'), value: optional(expression) }) as Arbitrary<Statement>,
      node({ kind: k('send'), message: name, arguments: given, target: expression }) as Arbitrary<Statement>,
      node({ kind: k('reply'), value: optional(closedExpression), request: optional(reference) }) as Arbitrary<Statement>,
      node({ kind: k('after'), delay: closedExpression, timer: name, arguments: given }) as Arbitrary<Statement>,
      node({ kind: k('cancel'), timer: name, arguments: given }) as Arbitrary<Statement>,
      node({ kind: k('assert'), condition: expression, message: optional(expression) }) as Arbitrary<Statement>,
      node({ kind: k('sleep'), duration: reference }) as Arbitrary<Statement>,
      node({ kind: k('wait'), until: expression }) as Arbitrary<Statement>,
      node({ kind: k('await'), client: name }) as Arbitrary<Statement>,
      body,
      node({ kind: k('for'), name, iterable: closedExpression, body }) as Arbitrary<Statement>,
      node({ kind: k('while'), condition: closedExpression, body }) as Arbitrary<Statement>,
      node({ kind: k('repeat'), times: reference, body }) as Arbitrary<Statement>,
      node({ kind: k('match'), subject: closedExpression, arms: list(node({ pattern, body: tie('statement') })) }) as Arbitrary<Statement>,
      node({ kind: k('transaction'), at: reference, retry: optional(reference), body }) as Arbitrary<Statement>,
      fc
        .tuple(closedExpression, body, fc.oneof(body, fc.constant(undefined)), optional(closedExpression))
        .map(([condition, then, last, second]): Statement => {
          const tail =
            second === undefined
              ? last
              : { kind: 'if' as const, condition: second, then, ...(last === undefined ? {} : { else: last }), range };
          return { kind: 'if', condition, then, ...(tail === undefined ? {} : { else: tail }), range };
        }),
    ),
  };
});

const k = <K extends string>(...kinds: K[]): Arbitrary<K> => fc.constantFrom(...kinds);
const head = fc.oneof(
  k('start', 'recover').map((kind) => ({ kind, range })),
  node({ kind: k('timeout', 'receipt'), name: plainName, patterns }),
) as Arbitrary<Handler['head']>;
const member: Arbitrary<RoleMember> = fc.oneof(
  node({ kind: k('variable'), durable: fc.boolean(), name, type, value: expression, doc }) as Arbitrary<RoleMember>,
  node({ kind: k('function'), name, parameters, result: optional(type), body: block, doc }) as Arbitrary<RoleMember>,
  node({
    kind: k('handler'),
    head,
    from: optional(name),
    as: optional(name),
    in: optional(name),
    guard: optional(closedExpression),
    body: block,
    doc,
  }) as Arbitrary<RoleMember>,
);

const match = node<MessageMatch>({ message: optional(plainName), arguments: given, from: optional(group), to: optional(group) }).map(
  (m): MessageMatch => (m.message === undefined ? { ...m, arguments: [] } : m),
);
const ordinal = optional(fc.integer({ min: 1, max: 120 }));
const trigger = fc.oneof(
  node({ kind: k('receives', 'sends'), ordinal, node: reference, message: match }),
  node({ kind: k('timesOut'), ordinal, node: reference, timer: plainName, arguments: given }),
  node({ kind: k('crashes', 'recovers'), ordinal, node: reference }),
  node({ kind: k('event'), ordinal, node: reference, verb: plainName, arguments: given }),
  node({ kind: k('condition'), condition: expression }),
) as Arbitrary<Trigger>;
const action = fc.oneof(
  node({ kind: k('crash', 'recover', 'isolate', 'resume'), node: reference }),
  node({ kind: k('partition'), groups: list(group, 3, 1) }),
  node({ kind: k('heal') }),
  node({ kind: k('pause'), node: reference, duration: optional(expression) }),
  node({ kind: k('jump'), node: reference, by: expression }),
) as Arbitrary<FaultAction>;
const budgeted = fc.oneof(
  node({ kind: k('crash'), withRecovery: fc.boolean(), of: optional(group) }),
  node({ kind: k('lose', 'duplicate'), message: match }),
  node({ kind: k('partition') }),
  node({ kind: k('pause'), of: optional(group) }),
  node({ kind: k('timeout'), timer: optional(plainName), of: optional(group) }),
) as Arbitrary<BudgetedFault>;
const setting = fc.oneof(
  node({
    kind: k('delay', 'loss', 'duplicate', 'until'),
    value: fc.oneof(
      leaf,
      fc.tuple(leaf, leaf).map(([low, high]) => binary('..', low, high)),
    ),
  }),
  node({ kind: k('order'), value: plainName }),
) as Arbitrary<NetworkSetting>;
const number: Arbitrary<Expression> = integer.map((value) => ({ kind: 'integer', value, range }));
const simulate = fc.oneof(
  fc.constant({ kind: 'simulate' as const, range }),
  node({ kind: k('simulate'), seed: number }),
  node({ kind: k('simulate'), seeds: number }),
);
const explore = node({
  kind: k('explore'),
  limits: list(fc.record({ name: k('depth', 'states').map((word): Name => ({ text: word, range })), value: number }), 2),
});
const step = fc.oneof(
  action,
  node({ kind: k('deliver', 'lose', 'duplicate'), message: match }) as Arbitrary<ScheduleStep>,
  node({ kind: k('fire'), timer: plainName, arguments: given, at: optional(reference) }) as Arbitrary<ScheduleStep>,
  node({ kind: k('invoke', 'handle', 'return', 'timeout'), client: plainName }) as Arbitrary<ScheduleStep>,
);
const title = text.map((value) => ({ kind: 'string' as const, value, range }));
const initial = node({ kind: k('initial'), entries: list(fc.record({ key: fc.oneof(leaf, reference), value: expression }), 3, 1) });
const claim = node({
  kind: k('claim'),
  claim: k('check', 'expectViolation', 'expectAnomaly'),
  property: node({ negated: fc.boolean(), name: plainName, spec: optional(plainName), on: list(plainName) }),
  when: optional(expression),
});
/** The message fault and what belongs to it alone. */
const messageFault = fc.oneof(
  node({ kind: k('messageFault'), fault: k('lose', 'duplicate'), ordinal, message: match }),
  node({ kind: k('messageFault'), fault: k('delay'), ordinal, message: match, by: expression }),
);
const nodeNames = list(
  fc.tuple(plainName, optional(expression)).map(([n, indices]) => (indices === undefined ? { name: n } : { name: n, indices })),
  3,
  1,
);

export const scenarioItem = fc.oneof(
  node({ kind: k('node'), names: nodeNames, role: name, arguments: given, doc }),
  node({ kind: k('client'), name: plainName, timeout: optional(reference), body: block, doc }),
  initial,
  node({ kind: k('network'), synchronous: fc.boolean(), settings: list(setting) }),
  node({ kind: k('link'), from: reference, to: reference, settings: list(setting) }),
  node({ kind: k('clock'), node: reference, skew: optional(number), drift: optional(number) }),
  node({ kind: k('disk'), mode: name }),
  node({ kind: k('durability'), durable: fc.boolean(), role: name, variable: name }),
  node({ kind: k('at'), time: number, actions: list(action) }),
  node({ kind: k('when'), trigger, actions: list(action) }),
  messageFault,
  node({ kind: k('budget'), times: number, fault: budgeted }),
  simulate,
  explore,
  node({ kind: k('schedule'), steps: list(step), then: optional(fc.oneof(simulate, explore)) }),
  node({ kind: k('sweep'), variables: list(fc.record({ name, values: expression }), 2, 1) }),
  claim,
  node({ kind: k('invariant', 'eventually', 'possible', 'alwaysPossible'), name, condition: expression, doc }),
) as Arbitrary<ScenarioItem>;

const historyItem = fc.oneof(
  initial,
  claim,
  node({ kind: k('load'), path: title, options: given }),
  node({
    kind: k('operationLine'),
    process: plainName,
    operation: name,
    arguments: given,
    result: optional(fc.oneof(k('open'), leaf)),
    interval: optional(list(expression, 2, 1)),
  }),
) as Arbitrary<HistoryItem>;

const declaration = fc.oneof(
  node({ kind: k('const'), name, value: expression, doc }),
  node({ kind: k('enum'), name, members: list(node({ name, doc })), doc }),
  node({ kind: k('struct'), name, fields: parameters, doc }),
  node({ kind: k('message', 'event'), name, parameters, doc }),
  node({ kind: k('operation'), name, parameters, result: optional(type), doc }),
  { weight: 4, arbitrary: node({ kind: k('role'), name, parameters, members: list(member), doc }) } as never,
  node({ kind: k('invariant'), name, condition: expression, doc }),
  { weight: 4, arbitrary: node({ kind: k('scenario'), title, items: list(scenarioItem), doc }) } as never,
  node({ kind: k('history'), title, items: list(historyItem), doc }),
) as Arbitrary<Declaration>;

/** A whole file. */
export const sourceTree: Arbitrary<SourceTree> = fc.record({
  imports: list(title.map((path) => ({ kind: 'import' as const, path, range }))),
  declarations: list(declaration),
  range: fc.constant(range),
});
