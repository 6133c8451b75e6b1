/** Examples of the pages of properties: one text with what breaks the property in `⟦…⟧` and what keeps it in `⟨…⟩` behind it. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../grammar/service/service.ts';

export interface PropertyExample {
  /** One or two sentences: what the examples differ in. */
  readonly about: string;
  readonly marked: string;
}

/** Where an example claims its property, whichever way. */
export const CLAIM = '⟦expect violation of⟧⟨check⟩';

/** Text of no content: a line that has nothing else is left out. */
export const NOTHING = '\0';

const CHANGE = /⟦([^⟧]*)⟧⟨([^⟩]*)⟩/g;

/** Both are whole files, of one scenario or history that claims the property and nothing else. */
export function examplesOf({ marked }: PropertyExample): { readonly holds: string; readonly violated: string } {
  return {
    holds: tidy(marked.replace(CHANGE, (_, _broken: string, kept: string) => kept || NOTHING)),
    violated: tidy(marked.replace(CHANGE, (_, broken: string) => broken || NOTHING)),
  };
}

const service = createLanguageService();

/** As the editor formats it. */
function tidy(text: string): string {
  const lines = text
    .replaceAll(new RegExp(`^[ ${NOTHING}]*${NOTHING}[ ${NOTHING}]*\n`, 'gm'), '')
    .replaceAll(NOTHING, '')
    .replaceAll(/[ \t]+$/gm, '');
  const document = TextDocument.create('file:///example.faultline', 'faultline', 1, lines);
  const file = service.analyse(document, { read: (uri) => (uri === document.uri ? lines : undefined), resolve: (path) => path });
  return TextDocument.applyEdits(document, service.format(file)).trim();
}
