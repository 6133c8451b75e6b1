/** Values as TLC prints them. */
import type { TraceValue } from '../../trace/model.ts';
import { quoted } from '../text/refusal.ts';

/** Thrown by `tlaValue`; the message says what is wrong. */
export class ValueError extends Error {}

const deepest = 256;
/** An interval (`1..3`) of more elements is shown as it is written. */
const mostElements = 1000;

/**
 * `{a, 1..2}`, `<<1, TRUE>>`, `[f |-> "x"]`, `(k :> v @@ l :> w)`, strings, numbers, model values. Throws `ValueError` where brackets or strings do not
 * close or something is missing between them.
 */
export function tlaValue(text: string): TraceValue {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  end(): void {
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new ValueError(`${quoted(rest)} stands behind the end of the value`);
  }

  value(): TraceValue {
    if (++this.#depth > deepest) throw new ValueError(`values are nested more than ${deepest} deep`);
    const value = this.#ranged(this.#simple());
    this.#depth--;
    return value;
  }

  #simple(): TraceValue {
    const token = this.#next('a value');
    switch (token) {
      case '{':
        return { set: this.#list('}') };
      case '<<':
        return this.#list('>>');
      case '[':
        return this.#record();
      case '(':
        return this.#function();
      case '-': {
        const negated = this.#simple();
        return typeof negated === 'number' ? 0 - negated : { enum: '', member: `-${memberOf(negated)}` };
      }
      case 'TRUE':
      case 'FALSE':
        return token === 'TRUE';
    }
    if (token.startsWith('"')) return unquoted(token);
    if (/^\d+$/.test(token)) return Number.isSafeInteger(Number(token)) ? Number(token) : { enum: '', member: token };
    if (/^[A-Za-z_0-9]/.test(token)) return { enum: '', member: token };
    throw new ValueError(`${quoted(token)} begins no value`);
  }

  /** `1..3` */
  #ranged(first: TraceValue): TraceValue {
    if (this.#tokens[this.#at] !== '..') return first;
    this.#at++;
    const last = this.#simple();
    if (typeof first !== 'number' || typeof last !== 'number') throw new ValueError('`..` stands between two numbers');
    if (last - first >= mostElements) return { enum: '', member: `${first}..${last}` };
    return { set: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i) };
  }

  #list(closing: string): readonly TraceValue[] {
    const items: TraceValue[] = [];
    if (this.#skip(closing)) return items;
    do items.push(this.value());
    while (this.#comma(closing));
    return items;
  }

  /** `[name |-> value, …]` */
  #record(): TraceValue {
    const fields: [string, TraceValue][] = [];
    if (this.#skip(']')) return { struct: '', fields: {} };
    do {
      const name = this.#next('a field');
      this.#expect('|->');
      fields.push([name, this.value()]);
    } while (this.#comma(']'));
    return { struct: '', fields: Object.fromEntries(fields) };
  }

  /** `(key :> value @@ key :> value)`, or a value in parentheses. */
  #function(): TraceValue {
    const entries: (readonly [TraceValue, TraceValue])[] = [];
    for (;;) {
      const key = this.value();
      if (entries.length === 0 && this.#skip(')')) return key;
      this.#expect(':>');
      entries.push([key, this.value()]);
      if (this.#skip(')')) return { map: entries };
      this.#expect('@@');
    }
  }

  #comma(closing: string): boolean {
    if (this.#skip(closing)) return false;
    this.#expect(',', closing);
    return true;
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string, other?: string): void {
    const found = this.#tokens[this.#at++];
    if (found === token) return;
    const wanted = other === undefined ? `\`${token}\`` : `\`${token}\` or \`${other}\``;
    throw new ValueError(`${wanted} is missing ${found === undefined ? 'at the end of the value' : `before ${quoted(found)}`}`);
  }

  #next(what: string): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new ValueError(`${what} is missing at the end`);
    return token;
  }
}

function memberOf(value: TraceValue): string {
  return typeof value === 'object' && value !== null && 'member' in value ? value.member : JSON.stringify(value);
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const pattern = /\s+|"(?:[^"\\]|\\[\s\S])*"|<<|>>|\|->|:>|@@|\.\.|[A-Za-z_0-9!]+|[{}[\](),-]/gy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) {
      throw new ValueError(text[at] === '"' ? 'a string is not closed' : `${quoted(text.slice(at, at + 20))} is no part of a value`);
    }
    if (found[0].trim() !== '') tokens.push(found[0]);
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' };

function unquoted(token: string): string {
  return token.slice(1, -1).replaceAll(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
}
