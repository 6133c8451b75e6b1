/** Random operations for the random protocols: handlers that answer at once, later, by another node or never, and short scripts that ask. */
import * as fc from 'fast-check';

/** Members that every role gets. `failures`: replies that may come twice, assertions that may fail. */
export function operationHandlers(failures: boolean): fc.Arbitrary<string> {
  const reading = fc.constantFrom(
    'on read(key) { reply x }',
    'on read(key) as request { kept += request }',
    'on read(key) when not y { reply x }',
    'on read(key) as request { kept += request\n    if y { reply x to request } }',
    'on read(key) from c { reply x\n    if c in seen { y = true }\n    seen += c }',
  );
  const writing = fc.constantFrom(
    'on write(key, value) { x = 1\n    reply }',
    'on write(key, value) { reply\n    y = not y\n    x = (x + 1) % 3 }',
    'on write(key, value) as request { after 3ms timeout tick\n    kept += request }',
  );
  const counting = fc.constantFrom(
    'on increment(key) as request { send Pass(request) to self }',
    'on increment(key) { x = choose 1..2\n    reply x }',
    ...(failures ? ['on increment(key) as request { send Pass(request) to nodes(Blue) }'] : []),
  );
  const ending = fc.constantFrom('on commit in tx { reply }', 'on commit in tx { if y { reply aborted } else { reply } }');
  return fc
    .tuple(reading, writing, counting, ending)
    .map(([read, write, increment, commit]) =>
      [
        'var kept: List<Request> = []',
        'var seen: Set<Client> = {}',
        read,
        write,
        increment,
        'on begin in tx { reply }',
        commit,
        'on abort in tx { reply }',
        'on Pass(request) { reply x to request }',
      ]
        .map((line) => `  ${line}`)
        .join('\n'),
    );
}

/** What a timer does besides: it answers whom the node has kept waiting. */
export const answersKept =
  '    if kept.size > 0 {\n      let first = kept.first\n      kept = kept.slice(1, kept.size)\n      reply 0 to first\n    }';

/** One to three clients, of which later ones may wait for earlier ones; `timed` ones sleep. */
export function clients(
  nodes: readonly string[],
  { failures, timed }: { readonly failures: boolean; readonly timed: boolean },
): fc.Arbitrary<readonly string[]> {
  const node = fc.constantFrom(...nodes);
  const asking = fc.tuple(fc.constantFrom('read("k")', 'write("k", 1)', 'increment("k")'), node).map(([what, at]) => `${what} at ${at}`);
  const reading = node.map((at) => `let v = read("k") at ${at}\n    if v == 1 { write("k", 2) at ${at} }`);
  const checking = node.map((at) => `let w = read("k") at ${at}\n    assert w != 2`);
  const transaction = node.map((at) => `transaction at ${at} retry 1 {\n      let t = read("k")\n      if t == 1 { abort }\n    }`);
  const statement = fc.oneof(
    { weight: 5, arbitrary: asking },
    { weight: 2, arbitrary: reading },
    ...(timed ? [{ weight: 1, arbitrary: fc.constantFrom('sleep 3ms', 'wait until 4ms') }] : []),
    { weight: 1, arbitrary: transaction },
    { weight: 1, arbitrary: asking.map((text) => `repeat 2 { ${text} }`) },
    { weight: 1, arbitrary: node.map((at) => `write("k", choose 1..2) at ${at}`) },
    ...(failures ? [{ weight: 1, arbitrary: checking }] : []),
  );
  const timeout = fc.constantFrom('', '', ' timeout 4ms');
  /** `awaited`: lines that stand anywhere among the others. */
  const script = (name: string, awaited: fc.Arbitrary<readonly string[]>, maxLength = 2) =>
    fc
      .record({
        patience: timeout,
        lines: fc.uniqueArray(statement, { minLength: 1, maxLength, selector: (text) => text.slice(0, 5) }),
        awaits: awaited,
        at: fc.nat({ max: maxLength }),
      })
      .map(
        ({ patience, lines, awaits, at }) => `client ${name}${patience} {\n    ${lines.toSpliced(at, 0, ...awaits).join('\n    ')}\n  }`,
      );
  const second = script('bob', fc.constantFrom([], [], ['await alice']));
  const third = script('carol', fc.subarray(['await bob', 'await alice'], { minLength: 1 }), 1);
  return fc
    .tuple(script('alice', fc.constant([])), fc.option(fc.tuple(second, fc.option(third, { nil: undefined, freq: 2 })), { nil: undefined }))
    .map(([alice, others]) => [alice, ...(others ?? []).flatMap((other) => other ?? [])]);
}
