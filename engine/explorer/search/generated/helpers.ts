/** The functions of the generated module that its inner loop calls. */
import { monitorOf, monitorTable, SystemTable, systemTable } from '../../memory/directory.ts';
import type { Areas } from './areas.ts';
import {
  add,
  and,
  atLeastS,
  br,
  call,
  choose,
  eq,
  type FunctionCode,
  get,
  give,
  i32,
  isZero,
  type Local,
  lessS,
  load,
  loop,
  mul,
  or,
  type Part,
  seq,
  set,
  shl,
  shrU,
  store,
  sub,
  tee,
  when,
  xor,
} from './assembler.ts';
import { address, Callee, entry, fieldOf, patch, wordOf } from './fields.ts';
import { type Shape, WORD } from './shapes.ts';

const HASHED_SLOT_SHIFT = 4;

function three(locals: readonly Local[]): [Local, Local, Local] {
  const [a, b, c] = locals;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three parameters');
  return [a, b, c];
}

/** The functions that `Callee` numbers. */
export function helpers(shape: Shape, areas: Areas): readonly FunctionCode[] {
  return [findHashed, lookUp, pay(shape), observe(shape), send(areas), put(areas), union(shape)];
}

/** (table's place in bytes, row, column) -> byte address of the entry in a hashed table, 0 where it has none. */
const findHashed: FunctionCode = {
  parameters: 3,
  body: (parameters, local) => {
    const [table, row, column] = three(parameters);
    const [hash, at, key] = [local(), local(), local()];
    return seq(
      set(hash, mul(get(row), i32(0x9e3779b1))),
      set(hash, mul(add(xor(get(hash), shrU(get(hash), i32(15))), get(column)), i32(0x85ebca6b))),
      set(hash, xor(get(hash), shrU(get(hash), i32(13)))),
      loop('probe', (again) =>
        seq(
          set(hash, and(get(hash), load(get(table), 2 * WORD))),
          set(at, add(address(load(get(table))), shl(get(hash), i32(HASHED_SLOT_SHIFT)))),
          set(key, load(get(at))),
          when(isZero(get(key)), give(i32(0))),
          when(and(eq(get(key), add(get(row), i32(1))), eq(load(get(at), WORD), get(column))), give(add(get(at), i32(2 * WORD)))),
          set(hash, add(get(hash), i32(1))),
          br(again),
        ),
      ),
      i32(0),
    );
  },
};

/** (table's place in bytes, row, column) -> entry. */
const lookUp: FunctionCode = {
  parameters: 3,
  body: (parameters, local) => {
    const [table, row, column] = three(parameters);
    const bits = local();
    return load(
      choose(
        atLeastS(tee(bits, load(get(table), WORD)), i32(0)),
        address(add(load(get(table)), add(shl(get(row), get(bits)), get(column)))),
        call(Callee.findHashed, get(table), get(row), get(column)),
      ),
    );
  },
};

/** (budgets, payment) -> entry of the table of payments. */
function pay({ nodes }: Shape): FunctionCode {
  return {
    parameters: 2,
    body: ([budgets, payment], local) => {
      if (budgets === undefined || payment === undefined) throw new Error('two parameters');
      return entry(systemTable(nodes, SystemTable.payment), get(budgets), get(payment), local());
    },
  };
}

/** (record, happenings) -> 0 where a monitor's next state is not known. */
function observe({ nodes, monitors, layout }: Shape): FunctionCode {
  return {
    parameters: 2,
    body: ([record, happenings], local) => {
      if (record === undefined || happenings === undefined) throw new Error('two parameters');
      const [before, after, bits] = [local(), local(), local()];
      const each = Array.from({ length: monitors }, (_, monitor) => {
        const component = monitorOf(nodes, monitor);
        return seq(
          set(before, fieldOf(layout, component, load(get(record), wordOf(layout, component)))),
          set(after, entry(monitorTable(nodes, monitor), get(before), get(happenings), bits)),
          when(isZero(get(after)), give(i32(0))),
          patch(layout, record, component, sub(get(after), i32(1))),
        );
      });
      return seq(...each, i32(1));
    },
  };
}

/** What the area knows of a component. */
const Field = { word: 0, shift: WORD, mask: 2 * WORD, table: 3 * WORD } as const;

/** The field at `at` in the record, with another value. */
const replaced = (word: Part, shift: Part, mask: Part, value: Part) => or(and(word, xor(shl(mask, shift), i32(-1))), shl(value, shift));

/** (record, component, input) -> 0 where the component with that message, operation or reply more is not known, or there is no such thing. */
function send({ fields }: Areas): FunctionCode {
  return {
    parameters: 3,
    body: (parameters, local) => {
      const [record, component, input] = three(parameters);
      const [about, at, word, shift, mask, after] = [local(), local(), local(), local(), local(), local()];
      const known = (part: number) => load(get(about), fields + part);
      return seq(
        set(about, shl(get(component), i32(4))),
        set(at, add(get(record), known(Field.word))),
        set(word, load(get(at))),
        set(shift, known(Field.shift)),
        set(mask, known(Field.mask)),
        set(after, call(Callee.lookUp, known(Field.table), and(shrU(get(word), get(shift)), get(mask)), get(input))),
        // What is refused is the driver's.
        when(lessS(get(after), i32(1)), give(i32(0))),
        store(get(at), replaced(get(word), get(shift), get(mask), sub(get(after), i32(1)))),
        i32(1),
      );
    },
  };
}

/** (record, component, value) -> 1. */
function put({ fields }: Areas): FunctionCode {
  return {
    parameters: 3,
    body: (parameters, local) => {
      const [record, component, value] = three(parameters);
      const [about, at] = [local(), local()];
      const known = (part: number) => load(get(about), fields + part);
      return seq(
        set(about, shl(get(component), i32(4))),
        set(at, add(get(record), known(Field.word))),
        store(get(at), replaced(load(get(at)), known(Field.shift), known(Field.mask), get(value))),
        i32(1),
      );
    },
  };
}

/** (set, set) -> their union, or -1 where it is not known. */
function union({ nodes }: Shape): FunctionCode {
  return {
    parameters: 2,
    body: ([a, b], local) => {
      if (a === undefined || b === undefined) throw new Error('two parameters');
      return seq(
        when(or(eq(get(a), get(b)), isZero(get(b))), give(get(a))),
        when(isZero(get(a)), give(get(b))),
        sub(entry(systemTable(nodes, SystemTable.union), get(a), get(b), local()), i32(1)),
      );
    },
  };
}
