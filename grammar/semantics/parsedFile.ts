import { type ParseResult, parse } from '../syntax/parse.ts';

/** A file's text and tree: a function of its text alone. */
export interface Parsed extends ParseResult {
  readonly uri: string;
  readonly text: string;
}
export function parseFile(uri: string, text: string): Parsed {
  return { uri, text, ...parse(text) };
}
