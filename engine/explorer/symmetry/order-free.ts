/**
 * Whether code can tell nodes apart by their order. Nodes are ordered in the language (`<`, the iteration over sets and maps, `first`), so a protocol may
 * treat one of several equal nodes in its own way; if it does none of what is looked for here it cannot, whatever it does with nodes otherwise: compare
 * them for equality, keep them in sets and maps, send to them, choose one, quantify over them. The idea is that of scalar sets (Ip & Dill 1996).
 *
 * Loops and quantifiers over unordered nodes come to the same in every order if no pass can fail, ends the loop or sees what another pass wrote, and
 * what all of them write together does not depend on their order.
 */
import type { CheckedProgram, Expression, Role, Statement } from '../../../grammar/semantics/program.ts';
import type { Type } from '../../../grammar/semantics/types.ts';

/** Roles whose nodes are to be kept apart from each other by nothing. */
export class OrderFree {
  readonly #program: CheckedProgram;
  readonly #roles: ReadonlySet<string>;
  /** Some channel keeps the order of sending, so the order of sends to one node shows. */
  readonly #fifo: boolean;

  constructor(program: CheckedProgram, roles: ReadonlySet<string>, fifo: boolean) {
    this.#program = program;
    this.#roles = roles;
    this.#fifo = fifo;
  }

  role({ variables, functions, handlers }: Role): boolean {
    return [...variables.map(({ initial }) => initial), ...functions.map(({ body }) => body), ...handlers].every((code) => this.code(code));
  }

  /** Any part of a checked program: statements and expressions are found in it wherever they are. */
  code(part: unknown): boolean {
    if (Array.isArray(part)) return part.every((item) => this.code(item));
    if (typeof part !== 'object' || part === null) return true;
    if ('kind' in part && 'place' in part) {
      if ('type' in part ? !this.#expression(part as Expression) : !this.#statement(part as Statement)) return false;
    }
    return Object.entries(part).every(([key, inner]) => key === 'type' || key === 'place' || this.code(inner));
  }

  #expression(e: Expression): boolean {
    switch (e.kind) {
      case 'binary': {
        const compares = e.operator.startsWith('less') || e.operator.startsWith('greater');
        return !compares || !(this.#mentions(e.left.type) || this.#mentions(e.right.type));
      }
      case 'builtin':
        return this.#builtin(e);
      case 'quantifier':
        if (!this.#isUnordered(e.iterable.type)) return true;
        if (e.quantifier === 'sum' || mayFail(e.body)) return false;
        return !((e.quantifier === 'max' || e.quantifier === 'min') && this.#mentions(e.body.type));
      case 'comprehension': {
        if (!this.#isUnordered(e.iterable.type)) return true;
        if (e.makes === 'list' || mayFail([e.where, e.element, e.value])) return false;
        // Of entries with one key the last counts.
        return e.makes === 'set' || (e.element.kind === 'local' && e.element.slot === e.slot);
      }
      case 'choose':
        return !(this.#isUnordered(e.from.type) && mayFail(e.where));
      default:
        return true;
    }
  }

  #builtin({ name, arguments: args }: Extract<Expression, { kind: 'builtin' }>): boolean {
    const type = args[0]?.type;
    if (type === undefined) return true;
    switch (name) {
      case 'first':
      case 'last':
      case 'reverse':
        return !this.#isUnordered(type);
      case 'values':
        return !(type.kind === 'map' && this.#mentions(type.key));
      case 'sorted':
      case 'max':
      case 'min':
        return !args.some((argument) => this.#mentions(argument.type));
      default:
        return true;
    }
  }

  #statement(s: Statement): boolean {
    return s.kind !== 'for' || !this.#isUnordered(s.iterable.type) || this.#loop(s);
  }

  #loop({ slot, body }: Extract<Statement, { kind: 'for' }>): boolean {
    const statements = statementsOf(body);
    if (statements === undefined || mayFail(body.map(withoutSteps))) return false;
    const sends = statements.filter((s) => s.kind === 'send');
    // Two of them alternate, and a crash between them knows how far the loop is.
    if (sends.length > 1) return false;
    if (this.#fifo && sends.some(({ to }) => to.kind !== 'local' || to.slot !== slot)) return false;
    const assignments = statements.filter((s) => s.kind === 'assign');
    const written = new Set(assignments.map(({ target }) => slotKey(target.root)));
    const reads = (part: unknown): boolean => mentionsSlot(part, written);
    return statements.every((s) => {
      switch (s.kind) {
        case 'if':
          return !reads(s.condition);
        case 'send':
          return !reads([s.arguments, s.to]);
        case 'assign': {
          const [step] = s.target.path;
          if (s.target.path.length === 1 && step?.kind === 'index') {
            // Each pass writes an entry of its own.
            const own = step.index.kind === 'local' && step.index.slot === slot;
            const alone = assignments.filter(({ target }) => slotKey(target.root) === slotKey(s.target.root)).length === 1;
            return own && alone && !reads(s.value);
          }
          if (s.target.path.length > 0 || s.value.kind !== 'binary' || !adding.has(s.value.operator)) return false;
          const { left, right, operator } = s.value;
          const same = assignments.every(
            ({ target, value }) =>
              slotKey(target.root) !== slotKey(s.target.root) ||
              (value.kind === 'binary' && direction(value.operator) === direction(operator)),
          );
          if (operator === 'add' && !(right.kind === 'constant' && Number(right.value) > 0)) return false;
          return same && 'slot' in left && slotKey(left as { kind: string; slot: number }) === slotKey(s.target.root) && !reads(right);
        }
        default:
          return false;
      }
    });
  }

  /** A collection that is gone through in the order of its values, where that is an order of nodes. */
  #isUnordered(type: Type): boolean {
    if (type.kind === 'set') return this.#mentions(type.element);
    return type.kind === 'map' && this.#mentions(type.key);
  }

  /** Whether values of the type can have such nodes in them. */
  #mentions(type: Type, within: ReadonlySet<string> = new Set()): boolean {
    switch (type.kind) {
      case 'node':
        return type.role === undefined || this.#roles.has(type.role);
      case 'optional':
        return this.#mentions(type.inner, within);
      case 'set':
      case 'list':
        return this.#mentions(type.element, within);
      case 'map':
        return this.#mentions(type.key, within) || this.#mentions(type.value, within);
      case 'struct': {
        if (within.has(type.name)) return false;
        const fields = this.#program.structs.filter(({ name }) => name === type.name).flatMap((struct) => struct.fields);
        return fields.some((field) => this.#mentions(field.type, new Set([...within, type.name])));
      }
      case 'any':
      case 'unknown':
        return true;
      default:
        return false;
    }
  }
}

/** Assignments `x = x op e` whose order does not matter, and which of them may be mixed. */
const adding: ReadonlySet<string> = new Set(['add', 'setInsert', 'setUnion', 'setRemove', 'setDifference']);
function direction(operator: string): string {
  if (operator === 'setInsert' || operator === 'setUnion') return 'in';
  return operator === 'setRemove' || operator === 'setDifference' ? 'out' : operator;
}

/** The statements of a loop's body, those in branches included; nothing where there are others than these kinds. */
function statementsOf(body: readonly Statement[]): readonly Extract<Statement, { kind: 'if' | 'send' | 'assign' }>[] | undefined {
  const all: Extract<Statement, { kind: 'if' | 'send' | 'assign' }>[] = [];
  for (const s of body) {
    if (s.kind !== 'if' && s.kind !== 'send' && s.kind !== 'assign') return undefined;
    all.push(s);
    if (s.kind !== 'if') continue;
    const inner = statementsOf([...s.yes, ...s.no]);
    if (inner === undefined) return undefined;
    all.push(...inner);
  }
  return all;
}

/** Without what `#loop` looks at itself: counting one up. */
function withoutSteps(s: Statement): unknown {
  if (s.kind === 'if') return [s.condition, s.yes.map(withoutSteps), s.no.map(withoutSteps)];
  if (s.kind !== 'assign') return s;
  const counts = s.value.kind === 'binary' && s.value.operator === 'add' && s.value.right.kind === 'constant';
  const entry = s.target.path.length === 1 && s.target.path[0]?.kind === 'index' ? s.target.path[0].index : s.target.path;
  return counts ? [] : [entry, s.value];
}

/** What is not sure to have a value. */
const failing: ReadonlySet<string> = new Set([
  'index',
  'negate',
  'call',
  'cast',
  'choose',
  'divide',
  'remainder',
  'add',
  'subtract',
  'multiply',
  'range',
  'sum',
  'max',
  'min',
  'first',
  'last',
  'slice',
  'abs',
]);
function mayFail(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(mayFail);
  if (typeof part !== 'object' || part === null) return false;
  const named = part as { readonly kind?: unknown; readonly operator?: unknown; readonly quantifier?: unknown; readonly name?: unknown };
  if (typeof named.kind === 'string' && failing.has(named.kind)) return true;
  if (named.kind === 'binary' && failing.has(String(named.operator))) return true;
  if (named.kind === 'quantifier' && failing.has(String(named.quantifier))) return true;
  if (named.kind === 'builtin' && failing.has(String(named.name))) return true;
  // A field of what need not be a node of one role, a send to what need not be one node.
  if (named.kind === 'nodeField' && !playsOneRole((part as Extract<Expression, { kind: 'nodeField' }>).node.type)) return true;
  if (named.kind === 'send' && (part as Extract<Statement, { kind: 'send' }>).to.type.kind !== 'node') return true;
  return Object.entries(part).some(([key, inner]) => key !== 'type' && key !== 'place' && mayFail(inner));
}

function playsOneRole(type: Type): boolean {
  return type.kind === 'node' && type.role !== undefined;
}

function slotKey({ kind, slot }: { readonly kind: string; readonly slot: number }): string {
  return `${kind} ${slot}`;
}

function mentionsSlot(part: unknown, slots: ReadonlySet<string>): boolean {
  if (Array.isArray(part)) return part.some((item) => mentionsSlot(item, slots));
  if (typeof part !== 'object' || part === null) return false;
  const { kind, slot } = part as { readonly kind?: unknown; readonly slot?: unknown };
  if ((kind === 'variable' || kind === 'local') && typeof slot === 'number' && slots.has(slotKey({ kind, slot }))) return true;
  return Object.values(part).some((inner) => mentionsSlot(inner, slots));
}
