/** The steps of a trace as a schedule says them. */
import type { Trace, TraceEvent, TraceStep } from '../../engine/trace/model.ts';
import { valueText } from '../../engine/trace/values.ts';
import type { PinnedStep } from '../../grammar/service/service.ts';

/**
 * The steps up to the violation, in the file's own names; `undefined` where a schedule cannot say one of them: a fault that struck in the middle
 * of a handler, a jump of a clock, or a cycle that goes on for ever.
 */
export function pinnedSteps(trace: Trace): readonly PinnedStep[] | undefined {
  const { violation } = trace;
  if (violation === undefined || trace.cycleFrom !== undefined) return undefined;
  const steps: PinnedStep[] = [];
  for (const step of trace.steps.slice(0, violation.step + 1)) {
    if (step.kind === 'start') {
      if (strikesAside(trace, step)) return undefined;
      continue;
    }
    const pinned = pinnedStep(trace, step);
    if (pinned === undefined || strikesAside(trace, step)) return undefined;
    steps.push(pinned);
  }
  return steps;
}

function eventsOf(trace: Trace, { events: [first, end] }: TraceStep): readonly TraceEvent[] {
  return trace.events.slice(first, end);
}

const faults: ReadonlySet<TraceEvent['kind']> = new Set(['crash', 'recover', 'pause', 'resume', 'partition', 'heal', 'jump']);

/** A fault within a step that is not the step itself. Those of a `when` have its place and happen again by themselves. */
function strikesAside(trace: Trace, step: TraceStep): boolean {
  return eventsOf(trace, step).some(({ kind, place }) => faults.has(kind) && kind !== step.kind && place === undefined);
}

function pinnedStep(trace: Trace, step: TraceStep): PinnedStep | undefined {
  const events = eventsOf(trace, step);
  const node = step.node === undefined ? undefined : trace.nodes[step.node]?.name;
  switch (step.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate': {
      const event = events.find((e) => e.kind === 'receive' || e.kind === 'lose' || e.kind === 'duplicate');
      if (event?.kind !== 'receive' && event?.kind !== 'lose' && event?.kind !== 'duplicate') return undefined;
      const message = trace.messages[event.message];
      const from = message && trace.nodes[message.from]?.name;
      const to = message && trace.nodes[message.to]?.name;
      if (!message || from === undefined || to === undefined) return undefined;
      // Lost because nobody could take it: it was delivered.
      const kind = event.kind === 'lose' && event.reason !== 'fault' && event.reason !== 'network' ? 'deliver' : step.kind;
      return { kind, message: message.name, arguments: message.arguments.map(valueText), from, to };
    }
    case 'timeout': {
      const event = events.find((e) => e.kind === 'timeout');
      if (event?.kind !== 'timeout' || node === undefined) return undefined;
      return { kind: 'fire', timer: event.timer, arguments: event.arguments.map(valueText), node };
    }
    case 'crash':
    case 'recover':
    case 'pause':
    case 'resume':
      return node === undefined ? undefined : { kind: step.kind, node };
    case 'partition': {
      const event = events.find((e) => e.kind === 'partition');
      if (event?.kind !== 'partition') return undefined;
      return { kind: 'partition', groups: event.groups.map((group) => group.flatMap((n) => trace.nodes[n]?.name ?? [])) };
    }
    case 'heal':
      return { kind: 'heal' };
    case 'invoke':
    case 'return':
    case 'giveUp': {
      const client = step.client === undefined ? undefined : trace.clients[step.client]?.name;
      return client === undefined ? undefined : { kind: step.kind === 'giveUp' ? 'timeout' : step.kind, client };
    }
    case 'handle': {
      const [operation] = events.flatMap((e) => (e.kind === 'handle' ? [e.operation] : []));
      const line = trace.events.find((e) => e.kind === 'invoke' && e.operation === operation)?.line;
      const client = line === undefined ? undefined : trace.clients[line - trace.nodes.length]?.name;
      return client === undefined ? undefined : { kind: 'handle', client };
    }
    default:
      return undefined;
  }
}
