/** The items of scenarios as lines of text. */
import type {
  BudgetedFault,
  ClaimItem,
  ExploreItem,
  Expression,
  FaultAction,
  InitialItem,
  MessageMatch,
  NetworkSetting,
  PropertyRef,
  ScenarioItem,
  ScheduleStep,
  SimulateItem,
  Trigger,
} from './ast.ts';
import { printExpression, printOptionalArguments } from './print-expression.ts';
import { braced, printBlock, printDoc } from './print-statement.ts';

/** ` word expression`, if there is one. */
function clause(word: string, expression: Expression | undefined): string {
  return expression === undefined ? '' : ` ${word} ${printExpression(expression)}`;
}

export function printScenarioItem(item: ScenarioItem): string[] {
  switch (item.kind) {
    case 'node': {
      const names = item.names.map(({ name, indices }) => `${name.text}${indices === undefined ? '' : `[${printExpression(indices)}]`}`);
      return [...printDoc(item.doc), `node ${names.join(', ')} = ${item.role.text}${printOptionalArguments(item.arguments)}`];
    }
    case 'client':
      return [...printDoc(item.doc), ...printBlock(`client ${item.name.text}${clause('timeout', item.timeout)}`, item.body)];
    case 'initial':
      return [printInitial(item)];
    case 'network':
      return printSettings(item.synchronous ? 'network synchronous' : 'network', item.settings);
    case 'link':
      return printSettings(`link ${printExpression(item.from)} -> ${printExpression(item.to)}`, item.settings);
    case 'clock':
      return [`clock ${printExpression(item.node)}${signed('skew', item.skew)}${signed('drift', item.drift)}`];
    case 'disk':
      return [`disk ${item.mode.text}`];
    case 'durability':
      return [`${item.durable ? 'durable' : 'volatile'} ${item.role.text}.${item.variable.text}`];
    case 'at':
      return braced(`at ${printExpression(item.time)}`, item.actions.map(printAction));
    case 'when':
      return braced(`when ${printTrigger(item.trigger)}`, item.actions.map(printAction));
    case 'messageFault':
      return [`${item.fault}${printOrdinal(item.ordinal)}${printMatch(item.message)}${clause('by', item.by)}`];
    case 'budget':
      return [`up to ${printExpression(item.times)} ${printBudgetedFault(item.fault)}`];
    case 'simulate':
    case 'explore':
      return [printRun(item)];
    case 'schedule': {
      const steps = item.steps.map(printStep);
      return braced('schedule', item.then === undefined ? steps : [...steps, `then ${printRun(item.then)}`]);
    }
    case 'sweep':
      return [`for ${item.variables.map(({ name, values }) => `${name.text} in ${printExpression(values)}`).join(', ')}`];
    case 'claim':
      return [printClaim(item)];
    case 'invariant':
    case 'eventually':
    case 'possible':
    case 'alwaysPossible': {
      const words = item.kind === 'alwaysPossible' ? 'always possible' : item.kind;
      return [...printDoc(item.doc), `${words} ${item.name.text}: ${printExpression(item.condition)}`];
    }
  }
}

export function printInitial(item: InitialItem): string {
  return `initial ${item.entries.map(({ key, value }) => `${printExpression(key)} = ${printExpression(value)}`).join(', ')}`;
}

function printSettings(head: string, settings: readonly NetworkSetting[]): string[] {
  const printed = settings.map(
    (setting) => `${setting.kind} ${setting.kind === 'order' ? setting.value.text : printExpression(setting.value)}`,
  );
  return [printed.length === 0 ? `${head} { }` : `${head} { ${printed.join('  ')} }`];
}

/** Skews and drifts show their sign. */
function signed(word: string, value: Expression | undefined): string {
  if (value === undefined) return '';
  const literal = value.kind === 'duration' || value.kind === 'percentage';
  return ` ${word} ${literal ? '+' : ''}${printExpression(value)}`;
}

function printOrdinal(n: number | undefined): string {
  if (n === undefined) return '';
  const teen = n % 100 >= 11 && n % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return ` ${n}${ending}`;
}

/** With a space before it, if there is anything. */
function printMatch(match: MessageMatch): string {
  const message = match.message === undefined ? '' : ` ${match.message.text}${printOptionalArguments(match.arguments)}`;
  return `${message}${clause('from', match.from)}${clause('to', match.to)}`;
}

function printTrigger(trigger: Trigger): string {
  if (trigger.kind === 'condition') return `{ ${printExpression(trigger.condition)} }`;
  const subject = `${printOrdinal(trigger.ordinal)} ${printExpression(trigger.node)}`.trimStart();
  switch (trigger.kind) {
    case 'receives':
    case 'sends':
      return `${subject} ${trigger.kind}${printMatch(trigger.message)}`;
    case 'timesOut': {
      const timer = trigger.timer === undefined ? '' : ` ${trigger.timer.text}`;
      return `${subject} times out${timer}${printOptionalArguments(trigger.arguments)}`;
    }
    case 'crashes':
    case 'recovers':
      return `${subject} ${trigger.kind}`;
    case 'event':
      return `${subject} ${trigger.verb.text}${printOptionalArguments(trigger.arguments)}`;
  }
}

function printAction(action: FaultAction): string {
  switch (action.kind) {
    case 'heal':
      return 'heal';
    case 'partition':
      return `partition ${action.groups.map(printExpression).join(' | ')}`;
    case 'pause':
      return `pause ${printExpression(action.node)}${clause('for', action.duration)}`;
    case 'jump':
      return `jump ${printExpression(action.node)} by ${printExpression(action.by)}`;
    default:
      return `${action.kind} ${printExpression(action.node)}`;
  }
}

function printBudgetedFault(fault: BudgetedFault): string {
  switch (fault.kind) {
    case 'crash':
      return `crash${fault.withRecovery ? ' with recovery' : ''}${clause('of', fault.of)}`;
    case 'lose':
    case 'duplicate':
      return `${fault.kind}${printMatch(fault.message)}`;
    case 'partition':
      return 'partition';
    case 'pause':
      return `pause${clause('of', fault.of)}`;
    case 'timeout':
      return `timeout${fault.timer === undefined ? '' : ` ${fault.timer.text}`}${clause('of', fault.of)}`;
  }
}

function printRun(run: SimulateItem | ExploreItem): string {
  if (run.kind === 'explore')
    return ['explore', ...run.limits.map(({ name, value }) => `${name.text} ${printExpression(value)}`)].join(' ');
  if (run.seed !== undefined) return `simulate seed ${printExpression(run.seed)}`;
  return run.seeds === undefined ? 'simulate' : `simulate ${printExpression(run.seeds)} seeds`;
}

function printStep(step: ScheduleStep): string {
  switch (step.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return `${step.kind}${printMatch(step.message)}`;
    case 'fire':
      return `fire ${step.timer.text}${printOptionalArguments(step.arguments)}${clause('at', step.at)}`;
    case 'invoke':
    case 'handle':
    case 'return':
    case 'timeout':
      return `${step.kind} ${step.client.text}`;
    default:
      return printAction(step);
  }
}

export function printClaim(claim: ClaimItem): string {
  const words = claim.claim === 'check' ? 'check' : claim.claim === 'expectViolation' ? 'expect violation of' : 'expect';
  return `${words} ${printProperty(claim.property)}${clause('when', claim.when)}`;
}

function printProperty({ negated, name, spec, on }: PropertyRef): string {
  const variables = on.length === 0 ? '' : ` on ${on.map(({ text }) => text).join(', ')}`;
  return `${negated ? 'no ' : ''}${name.text}${spec === undefined ? '' : ` as ${spec.text}`}${variables}`;
}
