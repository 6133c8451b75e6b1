/**
 * What the space-time diagram consists of, in pixels: nodes are vertical lifelines, time runs downwards (Lamport 1978, turned by a quarter, so that
 * a long run scrolls as text does). Every step has a row of its own; within a row events stand below each other in the order they happened.
 */
import type { NodeSnapshot } from '../../engine/trace/model.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whatever has an extent in time, for finding what is in view. */
export interface Extent {
  readonly top: number;
  readonly bottom: number;
}

export interface Lane {
  /** Index of the lifeline: nodes, then clients. */
  readonly line: number;
  readonly name: string;
  /** The role that a node plays, or `client`. */
  readonly role: string;
  readonly x: number;
}

export interface Row extends Extent {
  readonly step: number;
}

export interface Label extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
  readonly text: string;
  /** The same unshortened, with what there is to say beyond. */
  readonly full: string;
}

export interface Arrow extends Extent {
  readonly from: Point;
  readonly to: Point;
  readonly fromStep: number;
  /** Absent while it is under way at the end of the run. */
  readonly toStep?: number;
  readonly shape: 'message' | 'duplicate' | 'operation';
  readonly end: 'received' | 'ignored' | 'lost' | 'inFlight';
  readonly label: Label;
}

export type MarkShape = 'start' | 'event' | 'timeout' | 'crash' | 'recover' | 'pause' | 'resume' | 'other' | 'duplicate' | 'failure';

export interface Mark extends Extent {
  readonly step: number;
  readonly event: number;
  readonly at: Point;
  readonly shape: MarkShape;
  /** The run took no notice of it. */
  readonly ignored: boolean;
  readonly label?: Label;
}

/** A client's operation from its invocation to its return, on the client's lifeline. */
export interface OperationSpan extends Extent {
  readonly x: number;
  /** Of the invocation; and of the return, if there is one. */
  readonly fromStep: number;
  readonly toStep?: number;
  /** There is no moment at which it could have taken effect. */
  readonly misplaced: boolean;
  /** In histories; elsewhere arrows say it. */
  readonly label?: Label;
}

/** The moment at which an operation took effect: its linearization point. */
export interface LinearizationPoint extends Extent {
  readonly at: Point;
  /** The step right after which it lies. */
  readonly step: number;
  /** From 1, in the order in which operations took effect. */
  readonly number: number;
  /** What is said of it on hover. */
  readonly title: string;
}

/** From the first to the last event of one step on one lifeline: they happen as one. */
export interface Bar extends Extent {
  readonly step: number;
  readonly x: number;
}

export interface LifelineSegment extends Extent {
  readonly line: number;
  readonly x: number;
  readonly status: NodeSnapshot['status'];
  readonly fromStep: number;
}

/** A split of the network while it lasts. */
export interface Partition extends Extent {
  readonly fromStep: number;
  readonly healStep?: number;
  readonly label: Label;
  readonly healLabel?: Label;
  /** For each lane in a group: its strip. */
  readonly strips: readonly { readonly left: number; readonly right: number; readonly group: number }[];
  /** Where neighbouring lanes are on different sides. */
  readonly walls: readonly number[];
}

export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly columnWidth: number;
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
  readonly arrows: readonly Arrow[];
  readonly marks: readonly Mark[];
  readonly bars: readonly Bar[];
  readonly spans: readonly OperationSpan[];
  readonly points: readonly LinearizationPoint[];
  readonly segments: readonly LifelineSegment[];
  readonly partitions: readonly Partition[];
  /** The part of a lasso that repeats for ever. */
  readonly cycle?: Extent;
  /** The violating event. */
  readonly violation?: Point;
}
