/** Numbers for things with equal content: 0, 1, 2, … in the order of their first sight. */
export class Numbering<T> {
  readonly #items: T[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of what has this text, made where it is new. */
  of(text: string, make: () => T): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#items.push(make()) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  at(number: number): T {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing has the number ${number}`);
    return item;
  }
}
