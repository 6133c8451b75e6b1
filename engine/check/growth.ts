/** What grew in an exploration that was cut short, in words. */
import type { Growth } from '../explorer/questions.ts';
import type { System } from '../world/world.ts';
import { counted, figure } from './words.ts';

/** One sentence for each thing; none where nothing is known to grow. */
export function growthHints({ program, run }: System, { largest, timer }: Growth): readonly string[] {
  const named = (node: number) => {
    const { name, role } = run.nodes[node] ?? { name: `node ${node}`, role: -1 };
    return { name, role: program.roles[role] };
  };
  const hints: string[] = [];
  if (timer !== undefined) {
    const { name, role } = named(timer.node);
    const of = role?.timers[timer.timer]?.name ?? '';
    const times = `fired ${counted(timer.times, 'time')} in a run of ${counted(timer.steps, 'step')}`;
    hints.push(
      `timer ${of} of ${name} ${times}: \`up to 3 timeout ${of} of ${role?.name ?? name}\` in the scenario would bound how often it does`,
    );
  }
  if (largest !== undefined) {
    const { name, role } = named(largest.node);
    const what =
      largest.variable === undefined
        ? `the number of messages on their way to ${name}`
        : `${role?.variables[largest.variable]?.name} of ${name}`;
    hints.push(`${what} was still growing at depth ${figure(largest.depth)}, to ${figure(largest.size)}`);
  }
  return hints;
}
