/** The order of timestamps in a trace: that of the values that they stand for, as far as timestamps go. */
import type { TraceValue } from '../../trace/model.ts';
import { valueKey } from '../../trace/values.ts';

/** Negative where `a` is the smaller: numbers by size, lists and structs part by part, anything else by its text. */
export function compareStamps(a: TraceValue, b: TraceValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [first, second] = [partsOf(a), partsOf(b)];
  if (first !== undefined && second !== undefined) {
    for (const [i, part] of first.entries()) {
      const other = second[i];
      const order = other === undefined ? 1 : compareStamps(part, other);
      if (order !== 0) return order;
    }
    return first.length - second.length;
  }
  const [x, y] = [valueKey(a), valueKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function partsOf(value: TraceValue): readonly TraceValue[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isList(value)) return value;
  return 'struct' in value ? Object.values(value.fields) : undefined;
}

function isList(value: TraceValue): value is readonly TraceValue[] {
  return Array.isArray(value);
}
