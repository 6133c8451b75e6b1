/** Statements by which a handler asks something of the world. */
import type { Statement } from '../../grammar/semantics/program.ts';
import { EvaluationError } from './errors.ts';
import { compileAll, compileInt } from './expressions/typed.ts';
import type { Frame } from './frame.ts';
import { mentionsRequest } from './requests.ts';
import { mismatch, type Routine, type Scope, showValue, textOf } from './scope.ts';
import { withoutTimers, withTimer } from './timers.ts';
import type { NodeValue, RequestValue, Value } from './values.ts';

type Of<K extends Statement['kind']> = Statement & { kind: K };

export function compileEffect(statement: Of<'send' | 'reply' | 'arm' | 'cancel' | 'sync' | 'event'>, scope: Scope): Routine {
  switch (statement.kind) {
    case 'send':
      return compileSend(statement, scope);
    case 'reply':
      return compileReply(statement, scope);
    case 'arm':
      return compileArm(statement, scope);
    case 'cancel':
      return compileCancel(statement, scope);
    case 'sync':
      return (frame) => {
        if (frame.disk !== undefined) frame.disk = frame.variables;
        frame.emit({ kind: 'sync', place: statement.place });
        return false;
      };
    case 'event': {
      const args = compileAll(statement.arguments, scope);
      const { event, place } = statement;
      return (frame) => {
        frame.spend(1, place);
        frame.emit({ kind: 'event', place, event, arguments: args(frame) });
        return false;
      };
    }
  }
}

function compileSend(statement: Of<'send'>, scope: Scope): Routine {
  const { message, place } = statement;
  const args = compileAll(statement.arguments, scope);
  const to = scope.compile(statement.to);
  return (frame) => {
    const values = args(frame);
    for (const receiver of receivers(to(frame), statement, scope)) {
      frame.spend(1, place);
      frame.emit({ kind: 'send', place, to: receiver.node, message, arguments: values });
    }
    return false;
  };
}

/** All of them are looked at before anything is sent. */
function receivers(to: Value, statement: Of<'send'>, scope: Scope): readonly NodeValue[] {
  const isNode = (value: Value): value is NodeValue => typeof value === 'object' && value !== null && value.kind === 'node';
  if (isNode(to)) return [to];
  if (typeof to === 'object' && to !== null && (to.kind === 'set' || to.kind === 'list')) {
    return to.elements.map((element) => {
      if (isNode(element)) return element;
      throw cannotSend(element, `${showValue(element, scope)}, of \`${textOf(statement.to, scope)}\`, is not a node`, statement, scope);
    });
  }
  throw cannotSend(to, `\`${textOf(statement.to, scope)}\` is ${showValue(to, scope)}, not a node`, statement, scope);
}

function cannotSend(value: Value, why: string, statement: Of<'send'>, scope: Scope): EvaluationError {
  const name = scope.program.messages[statement.message]?.name ?? 'this message';
  const mend = value === null ? ': compare it with none before sending' : '';
  return new EvaluationError(statement.to.place, `${name} cannot be sent: ${why}${mend}`);
}

function compileArm(statement: Of<'arm'>, scope: Scope): Routine {
  const { timer, place } = statement;
  const args = compileAll(statement.arguments, scope);
  const earliest = compileInt(statement.earliest, scope);
  const latest = statement.latest === undefined ? undefined : compileInt(statement.latest, scope);
  const name = scope.role?.timers[timer]?.name ?? 'this timer';
  return (frame) => {
    const from = earliest(frame);
    const to = latest === undefined ? from : latest(frame);
    if (from < 0)
      throw new EvaluationError(place, `the timer ${name} cannot go off in the past: \`${textOf(statement.earliest, scope)}\` is ${from}`);
    if (to < from) {
      throw new EvaluationError(
        place,
        `the timer ${name} would go off between ${from} ms and ${to} ms: the second must not be less than the first`,
      );
    }
    const armed = { timer, arguments: args(frame) };
    frame.spend(1 + frame.timers.length, place);
    frame.timers = withTimer(frame.timers, armed);
    frame.emit({ kind: 'arm', place, ...armed, earliest: from, latest: to });
    return false;
  };
}

/** `cancel retry` without arguments is about all the timers of that name. One that is not armed needs no cancelling. */
function compileCancel(statement: Of<'cancel'>, scope: Scope): Routine {
  const { timer, place } = statement;
  const args = compileAll(statement.arguments, scope);
  const all = statement.arguments.length === 0;
  return (frame) => {
    const values = args(frame);
    frame.spend(1 + frame.timers.length, place);
    const { rest, taken } = withoutTimers(frame.timers, timer, all ? undefined : values);
    frame.timers = rest;
    for (const cancelled of taken) frame.emit({ kind: 'cancel', place, ...cancelled });
    return false;
  };
}

function compileReply(statement: Of<'reply'>, scope: Scope): Routine {
  const value = statement.value === undefined ? () => null : scope.compile(statement.value);
  const to = statement.request;
  const request = to === undefined ? undefined : scope.compile(to);
  // What a durable variable still holds after a crash has lost its client: answering it is no mistake, it only goes nowhere.
  const mayOutliveCrash = scope.role?.variables.some((variable) => variable.durable && mentionsRequest(variable.type)) ?? false;
  const { place } = statement;

  function target(frame: Frame): RequestValue {
    if (request === undefined || to === undefined) {
      if (frame.request === undefined) throw new EvaluationError(place, 'there is no operation to reply to here: say to which request');
      return frame.request;
    }
    const asked = request(frame);
    if (typeof asked === 'object' && asked !== null && asked.kind === 'request') return asked;
    throw mismatch(to, asked, 'a Request', scope);
  }

  return (frame) => {
    const answer = value(frame);
    const asked = target(frame);
    if (frame.answerable?.has(asked)) {
      frame.answer(asked);
      frame.emit({ kind: 'reply', place, request: asked, value: answer });
      return false;
    }
    if (mayOutliveCrash && !frame.answered?.has(asked)) return false;
    throw new EvaluationError(place, `a second reply: ${showValue(asked, scope)} has been answered already`);
  };
}
