/** Options of an import: named, typed, each with the default of the format's own tools. */
import type { TraceValue } from '../trace/model.ts';

export interface Option<T> {
  readonly initial: T;
  /** What it decides, in one sentence, for the reference. */
  readonly doc: string;
  /** How a value is written: `unknown or absent`. */
  readonly expected: string;
  /** `undefined` where the text is no value of this option. */
  readonly parse: (text: string) => T | undefined;
}

/** The options of one format, by name. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;
/** Their values. */
export type OptionValues<Table> = { readonly [Name in keyof Table]: Table[Name] extends Option<infer T> ? T : never };

/** An option that the format does not have, or a value that the option does not have. */
export class OptionError extends Error {
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.name = 'OptionError';
    this.option = option;
  }
}

export function oneOf<const T extends string>(choices: readonly T[], initial: NoInfer<T>, doc: string): Option<T> {
  return { initial, doc, expected: choices.join(', '), parse: (text) => choices.find((choice) => choice === text) };
}

/** `none`, a whole number, `true`, `false`, or any other text as a string. */
export function value(initial: TraceValue, doc: string): Option<TraceValue> {
  return { initial, doc, expected: 'a literal', parse: literal };
}

export function text(initial: string, doc: string): Option<string> {
  return { initial, doc, expected: 'a text', parse: (given) => given };
}

function literal(given: string): TraceValue {
  if (given === 'none') return null;
  if (given === 'true' || given === 'false') return given === 'true';
  return /^-?\d+$/.test(given) && Number.isSafeInteger(Number(given)) ? Number(given) : given;
}

/** The defaults, with what is given in their place. Throws `OptionError`. */
export function optionValues<Table extends OptionTable>(
  format: string,
  table: Table,
  given: Readonly<Record<string, string>>,
): OptionValues<Table> {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) values[name] = option.initial;
  for (const [name, written] of Object.entries(given)) {
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (option === undefined) {
      const known = Object.keys(table);
      const list = known.length === 0 ? 'it has none' : `it has ${known.map((each) => `\`${each}\``).join(', ')}`;
      throw new OptionError(name, `${format} has no option \`${name}\`; ${list}`);
    }
    const parsed = option.parse(written);
    if (parsed === undefined) throw new OptionError(name, `\`${name}\` is ${option.expected}; found \`${written}\``);
    values[name] = parsed;
  }
  return values as OptionValues<Table>;
}
