import type { TraceValue } from '../../../trace/model.ts';
import { valueKey } from '../../../trace/values.ts';

/** Whether values are equal in content. Long texts are compared without copies of them. */
export function sameValue(a: TraceValue, b: TraceValue): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && valueKey(a) === valueKey(b);
}
