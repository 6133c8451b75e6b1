import type { Expression } from '../../../grammar/semantics/program.ts';
import type { Type } from '../../../grammar/semantics/types.ts';
import { EvaluationError } from '../errors.ts';
import { type Code, type Scope, showValue, textOf } from '../scope.ts';
import type { Value } from '../values.ts';

export function compileCast(e: Expression & { kind: 'cast' }, scope: Scope): Code {
  const operand = scope.compile(e.operand);
  const { type } = e;
  return (frame) => {
    const value = operand(frame);
    if (conforms(value, type, scope)) return value;
    throw new EvaluationError(e.place, `\`${textOf(e, scope)}\` is ${showValue(value, scope)}, where ${typeName(type)} is wanted`);
  };
}

/** Whether a value belongs to a static type. */
export function conforms(value: Value, type: Type, scope: Scope): boolean {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'none':
      return value === null;
    case 'any':
    case 'unknown':
      return true;
    case 'optional':
      return value === null || conforms(value, type.inner, scope);
    case 'value':
      return (
        typeof value !== 'object' || value === null || (value.kind === 'list' && value.elements.every((e) => conforms(e, type, scope)))
      );
    default:
      return typeof value === 'object' && value !== null && compoundConforms(value, type, scope);
  }
}

function compoundConforms(value: Exclude<Value, null | boolean | number | string>, type: Type, scope: Scope): boolean {
  switch (type.kind) {
    case 'node': {
      if (value.kind !== 'node') return false;
      const role = scope.program.roles[scope.run.nodes[value.node]?.role ?? -1];
      return type.role === undefined || role?.name === type.role;
    }
    case 'enum':
      return value.kind === 'enum' && scope.program.enums[value.enum]?.name === type.name;
    case 'struct':
      return value.kind === 'struct' && scope.program.structs[value.struct]?.name === type.name;
    case 'set':
    case 'list':
      return value.kind === type.kind && value.elements.every((element) => conforms(element, type.element, scope));
    case 'map':
      return (
        value.kind === 'map' &&
        value.keys.every((key) => conforms(key, type.key, scope)) &&
        value.values.every((element) => conforms(element, type.value, scope))
      );
    case 'request':
      return value.kind === 'request';
    default:
      return false;
  }
}

function typeName(type: Type): string {
  switch (type.kind) {
    case 'bool':
      return 'a Bool';
    case 'int':
      return 'an Int';
    case 'string':
      return 'a String';
    case 'none':
      return 'none';
    case 'value':
      return 'a Value';
    case 'node':
      return type.role === undefined ? 'a node' : `a ${type.role}`;
    case 'enum':
    case 'struct':
      return `a ${type.name}`;
    case 'optional':
      return `${typeName(type.inner)} or none`;
    case 'set':
      return 'a set';
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    default:
      return `a ${type.kind}`;
  }
}
