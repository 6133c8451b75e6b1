/** From generated code to functions that can be called. */
import { adderOf } from '../../memory/directory.ts';
import { type WasmExports, type WasmMemory, webAssembly } from '../../memory/web-assembly.ts';
import { type Areas, FIELD_WORDS } from './areas.ts';
import { assemble, type FunctionCode } from './assembler.ts';
import { wordOf } from './fields.ts';
import { helpers } from './helpers.ts';
import { type Shape, WORD } from './shapes.ts';

/** Beyond this many nodes and clients the unrolled code gets too large. */
const MOST_ACTORS = 40;

export interface Memories {
  readonly pool: { readonly memory: WasmMemory | undefined; readonly words: Int32Array };
  readonly table: WasmMemory | undefined;
  readonly arena: WasmMemory | undefined;
  /** Whether several threads may use them. */
  readonly shared: boolean;
}

export interface Instance {
  /** What other threads need to have the same code. */
  readonly module: object;
  readonly memories: readonly WasmMemory[];
  readonly exports: WasmExports;
}

/** The code with its helpers, over these memories. `undefined` where the host cannot run it: no WebAssembly, or not several memories. */
export function instance(
  shape: Shape,
  areas: Areas,
  { pool, table, arena, shared }: Memories,
  code: readonly FunctionCode[],
): Instance | undefined {
  const api = webAssembly();
  const actors = shape.nodes + shape.clients.length;
  if (api === undefined || pool.memory === undefined || table === undefined || arena === undefined || actors > MOST_ACTORS) {
    return undefined;
  }
  const memories = [pool.memory, table, arena];
  try {
    const module = new api.Module(assemble(memories.length, shared, [...helpers(shape, areas), ...code]));
    const { exports } = new api.Instance(module, { m: Object.fromEntries(memories.entries()) });
    describeFields(shape, areas, pool.words);
    return { module, memories, exports };
  } catch {
    return undefined;
  }
}

function describeFields({ nodes, monitors, layout }: Shape, { fields }: Areas, words: Int32Array): void {
  for (let component = 0; component < layout.word.length; component++) {
    const about = [
      wordOf(layout, component),
      layout.shift[component] as number,
      layout.mask[component] as number,
      adderOf(nodes, monitors, component) * WORD,
    ];
    words.set(about, fields / WORD + component * FIELD_WORDS);
  }
}
