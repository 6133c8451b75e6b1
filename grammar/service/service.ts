/**
 * The language service: everything an editor asks about a Faultline file, on the types of the Language Server Protocol. No editor and no server
 * is in it; the language server and Monaco in a page use the same. Every feature is a pure function of analysed files; nothing here throws,
 * whatever the text is, but a `RenameRefusal`, which says why.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import { createChecker, type Sources } from '../check.ts';
import type { Range as OffsetRange } from '../syntax/range.ts';
import { codeActions } from './actions/code-actions.ts';
import { type Counterexample, type Pin, pin } from './actions/pin.ts';
import { type Analysed, analyse, type Check } from './analysed.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy.ts';
import { type CompletionOptions, complete } from './completion/complete.ts';
import { foldingRanges, selectionRange } from './folding.ts';
import { format, formatOnType } from './format/format.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { documentLinks } from './links.ts';
import { definition, highlights, references } from './navigation.ts';
import { prepareRename, rename } from './rename.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { signatureHelp } from './signature-help.ts';
import { documentSymbols, workspaceSymbols } from './symbols.ts';

export type { Counterexample, Pin, PinnedStep } from './actions/pin.ts';
export type { Analysed } from './analysed.ts';
export { RenameRefusal } from './rename.ts';
export { semanticTokensLegend } from './semantic-tokens.ts';

/** `files` are always the other files to look through, in any order; the file itself may be among them. */
export interface LanguageService {
  /** Parses and checks a text; of what was analysed before, only what changed is done anew. */
  analyse(document: TextDocument, sources: Sources): Analysed;
  /** What can stand at the position, nearest first; in half-typed text too. */
  complete(file: Analysed, position: Position, options?: CompletionOptions): CompletionList;
  signatureHelp(file: Analysed, position: Position): SignatureHelp | undefined;
  hover(file: Analysed, position: Position): Hover | undefined;
  definition(file: Analysed, position: Position): LocationLink[];
  references(file: Analysed, position: Position, files: readonly Analysed[], includeDeclaration: boolean): Location[];
  highlights(file: Analysed, position: Position): DocumentHighlight[];
  /** Throws a `RenameRefusal` where nothing can be renamed. */
  prepareRename(file: Analysed, position: Position): { readonly range: Range; readonly placeholder: string };
  /** Throws a `RenameRefusal` where the name is none or is taken. */
  rename(file: Analysed, position: Position, newName: string, files: readonly Analysed[]): WorkspaceEdit;
  documentSymbols(file: Analysed): DocumentSymbol[];
  workspaceSymbols(files: readonly Analysed[], query: string): WorkspaceSymbol[];
  foldingRanges(file: Analysed): FoldingRange[];
  /** One for each position. */
  selectionRanges(file: Analysed, positions: readonly Position[]): SelectionRange[];
  /** By `semanticTokensLegend`; of the whole file, or of a part of it. */
  semanticTokens(file: Analysed, range?: Range): SemanticTokens;
  inlayHints(file: Analysed, range: Range): InlayHint[];
  documentLinks(file: Analysed): DocumentLink[];
  prepareCallHierarchy(file: Analysed, position: Position): CallHierarchyItem[];
  incomingCalls(item: CallHierarchyItem, files: readonly Analysed[]): CallHierarchyIncomingCall[];
  outgoingCalls(item: CallHierarchyItem, files: readonly Analysed[]): CallHierarchyOutgoingCall[];
  /** The edits that give the file, or the range, its canonical layout. None where its brackets do not match. */
  format(file: Analysed, range?: Range): TextEdit[];
  /** After a `}`, a `;` or a line break was typed before the position. */
  formatOnType(file: Analysed, position: Position, typed: string): TextEdit[];
  codeActions(file: Analysed, range: Range, diagnostics: readonly Diagnostic[], files: readonly Analysed[]): CodeAction[];
  /** Writes a counterexample into the file, as a scenario that runs exactly its steps; `undefined` where it belongs to no scenario of the file. */
  pin(file: Analysed, counterexample: Counterexample): Pin | undefined;
}

/** `check` is what the host checks its files with anyway, so that nothing is checked twice; without one the service has its own. */
export function createLanguageService(check: Check = createChecker()): LanguageService {
  return {
    analyse: (document, sources) => analyse(document, sources, check),
    complete: (file, position, options) => complete(file, at(file, position), options),
    signatureHelp: (file, position) => signatureHelp(file, at(file, position)),
    hover: (file, position) => hover(file, at(file, position)),
    definition: (file, position) => definition(file, at(file, position)),
    references: (file, position, files, includeDeclaration) => references(file, at(file, position), files, includeDeclaration),
    highlights: (file, position) => highlights(file, at(file, position)),
    prepareRename: (file, position) => prepareRename(file, at(file, position)),
    rename: (file, position, newName, files) => rename(file, at(file, position), newName, files),
    documentSymbols,
    workspaceSymbols,
    foldingRanges,
    selectionRanges: (file, positions) => positions.map((position) => selectionRange(file, at(file, position))),
    semanticTokens: (file, range) => semanticTokens(file, range && offsets(file, range)),
    inlayHints: (file, range) => inlayHints(file, offsets(file, range)),
    documentLinks,
    prepareCallHierarchy: (file, position) => prepareCallHierarchy(file, at(file, position)),
    incomingCalls,
    outgoingCalls,
    format: (file, range) => format(file, range && offsets(file, range)),
    formatOnType: (file, position, typed) => formatOnType(file, at(file, position), typed),
    codeActions: (file, range, diagnostics, files) => codeActions(file, offsets(file, range), diagnostics, files),
    pin,
  };
}

function at(file: Analysed, position: Position): number {
  return file.document.offsetAt(position);
}
function offsets(file: Analysed, range: Range): OffsetRange {
  return { start: at(file, range.start), end: at(file, range.end) };
}
