/**
 * The answer of an algorithm for one data type. `order`: of the operations, by index, one in which they can have taken effect, without open ones that need not.
 * `culprits`: some of the operations, by index, that cannot be linearized even by themselves (with what they speak of). Nothing where the algorithm does not apply:
 * a value was put in twice, or an open operation may have taken any of several.
 */
export type NativeVerdict =
  | { readonly linearizable: true; readonly order: readonly number[] }
  | { readonly linearizable: false; readonly culprits: readonly number[] }
  | undefined;

export function linearizable(order: readonly number[]): NativeVerdict {
  return { linearizable: true, order };
}
export function violated(culprits: readonly number[]): NativeVerdict {
  return { linearizable: false, culprits };
}
