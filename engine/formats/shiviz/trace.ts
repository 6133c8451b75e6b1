/** An execution of a ShiViz log as a trace: a lifeline for each host, and the messages that account for what happened before what. */
import { directCauses, type UnstampedEvent } from '../../trace/causality.ts';
import { logicalClocks } from '../../trace/clocks.ts';
import type { Trace, TraceEvent, TraceMessage, TraceStep } from '../../trace/model.ts';
import { causalOrder } from './causality.ts';
import type { Execution } from './entries.ts';

/** Throws `Refusal` where the clocks are none. */
export function executionTrace({ title, entries }: Execution, file: string): Trace {
  const order = causalOrder(entries);
  const hosts = [...new Set(entries.map(({ host }) => host))];
  const lineOf = new Map(hosts.map((host, index) => [host, index]));
  const receivers = order.map((): number[] => []);
  order.forEach(({ causes }, index) => {
    for (const cause of causes) receivers[cause]?.push(index);
  });
  const lines = order.map(({ entry }) => lineOf.get(entry.host) ?? 0);
  const messages: { -readonly [Field in keyof TraceMessage]: TraceMessage[Field] }[] = [];
  const toCome = order.map((): number[] => []);
  const events: UnstampedEvent[] = [];
  const steps: TraceStep[] = [];
  order.forEach(({ entry }, step) => {
    const first = events.length;
    const line = lines[step] ?? 0;
    const to = receivers[step] ?? [];
    const from = toCome[step] ?? [];
    // The log's own event is the one sending or receipt, if that is all that it is.
    const alone = to.length + from.length === 1;
    const common = { step, line };
    for (const message of from) {
      const { from: sender } = messages[message] ?? { from: 0 };
      const receipt = messages[message];
      if (receipt !== undefined) receipt.ended = events.length;
      events.push({ ...common, kind: 'receive', message, text: alone ? entry.event : `receives a message from ${hosts[sender] ?? ''}` });
    }
    if (!alone) events.push({ ...common, kind: 'event', name: entry.event, arguments: [], text: entry.event });
    for (const receiver of to) {
      const target = lines[receiver] ?? 0;
      toCome[receiver]?.push(messages.length);
      messages.push({ name: 'message', arguments: [], text: '', from: line, to: target, sent: events.length });
      const message = messages.length - 1;
      events.push({ ...common, kind: 'send', message, text: alone ? entry.event : `sends a message to ${hosts[target] ?? ''}` });
    }
    const kind = from.length > 0 ? 'deliver' : 'internal';
    steps.push({ kind, text: `${entry.host}: ${entry.event}`, node: line, events: [first, events.length], changes: [] });
  });
  const causes = directCauses(events, messages);
  const clocks = logicalClocks(
    hosts.length,
    events.map((event, index) => ({ ...(event.line === undefined ? {} : { line: event.line }), causes: causes[index] ?? [] })),
  );
  return {
    format: 'faultline-trace',
    version: 1,
    source: { file, scenario: title, bindings: [] },
    mode: { kind: 'import' },
    timed: false,
    nodes: hosts.map((name) => ({ name, role: '' })),
    clients: [],
    messages,
    steps,
    events: events.map((event, index): TraceEvent => ({ ...event, ...clocks[index] })),
    initial: hosts.map((_, node) => ({ node, status: 'up', variables: [], timers: [] })),
  };
}
