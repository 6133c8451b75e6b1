/** Histories: what clients saw, written down or loaded. */
import type * as ast from '../syntax/ast.ts';
import { callArguments, calleeOf } from './arguments.ts';
import { claimsOf, isActive } from './claims.ts';
import type { Env } from './env.ts';
import type { Expression, History, HistoryOperation } from './program.ts';
import { showType } from './relations.ts';
import { ScenarioContext } from './scenarioContext.ts';
import { initialOf } from './scenarios.ts';
import type { SignatureSymbol } from './symbols.ts';

export function checkHistory(env: Env, node: ast.HistoryDeclaration): History {
  const sc = new ScenarioContext(env, { values: new Map(), groups: new Map(), clients: new Map() }, []);
  const lines = node.items.filter((item) => item.kind === 'operationLine');
  reportMixedTimes(sc, lines);
  const closed = new Map<string, ast.OperationLine>();
  return {
    title: node.title.value,
    place: env.place(node.range),
    titlePlace: env.place(node.title.range),
    initial: initialOf(
      sc,
      node.items.filter((item) => item.kind === 'initial'),
    ),
    operations: lines.flatMap((line) => operationLine(sc, line, closed)),
    loads: node.items
      .filter((item) => item.kind === 'load')
      .map((item) => ({ path: item.path.value, options: loadOptions(sc, item), place: env.place(item.range) })),
    claims: claimsOf(
      { env, named: [], isActive: (when) => isActive(sc, when) },
      node.items.filter((item) => item.kind === 'claim'),
    ),
  };
}

function operationLine(sc: ScenarioContext, line: ast.OperationLine, closed: Map<string, ast.OperationLine>): HistoryOperation[] {
  const { env } = sc;
  const { operation: name, process } = line;
  const operation = env.scope.operations.get(name.text);
  if (!operation) {
    env.reportUnknown(
      'FL2017',
      name,
      `there is no operation \`${name.text}\``,
      env.scope.operations.keys(),
      'declare it: `operation name(key: String) -> Value`',
    );
    return [];
  }
  env.use(name.range, operation);
  const before = closed.get(process.text);
  if (before) {
    env.report('FL4017', line.range, `\`${process.text}\` has an operation without a reply, so it cannot go on`, {
      hint: 'let a client of another name ask this',
      related: [{ place: env.place(before.range), message: 'its reply never came' }],
    });
  }
  if (line.result === 'open') closed.set(process.text, line);
  const range = { start: name.range.start, end: line.arguments.at(-1)?.range.end ?? name.range.end };
  const args = callArguments(sc.setup(), calleeOf(operation), line.arguments, range);
  const result = line.result === 'open' ? 'open' : resultOf(sc, line, operation);
  const interval = line.interval && intervalOf(sc, line, line.interval);
  return [
    {
      process: process.text,
      operation: env.indexOf(operation),
      arguments: args,
      ...(result === undefined ? {} : { result }),
      ...(interval ? { interval } : {}),
      place: env.place(line.range),
    },
  ];
}

function resultOf(sc: ScenarioContext, line: ast.OperationLine, operation: SignatureSymbol): Expression | undefined {
  const type = operation.result();
  const { result } = line;
  if (result === undefined || result === 'open') {
    if (type) {
      sc.env.report('FL3006', line.operation.range, `\`${operation.name}\` has a result, ${showType(type)}`, {
        hint: 'write `-> …`, or `-> ?` if its reply never came',
      });
    }
    return undefined;
  }
  if (type) return sc.setup().check(result, type, `the result of \`${operation.name}\``);
  sc.env.report('FL3010', result.range, `\`${operation.name}\` has no result`);
  return undefined;
}

function intervalOf(sc: ScenarioContext, line: ast.OperationLine, bounds: readonly ast.Expression[]): HistoryOperation['interval'] {
  const times = bounds.map((bound) => sc.integer(bound, 'a time'));
  const [start, end] = times;
  if (start === undefined) return undefined;
  const open = line.result === 'open';
  const [first, second] = bounds;
  const range = first ? { start: first.range.start, end: (second ?? first).range.end } : line.range;
  if (open === bounds.length > 1) {
    sc.env.report(
      'FL4017',
      range,
      open ? 'an operation without a reply has the time of its call only' : 'an operation has the times of its call and of its reply',
      {
        hint: open ? 'write `-> ? [5ms]`' : 'write `[5ms, 9ms]`',
      },
    );
  } else if (end !== undefined && end < start) {
    sc.env.report('FL4017', range, `it ends (${end}ms) before it begins (${start}ms)`);
  }
  return end === undefined ? [start] : [start, end];
}

/** Either every line has an interval or none: their order in time would not be known otherwise. */
function reportMixedTimes(sc: ScenarioContext, lines: readonly ast.OperationLine[]): void {
  const timed = lines.some((line) => line.interval !== undefined);
  const untimed = lines.find((line) => line.interval === undefined);
  if (timed && untimed) {
    sc.env.report('FL4017', untimed.range, 'other lines of this history have intervals, so this one needs one too', {
      hint: 'write `[0ms, 10ms]` behind it',
    });
  }
}

/** The options of an import are words and literals; their meaning belongs to the format. */
function loadOptions(sc: ScenarioContext, item: ast.LoadItem): Record<string, string> {
  const options: Record<string, string> = {};
  for (const { label, value, range } of item.options) {
    const text =
      value.kind === 'name'
        ? value.name.text
        : value.kind === 'string' || value.kind === 'boolean' || value.kind === 'integer'
          ? String(value.value)
          : value.kind === 'none'
            ? 'none'
            : undefined;
    if (!label || text === undefined) sc.env.report('FL4007', range, 'an option is a name and a literal: `initial: 0`');
    else options[label.text] = text;
  }
  return options;
}
