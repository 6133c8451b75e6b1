import { type ParseResult, parse } from '../syntax/parse.ts';

/** A file's text and tree: a function of its text alone. */
export interface Parsed extends ParseResult {
  readonly uri: string;
  readonly text: string;
}
/** `before` is an older text of the same file, which must not be used any more. */
export function parseFile(uri: string, text: string, before?: Parsed): Parsed {
  return { uri, text, ...parse(text, before) };
}
