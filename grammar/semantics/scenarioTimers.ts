/** Timers as scenarios name them: by their name in the roles of the nodes that are meant. */
import type * as ast from '../syntax/ast.ts';
import type { Expression, TimerInfo } from './program.ts';
import type { ScenarioContext } from './scenarioContext.ts';

/** The timers of that name in the roles of the nodes; a report if none has it. */
export function timerNames(sc: ScenarioContext, name: ast.Name, nodes: readonly number[]): readonly TimerInfo[] {
  if (name.text === '' || nodes.length === 0) return [];
  const roles = [...new Set(nodes.flatMap((n) => sc.nodes[n]?.role ?? []))];
  const timers = roles.flatMap((role) => sc.roleResult(role)?.role.timers ?? []);
  const found = timers.filter((t) => t.name === name.text);
  for (const role of roles) {
    const symbol = sc.roleResult(role)?.timers.find((t) => t.name === name.text);
    if (symbol) sc.env.use(name.range, symbol);
  }
  if (found.length === 0) {
    const who = roles.length === 1 ? `${roles[0]?.name} arms` : 'none of these nodes arms';
    sc.env.reportUnknown(
      'FL2011',
      name,
      `${who} ${roles.length === 1 ? 'no' : 'a'} timer \`${name.text}\``,
      timers.map((t) => t.name),
    );
  }
  return found;
}

/** The arguments that were said, by position. */
export function elaborateTimerArguments(
  sc: ScenarioContext,
  name: ast.Name,
  nodes: readonly number[],
  args: readonly ast.Argument[],
): Expression[] {
  const [timer] = timerNames(sc, name, nodes);
  const cx = sc.setup();
  return args.map((argument, i) => {
    const field = timer?.fields[i];
    if (timer && !field) sc.env.report('FL3007', argument.range, `\`${name.text}\` is armed with ${timer.fields.length} arguments`);
    return field
      ? cx.check(argument.value, field.type, `the argument of \`${name.text}\``)
      : cx.expression(argument.value, { kind: 'unknown' });
  });
}
