/**
 * The checked program: what comes out of the checker and all that the engine ever sees.
 *
 * Every name is resolved to an index, every argument is in its parameter's place, every overload is decided, every constant of a scenario is a
 * number, every sweep is unrolled. There is no half-checked program: a file with errors gives none.
 * Plain data (no functions, no cycles), so that it can be sent to a worker.
 */
import type { Place } from '../syntax/range.ts';
import type { Type } from './types.ts';

export interface CheckedProgram {
  /** URI of the file whose scenarios these are. */
  readonly file: string;
  readonly enums: readonly EnumInfo[];
  readonly structs: readonly RecordInfo[];
  readonly messages: readonly RecordInfo[];
  readonly operations: readonly OperationInfo[];
  readonly events: readonly RecordInfo[];
  readonly roles: readonly Role[];
  readonly scenarios: readonly Scenario[];
  readonly histories: readonly History[];
}

export interface EnumInfo {
  readonly name: string;
  readonly members: readonly string[];
}
/** A struct, message or event: a name and its fields, in order. */
export interface RecordInfo {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly place: Place;
}
export interface Field {
  readonly name: string;
  readonly type: Type;
}
export interface OperationInfo extends RecordInfo {
  readonly result?: Type;
}

// ---- roles ----------------------------------------------------------------------------------------------------------

export interface Role {
  readonly name: string;
  readonly place: Place;
  readonly parameters: readonly Field[];
  readonly variables: readonly Variable[];
  readonly functions: readonly FunctionInfo[];
  readonly timers: readonly TimerInfo[];
  /** In source order: the first whose pattern and guard match runs. */
  readonly handlers: readonly Handler[];
}
export interface Variable extends Field {
  readonly durable: boolean;
  /** May read the role's parameters and the variables before it. */
  readonly initial: Expression;
  readonly place: Place;
}
export interface TimerInfo {
  readonly name: string;
  readonly fields: readonly Field[];
}
/** A body and the number of local slots its frame needs; parameters are the first slots. */
interface Code {
  readonly frameSize: number;
  readonly body: readonly Statement[];
  readonly place: Place;
}
export interface FunctionInfo extends Code {
  readonly name: string;
  readonly parameters: readonly Field[];
  readonly result?: Type;
}
export interface Handler extends Code {
  readonly on:
    | { readonly kind: 'start' }
    | { readonly kind: 'recover' }
    | { readonly kind: 'message'; readonly message: number }
    | { readonly kind: 'timeout'; readonly timer: number }
    | { readonly kind: 'operation'; readonly operation: number };
  /** One for each argument of the message, timer or operation; those left out in the text are wildcards here. */
  readonly patterns: readonly Pattern[];
  /** Local slots that `from`, `as` and `in` bind. */
  readonly fromSlot?: number;
  readonly requestSlot?: number;
  readonly transactionSlot?: number;
  readonly guard?: Expression;
  /** The head alone, `on Vote(tx, yes) from p`: where the trace points for the receipt itself. */
  readonly headPlace: Place;
}
export type Pattern =
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'bind'; readonly slot: number }
  | { readonly kind: 'equals'; readonly value: Expression };

// ---- statements -----------------------------------------------------------------------------------------------------

export type Statement = { readonly place: Place } & (
  | { readonly kind: 'assign'; readonly target: Target; readonly value: Expression }
  | { readonly kind: 'if'; readonly condition: Expression; readonly yes: readonly Statement[]; readonly no: readonly Statement[] }
  | { readonly kind: 'for'; readonly slot: number; readonly iterable: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'repeat'; readonly times: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: 'match';
      readonly subject: Expression;
      readonly arms: readonly { readonly pattern: Pattern; readonly body: readonly Statement[] }[];
    }
  | { readonly kind: 'return'; readonly value?: Expression }
  /** `to` is a node, or a set or list of nodes: one send each, in order. */
  | { readonly kind: 'send'; readonly message: number; readonly arguments: readonly Expression[]; readonly to: Expression }
  /** Without `request`: to the operation being handled. */
  | { readonly kind: 'reply'; readonly value?: Expression; readonly request?: Expression }
  /** Milliseconds; `latest` only where a range was given. */
  | {
      readonly kind: 'arm';
      readonly timer: number;
      readonly arguments: readonly Expression[];
      readonly earliest: Expression;
      readonly latest?: Expression;
    }
  | { readonly kind: 'cancel'; readonly timer: number; readonly arguments: readonly Expression[] }
  | { readonly kind: 'sync' }
  | { readonly kind: 'assert'; readonly condition: Expression; readonly message?: Expression }
  | { readonly kind: 'event'; readonly event: number; readonly arguments: readonly Expression[] }
  | { readonly kind: 'call'; readonly function: number; readonly arguments: readonly Expression[] }
  // client scripts only; `resultSlot` is the local that takes the operation's result
  | {
      readonly kind: 'operate';
      readonly operation: number;
      readonly arguments: readonly Expression[];
      /** Absent inside a transaction: its server is meant. */
      readonly at?: Expression;
      readonly resultSlot?: number;
    }
  | { readonly kind: 'sleep'; readonly duration: Expression }
  | { readonly kind: 'waitUntil'; readonly time: Expression }
  | { readonly kind: 'await'; readonly client: number }
  | { readonly kind: 'transaction'; readonly at: Expression; readonly retry?: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'abortTransaction' }
);

/** What an assignment writes: a variable or local, and the way to the part of it (`m[k].field`). */
export interface Target {
  readonly root: { readonly kind: 'variable' | 'local'; readonly slot: number };
  readonly path: readonly ({ readonly kind: 'index'; readonly index: Expression } | { readonly kind: 'field'; readonly field: number })[];
}

// ---- expressions ----------------------------------------------------------------------------------------------------

/** Every expression knows its place, for errors at run time, and its static type. */
export type Expression = { readonly place: Place; readonly type: Type } /** `null` is `none`. */ & (
  | { readonly kind: 'constant'; readonly value: boolean | number | string | null }
  | { readonly kind: 'enumMember'; readonly enum: number; readonly member: number }
  /** `name` as written, for messages. */
  | { readonly kind: 'local'; readonly slot: number; readonly name: string }
  /** Of the node whose code runs. */
  | { readonly kind: 'parameter'; readonly slot: number }
  | { readonly kind: 'variable'; readonly slot: number }
  | { readonly kind: 'self' }
  | { readonly kind: 'now' }
  /** A node of the scenario, by its index in `ScenarioRun.nodes`. */
  | { readonly kind: 'node'; readonly node: number }
  /** All nodes that play the role, in declaration order; a set. */
  | { readonly kind: 'nodesOf'; readonly role: number }
  /** In scenario expressions: a parameter or variable of a node. `fields` gives its slot for each role the node may play. */
  | {
      readonly kind: 'nodeField';
      readonly node: Expression;
      readonly name: string;
      readonly slots: readonly { readonly role: number; readonly kind: 'parameter' | 'variable'; readonly slot: number }[];
    }
  | { readonly kind: 'up'; readonly node: Expression }
  | { readonly kind: 'list' | 'set'; readonly elements: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
  | { readonly kind: 'struct'; readonly struct: number; readonly fields: readonly Expression[] }
  | { readonly kind: 'field'; readonly object: Expression; readonly field: number }
  | {
      readonly kind: 'with';
      readonly object: Expression;
      readonly changes: readonly { readonly field: number; readonly value: Expression }[];
    }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
  | {
      readonly kind: 'comprehension';
      readonly makes: 'set' | 'list' | 'map';
      readonly slot: number;
      readonly iterable: Expression;
      readonly where?: Expression;
      readonly element: Expression;
      readonly value?: Expression;
    }
  | {
      readonly kind: 'quantifier';
      readonly quantifier: 'all' | 'some' | 'count' | 'max' | 'min' | 'sum';
      readonly slot: number;
      readonly iterable: Expression;
      readonly body: Expression;
    }
  | { readonly kind: 'conditional'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'and' | 'or' | 'orElse'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not' | 'negate'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  /** Members and built-in functions, in the order receiver, arguments. */
  | { readonly kind: 'builtin'; readonly name: Builtin; readonly arguments: readonly Expression[] }
  | { readonly kind: 'call'; readonly function: number; readonly arguments: readonly Expression[] }
  /** Each candidate is bound to `slot` while `where` is evaluated. */
  | { readonly kind: 'choose'; readonly from: Expression; readonly slot?: number; readonly where?: Expression }
  /** A `Value` used as something narrower: an error at run time where it is not. The target type is `type`. */
  | { readonly kind: 'cast'; readonly operand: Expression }
);

/** The overload is decided: `listAppend` is `l + x`, `listConcat` is `l + m`, `setRemove` is `s - x`, `setDifference` is `s - t`, … */
export type BinaryOperator =
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessOrEqual'
  | 'greater'
  | 'greaterOrEqual'
  /** Element of a set, list or range; key of a map. */
  | 'in'
  | 'notIn'
  /** A list of the integers from left to right, both included. */
  | 'range'
  | 'add'
  | 'subtract'
  | 'multiply'
  /** Rounds towards zero, as `remainder` does. */
  | 'divide'
  | 'remainder'
  | 'stringConcat'
  | 'setUnion'
  | 'setInsert'
  | 'setDifference'
  | 'setRemove'
  | 'setIntersection'
  | 'listConcat'
  | 'listAppend'
  /** Takes all equal elements out. */
  | 'listRemove'
  | 'mapMerge'
  | 'mapRemove';

export type Builtin =
  | 'size'
  | 'empty'
  | 'first'
  | 'last'
  | 'keys'
  | 'values'
  /** `m.get(k)`, `l.get(i)`: `none` where there is nothing. */
  | 'get'
  | 'contains'
  | 'slice'
  | 'indexOf'
  | 'reverse'
  | 'sorted'
  | 'max'
  | 'min'
  | 'abs'
  | 'majority';

// ---- scenarios ------------------------------------------------------------------------------------------------------

export interface Scenario {
  readonly title: string;
  readonly place: Place;
  readonly titlePlace: Place;
  /** One without a sweep, else one for each combination, in order. */
  readonly runs: readonly ScenarioRun[];
}

export interface ScenarioRun {
  /** The sweep's constants in this run. */
  readonly bindings: readonly { readonly name: string; readonly value: number | string | boolean }[];
  readonly nodes: readonly NodeInstance[];
  /** Named sets of nodes, `r` of `node r[1..5]`, for display. */
  readonly groups: readonly { readonly name: string; readonly nodes: readonly number[] }[];
  readonly clients: readonly ClientInstance[];
  readonly initial: readonly { readonly key: Expression; readonly value: Expression }[];
  readonly network: Network;
  /** The last one that matches a pair counts. */
  readonly links: readonly Link[];
  readonly clocks: readonly { readonly node: number; readonly skewMs: number; readonly drift: number }[];
  readonly diskBuffered: boolean;
  /** Durability as this scenario has it, by role and variable slot; only what differs from the role. */
  readonly durability: readonly { readonly role: number; readonly variable: number; readonly durable: boolean }[];
  readonly timeline: readonly { readonly timeMs: number; readonly actions: readonly FaultAction[]; readonly place: Place }[];
  readonly rules: readonly Rule[];
  readonly messageFaults: readonly MessageFault[];
  readonly budgets: readonly Budget[];
  readonly mode: Mode;
  readonly claims: readonly Claim[];
}

export interface NodeInstance {
  readonly name: string;
  readonly role: number;
  /** In the order of the role's parameters; they may name the scenario's nodes. */
  readonly arguments: readonly Expression[];
  readonly place: Place;
}
export interface ClientInstance extends Code {
  readonly name: string;
  readonly timeoutMs?: number;
}
export interface Network {
  readonly synchronous: boolean;
  /** The bound holds only from this time on (partial synchrony). */
  readonly untilMs?: number;
  readonly delayMs: readonly [min: number, max: number];
  readonly fifo: boolean;
  /** Probabilities, 0 to 1; simulations only. */
  readonly loss: number;
  readonly duplicate: number;
}
export interface Link {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly delayMs?: readonly [min: number, max: number];
  readonly fifo?: boolean;
  readonly loss?: number;
  readonly duplicate?: number;
}

/** `fault` acts on nodes by index. */
export type FaultAction = { readonly place: Place } & (
  | { readonly kind: 'crash' | 'recover' | 'resume'; readonly node: number }
  /** Messages between different groups are lost; nodes in no group are unaffected. `isolate n` is n against all others. */
  | { readonly kind: 'partition'; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'pause'; readonly node: number; readonly durationMs?: number }
  | { readonly kind: 'jump'; readonly node: number; readonly byMs: number }
);

/** A `when`: acts once, at the `ordinal`th match (1 is the first). */
export interface Rule {
  readonly trigger: Trigger;
  readonly actions: readonly FaultAction[];
  readonly place: Place;
}
export type Trigger =
  /** Before the handler: the message is gone. `nodes` are those the trigger may be about. */
  | { readonly kind: 'receives'; readonly ordinal: number; readonly nodes: readonly number[]; readonly match: MessageMatch }
  /** At that send: what the handler did before it stands; if the sender crashes, this send and the rest do not happen. */
  | { readonly kind: 'sends'; readonly ordinal: number; readonly nodes: readonly number[]; readonly match: MessageMatch }
  /** The others: right after that step. */
  | {
      readonly kind: 'timesOut';
      readonly ordinal: number;
      readonly nodes: readonly number[];
      /** By name, since nodes of several roles may be meant. */
      readonly timer?: string;
      readonly arguments: readonly Expression[];
    }
  | { readonly kind: 'crashes' | 'recovers'; readonly ordinal: number; readonly nodes: readonly number[] }
  | {
      readonly kind: 'event';
      readonly ordinal: number;
      readonly nodes: readonly number[];
      readonly event: number;
      /** The first arguments, where given. */
      readonly arguments: readonly (Expression | undefined)[];
    }
  /** Right after the step that made it true. */
  | { readonly kind: 'condition'; readonly condition: Expression; readonly frameSize: number };

/** Absent parts match everything. */
export interface MessageMatch {
  readonly message?: number;
  readonly arguments: readonly (Expression | undefined)[];
  readonly from?: readonly number[];
  readonly to?: readonly number[];
}
export interface MessageFault {
  readonly kind: 'lose' | 'duplicate' | 'delay';
  /** Without it every match is struck. Counted in the order of sends. */
  readonly ordinal?: number;
  readonly match: MessageMatch;
  readonly byMs?: number;
  readonly place: Place;
}
/** Faults that may strike at any moment, `times` at most. */
export interface Budget {
  readonly times: number;
  readonly fault:
    | { readonly kind: 'crash'; readonly withRecovery: boolean; readonly nodes: readonly number[] }
    | { readonly kind: 'lose' | 'duplicate'; readonly match: MessageMatch }
    | { readonly kind: 'partition' }
    | { readonly kind: 'pause'; readonly nodes: readonly number[] }
    /** A bound on how often the timer may fire, for each node. */
    | { readonly kind: 'timeout'; readonly timer?: string; readonly nodes: readonly number[] };
  readonly place: Place;
}

export type Mode = { readonly place: Place } & (SimulateMode | ExploreMode | ScheduleMode);
export interface SimulateMode {
  readonly kind: 'simulate';
  /** The first seed (default 1), and how many from there on (default 1). */
  readonly seed: number;
  readonly seeds: number;
}
export interface ExploreMode {
  readonly kind: 'explore';
  readonly maxDepth?: number;
  readonly maxStates?: number;
}
export interface ScheduleMode {
  readonly kind: 'schedule';
  readonly steps: readonly ScheduleStep[];
  readonly then?: SimulateMode | ExploreMode;
}
export type ScheduleStep =
  | ({ readonly place: Place } & (
      | { readonly kind: 'deliver' | 'lose' | 'duplicate'; readonly match: MessageMatch }
      | { readonly kind: 'fire'; readonly timer: string; readonly arguments: readonly Expression[]; readonly nodes: readonly number[] }
      /** `timeout`: the client's has passed. */
      | { readonly kind: 'invoke' | 'handle' | 'return' | 'timeout'; readonly client: number }
    ))
  | FaultAction;

export interface Claim {
  readonly expected: 'holds' | 'violated';
  readonly property: Property;
  /** As written, `linearizable as CasRegister`. */
  readonly text: string;
  readonly place: Place;
}
export type Property =
  /**
   * A property of the registry (`properties.ts`). A bundle lists its parts: `check` wants all of them to hold, `expect violation` at least
   * one to be violated.
   */
  | {
      readonly kind: 'registered';
      readonly name: string;
      readonly parts: readonly string[];
      /** A role, by index: the sequential specification. */
      readonly spec?: number;
      /** Variables by name, for `converges on`. */
      readonly on: readonly string[];
    }
  | {
      readonly kind: 'invariant' | 'eventually' | 'possible' | 'alwaysPossible';
      readonly name: string;
      readonly condition: Expression;
      readonly frameSize: number;
      readonly place: Place;
    };

// ---- histories ------------------------------------------------------------------------------------------------------

export interface History {
  readonly title: string;
  readonly place: Place;
  readonly titlePlace: Place;
  readonly initial: readonly { readonly key: Expression; readonly value: Expression }[];
  readonly operations: readonly HistoryOperation[];
  readonly loads: readonly { readonly path: string; readonly options: Readonly<Record<string, string>>; readonly place: Place }[];
  readonly claims: readonly Claim[];
}
export interface HistoryOperation {
  readonly process: string;
  readonly operation: number;
  readonly arguments: readonly Expression[];
  /** Absent: an operation without a result; `open`: the reply never came. */
  readonly result?: Expression | 'open';
  /** Milliseconds; an open operation has its invocation only. */
  readonly interval?: readonly [start: number, end?: number];
  readonly place: Place;
}
