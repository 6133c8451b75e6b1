/** A checker that remembers finds what one finds that begins anew, whatever is done to the files between its questions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckResult, createChecker, type Sources } from './check.ts';
import type { FaultlineSymbol } from './semantics/symbols.ts';
import { sampleTexts } from './service/testing/samples.ts';
import { applyEdit, edits } from './testing/edits.ts';

const MAIN = 'file:///main.faultline';
const LIBRARY = 'file:///library.faultline';

function sourcesOf(files: ReadonlyMap<string, string>): Sources {
  return { read: (uri) => files.get(uri), resolve: (path) => `file:///${path}` };
}

const shown = ({ kind, name, place }: FaultlineSymbol): unknown => ({ kind, name, place });

/** All that can be asked of a result; what is visible at a few offsets only, for it is much. */
function answers({ problems, program, model, parsed }: CheckResult): unknown {
  const { tree, comments, text = '' } = parsed ?? {};
  const offsets = [0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => Math.floor(part * text.length));
  return {
    problems,
    program,
    tree,
    comments,
    symbols: model.symbols().map(({ symbol, range }) => ({ range, symbol: shown(symbol), at: model.symbolAt(range.start)?.range })),
    references: model.symbols().flatMap(({ symbol }, i) => (i % 20 === 0 ? [model.referencesTo(symbol)] : [])),
    at: offsets.map((offset) => ({ type: model.typeAt(offset), visible: model.visibleAt(offset).symbols.map(shown) })),
  };
}

function expectSame(checker: ReturnType<typeof createChecker>, files: ReadonlyMap<string, string>, uri: string): void {
  const sources = sourcesOf(files);
  const fresh = answers(createChecker()(uri, sources));
  expect(answers(checker(uri, sources))).toEqual(fresh);
}

/** Declarations that mean each other in every way, in two files. */
const library = `enum Phase { idle, busy }
struct Entry { term: Int, value: Value = none, phase: Phase = idle }
const LIMIT = 3
const DOUBLE = LIMIT * 2
message Ask(n: Int, why: Entry?)
event noticed(n: Int = DOUBLE)
operation fetch(key: String, n: Int = LIMIT) -> Entry?
role Helper(peers: Set<Helper> = {}) {
  durable seen: Map<Int, Entry> = {}
  on Ask(n, why) from p { noticed(n); send Ask(n + LIMIT, why) to p }
  on timeout retry(n) { after 5ms timeout retry(n + 1) }
}
`;
const main = `import "library.faultline"
import "std/locks"

message Tell(phase: Phase, to: Server?)

role Server(helper: Helper, others: Set<Server>) {
  var phase: Phase = idle
  var last: Entry? = none
  on start { after 5ms timeout retry; send Ask(LIMIT, none) to helper }
  on Ask(n, why) from asker when n < DOUBLE { last = why; change(busy); send Ask(n, why) to asker }
  on Tell(phase, to: none) from other { send Tell(busy, self) to others }
  on timeout retry { noticed() }
  on fetch(key, n) { reply last }
  func change(to: Phase) { phase = to }
}

invariant calm: all s in nodes(Server): s.phase == idle or s.last != none

scenario "they talk" {
  node h = Helper
  node s[1..2] = Server(helper: h, others: s)
  client c { let e = fetch("x") at s1 }
  when h receives Ask(n: LIMIT) from s1 { crash s1 }
  up to 1 timeout retry of s1
  explore depth 4
  check linearizable as Lock
  expect violation of calm
}

history "one" {
  c: fetch("x") -> none
  check linearizable
}
`;

describe('the same answers', () => {
  test('after edits of a file and of the one it imports', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(MAIN, MAIN, LIBRARY), edits), { minLength: 1, maxLength: 4 }), (rounds) => {
        const checker = createChecker();
        const files = new Map([
          [MAIN, main],
          [LIBRARY, library],
        ]);
        expectSame(checker, files, MAIN);
        for (const [uri, steps] of rounds) {
          for (const step of steps) {
            files.set(uri, applyEdit(files.get(uri) ?? '', step));
            expectSame(checker, files, MAIN);
            if (uri === LIBRARY) expectSame(checker, files, LIBRARY);
          }
          files.set(uri, uri === MAIN ? main : library);
          expectSame(checker, files, MAIN);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('after edits of the samples', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...sampleTexts()), edits, ({ text }, steps) => {
        const checker = createChecker();
        const files = new Map([[MAIN, text]]);
        expectSame(checker, files, MAIN);
        for (const step of steps) {
          files.set(MAIN, applyEdit(files.get(MAIN) ?? '', step));
          expectSame(checker, files, MAIN);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test('what an edit does not concern stays the very same', () => {
  const files = new Map([
    [MAIN, main],
    [LIBRARY, library],
  ]);
  const checker = createChecker();
  const before = checker(MAIN, sourcesOf(files)).program;
  files.set(MAIN, `// in front\n${main.replace('fetch("x") -> none', 'fetch("y") -> none')}message New\n`);
  const after = checker(MAIN, sourcesOf(files)).program;
  expect(after?.roles.find(({ name }) => name === 'Helper')).toBe(before?.roles.find(({ name }) => name === 'Helper'));
  expect(after?.scenarios[0]).toBe(before?.scenarios[0]);
  expect(after?.histories[0]).not.toBe(before?.histories[0]);
});
