import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../check/history/check.ts';
import { programOf } from '../../check/testing/program.ts';
import type { Operation } from '../history.ts';
import { randomNumbers } from '../linearizability/testing/histories.ts';
import { type Guarantee, isCausal, isSequential, keeps, type Small, smallOf } from './testing/oracles.ts';

/** A written history of reads and writes, and the same as operations. Clients act in turn; real time plays no part. */
function randomHistory(
  random: () => number,
  repeats: boolean,
): { readonly lines: readonly string[]; readonly operations: readonly Operation[] } {
  const lines: string[] = [];
  const operations: Operation[] = [];
  const of = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const written = new Map<string, (number | null)[]>([
    ['x', [null]],
    ['y', [null]],
  ]);
  const ended = new Set<number>();
  const planned = 3 + Math.floor(random() * 4);
  for (let value = 1; value <= planned; value++) {
    const process = of(0, 0, 1, 1, 2);
    if (ended.has(process)) continue;
    const object = of('x', 'x', 'y');
    const open = random() < 0.1;
    if (open) ended.add(process);
    const writes = random() < 0.5;
    // Some values are read before they are written.
    const number = writes ? (repeats ? of(1, 2) : value) : of(...(written.get(object) ?? []), ...(random() < 0.1 ? [value + 1] : []));
    if (writes) written.get(object)?.push(number);
    const call = writes ? `write("${object}", ${number})` : `read("${object}")`;
    lines.push(`${'abc'[process]}: ${call}${open ? ' -> ?' : writes ? '' : ` -> ${number ?? 'none'}`}`);
    operations.push({
      process,
      name: writes ? 'write' : 'read',
      arguments: writes ? [object, number] : [object],
      outcome: open ? 'open' : 'ok',
      ...(open ? {} : { result: writes ? null : number, returned: value * 2 + 1 }),
      invoked: value * 2,
      event: 0,
    });
  }
  return { lines, operations };
}

function verdictOf(lines: readonly string[], property: string): string | undefined {
  const program = programOf(`history "h" {\n${lines.join('\n')}\ncheck ${property}\n}`);
  const [history] = program.histories;
  return history && checkHistory(program, history).claims[0]?.verdict.kind;
}

const guarantees: readonly Guarantee[] = ['readYourWrites', 'monotonicReads', 'monotonicWrites', 'writesFollowReads'];
const properties: readonly {
  readonly name: string;
  readonly repeats: boolean;
  readonly holds: (operations: readonly Small[]) => boolean;
}[] = [
  { name: 'sequential', repeats: true, holds: isSequential },
  { name: 'causal', repeats: false, holds: isCausal },
  ...guarantees.map((name) => ({ name, repeats: false, holds: (operations: readonly Small[]) => keeps(name, operations) })),
];

describe('properties of what clients saw', () => {
  it.each(properties)('say of small histories what the definition of $name says', ({ name, repeats, holds }) => {
    const random = randomNumbers(17);
    const count = { holds: 0, violated: 0 };
    for (let round = 0; round < (name === 'sequential' ? 600 : 1_500); round++) {
      const { lines, operations } = randomHistory(random, repeats);
      const expected = holds(smallOf(operations)) ? 'holds' : 'violated';
      expect(verdictOf(lines, name), lines.join('\n')).toBe(expected);
      count[expected]++;
    }
    expect(count.violated).toBeGreaterThan(20);
    expect(count.holds).toBeGreaterThan(100);
  });

  it('cannot tell where the same value was written twice', () => {
    expect(verdictOf(['a: write("x", 1)', 'b: write("x", 1)', 'c: read("x") -> 1'], 'causal')).toBe('undecided');
  });
});
