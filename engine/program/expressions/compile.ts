/**
 * Expressions as closures: each node of the checked program becomes one function over a frame. All decisions that the text alone allows are made
 * here, once; generated source code would be faster still, but content security policies forbid it.
 */
import type { Expression } from '../../../grammar/semantics/program.ts';
import { at } from '../compare.ts';
import { EvaluationError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { type Code, mismatch, type Scope, textOf } from '../scope.ts';
import type { Value } from '../values.ts';
import { compileCast } from './cast.ts';
import { compileBuiltin } from './members.ts';
import { compileBinary, compileIndex } from './operators.ts';
import { compileChoose, compileComprehension, compileQuantifier } from './quantifiers.ts';
import { compileAll, compileBool, compileInt, compileKind } from './typed.ts';

/** The scope in which the code of a role, or of a scenario, is compiled. */
export function createScope(parts: Omit<Scope, 'compile'>): Scope {
  const scope: Scope = { ...parts, compile: (expression) => compile(expression, scope) };
  return scope;
}

function compile(e: Expression, scope: Scope): Code {
  const { store } = scope;
  switch (e.kind) {
    case 'constant': {
      const { value } = e;
      return () => value;
    }
    case 'enumMember': {
      const value = store.enumMember(e.enum, e.member);
      return () => value;
    }
    case 'node': {
      const value = store.node(e.node);
      return () => value;
    }
    case 'nodesOf': {
      const playing = scope.run.nodes.flatMap((node, i) => (node.role === e.role ? [store.node(i)] : []));
      const value = store.setInOrder(playing);
      return () => value;
    }
    case 'local': {
      const { slot } = e;
      return (frame) => frame.locals[slot] ?? null;
    }
    case 'variable': {
      const { slot } = e;
      return (frame) => frame.variables[slot] ?? null;
    }
    case 'parameter': {
      const { slot } = e;
      return (frame) => frame.parameters[slot] ?? null;
    }
    case 'self':
      return (frame) => frame.self ?? null;
    case 'now':
      return (frame) => clock(e, frame);
    case 'nodeField':
      return compileNodeField(e, scope);
    case 'up': {
      const node = compileKind(e.node, 'node', scope);
      return (frame) => at(frame.states, node(frame).node).up;
    }
    case 'list': {
      const elements = compileAll(e.elements, scope);
      return (frame) => store.list(elements(frame));
    }
    case 'set': {
      const elements = compileAll(e.elements, scope);
      return (frame) => store.set(elements(frame));
    }
    case 'map': {
      const entries = e.entries.map((entry) => [scope.compile(entry.key), scope.compile(entry.value)] as const);
      return (frame) => store.map(entries.map(([key, value]) => [key(frame), value(frame)]));
    }
    case 'struct': {
      const fields = compileAll(e.fields, scope);
      return (frame) => store.struct(e.struct, fields(frame));
    }
    case 'field': {
      const object = compileKind(e.object, 'struct', scope);
      return (frame) => object(frame).fields[e.field] ?? null;
    }
    case 'with': {
      const object = compileKind(e.object, 'struct', scope);
      const changes = e.changes.map((change) => ({ field: change.field, value: scope.compile(change.value) }));
      return (frame) => {
        const { struct, fields } = object(frame);
        const changed = [...fields];
        for (const change of changes) changed[change.field] = change.value(frame);
        return store.struct(struct, changed);
      };
    }
    case 'index':
      return compileIndex(e, scope);
    case 'comprehension':
      return compileComprehension(e, scope);
    case 'quantifier':
      return compileQuantifier(e, scope);
    case 'conditional': {
      const condition = compileBool(e.condition, scope);
      const yes = scope.compile(e.yes);
      const no = scope.compile(e.no);
      return (frame) => (condition(frame) ? yes(frame) : no(frame));
    }
    case 'and': {
      const left = compileBool(e.left, scope);
      const right = compileBool(e.right, scope);
      return (frame) => left(frame) && right(frame);
    }
    case 'or': {
      const left = compileBool(e.left, scope);
      const right = compileBool(e.right, scope);
      return (frame) => left(frame) || right(frame);
    }
    case 'orElse': {
      const left = scope.compile(e.left);
      const right = scope.compile(e.right);
      return (frame) => left(frame) ?? right(frame);
    }
    case 'not': {
      const operand = compileBool(e.operand, scope);
      return (frame) => !operand(frame);
    }
    case 'negate': {
      const operand = compileInt(e.operand, scope);
      return (frame) => {
        const value = operand(frame);
        if (value === -(2 ** 31)) throw new EvaluationError(e.place, `overflow: \`${textOf(e, scope)}\` does not fit into a 32-bit Int`);
        return -value | 0;
      };
    }
    case 'binary':
      return compileBinary(e, scope);
    case 'builtin':
      return compileBuiltin(e, scope);
    case 'call':
      return compileCall(e, scope);
    case 'choose':
      return compileChoose(e, scope);
    case 'cast':
      return compileCast(e, scope);
  }
}

/** A function of the role, as an expression or as a statement. */
export function compileCall(e: Pick<Expression & { kind: 'call' }, 'function' | 'arguments' | 'place'>, scope: Scope): Code {
  const codes = e.arguments.map((argument) => scope.compile(argument));
  const { functions } = scope;
  return (frame) => {
    frame.spend(1, e.place);
    const target = at(functions, e.function);
    const locals = new Array<Value>(target.frameSize).fill(null);
    for (let i = 0; i < codes.length; i++) locals[i] = at(codes, i)(frame);
    const { locals: callers, place } = frame;
    frame.locals = locals;
    const result = target.body(frame) ? frame.result : null;
    frame.locals = callers;
    frame.place = place;
    return result;
  };
}

function clock(e: Expression, frame: Frame): number {
  const now = frame.surroundings?.now;
  if (now === undefined || Number.isNaN(now))
    throw new EvaluationError(e.place, '`now` has no meaning here: there is no time in an exploration');
  return now;
}

function compileNodeField(e: Expression & { kind: 'nodeField' }, scope: Scope): Code {
  const node = compileKind(e.node, 'node', scope);
  const slots = new Map(e.slots.map((slot) => [slot.role, slot]));
  return (frame) => {
    const value = node(frame);
    const slot = slots.get(scope.run.nodes[value.node]?.role ?? -1);
    if (slot === undefined) throw mismatch(e.node, value, `a node with a \`${e.name}\``, scope);
    return at(slot.kind === 'variable' ? at(frame.states, value.node).variables : scope.parametersOf(value.node), slot.slot);
  };
}
