import type { ClientInstance, Statement } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';
import { EvaluationError } from '../errors.ts';
import { compileAll, compileBool, compileElements, compileInt, compileKind, isKind } from '../expressions/typed.ts';
import type { Frame } from '../frame.ts';
import { compilePattern } from '../patterns.ts';
import { type Scope, showValue, textOf } from '../scope.ts';
import { compileStatement } from '../statements.ts';
import type { Value } from '../values.ts';
import type { Instruction, TransactionContext } from './instructions.ts';

export interface CompiledScript {
  readonly instructions: readonly Instruction[];
  /** Locals, those that the text does not name included. */
  readonly frameSize: number;
}

type Of<K extends Statement['kind']> = Statement & { kind: K };

export function compileScript(client: number, { body, frameSize }: ClientInstance, scope: Scope): CompiledScript {
  const compiler = new Compiler(client, frameSize, scope);
  compiler.block(body);
  return compiler.script();
}

class Compiler {
  readonly #client: number;
  readonly #scope: Scope;
  readonly #instructions: Instruction[] = [];
  #slots: number;
  /** Counts the transactions begun so far; only where there are some. */
  #transactionsSlot: number | undefined;
  /** Jumps from `abort` to the end of its transaction, which is not known before the body is compiled. */
  readonly #rollbacks = new Map<TransactionContext, { to: number }[]>();

  constructor(client: number, frameSize: number, scope: Scope) {
    this.#client = client;
    this.#slots = frameSize;
    this.#scope = scope;
  }

  script(): CompiledScript {
    return { instructions: this.#instructions, frameSize: this.#slots };
  }

  block(statements: readonly Statement[], transaction?: TransactionContext): void {
    for (const statement of statements) this.#statement(statement, transaction);
  }

  #statement(statement: Statement, transaction: TransactionContext | undefined): void {
    switch (statement.kind) {
      case 'assign':
      case 'assert':
        this.#add({ kind: 'do', place: statement.place, run: compileStatement(statement, this.#scope) });
        return;
      case 'if': {
        const branch = this.#branch(statement.place, compileBool(statement.condition, this.#scope));
        this.block(statement.yes, transaction);
        if (statement.no.length === 0) {
          branch.otherwise = this.#here;
          return;
        }
        const jump = this.#jump(statement.place);
        branch.otherwise = this.#here;
        this.block(statement.no, transaction);
        jump.to = this.#here;
        return;
      }
      case 'while': {
        const head = this.#here;
        const branch = this.#branch(statement.place, compileBool(statement.condition, this.#scope));
        this.block(statement.body, transaction);
        this.#jump(statement.place, head, true);
        branch.otherwise = this.#here;
        return;
      }
      case 'repeat':
        this.#repeat(statement, transaction);
        return;
      case 'for':
        this.#for(statement, transaction);
        return;
      case 'match':
        this.#match(statement, transaction);
        return;
      case 'operate':
        this.#operate(statement, transaction);
        return;
      case 'sleep':
        this.#add({ kind: 'sleep', place: statement.place, ms: compileInt(statement.duration, this.#scope) });
        return;
      case 'waitUntil':
        this.#add({ kind: 'waitUntil', place: statement.place, ms: compileInt(statement.time, this.#scope) });
        return;
      case 'await':
        this.#add({ kind: 'await', place: statement.place, client: statement.client });
        return;
      case 'transaction':
        this.#transaction(statement);
        return;
      case 'abortTransaction': {
        if (transaction === undefined) throw new Error('broken invariant: the checker let an abort stand outside of a transaction');
        this.#ask(statement.place, 'abort', transaction);
        this.#rollbacks.set(transaction, [...(this.#rollbacks.get(transaction) ?? []), this.#jump(statement.place)]);
        return;
      }
      default:
        throw new Error(`broken invariant: the checker let \`${statement.kind}\`, which belongs to roles, into a script`);
    }
  }

  #repeat({ times, body, place }: Of<'repeat'>, transaction: TransactionContext | undefined): void {
    const left = this.#newSlot();
    const count = compileInt(times, this.#scope);
    this.#compute(place, setting(left, count));
    const head = this.#here;
    const branch = this.#branch(place, (frame) => numberIn(frame, left) > 0);
    this.#compute(place, (frame) => {
      frame.spend(1, place);
      frame.locals[left] = numberIn(frame, left) - 1;
    });
    this.block(body, transaction);
    this.#jump(place, head);
    branch.otherwise = this.#here;
    this.#forget(place, left);
  }

  #for({ iterable, slot, body, place }: Of<'for'>, transaction: TransactionContext | undefined): void {
    const { store } = this.#scope;
    const rest = this.#newSlot();
    const elements = compileElements(iterable, this.#scope);
    this.#compute(
      place,
      setting(rest, (frame) => store.list(elements(frame))),
    );
    const head = this.#here;
    const branch = this.#branch(place, (frame) => elementsIn(frame, rest).length > 0);
    this.#compute(place, (frame) => {
      const [first = null, ...others] = elementsIn(frame, rest);
      frame.spend(1 + others.length, place);
      frame.locals[slot] = first;
      frame.locals[rest] = store.list(others);
    });
    this.block(body, transaction);
    this.#jump(place, head);
    branch.otherwise = this.#here;
    this.#forget(place, rest, slot);
  }

  #match({ subject, arms, place }: Of<'match'>, transaction: TransactionContext | undefined): void {
    const scope = this.#scope;
    const slot = this.#newSlot();
    this.#compute(place, setting(slot, scope.compile(subject)));
    const ends = arms.map((arm) => {
      const matches = compilePattern(arm.pattern, scope);
      const branch = this.#branch(place, (frame) => matches(frame, frame.locals[slot] ?? null));
      this.block(arm.body, transaction);
      const jump = this.#jump(place);
      branch.otherwise = this.#here;
      return jump;
    });
    this.#compute(place, (frame) => {
      const value = showValue(frame.locals[slot] ?? null, scope);
      throw new EvaluationError(place, `no arm matches ${value}, the value of \`${textOf(subject, scope)}\``);
    });
    for (const jump of ends) jump.to = this.#here;
    this.#forget(place, slot);
  }

  #operate(statement: Of<'operate'>, transaction: TransactionContext | undefined): void {
    const { operation, at, resultSlot, place } = statement;
    const args = compileAll(statement.arguments, this.#scope);
    const node = at === undefined ? serverOf(transaction) : nodeCode(at, this.#scope);
    this.#add({
      kind: 'ask',
      place,
      operation,
      arguments: args,
      node,
      ...(resultSlot === undefined ? {} : { resultSlot }),
      ...(transaction === undefined ? {} : { transaction }),
    });
  }

  #transaction({ at, retry, body, place }: Of<'transaction'>): void {
    const { store } = this.#scope;
    this.#transactionsSlot ??= this.#newSlot();
    const counter = this.#transactionsSlot;
    const slot = this.#newSlot();
    const serverSlot = this.#newSlot();
    const left = this.#newSlot();
    const transaction: TransactionContext = { slot, serverSlot, again: -1, end: -1 };
    const server = compileKind(at, 'node', this.#scope);
    const tries = retry === undefined ? () => 0 : compileInt(retry, this.#scope);
    this.#compute(place, setting(serverSlot, server));
    this.#compute(place, setting(left, tries));
    const begin = this.#here;
    this.#compute(place, (frame) => {
      const number = frame.locals[counter] === null ? 0 : numberIn(frame, counter);
      frame.locals[slot] = store.transaction(this.#client, number);
      frame.locals[counter] = number + 1;
    });
    this.#ask(place, 'begin', transaction);
    this.block(body, transaction);
    this.#ask(place, 'commit', transaction);
    const done = this.#jump(place);
    transaction.again = this.#here;
    const tryAgain = this.#branch(place, (frame) => numberIn(frame, left) > 0);
    this.#compute(place, (frame) => {
      frame.spend(1, place);
      frame.locals[left] = numberIn(frame, left) - 1;
    });
    this.#jump(place, begin);
    const end = this.#here;
    tryAgain.otherwise = end;
    done.to = end;
    transaction.end = end;
    for (const jump of this.#rollbacks.get(transaction) ?? []) jump.to = end;
    this.#forget(place, slot, serverSlot, left);
  }

  /** `begin`, `commit` and `abort` of the prelude. */
  #ask(place: Place, name: string, transaction: TransactionContext): void {
    const operation = this.#scope.program.operations.findIndex((candidate) => candidate.name === name);
    this.#add({ kind: 'ask', place, operation, arguments: () => [], node: serverOf(transaction), transaction });
  }

  #newSlot(): number {
    return this.#slots++;
  }
  get #here(): number {
    return this.#instructions.length;
  }
  #add(instruction: Instruction): void {
    this.#instructions.push(instruction);
  }
  #compute(place: Place, run: (frame: Frame) => void): void {
    this.#add({
      kind: 'do',
      place,
      run: (frame) => {
        run(frame);
        return false;
      },
    });
  }
  #branch(place: Place, test: (frame: Frame) => boolean): { otherwise: number } {
    const instruction = { kind: 'branch' as const, place, test, otherwise: -1 };
    this.#add(instruction);
    return instruction;
  }
  #jump(place: Place, to = -1, turn = false): { to: number } {
    const instruction = { kind: 'jump' as const, place, to, turn };
    this.#add(instruction);
    return instruction;
  }
  /** What is over is forgotten, so that states differ only in what can still matter. */
  #forget(place: Place, ...slots: readonly number[]): void {
    this.#compute(place, (frame) => {
      for (const slot of slots) frame.locals[slot] = null;
    });
  }
}

function setting(slot: number, value: (frame: Frame) => Value) {
  return (frame: Frame): boolean => {
    frame.locals[slot] = value(frame);
    return false;
  };
}

function numberIn(frame: Frame, slot: number): number {
  const value = frame.locals[slot];
  if (typeof value !== 'number') throw new Error(`broken invariant: local ${slot} of a script does not count`);
  return value;
}
function elementsIn(frame: Frame, slot: number): readonly Value[] {
  const value = frame.locals[slot] ?? null;
  if (!isKind(value, 'list')) throw new Error(`broken invariant: local ${slot} of a script has no elements`);
  return value.elements;
}

function nodeCode(at: Parameters<typeof compileKind>[0], scope: Scope): (frame: Frame) => number {
  const code = compileKind(at, 'node', scope);
  return (frame) => code(frame).node;
}

function serverOf(transaction: TransactionContext | undefined): (frame: Frame) => number {
  if (transaction === undefined) throw new Error('broken invariant: the checker let an operation stand without its server');
  return (frame) => {
    const value = frame.locals[transaction.serverSlot] ?? null;
    if (!isKind(value, 'node')) throw new Error('broken invariant: a transaction has no server');
    return value.node;
  };
}
