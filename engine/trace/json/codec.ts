/**
 * Schemas that read and write plain JSON: one definition gives the check of what comes in, with the path of what is wrong, and the order of the keys of
 * what goes out.
 */

/** Says where a document is not what it should be: `steps[3].events: expected a list`. */
export class FormatError extends Error {
  constructor(path: string, message: string) {
    super(path === '' ? message : `${path}: ${message}`);
    this.name = 'FormatError';
  }
}

export interface Codec<T> {
  /** Throws `FormatError` where `json` does not fit. */
  read(json: unknown, path: string): T;
  /** JSON with keys in the schema's order. */
  write(value: T): unknown;
}

function primitive<T>(expected: string, fits: (json: unknown) => json is T): Codec<T> {
  return {
    read(json, path) {
      if (!fits(json)) throw new FormatError(path, `expected ${expected}, found ${describe(json)}`);
      return json;
    },
    write: (value) => value,
  };
}
export const string = primitive('a string', (json): json is string => typeof json === 'string');
export const boolean = primitive('true or false', (json): json is boolean => typeof json === 'boolean');
export const finite = primitive('a number', (json): json is number => typeof json === 'number' && Number.isFinite(json));
/** An index or a count. */
export const natural = primitive('an integer from 0 on', (json): json is number => Number.isSafeInteger(json) && Number(json) >= 0);

export function literal<const T extends string | number | boolean | null>(...values: readonly T[]): Codec<T> {
  const expected = values.map((value) => JSON.stringify(value)).join(', ');
  return primitive(values.length === 1 ? expected : `one of ${expected}`, (json): json is T =>
    (values as readonly unknown[]).includes(json),
  );
}

export function list<T>(element: Codec<T>): Codec<readonly T[]> {
  return {
    read(json, path) {
      if (!Array.isArray(json)) throw new FormatError(path, `expected a list, found ${describe(json)}`);
      return json.map((part, index) => element.read(part, `${path}[${index}]`));
    },
    write: (values) => values.map((value) => element.write(value)),
  };
}

export function pair<A, B>(first: Codec<A>, second: Codec<B>): Codec<readonly [A, B]> {
  return {
    read(json, path) {
      if (!Array.isArray(json) || json.length !== 2) throw new FormatError(path, `expected a list of two, found ${describe(json)}`);
      return [first.read(json[0], `${path}[0]`), second.read(json[1], `${path}[1]`)];
    },
    write: ([a, b]) => [first.write(a), second.write(b)],
  };
}

/** An object with any keys. */
export function record<T>(element: Codec<T>): Codec<Readonly<Record<string, T>>> {
  return {
    read: (json, path) =>
      Object.fromEntries(Object.entries(asObject(json, path)).map(([key, part]) => [key, element.read(part, join(path, key))])),
    write: (value) => Object.fromEntries(Object.entries(value).map(([key, part]) => [key, element.write(part)])),
  };
}

const optionalMark = Symbol('optional');
interface OptionalCodec<T> extends Codec<T> {
  readonly [optionalMark]: true;
}
/** A key that may be left out. */
export function optional<T>(codec: Codec<T>): OptionalCodec<T> {
  return { ...codec, [optionalMark]: true };
}

type Fields = Readonly<Record<string, Codec<unknown> | OptionalCodec<unknown>>>;
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends OptionalCodec<unknown> ? K : never }[keyof F];
type ValueOf<C> = C extends Codec<infer T> ? T : never;
export type Shape<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: ValueOf<F[K]>;
};

/** An object with exactly these keys. */
export function object<F extends Fields>(fields: F): Codec<Shape<F>> {
  return {
    read(json, path) {
      const found = asObject(json, path);
      for (const key of Object.keys(found)) {
        if (!Object.hasOwn(fields, key))
          throw new FormatError(join(path, key), `no such field here; there are ${Object.keys(fields).join(', ')}`);
      }
      const result: Record<string, unknown> = {};
      for (const [key, codec] of Object.entries(fields)) {
        if (Object.hasOwn(found, key)) result[key] = codec.read(found[key], join(path, key));
        else if (!(optionalMark in codec)) throw new FormatError(join(path, key), 'is missing');
      }
      return result as Shape<F>;
    },
    write(value) {
      const source = value as Readonly<Record<string, unknown>>;
      const result: Record<string, unknown> = {};
      for (const [key, codec] of Object.entries(fields)) {
        if (source[key] !== undefined) result[key] = codec.write(source[key]);
      }
      return result;
    },
  };
}

/** One of several objects, told apart by the field `tag`. */
export function tagged<T>(tag: string, cases: Readonly<Record<string, Codec<unknown>>>): Codec<T> {
  const find = (key: unknown): Codec<unknown> | undefined =>
    typeof key === 'string' && Object.hasOwn(cases, key) ? cases[key] : undefined;
  return {
    read(json, path) {
      const codec = find(asObject(json, path)[tag]);
      if (codec === undefined) throw new FormatError(join(path, tag), `expected one of ${Object.keys(cases).join(', ')}`);
      return codec.read(json, path) as T;
    },
    write(value) {
      const codec = find((value as Readonly<Record<string, unknown>>)[tag]);
      if (codec === undefined) throw new Error(`no way to write ${JSON.stringify(value)}`);
      return codec.write(value);
    },
  };
}

/** For schemas that contain themselves. */
export function lazy<T>(codec: () => Codec<T>): Codec<T> {
  return { read: (json, path) => codec().read(json, path), write: (value) => codec().write(value) };
}

export function asObject(json: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new FormatError(path, `expected an object, found ${describe(json)}`);
  return json as Readonly<Record<string, unknown>>;
}

export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

export function describe(json: unknown): string {
  if (Array.isArray(json)) return `a list of ${json.length}`;
  if (typeof json === 'object' && json !== null) return 'an object';
  return json === undefined ? 'nothing' : (JSON.stringify(json) ?? 'nothing').slice(0, 40);
}
