import type { Place } from '../../../grammar/syntax/range.ts';
import { at } from '../compare.ts';
import { EvaluationError, guarded } from '../errors.ts';
import { Frame } from '../frame.ts';
import type { Asking, ClientPhase, ClientState, ScriptRun, ScriptSurroundings, Scripts } from '../machine.ts';
import type { Scope } from '../scope.ts';
import type { RequestValue, Value } from '../values.ts';
import { ClientStates } from './client-states.ts';
import { type CompiledScript, compileScript } from './compile-script.ts';
import type { Instruction } from './instructions.ts';
import { keepsRequests } from './kept-requests.ts';

/** Turns of one `while` between two rests. */
const maxTurns = 10_000;

export class LoweredScripts implements Scripts {
  readonly requestsAreKept: boolean;
  readonly #scope: Scope;
  readonly #scripts: readonly CompiledScript[];
  readonly #states: ClientStates;

  constructor(scope: Scope) {
    const { program, run, store } = scope;
    this.#scope = scope;
    this.#scripts = run.clients.map((client, index) => compileScript(index, client, scope));
    this.#states = new ClientStates(store);
    this.requestsAreKept = keepsRequests(program);
  }

  initialState(client: number): ClientState {
    return this.#states.intern({ client, next: 0, locals: [], phase: { kind: 'new' } });
  }

  placeOf({ client, next }: ClientState): Place {
    return at(this.#scripts, client).instructions[next]?.place ?? at(this.#scope.run.clients, client).place;
  }

  goOn(state: ClientState, surroundings: ScriptSurroundings): ScriptRun {
    const { phase, next, locals } = state;
    switch (phase.kind) {
      case 'new':
        return this.#run(state, 0, new Array<Value>(at(this.#scripts, state.client).frameSize).fill(null), surroundings);
      case 'sleeping':
      case 'waitingUntil':
      case 'awaiting':
        return this.#run(state, next + 1, [...locals], surroundings);
      default:
        throw new Error(`client ${state.client} is ${phase.kind} and cannot go on by itself`);
    }
  }

  invoked(state: ClientState, number: number): { readonly state: ClientState; readonly asking: Asking } {
    if (state.phase.kind !== 'ready') throw new Error(`client ${state.client} asks nothing now`);
    const { asking } = state.phase;
    const { client, operation, arguments: args } = asking.request;
    const request = this.#scope.store.request(client, number, operation, args);
    return { state: this.#states.intern({ ...state, phase: { kind: 'waiting', request } }), asking: { ...asking, request } };
  }

  replied(state: ClientState, value: Value): ClientState {
    if (state.phase.kind !== 'waiting') throw new Error(`client ${state.client} waits for no reply`);
    return this.#states.intern({ ...state, phase: { kind: 'replied', request: state.phase.request, value } });
  }

  returned(state: ClientState, surroundings: ScriptSurroundings): ScriptRun {
    if (state.phase.kind !== 'replied') throw new Error(`client ${state.client} has got no reply`);
    const { value } = state.phase;
    const { resultSlot, transaction } = this.#asking(state);
    if (transaction !== undefined && this.#isAborted(value)) return this.#run(state, transaction.again, [...state.locals], surroundings);
    const locals = resultSlot === undefined ? [...state.locals] : state.locals.with(resultSlot, value);
    return this.#run(state, state.next + 1, locals, surroundings);
  }

  gaveUp(state: ClientState, surroundings: ScriptSurroundings): ScriptRun {
    if (state.phase.kind !== 'waiting' && state.phase.kind !== 'replied') throw new Error(`client ${state.client} waits for no reply`);
    const { resultSlot, transaction } = this.#asking(state);
    const locals = resultSlot === undefined ? [...state.locals] : state.locals.with(resultSlot, null);
    return this.#run(state, transaction?.end ?? state.next + 1, locals, surroundings);
  }

  mayAsk({ client, next, phase }: ClientState): boolean {
    if (phase.kind === 'ended') return false;
    if (phase.kind === 'ready') return true;
    const { instructions } = at(this.#scripts, client);
    const begin = instructions[next];
    const reached = new Set(begin === undefined || phase.kind === 'new' ? [next] : nextOf(begin, next));
    for (const index of reached) {
      const instruction = instructions[index];
      if (instruction?.kind === 'ask') return true;
      if (instruction !== undefined) for (const other of nextOf(instruction, index)) reached.add(other);
    }
    return false;
  }

  #asking({ client, next }: ClientState): Extract<Instruction, { kind: 'ask' }> {
    const instruction = at(at(this.#scripts, client).instructions, next);
    if (instruction.kind !== 'ask') throw new Error(`client ${client} rests at no operation`);
    return instruction;
  }

  /** What a server replies to an operation of a transaction that it has rolled back. */
  #isAborted(value: Value): boolean {
    if (typeof value !== 'object' || value?.kind !== 'enum') return false;
    const { name, members } = at(this.#scope.program.enums, value.enum);
    return name === 'Outcome' && members[value.member] === 'aborted';
  }

  #run(state: ClientState, from: number, locals: Value[], { choose, timed }: ScriptSurroundings): ScriptRun {
    const { client } = state;
    const { instructions } = at(this.#scripts, client);
    const frame = new Frame([], [], undefined, { now: Number.NaN, choose });
    frame.locals = locals;
    const turns = new Map<Instruction, number>();
    let next = from;
    const rest = (phase: ClientPhase): ClientState => this.#states.intern({ client, next, locals: frame.locals, phase });
    const result = guarded(
      () => at(instructions, next).place,
      (): ClientState => {
        for (;;) {
          const instruction = instructions[next];
          // What it knew does not matter any more.
          if (instruction === undefined) return this.#states.intern({ client, next, locals: [], phase: { kind: 'ended' } });
          frame.place = instruction.place;
          switch (instruction.kind) {
            case 'do':
              instruction.run(frame);
              next++;
              break;
            case 'branch':
              next = instruction.test(frame) ? next + 1 : instruction.otherwise;
              break;
            case 'jump':
              if (instruction.turn) countTurn(instruction, turns);
              next = instruction.to;
              break;
            case 'ask':
              return rest({ kind: 'ready', asking: this.#askingNow(instruction, frame, client) });
            case 'sleep':
              if (timed) return rest({ kind: 'sleeping', forMs: Math.max(0, instruction.ms(frame)) });
              next++;
              break;
            case 'waitUntil':
              if (timed) return rest({ kind: 'waitingUntil', timeMs: instruction.ms(frame) });
              next++;
              break;
            case 'await':
              return rest({ kind: 'awaiting', client: instruction.client });
          }
        }
      },
    );
    return 'failure' in result ? { state, failure: result.failure } : { state: result.value };
  }

  #askingNow(instruction: Extract<Instruction, { kind: 'ask' }>, frame: Frame, client: number): Asking {
    const node = instruction.node(frame);
    const request: RequestValue = this.#scope.store.request(client, 0, instruction.operation, instruction.arguments(frame));
    const transaction = instruction.transaction === undefined ? null : (frame.locals[instruction.transaction.slot] ?? null);
    return typeof transaction === 'object' && transaction?.kind === 'transaction' ? { request, node, transaction } : { request, node };
  }
}

/** Where a script may go on behind an instruction. */
function nextOf(instruction: Instruction, index: number): readonly number[] {
  switch (instruction.kind) {
    case 'branch':
      return [index + 1, instruction.otherwise];
    case 'jump':
      return [instruction.to];
    case 'ask':
      return [index + 1, ...(instruction.transaction ? [instruction.transaction.again, instruction.transaction.end] : [])];
    default:
      return [index + 1];
  }
}

function countTurn(instruction: Instruction, turns: Map<Instruction, number>): void {
  const made = (turns.get(instruction) ?? 0) + 1;
  turns.set(instruction, made);
  if (made < maxTurns) return;
  throw new EvaluationError(
    instruction.place,
    `this loop has turned ${maxTurns.toLocaleString('en-US')} times without asking anything: does its condition ever become false?`,
  );
}
