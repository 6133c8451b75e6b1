/** A file that is not what its format says: where, and why. The only exception that readers throw. */
export class Refusal extends Error {
  /** Counted from 1. */
  readonly line: number;
  /** Without the line: `` `:type` is missing ``. */
  readonly reason: string;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.name = 'Refusal';
    this.line = line;
    this.reason = reason;
  }
}

/** A piece of the file inside a message: on one line, and not too long. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `\`${line.length > 60 ? `${line.slice(0, 57)}…` : line}\``;
}
