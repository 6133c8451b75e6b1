/** The horizontal axis and what runs along it: lanes, the state of lifelines over time, partitions. */
import type { NodeSnapshot, Trace, TraceEvent } from '../../engine/trace/model.ts';
import type { Extent, Lane, LifelineSegment, Partition } from './geometry.ts';
import { fitLabel } from './labels.ts';

export const gutterWidth = 58;
const narrowestColumn = 92;
const widestColumn = 230;

/** Room to the right beyond the last column: never more than this, however long the text of a mark. */
const widestMargin = 150;

export interface Columns {
  readonly columnWidth: number;
  readonly rightMargin: number;
}

/**
 * Columns as wide as the view allows and never too narrow to read, with room on the right for the last lifeline's texts, which are up to
 * `lastText` pixels long.
 */
export function fitColumns(lanes: number, viewWidth: number, lastText: number): Columns {
  const count = Math.max(1, lanes);
  const shared = viewWidth - gutterWidth;
  // Half of the last column and the margin hold the text: columnWidth / 2 + margin = lastText, where columnWidth = (shared - margin) / count.
  const wanted = (lastText - shared / (2 * count)) / (1 - 1 / (2 * count));
  const rightMargin = Math.floor(Math.min(widestMargin, Math.max(12, wanted, lastText - widestColumn / 2)));
  const columnWidth = Math.floor(Math.min(widestColumn, Math.max(narrowestColumn, (shared - rightMargin) / count)));
  return { columnWidth, rightMargin };
}

export function layLanes(trace: Trace, { columnWidth, rightMargin }: Columns): { readonly lanes: readonly Lane[]; readonly width: number } {
  const named = [...trace.nodes, ...trace.clients.map((client) => ({ name: client.name, role: 'client' }))];
  const lanes = named.map(({ name, role }, line) => ({ line, name, role, x: gutterWidth + columnWidth * (line + 0.5) }));
  return { lanes, width: gutterWidth + columnWidth * named.length + rightMargin };
}

const statusAfter: Partial<Record<TraceEvent['kind'], NodeSnapshot['status']>> = {
  crash: 'down',
  recover: 'up',
  pause: 'paused',
  resume: 'up',
};

/** Lifelines, cut where a node goes down, pauses or comes back. `yOf` is the height of an event, or of where it would be if it is not shown. */
export function laySegments(trace: Trace, lanes: readonly Lane[], whole: Extent, yOf: (event: number) => number): LifelineSegment[] {
  const segments: LifelineSegment[] = [];
  const open = lanes.map((lane) => ({ status: trace.initial[lane.line]?.status ?? 'up', top: whole.top, fromStep: 0 }));
  const close = (line: number, bottom: number): void => {
    const lane = lanes[line];
    const segment = open[line];
    if (lane !== undefined && segment !== undefined && bottom > segment.top) segments.push({ ...segment, bottom, line, x: lane.x });
  };
  trace.events.forEach((event, index) => {
    const status = statusAfter[event.kind];
    if (status === undefined || event.line === undefined || open[event.line]?.status === status) return;
    const y = yOf(index);
    close(event.line, y);
    open[event.line] = { status, top: y, fromStep: event.step };
  });
  lanes.forEach((lane) => {
    close(lane.line, whole.bottom);
  });
  return segments;
}

/** The splits of the network, each from its beginning to its healing, to the next split, or to the end. */
export function layPartitions(
  trace: Trace,
  lanes: readonly Lane[],
  columnWidth: number,
  bottom: number,
  yOf: (event: number) => number,
): Partition[] {
  const partitions: Partition[] = [];
  let standing: Omit<Partition, 'bottom'> | undefined;
  const width = columnWidth * lanes.length;
  const banner = (y: number) => ({ x: gutterWidth + 6, y: y + 4, anchor: 'start' }) as const;
  trace.events.forEach((event, index) => {
    if (event.kind !== 'partition' && event.kind !== 'heal') return;
    const y = yOf(index);
    if (standing !== undefined) {
      const healed =
        event.kind === 'heal' ? { healStep: event.step, healLabel: fitLabel(banner(y), event.text, width) } : { healStep: event.step };
      partitions.push({ ...standing, ...healed, bottom: y });
      standing = undefined;
    }
    if (event.kind !== 'partition') return;
    const groupOf = new Map(event.groups.flatMap((group, index) => group.map((node) => [node, index] as const)));
    const strips = lanes.flatMap((lane) => {
      const group = groupOf.get(lane.line);
      return group === undefined ? [] : [{ left: lane.x - columnWidth / 2, right: lane.x + columnWidth / 2, group }];
    });
    const walls = lanes.flatMap((lane, i) => {
      const next = lanes[i + 1];
      const [mine, theirs] = [groupOf.get(lane.line), next === undefined ? undefined : groupOf.get(next.line)];
      return mine === undefined || theirs === undefined || mine === theirs ? [] : [lane.x + columnWidth / 2];
    });
    standing = { top: y, fromStep: event.step, label: fitLabel(banner(y), event.text, width), strips, walls };
  });
  if (standing !== undefined) partitions.push({ ...standing, bottom });
  return partitions;
}
