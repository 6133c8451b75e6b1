/**
 * EDN (https://github.com/edn-format/edn): commas are white space, `;` comments, `#_` discards a form, sets `#{…}`, ratios, keywords, tagged
 * literals, of which the tag is ignored, and so is metadata.
 */
import type { Chunks } from './chunks.ts';
import { Cursor, endOfText } from './cursor.ts';
import { type Datum, datumText } from './datum.ts';
import { quoted } from './refusal.ts';
import { readString, type StringSyntax } from './strings.ts';

export interface Form {
  readonly value: Datum;
  /** Where it begins, counted from 1. */
  readonly line: number;
}

/**
 * The elements of a file's one vector or list, or, where it is neither, the forms of the file; each as soon as it is read. Throws `Refusal` where the
 * text is not EDN.
 */
export function* ednForms(chunks: Chunks): Generator<Form> {
  const reader = new EdnReader(new Cursor(chunks));
  const closing = reader.openingSequence();
  const opened = reader.cursor.line;
  for (let form = reader.next(closing, opened); form !== undefined; form = reader.next(closing, opened)) yield form;
  if (closing === undefined) return;
  const extra = reader.next(undefined, opened);
  if (extra !== undefined)
    throw reader.cursor.refusal(`${quoted(datumText(extra.value))} stands behind the end of the history`, extra.line);
}

const closers: ReadonlyMap<number, number> = new Map([
  [codeOf('['), codeOf(']')],
  [codeOf('('), codeOf(')')],
  [codeOf('{'), codeOf('}')],
]);
const [quote, backslash, semicolon, hash, caret, colon] = [...'"\\;#^:'].map(codeOf) as [number, number, number, number, number, number];
const [brace, underscore, closingBrace] = [...'{_}'].map(codeOf) as [number, number, number];
const strings: StringSyntax = {
  escapes: { t: '\t', r: '\r', n: '\n', b: '\b', f: '\f', '\\': '\\', '"': '"' },
  overLines: true,
};
const characters: Readonly<Record<string, string>> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
  formfeed: '\f',
  backspace: '\b',
};

class EdnReader {
  readonly cursor: Cursor;
  /** Keywords and strings occur over and over: one object for each. */
  readonly #keywords = new Map<string, Datum>();

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  /** Goes into the sequence that the text begins with, and gives what closes it. */
  openingSequence(): number | undefined {
    this.#skipBlank();
    const code = this.cursor.code();
    if (code !== codeOf('[') && code !== codeOf('(')) return undefined;
    this.cursor.skip();
    return closers.get(code);
  }

  /** The next form before `closing` (the end of the text, where that is absent), which it goes past; `undefined` there. */
  next(closing: number | undefined, opened: number): Form | undefined {
    for (;;) {
      this.#skipBlank();
      const { line } = this.cursor;
      const code = this.cursor.code();
      if (code === endOfText) {
        if (closing === undefined) return undefined;
        throw this.cursor.refusal(`the text ends before the \`${String.fromCharCode(closing)}\` of line ${opened}`);
      }
      if (code === closing) {
        this.cursor.skip();
        return undefined;
      }
      const value = this.#form();
      if (value !== undefined) return { value, line };
    }
  }

  #skipBlank(): void {
    for (;;) {
      this.cursor.skipWhile(isBlank);
      if (this.cursor.code() !== semicolon) return;
      this.cursor.skipWhile((code) => code !== 10);
    }
  }

  /** One form that must be there. */
  #required(why: string): Datum {
    for (;;) {
      this.#skipBlank();
      const code = this.cursor.code();
      if (code === endOfText || isClosing(code)) throw this.cursor.refusal(`${why} is missing`);
      const value = this.#form();
      if (value !== undefined) return value;
    }
  }

  /** `undefined` of what is discarded. */
  #form(): Datum | undefined {
    const { cursor } = this;
    const code = cursor.code();
    switch (code) {
      case quote:
        return readString(this.cursor, strings);
      case hash:
        return this.#dispatch();
      case colon: {
        cursor.skip();
        return this.#keyword(cursor.take(isConstituent));
      }
      case backslash:
        return this.#character();
      case caret:
        cursor.skip();
        cursor.nested(() => this.#required('metadata'));
        return undefined;
      case brace:
        return this.#map();
    }
    const closing = closers.get(code);
    if (closing !== undefined) return { kind: 'list', items: this.#items(closing) };
    if (isClosing(code)) throw cursor.refusal(`\`${String.fromCharCode(code)}\` closes nothing`);
    const token = cursor.take(isConstituent);
    if (token === '') throw cursor.refusal(`${quoted(String.fromCharCode(code))} is not EDN`);
    return this.#atom(token);
  }

  #items(closing: number): readonly Datum[] {
    const { cursor } = this;
    const opened = cursor.line;
    cursor.skip();
    return cursor.nested(() => {
      const items: Datum[] = [];
      for (let form = this.next(closing, opened); form !== undefined; form = this.next(closing, opened)) items.push(form.value);
      return items;
    });
  }

  #map(): Datum {
    const { line } = this.cursor;
    const items = this.#items(closingBrace);
    if (items.length % 2 === 1) throw this.cursor.refusal(`${quoted(datumText(items.at(-1) ?? null))} has no value in the map`, line);
    const entries: (readonly [Datum, Datum])[] = [];
    for (let i = 0; i < items.length; i += 2) entries.push([items[i] ?? null, items[i + 1] ?? null]);
    return { kind: 'map', entries, line };
  }

  #dispatch(): Datum | undefined {
    const { cursor } = this;
    cursor.skip();
    const code = cursor.code();
    if (code === brace) return { kind: 'set', items: this.#items(closingBrace) };
    if (code === underscore) {
      cursor.skip();
      cursor.nested(() => this.#required('what `#_` discards'));
      return undefined;
    }
    // Symbolic values (`##NaN`) have no place among numbers that are compared.
    if (code === hash) {
      cursor.skip();
      return { kind: 'symbol', name: `##${cursor.take(isConstituent)}` };
    }
    const tag = cursor.take(isConstituent);
    if (tag === '') throw cursor.refusal('`#` begins a set, a tag or a discarded form; none follows');
    return cursor.nested(() => this.#required(`what ${quoted(`#${tag}`)} tags`));
  }

  #character(): string {
    const { cursor } = this;
    cursor.skip();
    const first = cursor.code();
    if (first === endOfText) throw cursor.refusal('a character is missing behind `\\`');
    cursor.skip();
    const name = String.fromCharCode(first) + cursor.take(isConstituent);
    if (/^u[0-9a-fA-F]{4}$/.test(name)) return String.fromCharCode(Number.parseInt(name.slice(1), 16));
    if (name.length > 1 && characters[name] === undefined) throw cursor.refusal(`${quoted(`\\${name}`)} is not a character`);
    return characters[name] ?? name;
  }

  #keyword(name: string): Datum {
    if (name === '') throw this.cursor.refusal('a name is missing behind `:`');
    let keyword = this.#keywords.get(name);
    if (keyword === undefined) {
      keyword = { kind: 'keyword', name };
      this.#keywords.set(name, keyword);
    }
    return keyword;
  }

  #atom(token: string): Datum {
    if (token === 'nil') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (!/^[+-]?\d/.test(token)) return { kind: 'symbol', name: token };
    if (/^[+-]?\d+N?$/.test(token)) return wholeNumber(token.endsWith('N') ? token.slice(0, -1) : token);
    if (/^[+-]?\d+\/\d+$/.test(token)) return { kind: 'number', text: token };
    if (/^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?M?$/.test(token)) return Number(token.endsWith('M') ? token.slice(0, -1) : token);
    throw this.cursor.refusal(`${quoted(token)} is not a number`);
  }
}

/** An integer, exactly. */
export function wholeNumber(digits: string): Datum {
  const value = Number(digits);
  // There is one zero among the integers.
  return Number.isSafeInteger(value) ? value + 0 : { kind: 'number', text: BigInt(digits.replace(/^\+/, '')).toString() };
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 44 || (code >= 9 && code <= 13) || code === 0xa0;
}

function isClosing(code: number): boolean {
  return code === 93 || code === 41 || code === 125;
}

const endsToken = new Set([...'()[]{}";\\'].map(codeOf));

/** Of a symbol, a keyword or a number. */
function isConstituent(code: number): boolean {
  return !isBlank(code) && !endsToken.has(code);
}
