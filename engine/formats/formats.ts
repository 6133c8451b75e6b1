/** All formats that Faultline imports, and the one way in. */
import type { Format } from './format.ts';
import type { Imported } from './imported.ts';
import { itf } from './itf.ts';
import { jepsenEdn } from './jepsen-edn.ts';
import { jepsenJson } from './jepsen-json.ts';
import { OptionError, type OptionTable, optionValues } from './options.ts';
import { polysi } from './polysi.ts';
import { porcupineEtcd } from './porcupine-etcd.ts';
import { porcupineKv } from './porcupine-kv.ts';
import { shiviz } from './shiviz.ts';
import { type Chunks, peek } from './text/chunks.ts';
import { Refusal } from './text/refusal.ts';
import { tlc } from './tlc.ts';

export { OptionError } from './options.ts';
export { Refusal } from './text/refusal.ts';

/** A format whose options are its own business. */
export interface KnownFormat {
  readonly name: string;
  readonly title: string;
  readonly options: OptionTable;
  recognises(head: string): boolean;
  /** Throws `Refusal` or `OptionError`. */
  readWith(chunks: Chunks, given: Readonly<Record<string, string>>, file: string): Imported;
}

/** The narrower ones first: a key-value history of Porcupine's is EDN, too. */
export const formats: readonly KnownFormat[] = [
  known(porcupineEtcd),
  known(porcupineKv),
  known(polysi),
  known(itf),
  known(tlc),
  known(jepsenJson),
  known(jepsenEdn),
  known(shiviz),
];

function known<Table extends OptionTable>(format: Format<Table>): KnownFormat {
  return {
    name: format.name,
    title: format.title,
    options: format.options,
    recognises: format.recognises,
    readWith: (chunks, given, file) => format.read(chunks, optionValues(format.title, format.options, given), file),
  };
}

/** The format of a text that begins like this. */
export function formatOf(head: string): KnownFormat | undefined {
  return formats.find((format) => format.recognises(head));
}

/**
 * Reads a file of any known format. `given` are the options as they are written behind `load`; `format` among them names the format, which is
 * otherwise told from the content. `file` is how traces name their source.
 *
 * Throws `Refusal`, with the line and the reason, where the text is malformed or of no known format; `OptionError` where an option is.
 */
export function importText(chunks: Chunks, given: Readonly<Record<string, string>> = {}, file = ''): Imported {
  const { format: name, ...options } = given;
  const { head, chunks: text } = peek(chunks);
  const format = name === undefined ? formatOf(head) : formats.find((each) => each.name === name);
  if (format !== undefined) return format.readWith(text, options, file);
  const names = formats.map((each) => `\`${each.name}\``).join(', ');
  if (name !== undefined) throw new OptionError('format', `there is no format \`${name}\`; there are ${names}`);
  throw new Refusal(1, `this is none of the formats that can be read: ${names}`);
}
