/** Numbers for things that come and go, the smallest free one first. */
export class Slots {
  readonly #free: number[] = [];
  #count = 0;

  take(): number {
    return this.#free.pop() ?? this.#count++;
  }
  release(slot: number): void {
    this.#free.push(slot);
  }
}
