/** Dependencies on the very next version. */
import type { ConditionalDependency } from './dependencies.ts';
import type { Versions } from './versions.ts';

/**
 * Without the edges that stand for a way over another version: a version, or its reader, leads to all later ones here, but only to the next one
 * directly. Such a way may pass a transaction that its cycle passes already, so that what looks like one cycle is two.
 */
export function directOnly(versions: Versions, edges: readonly ConditionalDependency[]): readonly ConditionalDependency[] {
  const keys = new Map(versions.versions.map(({ transaction, operation, key }) => [`${transaction} ${operation}`, key]));
  const target = ({ dependency: { to, toOperation } }: ConditionalDependency): string => `${to} ${toOperation}`;
  const overwrites = edges.filter(({ dependency: { kind } }) => kind === 'ww');
  const later = Map.groupBy(overwrites, ({ dependency: { from, fromOperation } }) => `${from} ${fromOperation}`);
  const isLater = (earlier: ConditionalDependency, edge: ConditionalDependency): boolean =>
    later.get(target(earlier))?.some((overwrite) => target(overwrite) === target(edge)) === true;
  const groups = Map.groupBy(edges, (edge) => {
    const { kind, from, fromOperation } = edge.dependency;
    return `${kind} ${from} ${fromOperation} ${keys.get(target(edge))}`;
  });
  return [...groups.values()].flatMap((group) => {
    if (group[0]?.dependency.kind === 'wr') return group;
    return group.filter((edge) => !group.some((other) => other !== edge && isLater(other, edge)));
  });
}
