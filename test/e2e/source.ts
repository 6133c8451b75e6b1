import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a workspace as it is on disk, so that tests speak of lines by what stands on them. */
export class Source {
  readonly #lines: readonly string[];

  private constructor(text: string) {
    this.#lines = text.split('\n');
  }

  static async read(folder: string, file: string): Promise<Source> {
    return new Source(await readFile(join(folder, file), 'utf8'));
  }

  /** The number, from 1, of the one line that contains `text`. */
  line(text: string): number {
    const found = this.#lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`«${text}» stands on ${found.length} lines, not on one`);
    return only;
  }

  /** Numbers of the lines from the one that contains `first` to the next one that is `last` alone. */
  block(first: string, last: string): number[] {
    const start = this.line(first);
    const end = this.#lines.indexOf(last, start);
    return Array.from({ length: end - start + 2 }, (_, index) => start + index);
  }
}
