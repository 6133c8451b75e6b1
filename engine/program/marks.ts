import type { Statement } from '../../grammar/semantics/program.ts';

/** Which statements of the roles have run: one number for each, and a mark that costs next to nothing to set. */
export class StatementMarks {
  /** By number: not 0 where the statement has run. Grows while code is compiled, and stays the same array. */
  readonly ran: number[] = [];
  readonly #statements: Statement[] = [];

  numberOf(statement: Statement): number {
    this.ran.push(0);
    return this.#statements.push(statement) - 1;
  }

  /** Does the work, and forgets which statements ran in it. */
  without<T>(work: () => T): T {
    const before = [...this.ran];
    try {
      return work();
    } finally {
      for (let number = 0; number < before.length; number++) this.ran[number] = before[number] as number;
    }
  }

  /** In the order of the text, each role for itself. */
  statementsRun(): readonly Statement[] {
    return this.#statements.filter((_, number) => this.ran[number] !== 0);
  }
}
