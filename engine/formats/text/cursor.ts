/** A place in a text that arrives in pieces: what the readers of EDN and JSON look at. */
import type { Chunks } from './chunks.ts';
import { Refusal } from './refusal.ts';

/** Longer tokens are refused: a string that is never closed would otherwise gather the rest of the file. */
const longestToken = 4_000_000;
/** Deeper values are refused: whoever reads them may go down recursively. */
const deepest = 256;

export const newline = 10;
export const endOfText = -1;

export class Cursor {
  /** Of the character at the cursor, counted from 1. */
  line = 1;
  #text = '';
  #at = 0;
  #depth = 0;
  readonly #chunks: Iterator<string>;

  constructor(chunks: Chunks) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  /** The character's code, or `endOfText`. */
  code(): number {
    if (this.#at >= this.#text.length && !this.#more()) return endOfText;
    return this.#text.charCodeAt(this.#at);
  }

  /** Goes past the character at the cursor, and counts its line. */
  skip(): void {
    if (this.code() === newline) this.line++;
    this.#at++;
  }

  /** Goes past all characters that belong, counting lines. */
  skipWhile(belongs: (code: number) => boolean): void {
    for (let code = this.code(); code !== endOfText && belongs(code); code = this.code()) {
      if (code === newline) this.line++;
      this.#at++;
    }
  }

  /** Goes past all characters that belong, and gives them. They must not contain line ends. */
  take(belongs: (code: number) => boolean): string {
    let length = 0;
    for (;;) {
      const rest = this.#text.length - this.#at;
      while (length < rest && belongs(this.#text.charCodeAt(this.#at + length))) length++;
      if (length > longestToken) throw this.refusal(`a single token is longer than ${longestToken} characters`);
      if (length < rest || !this.#more()) break;
    }
    const taken = this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** Calls `read` one level deeper in nested values. */
  nested<T>(read: () => T): T {
    if (this.#depth >= deepest) throw this.refusal(`values are nested more than ${deepest} deep`);
    this.#depth++;
    const value = read();
    this.#depth--;
    return value;
  }

  refusal(reason: string, line: number = this.line): Refusal {
    return new Refusal(line, reason);
  }

  /** Forgets what lies behind the cursor and gets the next piece; false at the end of the text. */
  #more(): boolean {
    for (let next = this.#chunks.next(); next.done !== true; next = this.#chunks.next()) {
      if (next.value === '') continue;
      this.#text = this.#at >= this.#text.length ? next.value : this.#text.slice(this.#at) + next.value;
      this.#at = 0;
      return true;
    }
    return false;
  }
}
