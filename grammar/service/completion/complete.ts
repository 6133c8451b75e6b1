/** Completion: what can stand at the cursor, nearest first. */
import { type CompletionItem, CompletionItemKind, type CompletionList } from 'vscode-languageserver-types';
import { standardPaths } from '../../semantics/standardLibrary.ts';
import type { Analysed } from '../analysed.ts';
import { toLspRange } from '../ranges.ts';
import { memberOffers } from './after-dot.ts';
import { type CompletionContext, completionContext } from './context.ts';
import { argumentOffers, declaredParameterOffers } from './in-call.ts';
import { declarationOffers, roleMemberOffers } from './in-declarations.ts';
import { historyOffers, scenarioOffers } from './in-scenario.ts';
import { statementOffers } from './in-statements.ts';
import { type Offer, plainOffer } from './items.ts';

export interface CompletionOptions {
  /** Paths of files that can be imported, relative to the file's folder. */
  readonly importable?: readonly string[];
}

export function complete(file: Analysed, offset: number, options: CompletionOptions = {}): CompletionList {
  const context = completionContext(file, offset);
  if (context.inComment) return { isIncomplete: false, items: [] };
  const replaced = toLspRange(file.document, context.string ?? context.prefix);
  const seen = new Set<string>();
  const items = offersAt(file, offset, context, options).flatMap(({ rank, ...item }): CompletionItem[] => {
    if (seen.has(item.label)) return [];
    seen.add(item.label);
    const newText = item.insertText ?? item.label;
    return [{ ...item, sortText: `${rank}${item.label}`, textEdit: { range: replaced, newText } }];
  });
  return { isIncomplete: false, items };
}

function offersAt(file: Analysed, offset: number, context: CompletionContext, options: CompletionOptions): readonly Offer[] {
  if (context.string) return stringOffers(context, options);
  const last = context.words.at(-1);
  if (last?.text === '.' && !/[\r\n]/.test(file.text.slice(last.end, context.prefix.start))) return memberOffers(file, context);
  if (isNumberEnd(context)) return [];
  const { bracket } = context;
  if (bracket.opener === '(' && bracket.kind === 'expression') {
    const declared = declaredParameterOffers(file, context, offset);
    if (declared) return declared;
    const offers = argumentOffers(file, context, offset);
    if (offers) return offers;
  }
  switch (context.block.kind) {
    case 'file':
      return declarationOffers(file, context, offset);
    case 'role':
      return roleMemberOffers(file, context, offset);
    case 'statements':
    case 'script':
    case 'arms':
      return statementOffers(file, context, offset);
    case 'history':
      return historyOffers(file, context, offset);
    case 'scenario':
    case 'actions':
    case 'schedule':
    case 'settings':
      return scenarioOffers(file, context, offset);
    case 'fields':
      return declarationOffers(file, context, offset);
    default:
      return [];
  }
}

/** Behind a number comes no name. */
function isNumberEnd(context: CompletionContext): boolean {
  const last = context.words.at(-1);
  return last !== undefined && /^\d/.test(last.text) && last.end === context.prefix.start;
}

function stringOffers(context: CompletionContext, options: CompletionOptions): readonly Offer[] {
  if (context.block.kind !== 'file' || context.words.at(-1)?.text !== 'import') return [];
  return [...standardPaths, ...(options.importable ?? [])].map((path) =>
    plainOffer(path, CompletionItemKind.File, path.startsWith('std/') ? 1 : 0),
  );
}
