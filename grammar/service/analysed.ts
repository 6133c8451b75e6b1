/** A file as every feature sees it: its text, tree, tokens and what the checker found out. Made once for each version of a text. */
import type { IToken } from 'chevrotain';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckResult, Problem, SemanticModel, Sources } from '../check.ts';
import { standardText } from '../semantics/standardLibrary.ts';
import type { SourceTree } from '../syntax/ast.ts';
import { type Lexed, lex } from '../syntax/lexer.ts';
import { type ParseResult, parse } from '../syntax/parse.ts';

export interface Analysed {
  readonly uri: string;
  readonly text: string;
  readonly document: TextDocument;
  readonly tree: SourceTree;
  readonly parsed: ParseResult;
  readonly model: SemanticModel;
  /** Of this file and of those it imports. */
  readonly problems: readonly Problem[];
  /** The checked program; absent while there are errors. */
  readonly program: CheckResult['program'];
  readonly sources: Sources;
  /** The tokens of the chunk of the file in which a piece of text ends at `offset`: its declaration, and what stands behind that. */
  lexedBefore(offset: number): Lexed;
  /** A document of another file that this one's answers speak of; `undefined` where there is no such file. */
  documentOf(uri: string): TextDocument | undefined;
}

/** A checker with its settings. */
export type Check = (uri: string, sources: Sources) => CheckResult;

/** Checks `document` and makes it ready for questions. Never throws, whatever the text is. */
export function analyse(document: TextDocument, sources: Sources, check: Check): Analysed {
  const { uri } = document;
  const text = document.getText();
  const own: Sources = { ...sources, read: (other) => (other === uri ? text : sources.read(other)) };
  const { model, problems, program, parsed = parse(text) } = check(uri, own);
  const documents = new Map<string, TextDocument>([[uri, document]]);
  return {
    uri,
    text,
    document,
    model,
    problems,
    program,
    sources: own,
    parsed,
    tree: parsed.tree,
    lexedBefore(offset) {
      const chunk = parsed.chunks.findLast(({ start }) => start < offset) ?? parsed.chunks[0];
      return lex(chunk?.text ?? '', chunk?.start);
    },
    documentOf(other) {
      const known = documents.get(other);
      if (known) return known;
      const content = standardText(other) ?? own.read(other);
      if (content === undefined) return undefined;
      const made = TextDocument.create(other, document.languageId, 0, content);
      documents.set(other, made);
      return made;
    },
  };
}

/** The index of the last token that begins before `offset`; -1 if there is none. */
export function tokenBefore(tokens: readonly IToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
