/** Two quorums out of the same nodes that need not have a node in common. */
import type { Expression, Role, ScenarioRun } from '../semantics/program.ts';
import { gatherings, quorumAt, type Threshold, thresholds } from './code/quorums.ts';
import { demonstrates, runsOf } from './code/runs.ts';
import { expressionsIn } from './code/visit.ts';
import type { Finding, Lint, LintedProgram } from './lint.ts';

export const disjointQuorums: Lint = {
  name: 'disjoint-quorums',
  code: 'FL6006',
  severity: 'warning',
  title: 'Quorums need not meet',
  explanation:
    'A role goes on once enough nodes have answered, and in two places, or twice in one, the answers may come from different nodes: the two numbers together do not exceed the number of nodes asked. What one quorum was told, the other never hears of. Two quorums meet if their sizes add up to more than all (`w + r > n`), a majority meets every other: `majority(n)`. The numbers are taken from the nodes of the file’s scenarios; a scenario that expects a violation may choose them freely.',
  reads: 'program',
  find: (file) => file.program.roles.flatMap((role, index) => (role.place.file === file.uri ? inRole(file, role, index) : [])),
};

/** Claims that can hold with quorums that do not meet, and are made of systems that want it so. */
const WEAK: ReadonlySet<string> = new Set(['converges', 'available', 'causal', 'consistentPrefix', 'nonBlocking', 'termination']);

function inRole(file: LintedProgram, role: Role, index: number): Finding[] {
  const all = thresholds(role, gatherings(file.program, role));
  const found = new Map<string, Finding>();
  for (const { scenario, run } of runsOf(file.program)) {
    if (demonstrates(run) || !claimsMeeting(run)) continue;
    run.nodes.forEach((instance, node) => {
      if (instance.role !== index) return;
      for (const [a, b] of pairs(all)) {
        const key = `${a.comparison.place.start} ${b.comparison.place.start}`;
        const [one, other] = [quorumAt(role, run, node, a), quorumAt(role, run, node, b)];
        if (found.has(key) || !one || !other || !sameNodes(one.nodes, other.nodes)) continue;
        const count = one.nodes.size;
        if (one.enough + other.enough > count) continue;
        const twice = a === b;
        found.set(key, {
          range: b.comparison.place,
          message: twice
            ? `two groups of ${one.enough} out of ${count} nodes need not meet`
            : `${one.enough} and ${other.enough} out of the same ${count} nodes need not meet`,
          hint: twice ? 'a majority is `majority(n)`, more than half' : `let the two add up to more than ${count}`,
          related: [
            ...(twice ? [] : [{ place: a.comparison.place, message: `here ${one.enough} are enough` }]),
            { place: scenario.titlePlace, message: `with the numbers of this scenario, at ${instance.name}` },
          ],
        });
      }
    });
  }
  return [...found.values()];
}

function claimsMeeting(run: ScenarioRun): boolean {
  return run.claims.some(
    ({ property }) => property.kind === 'invariant' || (property.kind === 'registered' && property.parts.some((part) => !WEAK.has(part))),
  );
}

/** Every two thresholds of different gatherings, and each one with itself that is meant as a majority: half of something. */
function pairs(all: readonly Threshold[]): (readonly [Threshold, Threshold])[] {
  return all.flatMap((a, i) => [
    ...(halves(a.enough) ? [[a, a] as const] : []),
    ...all.slice(i + 1).flatMap((b) => (a.gathering.variable === b.gathering.variable ? [] : [[a, b] as const])),
  ]);
}
function halves(e: Expression): boolean {
  return expressionsIn(e).some((part) => part.kind === 'binary' && part.operator === 'divide');
}
function sameNodes(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((node) => b.has(node));
}
