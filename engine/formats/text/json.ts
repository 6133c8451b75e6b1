/** JSON (RFC 8259), read in pieces; integers beyond those of a double keep all their digits. */
import type { Chunks } from './chunks.ts';
import { Cursor, endOfText } from './cursor.ts';
import type { Datum } from './datum.ts';
import { type Form, wholeNumber } from './edn.ts';
import { quoted } from './refusal.ts';
import { readString, type StringSyntax } from './strings.ts';

/** The elements of a file's one array, each as soon as it is read; or its one value. Throws `Refusal` where the text is not JSON. */
export function* jsonForms(chunks: Chunks): Generator<Form> {
  const reader = new JsonReader(new Cursor(chunks));
  const { cursor } = reader;
  if (reader.peek() === bracket) {
    cursor.skip();
    for (const form of reader.elements()) yield form;
  } else {
    yield { value: reader.value(), line: cursor.line };
  }
  if (reader.peek() !== endOfText) throw cursor.refusal(`${quoted(String.fromCharCode(cursor.code()))} stands behind the end of the JSON`);
}

const [quote, bracket, closingBracket, brace, closingBrace, comma, colon] = [...'"[]{},:'].map((each) => each.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const words: Readonly<Record<string, Datum>> = { null: null, true: true, false: false };
const strings: StringSyntax = {
  escapes: { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
  overLines: false,
};

class JsonReader {
  readonly cursor: Cursor;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  /** The code behind white space. */
  peek(): number {
    this.cursor.skipWhile((code) => code === 32 || code === 9 || code === 10 || code === 13);
    return this.cursor.code();
  }

  /** What stands between the brackets, the first of which is behind the cursor. */
  *elements(): Generator<Form> {
    const { cursor } = this;
    const opened = cursor.line;
    if (this.peek() === closingBracket) {
      cursor.skip();
      return;
    }
    for (;;) {
      this.peek();
      const { line } = cursor;
      yield { value: this.value(), line };
      if (!this.#goesOn(closingBracket, `\`[\` of line ${opened}`)) return;
    }
  }

  value(): Datum {
    const { cursor } = this;
    const code = this.peek();
    switch (code) {
      case quote:
        return readString(this.cursor, strings);
      case bracket:
        cursor.skip();
        return cursor.nested((): Datum => ({ kind: 'list', items: [...this.elements()].map((form) => form.value) }));
      case brace:
        cursor.skip();
        return cursor.nested(() => this.#object());
      case endOfText:
        throw cursor.refusal('the text ends where a value should stand');
    }
    const token = cursor.take(isConstituent);
    if (Object.hasOwn(words, token)) return words[token] ?? null;
    if (/^-?(0|[1-9]\d*)$/.test(token)) return wholeNumber(token);
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(token)) return Number(token);
    throw cursor.refusal(`${quoted(token === '' ? String.fromCharCode(code) : token)} is not JSON`);
  }

  #object(): Datum {
    const { cursor } = this;
    const opened = cursor.line;
    const entries: (readonly [Datum, Datum])[] = [];
    if (this.peek() === closingBrace) {
      cursor.skip();
      return { kind: 'map', entries, line: opened };
    }
    do {
      if (this.peek() !== quote) throw cursor.refusal('a key in quotes should stand here');
      const key = readString(this.cursor, strings);
      if (this.peek() !== colon) throw cursor.refusal(`\`:\` is missing behind the key ${quoted(key)}`);
      cursor.skip();
      entries.push([key, this.value()]);
    } while (this.#goesOn(closingBrace, `\`{\` of line ${opened}`));
    return { kind: 'map', entries, line: opened };
  }

  /** Past a comma: true; past the closing bracket: false. */
  #goesOn(closing: number, what: string): boolean {
    const code = this.peek();
    if (code === comma || code === closing) {
      this.cursor.skip();
      return code === comma;
    }
    if (code === endOfText) throw this.cursor.refusal(`the text ends before the ${what} is closed`);
    throw this.cursor.refusal(`\`,\` or \`${String.fromCharCode(closing)}\` is missing before ${quoted(String.fromCharCode(code))}`);
  }
}

function isConstituent(code: number): boolean {
  return (
    code > 32 &&
    code !== comma &&
    code !== colon &&
    code !== bracket &&
    code !== closingBracket &&
    code !== brace &&
    code !== closingBrace &&
    code !== quote
  );
}
