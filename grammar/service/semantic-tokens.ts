/** What each name is, as colours: contextual words of the language may be names, and only the checker knows which are. */
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { FaultlineSymbol } from '../semantics/symbols.ts';
import type { Range } from '../syntax/range.ts';
import type { Analysed } from './analysed.ts';
import { isStandard } from './entities.ts';

const types = [
  'class',
  'enum',
  'enumMember',
  'struct',
  'interface',
  'method',
  'event',
  'function',
  'parameter',
  'variable',
  'property',
  'label',
];
const modifiers = ['declaration', 'readonly', 'defaultLibrary', 'durable'];
export const semanticTokensLegend: SemanticTokensLegend = { tokenTypes: types, tokenModifiers: modifiers };

/** The tokens of the file, or of those of its lines that touch `within`. */
export function semanticTokens(file: Analysed, within?: Range): SemanticTokens {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  let end = 0;
  for (const { symbol, range } of file.model.symbols()) {
    const type = typeOf(symbol);
    if (type === undefined || range.start < end || (within && (range.end < within.start || range.start > within.end))) continue;
    const at = file.document.positionAt(range.start);
    const deltaLine = at.line - line;
    data.push(deltaLine, deltaLine === 0 ? at.character - character : at.character, range.end - range.start, types.indexOf(type));
    data.push(modifiersOf(symbol, range));
    ({ line, character } = at);
    end = range.end;
  }
  return { data };
}

function typeOf(symbol: FaultlineSymbol): string | undefined {
  switch (symbol.kind) {
    case 'role':
      return 'class';
    case 'enum':
      return 'enum';
    case 'member':
      return 'enumMember';
    case 'struct':
      return 'struct';
    case 'message':
      return 'interface';
    case 'operation':
      return 'method';
    case 'event':
      return 'event';
    case 'function':
    case 'builtin':
      return 'function';
    case 'parameter':
      return 'parameter';
    case 'local':
      return symbol.binding === 'parameter' ? 'parameter' : 'variable';
    case 'variable':
    case 'const':
    case 'node':
    case 'group':
    case 'sweep':
    case 'client':
      return 'variable';
    case 'field':
    case 'claim':
    case 'property':
      return 'property';
    case 'timer':
      return 'label';
  }
}

function modifiersOf(symbol: FaultlineSymbol, range: Range): number {
  const readonly =
    ['const', 'sweep', 'node', 'group', 'member', 'parameter'].includes(symbol.kind) ||
    (symbol.kind === 'local' && symbol.binding !== 'var');
  const flags = {
    declaration: symbol.place?.start === range.start && symbol.place.end === range.end,
    readonly,
    defaultLibrary: isStandard(symbol),
    durable: symbol.kind === 'variable' && symbol.durable,
  };
  return modifiers.reduce((bits, name, i) => bits | (flags[name as keyof typeof flags] ? 1 << i : 0), 0);
}
