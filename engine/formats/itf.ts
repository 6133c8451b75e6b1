/** Traces in the Informal Trace Format (Apalache ADR 015), of Apalache, Quint and others. */
import type { TraceValue } from '../trace/model.ts';
import { valueText } from '../trace/values.ts';
import type { Format } from './format.ts';
import type { ImportedTraces } from './imported.ts';
import { behaviourTrace, type State, type Variable } from './states/behaviour.ts';
import type { Chunks } from './text/chunks.ts';
import { type Datum, type DatumMap, datumText, entryOf, itemsOf } from './text/datum.ts';
import { jsonForms } from './text/json.ts';
import { quoted, Refusal } from './text/refusal.ts';

export const itf: Format<Record<string, never>> = {
  name: 'itf',
  title: 'a trace in the Informal Trace Format',
  options: {},
  recognises: (head) => /^\s*\{\s*"(#meta|params|vars|loop|states)"\s*:/.test(head),
  read: (chunks, _, file) => read(chunks, file),
};

function read(chunks: Chunks, file: string): ImportedTraces {
  const [form] = jsonForms(chunks);
  const root = form?.value;
  if (!isMap(root)) throw new Refusal(1, 'a trace is an object with `vars` and `states`');
  const states = itemsOf(entryOf(root, 'states'));
  if (states === undefined) throw new Refusal(root.line, '`states` is missing; it is the list of states');
  if (states.length === 0) throw new Refusal(root.line, '`states` is empty; a trace has at least its initial state');
  const names = (itemsOf(entryOf(root, 'vars')) ?? []).map((name) => {
    if (typeof name !== 'string') throw new Refusal(root.line, `\`vars\` lists names; found ${quoted(datumText(name))}`);
    return name;
  });
  const loop = entryOf(root, 'loop') ?? null;
  if (loop !== null && (typeof loop !== 'number' || !Number.isInteger(loop) || loop < 0 || loop >= states.length)) {
    throw new Refusal(root.line, `\`loop\` is the index of a state, 0 to ${states.length - 1}; found ${quoted(datumText(loop))}`);
  }
  const meta = entryOf(root, '#meta');
  const source = isMap(meta) ? entryOf(meta, 'source') : undefined;
  const trace = behaviourTrace({
    file,
    title: typeof source === 'string' ? source : 'trace',
    states: states.map((state, index) => stateOf(root, state, index, names)),
    ...(typeof loop === 'number' ? { back: { to: loop } } : {}),
  });
  return { kind: 'traces', traces: [trace] };
}

function stateOf(root: DatumMap, state: Datum, index: number, names: readonly string[]): State {
  if (!isMap(state)) throw new Refusal(root.line, `\`states[${index}]\` is an object; found ${quoted(datumText(state))}`);
  // A whole state that is one map has its entries as variables: Quint writes it so where there are no `vars`.
  const whole = mapEntries(state);
  if (whole !== undefined) {
    const variables = whole.map(([key, held]) =>
      variable(typeof key === 'string' ? key : valueText(valueIn(key, state.line)), held, state.line),
    );
    return { action: actionOf(state, index), variables };
  }
  for (const name of names) {
    if (entryOf(state, name) === undefined)
      throw new Refusal(state.line, `\`states[${index}]\` lacks the variable \`${name}\` that \`vars\` lists`);
  }
  const shown = state.entries.filter(([key]) => key !== '#meta');
  return { action: actionOf(state, index), variables: shown.map(([key, held]) => variable(String(key), held, state.line)) };
}

/** What led to it: the name that Apalache or Quint's simulator leaves in the state. */
function actionOf(state: DatumMap, index: number): string {
  for (const name of ['mbt::actionTaken', 'action_taken', 'actionTaken']) {
    const action = entryOf(state, name);
    if (typeof action === 'string' && action !== '') return action;
  }
  return `state ${index + 1}`;
}

function variable(name: string, held: Datum, line: number): Variable {
  const value = valueIn(held, line);
  return { name, value, text: valueText(value) };
}

/** ITF's own notation of compound values; `line` is that of the value around it. Throws `Refusal`. */
function valueIn(datum: Datum, line: number): TraceValue {
  const here = isMap(datum) ? datum.line : line;
  const convert = (part: Datum): TraceValue => valueIn(part, here);
  if (datum === null) throw new Refusal(here, `a state contains \`null\`, which is no value`);
  if (typeof datum !== 'object') return datum;
  if (datum.kind === 'list') return datum.items.map(convert);
  if (datum.kind === 'number') return { enum: '', member: datum.text };
  if (!isMap(datum)) throw new Refusal(here, `a state contains ${quoted(datumText(datum))}, which is no value`);
  const [only, other] = datum.entries;
  const wrong = (what: string): Refusal => new Refusal(here, `${what}; found ${quoted(datumText(datum))}`);
  if (only !== undefined && other === undefined && typeof only[0] === 'string' && only[0].startsWith('#')) {
    const [tag, inner] = only;
    switch (tag) {
      case '#bigint': {
        if (typeof inner !== 'string' || !/^-?\d+$/.test(inner)) throw wrong('a `#bigint` is an integer in quotes');
        const number = Number(inner);
        return Number.isSafeInteger(number) ? number + 0 : { enum: '', member: inner };
      }
      case '#tup': {
        const items = itemsOf(inner);
        if (items === undefined) throw wrong('a `#tup` is a list');
        return items.map(convert);
      }
      case '#set': {
        const items = itemsOf(inner);
        if (items === undefined) throw wrong('a `#set` is a list');
        // The order of its elements says nothing: two equal sets look alike.
        return { set: sorted(items.map(convert), (value) => valueText(value)) };
      }
      case '#map': {
        const entries = mapEntries(datum);
        if (entries === undefined) throw wrong('a `#map` is a list of pairs');
        return {
          map: sorted(
            entries.map(([key, held]) => [convert(key), convert(held)] as const),
            ([key]) => valueText(key),
          ),
        };
      }
      case '#unserializable':
        return { enum: '', member: typeof inner === 'string' ? inner : datumText(inner) };
      default:
        throw wrong(`\`${tag}\` is not part of the format`);
    }
  }
  const tag = entryOf(datum, 'tag');
  const value = entryOf(datum, 'value');
  if (typeof tag === 'string' && value !== undefined && datum.entries.length === 2) return variant(tag, value, convert);
  return { struct: '', fields: Object.fromEntries(datum.entries.map(([key, held]) => [String(key), convert(held)])) };
}

/** A variant without content is its name. */
function variant(tag: string, value: Datum, convert: (part: Datum) => TraceValue): TraceValue {
  const isUnit =
    isMap(value) && (value.entries.length === 0 || itemsOf(entryOf(value, '#tup'))?.length === 0 || entryOf(value, 'tag') === 'UNIT');
  return isUnit ? { enum: '', member: tag } : { struct: tag, fields: { value: convert(value) } };
}

function mapEntries(datum: DatumMap): readonly (readonly [Datum, Datum])[] | undefined {
  const pairs = itemsOf(entryOf(datum, '#map'));
  if (pairs === undefined) return undefined;
  const entries: (readonly [Datum, Datum])[] = [];
  for (const pair of pairs) {
    const [key, value, ...rest] = itemsOf(pair) ?? [];
    if (key === undefined || value === undefined || rest.length > 0) return undefined;
    entries.push([key, value]);
  }
  return entries;
}

/** Numbers in their own order, all else in that of their texts. */
function sorted<T>(items: readonly T[], textOf: (item: T) => string): readonly T[] {
  const collator = (a: string, b: string): number => {
    const [x, y] = [Number(a), Number(b)];
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return a < b ? -1 : a > b ? 1 : 0;
  };
  return items
    .map((item) => [textOf(item), item] as const)
    .sort(([a], [b]) => collator(a, b))
    .map(([, item]) => item);
}

function isMap(datum: Datum | undefined): datum is DatumMap {
  return typeof datum === 'object' && datum !== null && datum.kind === 'map';
}
