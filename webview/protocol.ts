/**
 * What the extension host and the trace panel say to each other, and what the panel leaves behind for a reload of the window.
 *
 * Both ends import this module and nothing else of each other. Steps, events and traces are indices, from 0, as in the trace model.
 * Messages cross a process boundary, so each end passes what arrives through a guard: what is not understood is `undefined`.
 */

import type { Trace } from '../engine/trace/model.ts';
import type { Place } from '../grammar/syntax/range.ts';

/** A trace with the words that stand above it. */
export interface PresentedTrace {
  /** The scenario's title, with its bindings if it is one of a sweep. */
  readonly title: string;
  /** One line: `atomicity is violated: p2 aborts t1 after p1 committed it`. */
  readonly verdict: string;
  /** `expected`: a violation that the file says must be there. */
  readonly outcome: 'violated' | 'expected' | 'holds' | 'undecided';
  readonly trace: Trace;
}

export type HostMessage =
  /** Replaces whatever is shown. Without `step` the panel goes to the violating step, or to the first. */
  | { readonly type: 'show'; readonly traces: readonly PresentedTrace[]; readonly selected: number; readonly step?: number }
  /** Goes to a step of the trace that is shown. */
  | { readonly type: 'select'; readonly step: number }
  /** Marks the steps of the handler that the cursor is in; an empty list takes the marks away. */
  | { readonly type: 'highlight'; readonly steps: readonly number[] }
  /** Nothing can be shown, though a panel was restored: why. */
  | { readonly type: 'missing'; readonly why: string };

export type PanelMessage =
  /** The panel listens. `lacksTrace`: it was restored from a state without its trace and needs a `show` to go on at that step. */
  | { readonly type: 'ready'; readonly showing: boolean; readonly lacksTrace?: LeftBehind }
  /**
   * The current step changed, whoever changed it (`show`, `select` and restoring count as `host`). `place` is where that step happens in the
   * source: to be marked, and scrolled to if it was the user who went there.
   */
  | {
      readonly type: 'stepSelected';
      readonly trace: number;
      readonly step: number;
      readonly place?: Place;
      readonly origin: 'user' | 'host';
    }
  /** The user asked for this piece of source: open it and put the cursor there. */
  | { readonly type: 'reveal'; readonly place: Place }
  /** The user asked for the declaration of a message, as seen from this file. */
  | { readonly type: 'openMessage'; readonly file: string; readonly name: string };

/** Where a panel was, without the traces. */
export interface LeftBehind {
  readonly source: Trace['source'];
  readonly selected: number;
  readonly step: number;
}

/** What the panel keeps with `setState`; a serializer gets the same back as its state. */
export interface PanelState extends LeftBehind {
  readonly version: 1;
  /** Absent where the traces are too large to be stored: the host has to find the run again from `source`. */
  readonly traces?: readonly PresentedTrace[];
  readonly hideIrrelevant: boolean;
  readonly speed: number;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isPlace(value: unknown): value is Place {
  return isFields(value) && typeof value.file === 'string' && isIndex(value.start) && isIndex(value.end);
}

function isSource(value: unknown): value is Trace['source'] {
  return isFields(value) && typeof value.file === 'string' && typeof value.scenario === 'string' && Array.isArray(value.bindings);
}

/** Shallow on purpose: the host made it from the model; what this has to refuse is a state that another version left behind. */
function isTrace(value: unknown): value is Trace {
  return (
    isFields(value) &&
    value.format === 'faultline-trace' &&
    value.version === 1 &&
    isSource(value.source) &&
    [value.nodes, value.clients, value.messages, value.steps, value.events, value.initial].every(Array.isArray)
  );
}

const outcomes: readonly unknown[] = ['violated', 'expected', 'holds', 'undecided'] satisfies PresentedTrace['outcome'][];

function isPresented(value: unknown): value is PresentedTrace {
  return (
    isFields(value) &&
    typeof value.title === 'string' &&
    typeof value.verdict === 'string' &&
    outcomes.includes(value.outcome) &&
    isTrace(value.trace)
  );
}

function arePresented(value: unknown): value is readonly PresentedTrace[] {
  return Array.isArray(value) && value.every(isPresented);
}

function isLeftBehind(value: unknown): value is LeftBehind {
  return isFields(value) && isSource(value.source) && isIndex(value.selected) && isIndex(value.step);
}

/** Where a panel was, as it was noted, or `undefined` if it is none. */
export function asLeftBehind(value: unknown): LeftBehind | undefined {
  return isLeftBehind(value) ? value : undefined;
}

/** A message from the extension host, or `undefined` if it is none. */
export function asHostMessage(value: unknown): HostMessage | undefined {
  return isHostMessage(value) ? value : undefined;
}

function isHostMessage(value: unknown): value is HostMessage {
  if (!isFields(value)) return false;
  switch (value.type) {
    case 'show':
      return (
        arePresented(value.traces) &&
        isIndex(value.selected) &&
        value.selected < value.traces.length &&
        (value.step === undefined || isIndex(value.step))
      );
    case 'select':
      return isIndex(value.step);
    case 'highlight':
      return Array.isArray(value.steps) && value.steps.every(isIndex);
    case 'missing':
      return typeof value.why === 'string';
    default:
      return false;
  }
}

/** A message from the panel, or `undefined` if it is none. */
export function asPanelMessage(value: unknown): PanelMessage | undefined {
  return isPanelMessage(value) ? value : undefined;
}

function isPanelMessage(value: unknown): value is PanelMessage {
  if (!isFields(value)) return false;
  switch (value.type) {
    case 'ready':
      return typeof value.showing === 'boolean' && (value.lacksTrace === undefined || isLeftBehind(value.lacksTrace));
    case 'stepSelected':
      return (
        isIndex(value.trace) &&
        isIndex(value.step) &&
        (value.place === undefined || isPlace(value.place)) &&
        (value.origin === 'user' || value.origin === 'host')
      );
    case 'reveal':
      return isPlace(value.place);
    case 'openMessage':
      return typeof value.file === 'string' && typeof value.name === 'string';
    default:
      return false;
  }
}

/** A state that a panel left behind, or `undefined` if it is none of this version. */
export function asPanelState(value: unknown): PanelState | undefined {
  return isPanelState(value) ? value : undefined;
}

function isPanelState(value: unknown): value is PanelState {
  return (
    isFields(value) &&
    value.version === 1 &&
    isLeftBehind(value) &&
    typeof value.hideIrrelevant === 'boolean' &&
    typeof value.speed === 'number' &&
    (value.traces === undefined || (arePresented(value.traces) && value.selected < value.traces.length))
  );
}
