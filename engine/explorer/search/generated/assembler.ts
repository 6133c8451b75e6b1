/**
 * Just enough of a WebAssembly assembler for the generated inner loop: 32-bit integers, several memories, functions that call each other.
 * Code is written as nested parts; a part appends its bytes. Encoding as in the WebAssembly specification 2.0, with the multi-memory proposal and that of threads.
 */

/** Appends its instructions; as an operand it leaves one integer. */
export type Part = (out: Emitter) => void;
/** A local variable or parameter. */
export type Local = number & { readonly local: unique symbol };
/** A target of `br`: a block's end or a loop's beginning. */
export interface Label {
  readonly name: string;
}

const I32 = 0x7f;
const VOID = 0x40;

class Emitter {
  readonly bytes: number[] = [];
  /** Blocks around the current place, the innermost last; `undefined` for an `if`, which is no target. */
  readonly around: (Label | undefined)[] = [];

  byte(...bytes: readonly number[]): void {
    this.bytes.push(...bytes);
  }
  unsigned(value: number): void {
    this.bytes.push(...leb(value));
  }
  signed(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.bytes.push(done ? low : low | 0x80);
      if (done) return;
    }
  }
  depth(label: Label): number {
    const index = this.around.lastIndexOf(label);
    if (index < 0) throw new Error(`${label.name} is not around`);
    return this.around.length - 1 - index;
  }
}

export type { Emitter };

function leb(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

export const i32 =
  (value: number): Part =>
  (out) => {
    out.byte(0x41);
    out.signed(value);
  };
export const get =
  (local: Local): Part =>
  (out) => {
    out.byte(0x20);
    out.unsigned(local);
  };
export const set =
  (local: Local, value: Part): Part =>
  (out) => {
    value(out);
    out.byte(0x21);
    out.unsigned(local);
  };
/** Sets the local and leaves the value. */
export const tee =
  (local: Local, value: Part): Part =>
  (out) => {
    value(out);
    out.byte(0x22);
    out.unsigned(local);
  };

const binary =
  (opcode: number) =>
  (left: Part, right: Part): Part =>
  (out) => {
    left(out);
    right(out);
    out.byte(opcode);
  };
export const eq = binary(0x46);
export const ne = binary(0x47);
export const lessS = binary(0x48);
export const lessU = binary(0x49);
export const greaterU = binary(0x4b);
export const atLeastS = binary(0x4e);
export const atLeastU = binary(0x4f);
export const add = binary(0x6a);
export const sub = binary(0x6b);
export const mul = binary(0x6c);
export const and = binary(0x71);
export const or = binary(0x72);
export const xor = binary(0x73);
export const shl = binary(0x74);
export const shrU = binary(0x76);
export const isZero =
  (value: Part): Part =>
  (out) => {
    value(out);
    out.byte(0x45);
  };

function access(out: Emitter, memory: number, offset: number): void {
  // Alignment 4; bit 6 announces the memory's index.
  if (memory === 0) out.byte(0x02);
  else {
    out.byte(0x42);
    out.unsigned(memory);
  }
  out.unsigned(offset);
}
/** The word at the byte address plus `offset`, which must not be negative. */
export const load =
  (address: Part, offset = 0, memory = 0): Part =>
  (out) => {
    address(out);
    out.byte(0x28);
    access(out, memory, offset);
  };
export const store =
  (address: Part, value: Part, offset = 0, memory = 0): Part =>
  (out) => {
    address(out);
    value(out);
    out.byte(0x36);
    access(out, memory, offset);
  };
/** As `load`, and whatever another thread stored before it stored this word is seen afterwards. */
export const atomicLoad =
  (address: Part, offset = 0, memory = 0): Part =>
  (out) => {
    address(out);
    out.byte(0xfe, 0x10);
    access(out, memory, offset);
  };

export const seq =
  (...parts: readonly Part[]): Part =>
  (out) => {
    for (const part of parts) part(out);
  };
const enclosed =
  (opcode: number) =>
  (name: string, body: (label: Label) => Part): Part =>
  (out) => {
    const label = { name };
    out.byte(opcode, VOID);
    out.around.push(label);
    body(label)(out);
    out.around.pop();
    out.byte(0x0b);
  };
/** `br` to its label leaves it. */
export const block = enclosed(0x02);
/** `br` to its label begins it again; its end leaves it. */
export const loop = enclosed(0x03);
export const br =
  (label: Label): Part =>
  (out) => {
    out.byte(0x0c);
    out.unsigned(out.depth(label));
  };
export const brIf =
  (label: Label, condition: Part): Part =>
  (out) => {
    condition(out);
    out.byte(0x0d);
    out.unsigned(out.depth(label));
  };
export const when =
  (condition: Part, then: Part, otherwise?: Part): Part =>
  (out) => {
    branches(out, VOID, condition, then, otherwise);
  };
/** An `if` that leaves one of two values. */
export const choose =
  (condition: Part, then: Part, otherwise: Part): Part =>
  (out) => {
    branches(out, I32, condition, then, otherwise);
  };
function branches(out: Emitter, type: number, condition: Part, then: Part, otherwise: Part | undefined): void {
  condition(out);
  out.byte(0x04, type);
  out.around.push(undefined);
  then(out);
  if (otherwise) {
    out.byte(0x05);
    otherwise(out);
  }
  out.around.pop();
  out.byte(0x0b);
}
export const give =
  (value: Part): Part =>
  (out) => {
    value(out);
    out.byte(0x0f);
  };
export const call =
  (callee: number, ...values: readonly Part[]): Part =>
  (out) => {
    for (const value of values) value(out);
    out.byte(0x10);
    out.unsigned(callee);
  };

/** A function of integers that gives an integer: its number of parameters and, from a way to make locals, its body. */
export interface FunctionCode {
  readonly parameters: number;
  /** The parameters first; further locals are made by `local()` and begin as 0. Must leave one value or return. */
  readonly body: (parameters: readonly Local[], local: () => Local) => Part;
  /** Under what name it can be called from outside. */
  readonly exported?: string;
}

/** 4 GiB: what 32-bit addresses reach. A shared memory has to name its maximum. */
const MOST_PAGES = 65_536;

/** The bytes of a module that imports `memories` as `m.0`, `m.1`, …, and has these functions, numbered in their order. */
export function assemble(memories: number, shared: boolean, functions: readonly FunctionCode[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, ...leb(parameters), ...new Array<number>(parameters).fill(I32), 1, I32]);
  const limits = shared ? [0x03, 1, ...leb(MOST_PAGES)] : [0x00, 1];
  const imports = Array.from({ length: memories }, (_, memory) => [...name('m'), ...name(String(memory)), 0x02, ...limits]);
  const exports = functions.flatMap(({ exported }, index) => (exported === undefined ? [] : [[...name(exported), 0x00, ...leb(index)]]));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, imports),
    ...section(
      3,
      functions.map((_, index) => leb(index)),
    ),
    ...section(7, exports),
    ...section(10, functions.map(functionBytes)),
  ]);
}

function functionBytes({ parameters, body }: FunctionCode): readonly number[] {
  const out = new Emitter();
  let locals = parameters;
  const own = Array.from({ length: parameters }, (_, index) => index as Local);
  body(own, () => locals++ as Local)(out);
  const declared = locals === parameters ? [0] : [1, ...leb(locals - parameters), I32];
  const length = declared.length + out.bytes.length + 1;
  return [...leb(length), ...declared, ...out.bytes, 0x0b];
}

function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  const content = [...leb(items.length), ...items.flat()];
  return [id, ...leb(content.length), ...content];
}

/** Of ASCII characters. */
function name(text: string): readonly number[] {
  return [...leb(text.length), ...Array.from(text, (character) => character.charCodeAt(0))];
}
