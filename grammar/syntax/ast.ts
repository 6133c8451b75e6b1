/**
 * The syntax tree of a Faultline file: a readonly discriminated union in which every node carries its exact range.
 *
 * Parsing never fails. Where something is missing (a half-typed file), the tree holds a `missing` expression or leaves a part out, and the
 * parser has reported it; later phases stay silent about such nodes.
 */
import type { Range } from './range.ts';

interface Node {
  readonly range: Range;
}

/** An identifier as it stands in the text. `text` is empty where the parser had to invent it. */
export interface Name extends Node {
  readonly text: string;
}

export interface SourceTree extends Node {
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

/** `import "two-phase-commit.faultline"` */
export interface Import extends Node {
  readonly kind: 'import';
  readonly path: StringLiteral;
}

// ---- declarations -------------------------------------------------------------------------------------------------

interface Declared extends Node {
  readonly name: Name;
  /** The text of the `///` lines before it, without the slashes. */
  readonly doc?: string;
}

export type Declaration =
  | ConstDeclaration
  | EnumDeclaration
  | StructDeclaration
  | MessageDeclaration
  | OperationDeclaration
  | EventDeclaration
  | RoleDeclaration
  | InvariantDeclaration
  | ScenarioDeclaration
  | HistoryDeclaration;

export interface ConstDeclaration extends Declared {
  readonly kind: 'const';
  readonly value: Expression;
}
export interface EnumDeclaration extends Declared {
  readonly kind: 'enum';
  readonly members: readonly Declared[];
}
export interface StructDeclaration extends Declared {
  readonly kind: 'struct';
  readonly fields: readonly Parameter[];
}
export interface MessageDeclaration extends Declared {
  readonly kind: 'message';
  readonly parameters: readonly Parameter[];
}
export interface OperationDeclaration extends Declared {
  readonly kind: 'operation';
  readonly parameters: readonly Parameter[];
  readonly result?: TypeNode;
}
export interface EventDeclaration extends Declared {
  readonly kind: 'event';
  readonly parameters: readonly Parameter[];
}
/** `name: Type`, in prelude-like declarations also `name: Type = default`. */
export interface Parameter extends Declared {
  readonly kind: 'parameter';
  readonly type: TypeNode;
  readonly defaultValue?: Expression;
}

export type TypeNode = NamedTypeNode | OptionalTypeNode;
export interface NamedTypeNode extends Node {
  readonly kind: 'namedType';
  readonly name: Name;
  readonly arguments: readonly TypeNode[];
}
/** `T?` */
export interface OptionalTypeNode extends Node {
  readonly kind: 'optionalType';
  readonly inner: TypeNode;
}

// ---- roles --------------------------------------------------------------------------------------------------------

export interface RoleDeclaration extends Declared {
  readonly kind: 'role';
  readonly parameters: readonly Parameter[];
  readonly members: readonly RoleMember[];
}
export type RoleMember = VariableMember | FunctionMember | Handler;

export interface VariableMember extends Declared {
  readonly kind: 'variable';
  readonly durable: boolean;
  readonly type: TypeNode;
  readonly value: Expression;
}
export interface FunctionMember extends Declared {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  readonly result?: TypeNode;
  readonly body: Block;
}
/** `on … from p as r in tx when c { }` */
export interface Handler extends Node {
  readonly kind: 'handler';
  readonly doc?: string;
  readonly head: HandlerHead;
  readonly from?: Name;
  readonly as?: Name;
  readonly in?: Name;
  readonly guard?: Expression;
  readonly body: Block;
}
export type HandlerHead =
  | ({ readonly kind: 'start' } & Node)
  | ({ readonly kind: 'recover' } & Node)
  | ({ readonly kind: 'timeout'; readonly name: Name; readonly patterns: readonly ArgumentPattern[] } & Node)
  /** A message or an operation: which one, the names decide. `parenthesised` is false for `on Ping { }`. */
  | ({ readonly kind: 'receipt'; readonly name: Name; readonly patterns: readonly ArgumentPattern[] } & Node);

/** One place of a handler's head: `tx`, `yes: true`, `_`. */
export interface ArgumentPattern extends Node {
  /** The parameter's name, where the pattern is `name: pattern`. */
  readonly label?: Name;
  readonly pattern: Pattern;
}
export type Pattern = WildcardPattern | NamePattern | LiteralPattern | QualifiedPattern;
export interface WildcardPattern extends Node {
  readonly kind: 'wildcard';
}
/** A bare name: a member of the expected enum, else a binding. */
export interface NamePattern extends Node {
  readonly kind: 'namePattern';
  readonly name: Name;
}
/** A literal, also `none` and a negative number. */
export interface LiteralPattern extends Node {
  readonly kind: 'literalPattern';
  readonly value: boolean | number | string | null;
}
/** `Outcome.committed` */
export interface QualifiedPattern extends Node {
  readonly kind: 'qualifiedPattern';
  readonly enumName: Name;
  readonly member: Name;
}

// ---- statements (of roles and of client scripts) --------------------------------------------------------------------

export interface Block extends Node {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}
export type Statement =
  | Block
  | LetStatement
  | AssignStatement
  | IfStatement
  | ForStatement
  | WhileStatement
  | RepeatStatement
  | MatchStatement
  | ReturnStatement
  | SendStatement
  | ReplyStatement
  | AfterStatement
  | CancelStatement
  | SyncStatement
  | AssertStatement
  | ExpressionStatement
  | SleepStatement
  | WaitStatement
  | AwaitStatement
  | TransactionStatement;

/** `let x = e`, `var x = e`, `var x: T = e` */
export interface LetStatement extends Node {
  readonly kind: 'let';
  readonly mutable: boolean;
  readonly name: Name;
  readonly type?: TypeNode;
  readonly value: Expression;
}
/** `x = e`, `x += e`, `m[k] = e`, `s.f -= e` */
export interface AssignStatement extends Node {
  readonly kind: 'assign';
  readonly target: Expression;
  readonly operator: '=' | '+=' | '-=';
  readonly value: Expression;
}
export interface IfStatement extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Block;
  readonly else?: Block | IfStatement;
}
export interface ForStatement extends Node {
  readonly kind: 'for';
  readonly name: Name;
  readonly iterable: Expression;
  readonly body: Block;
}
export interface WhileStatement extends Node {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
}
/** `repeat 3 { … }`, client scripts only. */
export interface RepeatStatement extends Node {
  readonly kind: 'repeat';
  readonly times: Expression;
  readonly body: Block;
}
export interface MatchStatement extends Node {
  readonly kind: 'match';
  readonly subject: Expression;
  readonly arms: readonly MatchArm[];
}
export interface MatchArm extends Node {
  readonly pattern: Pattern;
  readonly body: Statement;
}
export interface ReturnStatement extends Node {
  readonly kind: 'return';
  readonly value?: Expression;
}
/** `send M(args) to target` */
export interface SendStatement extends Node {
  readonly kind: 'send';
  readonly message: Name;
  readonly arguments: readonly Argument[];
  readonly target: Expression;
}
export interface ReplyStatement extends Node {
  readonly kind: 'reply';
  readonly value?: Expression;
  readonly request?: Expression;
}
/** `after 20ms timeout name(args)`; `delay` is a duration or a range of durations. */
export interface AfterStatement extends Node {
  readonly kind: 'after';
  readonly delay: Expression;
  readonly timer: Name;
  readonly arguments: readonly Argument[];
}
export interface CancelStatement extends Node {
  readonly kind: 'cancel';
  readonly timer: Name;
  readonly arguments: readonly Argument[];
}
export interface SyncStatement extends Node {
  readonly kind: 'sync';
}
export interface AssertStatement extends Node {
  readonly kind: 'assert';
  readonly condition: Expression;
  readonly message?: Expression;
}
/** A call of a function, an event or (in a script) an operation. */
export interface ExpressionStatement extends Node {
  readonly kind: 'expression';
  readonly expression: Expression;
}
export interface SleepStatement extends Node {
  readonly kind: 'sleep';
  readonly duration: Expression;
}
/** `wait until 30ms` */
export interface WaitStatement extends Node {
  readonly kind: 'wait';
  readonly until: Expression;
}
export interface AwaitStatement extends Node {
  readonly kind: 'await';
  readonly client: Name;
}
/** `transaction at db retry 3 { … }` */
export interface TransactionStatement extends Node {
  readonly kind: 'transaction';
  readonly at: Expression;
  readonly retry?: Expression;
  readonly body: Block;
}

// ---- expressions --------------------------------------------------------------------------------------------------

export type Expression =
  | MissingExpression
  | BooleanLiteral
  | IntegerLiteral
  | DurationLiteral
  | PercentageLiteral
  | StringLiteral
  | NoneLiteral
  | NameExpression
  | SelfExpression
  | NowExpression
  | ParenthesisedExpression
  | ListExpression
  | BraceExpression
  | ComprehensionExpression
  | QuantifierExpression
  | ConditionalExpression
  | BinaryExpression
  | UnaryExpression
  | CallExpression
  | IndexExpression
  | MemberExpression
  | WithExpression
  | ChooseExpression;

/** What the parser puts where an expression should stand and does not; it has said so already. */
export interface MissingExpression extends Node {
  readonly kind: 'missing';
}
export interface BooleanLiteral extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface IntegerLiteral extends Node {
  readonly kind: 'integer';
  readonly value: number;
}
/** `20ms`, `2s`; `value` in milliseconds. */
export interface DurationLiteral extends Node {
  readonly kind: 'duration';
  readonly value: number;
}
/** `5%`; `value` as a fraction, 0.05. */
export interface PercentageLiteral extends Node {
  readonly kind: 'percentage';
  readonly value: number;
}
/** `value` with escapes resolved. */
export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}
export interface NoneLiteral extends Node {
  readonly kind: 'none';
}
export interface NameExpression extends Node {
  readonly kind: 'name';
  readonly name: Name;
}
export interface SelfExpression extends Node {
  readonly kind: 'self';
}
export interface NowExpression extends Node {
  readonly kind: 'now';
}
/** Kept, so that printing a tree gives the text back and `(a < b) == c` stays what it was. */
export interface ParenthesisedExpression extends Node {
  readonly kind: 'parenthesised';
  readonly inner: Expression;
}
export interface ListExpression extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
}
/** `{}`, `{1, 2}` or `{"a": 1}`: entries with a value make a map, without one a set; `{}` is typed by its context. */
export interface BraceExpression extends Node {
  readonly kind: 'brace';
  readonly entries: readonly { readonly key: Expression; readonly value?: Expression }[];
}
/** `{e for x in s where c}`, `[…]`, `{k: v for …}` */
export interface ComprehensionExpression extends Node {
  readonly kind: 'comprehension';
  readonly makes: 'set' | 'list' | 'map';
  readonly element: Expression;
  /** The map's value; `element` is then its key. */
  readonly value?: Expression;
  readonly name: Name;
  readonly iterable: Expression;
  readonly where?: Expression;
}
export type QuantifierKind = 'all' | 'some' | 'count' | 'max' | 'min' | 'sum';
/** `count x in s: c` */
export interface QuantifierExpression extends Node {
  readonly kind: 'quantifier';
  readonly quantifier: QuantifierKind;
  readonly name: Name;
  readonly iterable: Expression;
  readonly body: Expression;
}
/** `then if condition else otherwise` */
export interface ConditionalExpression extends Node {
  readonly kind: 'conditional';
  readonly then: Expression;
  readonly condition: Expression;
  readonly otherwise: Expression;
}
export type BinaryOperator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | '??'
  | '..'
  | '+'
  | '-'
  | '&'
  | '*'
  | '/'
  | '%';
export interface BinaryExpression extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorRange: Range;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryExpression extends Node {
  readonly kind: 'unary';
  readonly operator: 'not' | '-';
  readonly operand: Expression;
}
/** A function, event, operation, struct constructor or built-in; `s.slice(i, j)` has a member expression as callee. */
export interface CallExpression extends Node {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** `read("x") at follower`, in client scripts. */
  readonly at?: Expression;
}
export interface Argument extends Node {
  readonly label?: Name;
  readonly value: Expression;
}
export interface IndexExpression extends Node {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
}
export interface MemberExpression extends Node {
  readonly kind: 'member';
  readonly object: Expression;
  readonly member: Name;
}
/** `e with { term: 2 }` */
export interface WithExpression extends Node {
  readonly kind: 'with';
  readonly object: Expression;
  readonly fields: readonly Argument[];
}
/** `choose x in s where c` or `choose 1..3` */
export interface ChooseExpression extends Node {
  readonly kind: 'choose';
  readonly name?: Name;
  readonly from: Expression;
  readonly where?: Expression;
}

// ---- scenarios ----------------------------------------------------------------------------------------------------

export interface ScenarioDeclaration extends Node {
  readonly kind: 'scenario';
  readonly doc?: string;
  readonly title: StringLiteral;
  readonly items: readonly ScenarioItem[];
}
export type ScenarioItem =
  | NodeItem
  | ClientItem
  | InitialItem
  | NetworkItem
  | LinkItem
  | ClockItem
  | DiskItem
  | DurabilityItem
  | AtItem
  | WhenItem
  | MessageFaultItem
  | BudgetItem
  | SimulateItem
  | ExploreItem
  | ScheduleItem
  | SweepItem
  | ClaimItem
  | PropertyItem;

/** `node p1, p2 = Participant(willing: true)`, `node r[1..5] = Replica(peers: r)` */
export interface NodeItem extends Node {
  readonly kind: 'node';
  readonly doc?: string;
  readonly names: readonly { readonly name: Name; readonly indices?: Expression }[];
  readonly role: Name;
  readonly arguments: readonly Argument[];
}
export interface ClientItem extends Declared {
  readonly kind: 'client';
  readonly timeout?: Expression;
  readonly body: Block;
}
/** `initial "x" = 1, "y" = 2` */
export interface InitialItem extends Node {
  readonly kind: 'initial';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}
export interface NetworkItem extends Node {
  readonly kind: 'network';
  readonly synchronous: boolean;
  readonly settings: readonly NetworkSetting[];
}
export type NetworkSetting =
  | ({ readonly kind: 'delay'; readonly value: Expression } & Node)
  | ({ readonly kind: 'order'; readonly value: Name } & Node)
  | ({ readonly kind: 'loss'; readonly value: Expression } & Node)
  | ({ readonly kind: 'duplicate'; readonly value: Expression } & Node)
  | ({ readonly kind: 'until'; readonly value: Expression } & Node);
/** `link leader -> f2 { delay 40ms }` */
export interface LinkItem extends Node {
  readonly kind: 'link';
  readonly from: Expression;
  readonly to: Expression;
  readonly settings: readonly NetworkSetting[];
}
/** `clock r2 skew +30ms drift 1%` */
export interface ClockItem extends Node {
  readonly kind: 'clock';
  readonly node: Expression;
  readonly skew?: Expression;
  readonly drift?: Expression;
}
/** `disk buffered` */
export interface DiskItem extends Node {
  readonly kind: 'disk';
  readonly mode: Name;
}
/** `volatile Role.x`, `durable Role.x` */
export interface DurabilityItem extends Node {
  readonly kind: 'durability';
  readonly durable: boolean;
  readonly role: Name;
  readonly variable: Name;
}
/** `at 30ms { … }` */
export interface AtItem extends Node {
  readonly kind: 'at';
  readonly time: Expression;
  readonly actions: readonly FaultAction[];
}
/** `when trigger { … }` */
export interface WhenItem extends Node {
  readonly kind: 'when';
  readonly trigger: Trigger;
  readonly actions: readonly FaultAction[];
}
/** `ordinal` is the n of `2nd`; absent means the first. */
export type Trigger =
  | ({ readonly kind: 'receives'; readonly ordinal?: number; readonly node: Expression; readonly message: MessageMatch } & Node)
  | ({ readonly kind: 'sends'; readonly ordinal?: number; readonly node: Expression; readonly message: MessageMatch } & Node)
  | ({
      readonly kind: 'timesOut';
      readonly ordinal?: number;
      readonly node: Expression;
      readonly timer?: Name;
      readonly arguments: readonly Argument[];
    } & Node)
  | ({ readonly kind: 'crashes' | 'recovers'; readonly ordinal?: number; readonly node: Expression } & Node)
  /** `p1 commits("t1")`: `verb` is the word as written; the names find its event. */
  | ({
      readonly kind: 'event';
      readonly ordinal?: number;
      readonly node: Expression;
      readonly verb: Name;
      readonly arguments: readonly Argument[];
    } & Node)
  | ({ readonly kind: 'condition'; readonly condition: Expression } & Node);

/** `Vote(tx: "t1") from p2 to c`: as much as was said. */
export interface MessageMatch extends Node {
  readonly message?: Name;
  readonly arguments: readonly Argument[];
  readonly from?: Expression;
  readonly to?: Expression;
}
export type FaultAction =
  | ({ readonly kind: 'crash' | 'recover' | 'isolate' | 'resume'; readonly node: Expression } & Node)
  | ({ readonly kind: 'partition'; readonly groups: readonly Expression[] } & Node)
  | ({ readonly kind: 'heal' } & Node)
  | ({ readonly kind: 'pause'; readonly node: Expression; readonly duration?: Expression } & Node)
  | ({ readonly kind: 'jump'; readonly node: Expression; readonly by: Expression } & Node);

/** `lose 1st Decision from c to p2`, `duplicate …`, `delay … by 50ms`; without an ordinal it strikes every such message. */
export interface MessageFaultItem extends Node {
  readonly kind: 'messageFault';
  readonly fault: 'lose' | 'duplicate' | 'delay';
  readonly ordinal?: number;
  readonly message: MessageMatch;
  readonly by?: Expression;
}
/** `up to 2 lose Vote from p1` */
export interface BudgetItem extends Node {
  readonly kind: 'budget';
  readonly times: Expression;
  readonly fault: BudgetedFault;
}
export type BudgetedFault =
  | ({ readonly kind: 'crash'; readonly withRecovery: boolean; readonly of?: Expression } & Node)
  | ({ readonly kind: 'lose' | 'duplicate'; readonly message: MessageMatch } & Node)
  | ({ readonly kind: 'partition' } & Node)
  | ({ readonly kind: 'pause'; readonly of?: Expression } & Node)
  | ({ readonly kind: 'timeout'; readonly timer?: Name; readonly of?: Expression } & Node);

/** `simulate`, `simulate seed 7`, `simulate 1000 seeds` */
export interface SimulateItem extends Node {
  readonly kind: 'simulate';
  readonly seed?: Expression;
  readonly seeds?: Expression;
}
/** `explore`, `explore depth 60 states 5_000_000` */
export interface ExploreItem extends Node {
  readonly kind: 'explore';
  readonly limits: readonly { readonly name: Name; readonly value: Expression }[];
}
export interface ScheduleItem extends Node {
  readonly kind: 'schedule';
  readonly steps: readonly ScheduleStep[];
  readonly then?: SimulateItem | ExploreItem;
}
export type ScheduleStep =
  | ({ readonly kind: 'deliver' | 'lose' | 'duplicate'; readonly message: MessageMatch } & Node)
  | ({ readonly kind: 'fire'; readonly timer: Name; readonly arguments: readonly Argument[]; readonly at?: Expression } & Node)
  | ({ readonly kind: 'invoke' | 'handle' | 'return' | 'timeout'; readonly client: Name } & Node)
  | FaultAction;
/** `for w in 1..3, r in 1..3` */
export interface SweepItem extends Node {
  readonly kind: 'sweep';
  readonly variables: readonly { readonly name: Name; readonly values: Expression }[];
}

/** `check p`, `expect violation of p`, `expect lostUpdate` */
export interface ClaimItem extends Node {
  readonly kind: 'claim';
  readonly claim: 'check' | 'expectViolation' | 'expectAnomaly';
  readonly property: PropertyRef;
  readonly when?: Expression;
}
/** `linearizable as Spec`, `no lostUpdate`, `converges on x, y`, or the name of a named claim. */
export interface PropertyRef extends Node {
  readonly negated: boolean;
  readonly name: Name;
  readonly spec?: Name;
  readonly on: readonly Name[];
}
/** `invariant name: e`, `eventually name: e`, `possible name: e`, `always possible name: e` */
export interface PropertyItem extends Declared {
  readonly kind: 'invariant' | 'eventually' | 'possible' | 'alwaysPossible';
  readonly condition: Expression;
}
export interface InvariantDeclaration extends Declared {
  readonly kind: 'invariant';
  readonly condition: Expression;
}

// ---- histories ----------------------------------------------------------------------------------------------------

export interface HistoryDeclaration extends Node {
  readonly kind: 'history';
  readonly doc?: string;
  readonly title: StringLiteral;
  readonly items: readonly HistoryItem[];
}
export type HistoryItem = InitialItem | LoadItem | OperationLine | ClaimItem;
/** `load "run-42/history.edn"` */
export interface LoadItem extends Node {
  readonly kind: 'load';
  readonly path: StringLiteral;
  readonly options: readonly Argument[];
}
/** `alice: read("score") -> "final" [12ms, 14ms]` */
export interface OperationLine extends Node {
  readonly kind: 'operationLine';
  readonly process: Name;
  readonly operation: Name;
  readonly arguments: readonly Argument[];
  /** `-> ?` is `open`: the reply never came. */
  readonly result?: Expression | 'open';
  /** One bound for an open operation, two for a finished one. */
  readonly interval?: readonly Expression[];
}
