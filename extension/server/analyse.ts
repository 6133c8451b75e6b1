import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Checker, LintSettings } from '../../grammar/check.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import type { Analysis } from './file-state.ts';
import { diskText, editorSources } from './texts.ts';

/**
 * Names, types and all other static checks of a file and of what it imports. `checker` remembers what did not change since it was last asked;
 * `openText` gives the editor's text where a file is open.
 */
export function analyse(
  checker: Checker,
  document: TextDocument,
  openText: (uri: string) => string | undefined,
  lints: LintSettings,
): Analysis {
  const seen = new Set<string>([document.uri]);
  const { program, problems, parsed } = checker(document.uri, editorSources(openText, seen), lints);
  const texts = new Map<string, string>();
  for (const uri of seen) {
    const text = openText(uri) ?? diskText(uri);
    if (text !== undefined) texts.set(uri, text);
  }
  const { tree } = parsed ?? parse(document.getText());
  return { version: document.version, tree, problems, texts, ...(program === undefined ? {} : { program }) };
}
