import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { abd } from '../../../../bench/models/abd.ts';
import { threePhaseCommit } from '../../../../bench/models/three-phase-commit.ts';
import { twoPhaseCommit } from '../../../../bench/models/two-phase-commit.ts';
import { protocol } from '../../../testing/protocols.ts';
import { systemOf } from '../../../testing/system.ts';
import { Detours } from '../../model/detours.ts';
import { Memo } from '../../model/memo.ts';
import { Model } from '../../model/model.ts';
import { goingRound } from '../../testing/going-round.ts';
import type { Edges } from '../edges.ts';
import { Graph } from '../graph.ts';
import { Limits } from '../limits.ts';
import { Scratch } from '../scratch.ts';
import { Search } from '../search.ts';
import { GeneratedEdges } from './generated-edges.ts';

/** All edges with labels, and those of every third state without faults; nothing where there are too many states. */
function edgesOf(text: string, generateFrom: number, maxStates = 3000): readonly Edges[] | undefined {
  const system = systemOf(text);
  const model = new Model(system, []);
  const memo = new Memo(model);
  const parts = { model, memo, detours: new Detours(model, memo.conditions), interpretAll: false, generateFrom };
  const limits = new Limits({ maxStates });
  const search = new Search({ ...parts, limits, onNew: () => false });
  search.run(model.starts().map((steps) => model.start(steps)));
  if (!search.complete) return undefined;
  const graph = new Graph(search, parts);
  const scratch = new Scratch(limits, search.counts());
  const all = graph.edges(() => true, true, scratch);
  const some = graph.edges((state) => state % 3 === 0, false, scratch);
  return [all, some].map(({ targets, labels, ...rest }) => {
    const { [rest.firsts.length - 1]: end } = rest.firsts;
    return { ...rest, targets: targets.slice(0, end), labels: labels?.slice(0, end) } as Edges;
  });
}

const kinds = {
  'of nodes alone': protocol(),
  'that go round': goingRound([]),
  'with clients': protocol({ clients: true }),
  'with clients, of a synchronous network': protocol({ clients: true, synchronous: true }),
};

describe.each(Object.entries(kinds))('random protocols %s', (_, protocols) => {
  test('generated code finds the edges that the plain loop finds, in the same order', { timeout: 120_000 }, () => {
    const tell = vi.spyOn(GeneratedEdges.prototype, 'tell');
    let edges = 0;
    fc.assert(
      fc.property(protocols, (text) => {
        const plain = edgesOf(text, Number.POSITIVE_INFINITY);
        edges += plain?.[0]?.targets.length ?? 0;
        expect(edgesOf(text, 1)).toEqual(plain);
      }),
      { numRuns: 20 },
    );
    expect(edges).toBeGreaterThan(200);
    expect(tell).toHaveBeenCalled();
    tell.mockRestore();
  });
});

test('larger protocols', { timeout: 120_000 }, () => {
  const models = [twoPhaseCommit(4, []), threePhaseCommit(2, []), abd([]).replace(/ {2}client bob .*\n/, '')];
  for (const text of models) {
    const generated = edgesOf(text, 1, 20_000);
    expect(generated?.[0]?.targets.length).toBeGreaterThan(500);
    expect(edgesOf(text, Number.POSITIVE_INFINITY, 20_000)).toEqual(generated);
  }
});
