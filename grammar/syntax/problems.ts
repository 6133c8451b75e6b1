/**
 * What can be wrong with the text of a file, before its names and types are looked at. One table: the code, a title and the explanation that
 * is the code's page in the documentation.
 */
import type { Range } from './range.ts';

interface ProblemPage {
  readonly title: string;
  readonly explanation: string;
}

export const syntaxProblemPages = {
  FL1001: {
    title: 'A character that is not part of the language',
    explanation:
      'Outside strings and comments a file consists of names, numbers, strings and the symbols of the grammar. Characters that text processors put in place of those, such as curly quotes, long dashes or the middle dot that separates alternatives in the reference, have to be replaced by the plain ones.',
  },
  FL1002: {
    title: 'A string that does not end on its line',
    explanation: 'A string begins and ends with `"` on one line. Write `\\n` for a line break and `\\"` for a quote inside it.',
  },
  FL1003: {
    title: 'An unknown escape in a string',
    explanation: 'The escapes are `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` with the hexadecimal number of a Unicode character.',
  },
  FL1004: {
    title: 'A number out of range',
    explanation: 'An `Int` is a 32-bit signed integer, from -2147483648 to 2147483647. A duration is one too, in milliseconds.',
  },
  FL1005: {
    title: 'Not a number',
    explanation:
      'Numbers are whole: `42`, `1_000`. Durations end in `ms` or `s`: `20ms`, `2s`. Percentages end in `%`: `5%`. A name cannot begin with a digit.',
  },
  FL1006: {
    title: 'A bracket that is not closed',
    explanation:
      'Every `(`, `[` and `{` needs its `)`, `]` or `}`. Where it is missing, the bracket is taken to end before the next line that can only begin something new, so that the rest of the file is still checked.',
  },
  FL1007: {
    title: 'A closing bracket that closes nothing',
    explanation: 'There is no open bracket that this one could close. Either it is one too many, or its opening bracket is missing.',
  },
  FL1008: {
    title: 'Nested too deeply',
    explanation: 'Expressions, blocks and types can be nested about a hundred deep. Give parts of it a name with `let` or `func`.',
  },
  FL1009: {
    title: 'A comment of another language',
    explanation: 'A comment begins with `//` and ends with its line. `///` documents the declaration that follows.',
  },
  FL1010: { title: 'Something is missing', explanation: 'The grammar demands a symbol or a word at this place.' },
  FL1011: {
    title: 'An expression is missing',
    explanation: 'Here a value has to stand: a literal, a name, a call, or a computation with them.',
  },
  FL1012: {
    title: 'A name is missing',
    explanation:
      'A name consists of letters, digits and underscores and does not begin with a digit. The few reserved words of the language cannot be names.',
  },
  FL1013: {
    title: 'A type is missing',
    explanation: 'A type is a name, as `Int` or `Participant`, with arguments, as `Set<Int>`, or with a `?`, if `none` belongs to it.',
  },
  FL1014: {
    title: 'A pattern is missing',
    explanation:
      'A pattern is a literal, the member of an enum, `_` for anything, or, in the head of a handler, a name that is bound to what arrives.',
  },
  FL1015: {
    title: 'Not a statement',
    explanation:
      'A statement begins with a word such as `let`, `if`, `send` or `reply`, assigns (`x = e`, `x += e`), or calls a function, an event or an operation.',
  },
  FL1016: { title: 'Two statements on one line', explanation: 'A statement ends at the end of its line or at a `;`.' },
  FL1017: {
    title: 'Not a declaration',
    explanation:
      'At the top level of a file stand `import`, `const`, `enum`, `struct`, `message`, `operation`, `event`, `role`, `invariant`, `scenario` and `history`.',
  },
  FL1018: {
    title: 'Not a member of a role',
    explanation:
      'In a role stand `var` and `durable` variables, functions (`func`) and handlers (`on`). Statements stand inside of handlers and functions.',
  },
  FL1019: {
    title: 'Not an item of a scenario',
    explanation:
      'In a scenario stand nodes and clients, the network, clocks and disks, faults (`at`, `when`, `lose`, `up to` …), how it is run (`simulate`, `explore`, `schedule`) and claims (`check`, `expect`, `invariant` …).',
  },
  FL1020: {
    title: 'Not a line of a history',
    explanation: 'In a history stand `initial`, `load`, operations such as `alice: read("x") -> 1 [2ms, 5ms]`, and claims.',
  },
  FL1021: {
    title: 'Comparisons are not chained',
    explanation: '`a < b < c` is written `a < b and b < c`, so that nobody takes it for a comparison of a Bool with a number.',
  },
  FL1022: {
    title: '`not` behind a tighter operator',
    explanation: '`not` binds more weakly than comparisons and arithmetic; behind such an operator it needs parentheses: `a == (not b)`.',
  },
  FL1023: {
    title: 'Clauses out of order',
    explanation: 'The clauses of a handler come in the order `from`, `as`, `in`, `when`, each at most once.',
  },
  FL1024: { title: 'A misspelt word', explanation: 'The word is not known at this place, and one that is known resembles it.' },
  FL1025: { title: '`=` where `==` is meant', explanation: '`=` assigns; `==` compares.' },
  FL1026: {
    title: 'Nothing that can be assigned to',
    explanation: 'On the left of `=`, `+=` or `-=` stands a variable, a field of one (`s.f`) or an element of one (`m[k]`).',
  },
  FL1027: {
    title: 'Not a fault',
    explanation:
      'Known are `crash`, `recover`, `partition`, `isolate`, `heal`, `pause`, `resume` and `jump`; a budget may also `lose`, `duplicate` and bound a `timeout`.',
  },
  FL1028: {
    title: 'Not a step of a schedule',
    explanation:
      'Steps are `deliver`, `lose`, `duplicate`, `fire`, `invoke`, `handle`, `return`, `timeout` and the faults; the last line may be `then simulate` or `then explore`.',
  },
  FL1029: { title: 'Not a setting of the network', explanation: 'Settings are `delay`, `order`, `loss`, `duplicate` and `until`.' },
  FL1030: {
    title: 'Not something that a rule can wait for',
    explanation:
      'After `when` and a node stands what it does: `receives`, `sends`, `times out`, `crashes`, `recovers`, or an event such as `commits("t1")`.',
  },
  FL1031: {
    title: 'A map and a set at once',
    explanation: 'In one pair of braces either every entry has a value (`{"a": 1}`, a map) or none has (`{"a"}`, a set).',
  },
  FL1032: { title: 'An operator of another language', explanation: 'The operators of logic are the words `and`, `or` and `not`.' },
  FL1033: {
    title: 'Not a text file',
    explanation:
      'So many of its characters are control characters, or bytes that are not UTF-8, that the file is not text. It was not read any further. A text in another encoding has to be saved as UTF-8.',
  },
} as const satisfies Record<string, ProblemPage>;

export type SyntaxProblemCode = keyof typeof syntaxProblemPages;

/** A change of the text that mends the problem. */
export interface SyntaxFix {
  readonly title: string;
  readonly range: Range;
  readonly text: string;
}

/** Stands in a message for the number of the line on which the problem's `line` begins, which an edit further up changes. */
export const LINE_NUMBER = '\u0000';

export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly message: string;
  readonly range: Range;
  readonly fix?: SyntaxFix;
  readonly line?: Range;
}
