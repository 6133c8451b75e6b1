/** What the clients saw of a run: the operations that they asked, with their results and their order in time. */
import type { Trace, TraceValue } from '../trace/model.ts';

/** One operation of a history: of a run's trace, or of a written or loaded history. */
export interface Operation {
  /**
   * The sequential process that asked it. A client is one process until an operation times out; after that it goes on as a new one, since the
   * operation that it gave up may still take effect.
   */
  readonly process: number;
  /** `read`, `cas`, `begin`, … */
  readonly name: string;
  /** In the order of its declaration: the object comes first. */
  readonly arguments: readonly TraceValue[];
  /** Of an operation that returned; `null` where it has no result. */
  readonly result?: TraceValue;
  /** `open`: no reply has come; it may take effect at any later time, or never. */
  readonly outcome: 'ok' | 'open';
  /**
   * When it was asked and when its reply came, in any unit that orders them: `a` precedes `b` in real time iff `a.returned < b.invoked`. In a trace
   * these are positions among its events.
   */
  readonly invoked: number;
  readonly returned?: number;
  /** Index of the trace's event to show it at: its return, or its invocation while it is open. */
  readonly event: number;
  /** The transaction that it belongs to, `begin`, `commit` and `abort` included; unique in the history. */
  readonly transaction?: number;
  /** Index of the node that was asked. */
  readonly node?: number;
}

/** The operations of a run, in the order in which they were asked. */
export function historyOf(trace: Trace): readonly Operation[] {
  const history = new Recorder(trace.nodes.length);
  trace.events.forEach((event, index) => {
    switch (event.kind) {
      case 'invoke':
        history.invoke(event, event.line ?? 0, index);
        break;
      case 'return':
        history.return(event.operation, event.result ?? null, index);
        break;
      case 'giveUp':
        history.giveUp(event.line ?? 0);
        break;
      default:
        break;
    }
  });
  return history.operations;
}

class Recorder {
  readonly operations: Operation[] = [];
  readonly #nodes: number;
  /** Where in `operations` each operation of the trace stands. */
  readonly #position = new Map<number, number>();
  /** By lifeline of the client. */
  readonly #process = new Map<number, number>();
  readonly #transaction = new Map<number, number>();
  #processes = 0;
  #transactions = 0;

  constructor(nodes: number) {
    this.#nodes = nodes;
  }

  invoke(
    event: { readonly operation: number; readonly name: string; readonly arguments: readonly TraceValue[]; readonly node?: number },
    line: number,
    index: number,
  ): void {
    if (event.name === 'begin') this.#transaction.set(line, this.#transactions++);
    const transaction = this.#transaction.get(line);
    if (event.name === 'commit' || event.name === 'abort') this.#transaction.delete(line);
    this.#position.set(event.operation, this.operations.length);
    this.operations.push({
      process: this.#processOf(line),
      name: event.name,
      arguments: event.arguments,
      outcome: 'open',
      invoked: index,
      event: index,
      ...(transaction === undefined ? {} : { transaction }),
      ...(event.node === undefined || event.node >= this.#nodes ? {} : { node: event.node }),
    });
  }

  return(operation: number, result: TraceValue, index: number): void {
    const position = this.#position.get(operation) ?? -1;
    const asked = this.operations[position];
    if (asked === undefined) throw new Error(`operation ${operation} was never asked`);
    this.operations[position] = { ...asked, outcome: 'ok', result, returned: index, event: index };
    // The transaction is over: the server has rolled it back.
    if (asked.transaction !== undefined && isAborted(result)) {
      for (const [line, transaction] of this.#transaction) if (transaction === asked.transaction) this.#transaction.delete(line);
    }
  }

  giveUp(line: number): void {
    this.#process.delete(line);
    this.#transaction.delete(line);
  }

  #processOf(line: number): number {
    const process = this.#process.get(line) ?? this.#processes++;
    this.#process.set(line, process);
    return process;
  }
}

/** What a server replies to an operation of a transaction that it has rolled back. */
export function isAborted(result: TraceValue | undefined): boolean {
  return typeof result === 'object' && result !== null && 'enum' in result && result.enum === 'Outcome' && result.member === 'aborted';
}
