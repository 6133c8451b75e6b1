/** What a lint is: a page of documentation, a default severity, and a function from a file to what it finds there. */
import type { SemanticModel } from '../semantics/model.ts';
import type { Fix, Related, Severity } from '../semantics/problems.ts';
import type { CheckedProgram } from '../semantics/program.ts';
import type { Import, SourceTree } from '../syntax/ast.ts';
import type { Comment } from '../syntax/parse.ts';
import type { Range } from '../syntax/range.ts';

/** A file as a lint sees it. Lints speak about this file alone, not about those it imports. */
export interface LintedFile {
  readonly uri: string;
  readonly text: string;
  readonly tree: SourceTree;
  readonly comments: readonly Comment[];
  readonly model: SemanticModel;
  /** The file's imports and what their paths lead to. */
  readonly imports: readonly { readonly node: Import; readonly uri: string | undefined }[];
}
export interface LintedProgram extends LintedFile {
  readonly program: CheckedProgram;
}

export interface Finding {
  readonly range: Range;
  /** One sentence in the file's own names. */
  readonly message: string;
  /** What would mend it. */
  readonly hint?: string;
  readonly fix?: Fix;
  readonly related?: readonly Related[];
}

export interface LintPage {
  /** As settings and suppressions name it. */
  readonly name: string;
  /** Stable, `FL6001`. */
  readonly code: string;
  /** Where the settings say nothing else. */
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/** What a lint reads decides when it can speak: while a file is being typed, once it has no errors, or after its scenarios have run. */
export type Lint = LintPage &
  (
    | { readonly reads: 'text'; readonly find: (file: LintedFile) => readonly Finding[] }
    | { readonly reads: 'program'; readonly find: (file: LintedProgram) => readonly Finding[] }
    | { readonly reads: 'suppressions' | 'runs' }
  );
