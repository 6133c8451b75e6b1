/** How the editor types along: comments, brackets, indentation, folding. */

export interface LanguageConfiguration {
  readonly comments: { readonly lineComment: string };
  readonly brackets: readonly (readonly [string, string])[];
  readonly autoClosingPairs: readonly { readonly open: string; readonly close: string; readonly notIn?: readonly string[] }[];
  readonly autoCloseBefore: string;
  readonly surroundingPairs: readonly (readonly [string, string])[];
  readonly colorizedBracketPairs: readonly (readonly [string, string])[];
  readonly wordPattern: string;
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
  readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  readonly onEnterRules: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly action: { readonly indent: string; readonly appendText?: string };
  }[];
}

const pairs = [
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
] as const;

export function languageConfiguration(): LanguageConfiguration {
  return {
    comments: { lineComment: '//' },
    brackets: pairs,
    colorizedBracketPairs: pairs,
    autoClosingPairs: [
      ...pairs.map(([open, close]) => ({ open, close, notIn: ['string', 'comment'] })),
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
    autoCloseBefore: ';:.,=}])> \n\t',
    surroundingPairs: [...pairs, ['"', '"']],
    wordPattern: '[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9_]*(?:ms|s|%|st|nd|rd|th)?',
    folding: { markers: { start: '^\\s*//\\s*#region\\b', end: '^\\s*//\\s*#endregion\\b' } },
    indentationRules: {
      // A bracket that is open at the end of the line, whatever comment follows it.
      increaseIndentPattern: '^(?:[^"/]|"(?:[^"\\\\]|\\\\.)*"|/(?!/))*[{(\\[]\\s*(?://.*)?$',
      decreaseIndentPattern: '^\\s*[})\\]]',
    },
    onEnterRules: [
      // A documentation comment goes on, also when it is broken in its middle.
      { beforeText: '^\\s*///(?!/)\\s*\\S.*$', action: { indent: 'none', appendText: '/// ' } },
      { beforeText: '^\\s*//(?!/)\\s*\\S.*$', afterText: '^\\s*\\S.*$', action: { indent: 'none', appendText: '// ' } },
    ],
  };
}
