/** Orders of operations as a tree: each node is one operation after the order that its parent stands for. */
export class Orders {
  #parents = new Int32Array(64);
  #operations = new Int32Array(64);
  #count = 1;

  /** The empty order. */
  readonly empty = 0;

  add(parent: number, operation: number): number {
    if (this.#count === this.#parents.length) {
      this.#parents = doubled(this.#parents);
      this.#operations = doubled(this.#operations);
    }
    this.#parents[this.#count] = parent;
    this.#operations[this.#count] = operation;
    return this.#count++;
  }

  list(node: number): number[] {
    const operations: number[] = [];
    for (let at = node; at !== this.empty; at = this.#parents[at] ?? this.empty) operations.push(this.#operations[at] ?? 0);
    return operations.reverse();
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(array.length * 2);
  twice.set(array);
  return twice;
}
