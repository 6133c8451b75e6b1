/** The steps of a trace as a schedule says them. */
import type { Trace, TraceEvent, TraceStep, TraceValue } from '../../engine/trace/model.ts';
import { valueText } from '../../engine/trace/values.ts';
import type { Counterexample, PinnedStep } from '../../grammar/service/service.ts';
import type { Place } from '../../grammar/syntax/range.ts';

/** A fault that struck in the middle of a step: what a schedule cannot say as a step of its own. */
interface Aside {
  /** Behind how many of the pinned steps. */
  readonly after: number;
  readonly node: string;
  /** How often the node had sent before. */
  readonly sends: number;
}
type Run = Pick<Counterexample, 'steps' | 'crashes'>;

/**
 * Ways to say the steps up to the violation as a schedule, in the file's own names; the first that leads there is to be taken. None where a
 * schedule cannot say a step at all: a jump of a clock, or a cycle that goes on for ever. A crash in the middle of a handler is a crash behind it,
 * if nothing was left to do there, else one at the next send. `isRule` tells the faults that the scenario's own rules bring about again.
 */
export function pinnedRuns(trace: Trace, isRule: (place: Place) => boolean): readonly Run[] {
  const { violation } = trace;
  if (violation === undefined || trace.cycleFrom !== undefined) return [];
  const steps: PinnedStep[] = [];
  const asides: Aside[] = [];
  const sends = new Map<number, number>();
  for (const step of trace.steps.slice(0, violation.step + 1)) {
    // Nodes start by themselves, and a schedule takes no time.
    if (step.kind !== 'start' && step.kind !== 'tick') {
      const pinned = pinnedStep(trace, step);
      if (pinned === undefined) return [];
      steps.push(pinned);
    }
    for (const event of eventsOf(trace, step)) {
      if (event.kind === 'send' && event.line !== undefined) sends.set(event.line, (sends.get(event.line) ?? 0) + 1);
      if (!faults.has(event.kind) || event.kind === step.kind || (event.place && isRule(event.place))) continue;
      const node = event.line === undefined ? undefined : trace.nodes[event.line]?.name;
      if (event.kind !== 'crash' || node === undefined) return [];
      asides.push({ after: steps.length, node, sends: sends.get(event.line ?? -1) ?? 0 });
    }
  }
  if (asides.length === 0) return [{ steps }];
  const behind = steps.flatMap((step, i) => [step, ...crashesAfter(asides, i + 1)]);
  const crashes = asides.map((aside) => ({ node: aside.node, atSend: aside.sends + 1 }));
  return [{ steps: [...crashesAfter(asides, 0), ...behind] }, { steps, crashes }];
}

function crashesAfter(asides: readonly Aside[], step: number): PinnedStep[] {
  return asides.flatMap(({ after, node }) => (after === step ? [{ kind: 'crash' as const, node }] : []));
}

const faults: ReadonlySet<TraceEvent['kind']> = new Set(['crash', 'recover', 'pause', 'resume', 'partition', 'heal', 'jump']);

function eventsOf(trace: Trace, { events: [first, end] }: TraceStep): readonly TraceEvent[] {
  return trace.events.slice(first, end);
}

/** An argument as a pattern; what no expression of a scenario can make (a request, a client, a transaction) is left open. */
function written(value: TraceValue): string {
  return holdsUnwritable(value) ? '_' : valueText(value);
}

function holdsUnwritable(value: TraceValue): boolean {
  if (value === null || typeof value !== 'object') return false;
  if ('request' in value || 'client' in value || 'transaction' in value) return true;
  return Object.values(value).some((part) => typeof part === 'object' && holdsUnwritable(part as TraceValue));
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
      return { kind, message: message.name, arguments: message.arguments.map(written), from, to };
    }
    case 'timeout': {
      const event = events.find((e) => e.kind === 'timeout');
      if (event?.kind !== 'timeout' || node === undefined) return undefined;
      return { kind: 'fire', timer: event.timer, arguments: event.arguments.map(written), node };
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
