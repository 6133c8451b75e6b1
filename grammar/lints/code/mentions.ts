/** Every mention of every name of a file, gathered once. */
import type { SemanticModel } from '../../semantics/model.ts';
import type { FaultlineSymbol } from '../../semantics/symbols.ts';
import type { Range } from '../../syntax/range.ts';

export interface Mentions {
  /** The symbol whose mention begins there. */
  at(offset: number): FaultlineSymbol | undefined;
  /** Where the file mentions the symbol, apart from its declaration. */
  of(symbol: FaultlineSymbol): readonly Range[];
}

export function mentionsIn(model: SemanticModel): Mentions {
  const byOffset = new Map<number, FaultlineSymbol>();
  const bySymbol = new Map<FaultlineSymbol, Range[]>();
  for (const { symbol, range } of model.symbols()) {
    if (!byOffset.has(range.start)) byOffset.set(range.start, symbol);
    if (symbol.place?.file === model.file && symbol.place.start === range.start) continue;
    const known = bySymbol.get(symbol);
    if (known) known.push(range);
    else bySymbol.set(symbol, [range]);
  }
  return { at: (offset) => byOffset.get(offset), of: (symbol) => bySymbol.get(symbol) ?? [] };
}
