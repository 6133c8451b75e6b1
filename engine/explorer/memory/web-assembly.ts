/** The part of the WebAssembly interface that is used; its global is no part of the language's own library. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}
export type WasmExports = Readonly<Record<string, (...values: number[]) => number>>;

export interface WasmApi {
  readonly Memory: new (descriptor: { readonly initial: number; readonly maximum: number; readonly shared?: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, WasmMemory>>>>,
  ) => { readonly exports: WasmExports };
}

/** Absent where the host has none. */
export function webAssembly(): WasmApi | undefined {
  return (globalThis as unknown as { readonly WebAssembly?: WasmApi }).WebAssembly;
}
