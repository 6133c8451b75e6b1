/** From the events of a log, invocations and completions, to operations. */
import type { Datum } from '../text/datum.ts';
import { Refusal } from '../text/refusal.ts';

export interface LoggedEvent {
  /** `info`: nobody knows whether it happened. */
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** Absent where the log says nothing of it. */
  readonly process?: string;
  /** `read`; absent where the log says nothing of it. */
  readonly name?: string;
  readonly value: Datum;
  readonly line: number;
}

export interface LoggedOperation {
  /** Index in `processes`. */
  readonly process: number;
  readonly name?: string;
  /** Of the invocation. */
  readonly asked: Datum;
  /** Of the completion, if there is one. */
  readonly answered?: Datum;
  readonly outcome: 'ok' | 'failed' | 'unknown';
  /** Position in the log; both are equal where the log has only the completion. */
  readonly invoked: number;
  /** Of a completion that says what came of it. */
  readonly ended?: number;
  readonly line: number;
  readonly endLine?: number;
}

interface Open {
  readonly event: LoggedEvent;
  readonly index: number;
  readonly process: number;
}

/**
 * Ties completions to invocations. After an operation of unknown outcome its process is another one: what it asks later is concurrent with that
 * operation.
 */
export class Pairing {
  readonly processes: string[] = [];
  readonly #operations: LoggedOperation[] = [];
  readonly #open = new Map<string, Open>();
  /** Of events without a process. */
  readonly #anonymous: Open[] = [];
  readonly #current = new Map<string, number>();
  readonly #incarnations = new Map<string, number>();
  #position = 0;

  add(event: LoggedEvent): void {
    const position = this.#position++;
    if (event.type === 'invoke') this.#invoke(event, position);
    else this.#complete(event, position);
  }

  /** In the order of their invocations. */
  operations(): readonly LoggedOperation[] {
    return this.#operations;
  }

  #invoke(event: LoggedEvent, position: number): void {
    const { process: name } = event;
    const open: Open = { event, index: this.#operations.length, process: this.#processOf(name) };
    if (name === undefined) {
      this.#anonymous.push(open);
    } else {
      const before = this.#open.get(name);
      if (before !== undefined) {
        throw new Refusal(
          event.line,
          `process ${name} invokes an operation while its operation of line ${before.event.line} has not ended`,
        );
      }
      this.#open.set(name, open);
    }
    this.#operations.push({
      process: open.process,
      ...(event.name === undefined ? {} : { name: event.name }),
      asked: event.value,
      outcome: 'unknown',
      invoked: position,
      line: event.line,
    });
  }

  #complete(event: LoggedEvent, position: number): void {
    const open = event.process === undefined ? this.#takeAnonymous(event) : this.#take(event, event.process);
    // A remark of the log on no operation at all.
    if (open === undefined && event.type === 'info') return;
    if (open === undefined) {
      if (event.process !== undefined) {
        throw new Refusal(event.line, `process ${event.process} completes an operation that it has not invoked`);
      }
      this.#invoke({ ...event, type: 'invoke' }, position);
      this.#complete(event, position);
      return;
    }
    const asked = this.#operations[open.index];
    if (asked === undefined) return;
    if (event.name !== undefined && asked.name !== undefined && event.name !== asked.name) {
      throw new Refusal(event.line, `\`${event.name}\` completes the \`${asked.name}\` of line ${asked.line}`);
    }
    const ended = event.type === 'info' ? {} : { ended: position };
    this.#operations[open.index] = {
      ...asked,
      outcome: event.type === 'ok' ? 'ok' : event.type === 'fail' ? 'failed' : 'unknown',
      answered: event.value,
      endLine: event.line,
      ...ended,
    };
    if (event.type === 'info' && event.process !== undefined) this.#current.delete(event.process);
  }

  #take(event: LoggedEvent, process: string): Open | undefined {
    const open = this.#open.get(process);
    if (open !== undefined) this.#open.delete(process);
    else if (event.type !== 'info') return undefined;
    return open;
  }

  /** Without processes, a completion belongs to the one open operation that looks like it. */
  #takeAnonymous(event: LoggedEvent): Open | undefined {
    const shape = shapeOf(event);
    const fitting = this.#anonymous.filter((open) => shapeOf(open.event) === shape);
    const [open, other] = fitting;
    if (open !== undefined && other !== undefined) {
      throw new Refusal(
        event.line,
        `without \`:process\` nobody knows whether this completes the operation of line ${open.event.line} or that of line ${other.event.line}`,
      );
    }
    if (open !== undefined) this.#anonymous.splice(this.#anonymous.indexOf(open), 1);
    return open;
  }

  #processOf(name: string | undefined): number {
    if (name === undefined) return this.processes.push(`operation ${this.#operations.length + 1}`) - 1;
    const known = this.#current.get(name);
    if (known !== undefined) return known;
    const incarnation = (this.#incarnations.get(name) ?? 0) + 1;
    this.#incarnations.set(name, incarnation);
    // "1 reads 1" is hard to read.
    const shown = /^\d+$/.test(name) ? `process ${name}` : name;
    const process = this.processes.push(incarnation === 1 ? shown : `${shown} (${incarnation})`) - 1;
    this.#current.set(name, process);
    return process;
  }
}

/** What an invocation and its completion have in common: the name, and the value but for what reads return. */
function shapeOf({ name, value }: LoggedEvent): string {
  return JSON.stringify([name, value], (_, part: unknown) => (isRead(part) ? part.items.slice(0, 2) : part));
}

function isRead(part: unknown): part is { readonly items: readonly unknown[] } {
  if (typeof part !== 'object' || part === null || !('items' in part) || !Array.isArray(part.items) || part.items.length !== 3)
    return false;
  const [first] = part.items as readonly unknown[];
  const name = typeof first === 'string' ? first : typeof first === 'object' && first !== null && 'name' in first ? first.name : undefined;
  return name === 'r' || name === 'read';
}
