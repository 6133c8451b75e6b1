import { directCauses, type UnstampedEvent } from '../../trace/causality.ts';
import { logicalClocks } from '../../trace/clocks.ts';
import type { Trace, TraceEvent, TraceStep } from '../../trace/model.ts';
import { callText, valueText } from '../../trace/values.ts';
import type { Line } from './lines.ts';

/** Beyond this a history has no logical clocks: one vector for each event is more than all the rest, and nobody sent anybody anything. */
const mostClocked = 100_000;
const nothing: readonly never[] = [];

/** A history as a trace: each invocation and each return is a step of a client. `timed`: the lines' times are milliseconds. */
export function traceOfHistory(source: Trace['source'], lines: readonly Line[], timed: boolean): Trace {
  const clients = [...new Set(lines.map(({ process }) => process))];
  const numbers = new Map(clients.map((name, index) => [name, index]));
  const events: UnstampedEvent[] = [];
  const steps: TraceStep[] = [];
  for (const { at, timeMs, returns } of momentsOf(lines)) {
    const line = lines[at];
    if (line === undefined) continue;
    const client = numbers.get(line.process) ?? 0;
    const { name, arguments: args, place, result } = line;
    const call = callText(name, args);
    const where = line.source === undefined ? '' : ` (${line.source})`;
    const text = returns
      ? `gets the reply of ${call}${result === null ? '' : ` -> ${valueText(result)}`}${where}`
      : `invokes ${call}${where}`;
    const step = steps.length;
    steps.push({
      kind: returns ? 'return' : 'invoke',
      text: `${line.process} ${text}`,
      client,
      place,
      ...(timed ? { timeMs } : {}),
      events: [events.length, events.length + 1],
      changes: nothing,
    });
    const common = { step, place, text, line: client, operation: at, name, arguments: args };
    events.push(returns ? { ...common, kind: 'return', result } : { ...common, kind: 'invoke' });
  }
  return {
    format: 'faultline-trace',
    version: 1,
    source,
    mode: { kind: 'history' },
    timed,
    nodes: [],
    clients: clients.map((name) => ({ name })),
    messages: [],
    steps,
    events: events.length > mostClocked ? events : clocked(events, clients.length),
    initial: [],
  };
}

function clocked(events: readonly UnstampedEvent[], clients: number): readonly TraceEvent[] {
  const causes = directCauses(events, []);
  const clocks = logicalClocks(
    clients,
    events.map((event, index) => ({ ...(event.line === undefined ? {} : { line: event.line }), causes: causes[index] ?? [] })),
  );
  return events.map((event, index): TraceEvent => ({ ...event, ...clocks[index] }));
}

interface Moment {
  /** Of the line. */
  readonly at: number;
  readonly timeMs: number;
  readonly returns: boolean;
}

/** In the order of time; of what happens at one time the invocations come first, since intervals that touch overlap. */
function momentsOf(lines: readonly Line[]): readonly Moment[] {
  const moments = lines.flatMap(({ invoked, returned }, at): Moment[] => [
    { at, timeMs: invoked, returns: false },
    ...(returned === undefined ? [] : [{ at, timeMs: returned, returns: true }]),
  ]);
  return moments.sort((a, b) => a.timeMs - b.timeMs || Number(a.returns) - Number(b.returns) || a.at - b.at);
}
