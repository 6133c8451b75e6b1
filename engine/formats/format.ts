/** What a format is to the registry. */
import type { Imported } from './imported.ts';
import type { OptionTable, OptionValues } from './options.ts';
import type { Chunks } from './text/chunks.ts';

export interface Format<Table extends OptionTable = OptionTable> {
  /** `jepsen-edn`: how `format: …` names it. */
  readonly name: string;
  /** `a Jepsen history in EDN`: how messages call it. */
  readonly title: string;
  readonly options: Table;
  /** Whether a text that begins like this is of the format: by its content alone, whatever the file is called. */
  recognises(head: string): boolean;
  /** Throws `Refusal` where the text is not what the format says, and nothing else. */
  read(chunks: Chunks, options: OptionValues<Table>, file: string): Imported;
}
