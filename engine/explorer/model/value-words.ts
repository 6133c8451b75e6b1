/** Values as words, so that what has values in it is interned as a sequence of integers and not by a string. */
import type { Value } from '../../program/values.ts';

export class ValueWords {
  readonly #strings = new Map<string, number>();

  /** Appends two words, the same exactly where the values of one machine are. */
  push(words: number[], value: Value): void {
    switch (typeof value) {
      case 'boolean':
        words.push(1, value ? 1 : 0);
        break;
      case 'number':
        words.push(2, value);
        break;
      case 'string':
        words.push(3, this.#stringId(value));
        break;
      default:
        words.push(...(value === null ? [0, 0] : [4, value.id]));
    }
  }

  pushAll(words: number[], values: readonly Value[]): void {
    for (const value of values) this.push(words, value);
  }

  #stringId(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    this.#strings.set(text, this.#strings.size);
    return this.#strings.size - 1;
  }
}
