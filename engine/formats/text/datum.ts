/** Data as EDN and JSON write it, and as values of a history. */
import type { TraceValue } from '../../trace/model.ts';

export type Datum =
  | null
  | boolean
  | number
  | string
  /** `:read`, without the colon. */
  | { readonly kind: 'keyword'; readonly name: string }
  | { readonly kind: 'symbol'; readonly name: string }
  /** A number that a double cannot hold exactly, a ratio among them, as it is written. */
  | { readonly kind: 'number'; readonly text: string }
  /** A vector, a list, or an array. */
  | { readonly kind: 'list'; readonly items: readonly Datum[] }
  | { readonly kind: 'set'; readonly items: readonly Datum[] }
  /** A map, or a JSON object: its keys are strings. */
  | {
      readonly kind: 'map';
      readonly entries: readonly (readonly [key: Datum, value: Datum])[];
      /** Where it begins, counted from 1. */
      readonly line: number;
    };

export type DatumMap = Extract<Datum, { kind: 'map' }>;

/** The elements of a list; `undefined` of anything else. */
export function itemsOf(datum: Datum | undefined): readonly Datum[] | undefined {
  return typeof datum === 'object' && datum !== null && datum.kind === 'list' ? datum.items : undefined;
}

/** What a keyword, a symbol or a string says. EDN has keywords where JSON has strings. */
export function nameOf(datum: Datum | undefined): string | undefined {
  if (typeof datum === 'string') return datum;
  return typeof datum === 'object' && datum !== null && (datum.kind === 'keyword' || datum.kind === 'symbol') ? datum.name : undefined;
}

/** The value of a map under a keyword or a string; `undefined` where there is none. */
export function entryOf(map: DatumMap, name: string): Datum | undefined {
  for (const [key, value] of map.entries) if (nameOf(key) === name) return value;
  return undefined;
}

/** As a value of a history: keywords and symbols become strings, so that both writings of a history mean the same. */
export function historyValue(datum: Datum): TraceValue {
  if (datum === null || typeof datum !== 'object') return datum;
  switch (datum.kind) {
    case 'keyword':
    case 'symbol':
      return datum.name;
    case 'number':
      return datum.text;
    case 'list':
      return datum.items.map(historyValue);
    case 'set':
      return { set: datum.items.map(historyValue) };
    case 'map':
      return { map: datum.entries.map(([key, value]) => [historyValue(key), historyValue(value)] as const) };
  }
}

/** As EDN would write it, for messages. */
export function datumText(datum: Datum): string {
  if (datum === null) return 'nil';
  if (typeof datum === 'string') return JSON.stringify(datum);
  if (typeof datum !== 'object') return String(datum);
  switch (datum.kind) {
    case 'keyword':
      return `:${datum.name}`;
    case 'symbol':
      return datum.name;
    case 'number':
      return datum.text;
    case 'list':
      return `[${datum.items.map(datumText).join(' ')}]`;
    case 'set':
      return `#{${datum.items.map(datumText).join(' ')}}`;
    case 'map':
      return `{${datum.entries.map(([key, value]) => `${datumText(key)} ${datumText(value)}`).join(', ')}}`;
  }
}
