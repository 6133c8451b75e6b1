/** The nodes' states over a run: what is after a step, and what that step changed. */
import type { NodeSnapshot, Trace, TraceMessage } from '../../engine/trace/model.ts';

export interface VariableView {
  readonly name: string;
  readonly durable: boolean;
  readonly text: string;
  /** What it was before the step, if that is something else. */
  readonly before?: string;
}

export interface NodeView {
  readonly name: string;
  readonly role: string;
  readonly status: NodeSnapshot['status'];
  readonly statusBefore?: NodeSnapshot['status'];
  readonly variables: readonly VariableView[];
  readonly timers: readonly { readonly text: string; readonly change?: 'armed' | 'gone' }[];
  readonly changed: boolean;
}

/** Answers for one trace; building it reads the trace once, each answer is a binary search per node. */
export class StateHistory {
  readonly #trace: Trace;
  /** For each node: its snapshots, each with the step after which it holds. */
  readonly #histories: readonly { readonly step: number; readonly snapshot: NodeSnapshot }[][];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#histories = trace.nodes.map(() => []);
    for (const snapshot of trace.initial) this.#histories[snapshot.node]?.push({ step: -1, snapshot });
    trace.steps.forEach((step, index) => {
      for (const snapshot of step.changes) this.#histories[snapshot.node]?.push({ step: index, snapshot });
    });
  }

  /** The node after the step; before the first one for -1. */
  snapshot(node: number, step: number): NodeSnapshot | undefined {
    const history = this.#histories[node] ?? [];
    let low = 0;
    let high = history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((history[middle]?.step ?? 0) <= step) low = middle + 1;
      else high = middle;
    }
    return history[low - 1]?.snapshot;
  }

  /** All nodes after the step, in the order of their declaration, compared with before it. */
  after(step: number): NodeView[] {
    return this.#trace.nodes.map(({ name, role }, node) => {
      const now = this.snapshot(node, step);
      const before = this.snapshot(node, step - 1);
      return { name, role, ...compare(before, now) };
    });
  }

  /** The messages sent and not yet received or lost after the step. */
  inFlight(step: number): TraceMessage[] {
    const stepOf = (event: number): number => this.#trace.events[event]?.step ?? Number.POSITIVE_INFINITY;
    return this.#trace.messages.filter(({ sent, ended }) => stepOf(sent) <= step && (ended === undefined || stepOf(ended) > step));
  }
}

function compare(before: NodeSnapshot | undefined, now: NodeSnapshot | undefined): Omit<NodeView, 'name' | 'role'> {
  const status = now?.status ?? 'up';
  const statusChange = before !== undefined && before.status !== status ? { statusBefore: before.status } : {};
  const textBefore = new Map(before?.variables.map(({ name, text }) => [name, text]));
  const variables = (now?.variables ?? []).map(({ name, durable, text }): VariableView => {
    const old = textBefore.get(name);
    return { name, durable, text, ...(old === undefined || old === text ? {} : { before: old }) };
  });
  const armedBefore = before?.timers ?? [];
  const armed = now?.timers ?? [];
  const timers = [
    ...armed.map((text) => ({ text, ...(armedBefore.includes(text) ? {} : { change: 'armed' as const }) })),
    ...armedBefore.filter((text) => !armed.includes(text)).map((text) => ({ text, change: 'gone' as const })),
  ];
  const changed =
    'statusBefore' in statusChange ||
    variables.some((variable) => variable.before !== undefined) ||
    timers.some((timer) => 'change' in timer);
  return { status, ...statusChange, variables, timers, changed };
}
