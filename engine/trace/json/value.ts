/** Values in JSON; nesting is bounded, so that a hostile document cannot exhaust the stack. */
import type { TraceValue } from '../model.ts';
import { asObject, type Codec, describe, FormatError, join, list, object, pair, record, string } from './codec.ts';

const maxDepth = 500;

/** One codec for each depth, made when it is needed. */
function valueAt(depth: number): Codec<TraceValue> {
  const made = codecs[depth];
  if (made !== undefined) return made;
  const inner: Codec<TraceValue> = {
    read(json, path) {
      if (depth >= maxDepth) throw new FormatError(path, `values are nested more than ${maxDepth} deep`);
      return valueAt(depth + 1).read(json, path);
    },
    write: (value) => valueAt(depth + 1).write(value),
  };
  const compound: Readonly<Record<string, Codec<unknown>>> = {
    enum: object({ enum: string, member: string }),
    node: object({ node: string }),
    set: object({ set: list(inner) }),
    map: object({ map: list(pair(inner, inner)) }),
    struct: object({ struct: string, fields: record(inner) }),
    request: object({ request: string }),
    client: object({ client: string }),
    transaction: object({ transaction: string }),
  };
  const codecOf = (value: object): Codec<unknown> | undefined => Object.entries(compound).find(([tag]) => Object.hasOwn(value, tag))?.[1];
  const codec: Codec<TraceValue> = {
    read(json, path) {
      if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
      if (typeof json === 'number') {
        if (!Number.isInteger(json)) throw new FormatError(path, `expected a whole number, found ${describe(json)}`);
        return json;
      }
      if (Array.isArray(json)) return list(inner).read(json, path);
      const found = codecOf(asObject(json, path));
      if (found === undefined)
        throw new FormatError(
          join(path, Object.keys(asObject(json, path))[0] ?? ''),
          `not a kind of value; there are ${Object.keys(compound).join(', ')}`,
        );
      return found.read(json, path) as TraceValue;
    },
    write(value) {
      if (value === null || typeof value !== 'object') return value;
      if (Array.isArray(value)) return list(inner).write(value);
      const found = codecOf(value);
      if (found === undefined) throw new Error(`no way to write ${JSON.stringify(value)}`);
      return found.write(value);
    },
  };
  codecs[depth] = codec;
  return codec;
}
const codecs: Codec<TraceValue>[] = [];

export const traceValue: Codec<TraceValue> = valueAt(0);
