/**
 * What can be wrong with the meaning of a file: names (`FL2…`), types (`FL3…`) and scenarios (`FL4…`). One table: the code, how grave it is, a
 * title and the explanation that is the code's page in the documentation.
 */
import type { Place, Range } from '../syntax/range.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something wrong, as the editor and the terminal show it. */
export interface Problem {
  /** URI of the file it stands in. */
  readonly file: string;
  readonly range: Range;
  readonly severity: Severity;
  /** Stable, `FL2001`. */
  readonly code: string;
  /** One sentence in the file's own names. */
  readonly message: string;
  /** What would mend it, where that can be said. */
  readonly hint?: string;
  /** A change of the same file that mends it. */
  readonly fix?: Fix;
  readonly related?: readonly Related[];
}
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
}
export interface Related {
  readonly place: Place;
  readonly message: string;
}

interface Page {
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}
const error = (title: string, explanation: string): Page => ({ severity: 'error', title, explanation });
const warning = (title: string, explanation: string): Page => ({ severity: 'warning', title, explanation });

export const PROBLEMS = {
  // ---- names
  FL2001: error(
    'Unknown name',
    'Nothing of this name is visible here: no local, parameter or variable of the role, no constant, no member of an enum, and in a scenario no node.',
  ),
  FL2002: error('Unknown type', 'Types are the built-in ones (`Bool`, `Int`, `Set<…>` …), enums, structs and the names of roles.'),
  FL2003: error(
    'Unknown message',
    'A message is declared at the top level, `message Vote(tx: String)`. A handler may also name an operation.',
  ),
  FL2004: error('Unknown function', 'What is called is a function of the role, an event, a struct that is made, or a built-in function.'),
  FL2005: error('Unknown field or member', 'The value has no field or member of this name.'),
  FL2006: error('Declared twice', 'One name stands for one thing. Messages, types and values have separate namespaces.'),
  FL2007: error(
    'Ambiguous member',
    'Several enums have a member of this name, and the context does not say which is meant: write `Enum.member`.',
  ),
  FL2008: error(
    'File not found',
    'The path of an import is relative to the importing file; `std/…` names a module of the standard library.',
  ),
  FL2009: error(
    'Import cycle',
    'Files that import each other in a ring cannot be understood one after the other. Move what they share into a file of its own.',
  ),
  FL2010: error('Conflicting imports', 'Two files declare different things by one name. Rename one of them.'),
  FL2011: error('Unknown timer', 'A timer exists once the role arms it: `after 20ms timeout votes`.'),
  FL2012: error('Unknown role', 'A role is declared at the top level, `role Participant { … }`.'),
  FL2013: error('No such parameter', 'An argument is named after a parameter of what is called.'),
  FL2014: error(
    'A name that is taken',
    'The events of the prelude have a meaning for the properties; neither a function nor another event may have their names. Nor may a type have the name of a built-in one.',
  ),
  FL2015: error('The wrong kind of name', 'The name stands for something, but not for what can stand here.'),
  FL2016: error('Unknown client', 'A client is an item of the scenario, `client alice { … }`.'),
  FL2017: error(
    'Unknown operation',
    'Operations are those of the prelude and the declared ones, `operation cas(key: String, old: Value, new: Value) -> Bool`.',
  ),
  // ---- types
  FL3001: error('Type mismatch', 'The value here is of another type than the one that is wanted.'),
  FL3002: error('May be none', 'An optional value has to be compared with `none` first, or given a default with `??`.'),
  FL3003: error('Operator on the wrong types', 'The operator is not defined for values of these types.'),
  FL3004: error('Never equal', 'No value is of both types, so the comparison could only have one result.'),
  FL3005: error(
    'A literal without a type',
    'What an empty `{}` or `[]` holds is told by its context: a declared type, a parameter, or the other side of an operator.',
  ),
  FL3006: error('Missing argument', 'Every parameter without a default needs an argument.'),
  FL3007: error('Too many arguments', 'There are more arguments than parameters.'),
  FL3008: error('Argument given twice', 'A parameter gets one argument, by its place or by its name.'),
  FL3009: error('Argument out of place', 'Arguments without a name come first.'),
  FL3010: error('No value', 'Events, and functions without a result, are statements: they have no value.'),
  FL3011: error('Nothing to go through', 'Loops, quantifiers and comprehensions go through a set, a list, a map (its keys) or a range.'),
  FL3012: error('No element to take', 'A map is indexed by a key, a list by a number.'),
  FL3013: error('Cannot be assigned', 'Assigned are variables of the role and locals declared with `var`.'),
  FL3014: error('Match is not exhaustive', 'A `match` has an arm for every value, or a last arm `_`.'),
  FL3015: warning('Unreachable arm', 'The arms before it take every value that this one could.'),
  FL3016: error('Function may end without a result', 'Every way through a function with a result ends in `return`.'),
  FL3017: error('Return does not fit', 'A function with a result returns one; handlers and functions without a result return nothing.'),
  FL3018: error('Recursion', 'Functions do not call themselves, directly or through others, so that every handler ends.'),
  FL3019: error('A struct within itself', 'A struct cannot hold itself; an optional, a set or a list of it can.'),
  FL3020: error('Out of range', 'The number cannot be used here.'),
  FL3021: error(
    'Statement in the wrong place',
    'Some statements belong in handlers and functions of a role, some in the scripts of clients.',
  ),
  FL3022: error('Expression in the wrong place', 'Some expressions need a node, a scenario or a client around them.'),
  FL3023: error('Reply does not fit', 'An operation is answered with its result, if it has one, or with `aborted`.'),
  FL3024: error('Clause in the wrong place', '`from` belongs to messages and operations, `as` and `in` to operations.'),
  FL3025: error('No target', 'A message goes to a node, or to a set or list of nodes.'),
  FL3026: error('Not a constant', 'The value has to be known before anything runs: literals, constants and computations with them.'),
  FL3027: error('Constant without a value', 'A constant cannot be computed from itself, and its computation must not fail.'),
  FL3028: error('Wrong number of type arguments', '`Set<T>` and `List<T>` take one type, `Map<K, V>` two, all others none.'),
  FL3029: error(
    'Operation without a server',
    'Outside of a transaction an operation says at which node it is asked: `read("x") at leader`.',
  ),
  FL3030: error(
    'Initial value out of order',
    'The initial value of a variable may use the parameters of the role and the variables before it.',
  ),
  FL3031: warning('Never none', 'A value of this type is never `none`.'),
  FL3032: error(
    'Timer armed with different arguments',
    'The arguments of a timer have the same types wherever it is armed, cancelled and handled.',
  ),
  FL3033: error('Side effect in a condition', 'A guard or an initial value only looks: it neither assigns nor sends.'),
  // ---- scenarios
  FL4001: error('Unknown node', 'A node is an item of the scenario, `node p1, p2 = Participant(willing: true)`.'),
  FL4002: error('Said twice', 'This can be said once in a scenario.'),
  FL4003: error(
    'No time in an exploration',
    'An exploration tries every order of events and has no clock: write faults with `when`, or as a budget (`up to 1 crash`).',
  ),
  FL4004: error(
    'Reading the clock in an exploration',
    'An exploration tries every order of events and has no clock that a role could read.',
  ),
  FL4005: warning(
    'Means nothing in an exploration',
    'An exploration tries every order, whatever takes how long; losses are tried within a budget (`up to 1 lose`).',
  ),
  FL4006: error('Unknown property', 'What can be checked are the registered properties and the named claims of the file and the scenario.'),
  FL4007: error('Unknown setting', 'The setting has no such value.'),
  FL4008: error('Not a node', 'Here stands a node, a group of nodes, a set of them, or a role.'),
  FL4009: error('No such node in the group', 'The index is outside of the range that the group was declared with.'),
  FL4010: error('Not a partition', 'A partition has at least two groups, and a node is in one of them at most.'),
  FL4011: error('Not a sequential specification', 'A specification is a role without parameters whose operation handlers reply at once.'),
  FL4012: error(
    'Sweep without end',
    'A sweep goes through a range or a list of constants, and its combinations have to be few enough to run.',
  ),
  FL4013: error('Contradictory claims', 'The same property is claimed to hold and to be violated in one run.'),
  FL4014: warning('Changes nothing', 'The variable is like this already.'),
  FL4015: error('Does not go with this property', 'Only `linearizable` and `sequential` take `as`, only `converges` takes `on`.'),
  FL4016: error('Unknown variable of a role', 'The role has no variable of this name.'),
  FL4017: error(
    'Times of a history',
    'In a history either every operation has an interval or none has; an interval does not end before it begins.',
  ),
  FL4018: error(
    'Anomalies are excluded by `no`',
    'An anomaly such as `lostUpdate` is excluded by `check no lostUpdate` and expected by `expect lostUpdate`.',
  ),
  FL4019: error('Not an event', 'After a node in a `when` stands what it does: a built-in verb or an event such as `commits("t1")`.'),
  FL4021: warning('Two of one title', 'Scenarios and histories are told apart by their titles, in reports and on the command line.'),
  FL4020: error('Does not go with histories', 'The property speaks of more than what clients see.'),
} as const satisfies Record<string, Page>;

export type ProblemCode = keyof typeof PROBLEMS;
