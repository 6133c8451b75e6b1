import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createChecker, type Sources } from './check.ts';
import { check, expectProblems, MAIN, programOf } from './semantics/testing/checking.ts';

const base =
  'message Ping\nenum Colour { red }\nconst N = 3\nrole Base { var n: Int = N\n on Ping { } }\nscenario "of the base" { node b = Base\n at 1ms { crash nobody } }';

describe('imports', () => {
  test("bring a file's own declarations, and not its scenarios", () => {
    const program = programOf(
      'import "base"\nrole Other { on start { send Ping to nodes(Base) } }\nscenario "s" { node b = Base\n node o = Other\n explore }',
      { base },
    );
    expect(program.scenarios.map((s) => s.title)).toEqual(['s']);
    expect(program.roles.map((r) => r.name)).toEqual(['Base', 'Other']);
  });
  test('not what they imported themselves', () => {
    expectProblems('import "middle"\nrole A { on ⟦Ping⟧ { } }', ['FL2003 there is no message or operation `Ping`'], {
      middle: 'import "base"\nmessage Else',
      base,
    });
  });
  test('of a file that is not there', () => {
    expectProblems('import ⟦"nowhere"⟧', ['FL2008 there is no file `nowhere` — the path is relative to this file']);
    expectProblems('import ⟦"std/nothing"⟧', [
      'FL2008 there is no file `std/nothing` — modules of the standard library are in the reference',
    ]);
  });
  test('of two that declare one name differently', () => {
    expectProblems('import "base"\n⟦import "other"⟧', ['FL2010 `Ping` is declared differently by another import — rename one of the two'], {
      base,
      other: 'message Ping(x: Int)',
    });
    programOf('import "base"\nimport "base"', { base });
    expectProblems('import "base"\nmessage ⟦Ping⟧', ['FL2006 `Ping` is declared by an imported file too — rename one of them'], { base });
  });
  test('in a ring are errors in every file of it, and names still resolve', () => {
    const files = {
      a: 'import "b"\nmessage A(x: B)\nenum EA { one }',
      b: 'import "a"\nenum B { two }\nrole RB { var e: EA = one\n on A(x) { } }',
    };
    const { problems } = check('import "a"\nrole C { on A(x) { } }', files);
    expect(problems.map((p) => [p.file, p.code, p.message])).toEqual([
      ['file:///a', 'FL2009', '`b` imports this file in turn'],
      ['file:///b', 'FL2009', '`a` imports this file in turn'],
    ]);
    const self = check('import "main.faultline"');
    expect(self.problems.map((p) => p.code)).toEqual(['FL2009']);
  });
  test('with errors give no program, and the errors in their own file', () => {
    const { program, problems } = check('import "broken"', { broken: 'role A { var x: Nothing = 1 }' });
    expect(program).toBeUndefined();
    expect(problems.map((p) => [p.file, p.code])).toEqual([['file:///broken', 'FL2002']]);
  });
  test('of the standard library need no file', () => {
    expect(programOf('import "std/locks"').roles.map((r) => r.name)).toEqual(['Lock', 'FencedLock']);
  });
});

test('a file that cannot be read is one problem', () => {
  const result = createChecker()(MAIN, { read: () => undefined, resolve: () => undefined });
  expect(result.problems.map((p) => p.code)).toEqual(['FL2008']);
  expect(result.program).toBeUndefined();
});
test('the prelude can be looked at', () => {
  const { problems, model } = createChecker()('faultline-std:/prelude.faultline', { read: () => undefined, resolve: () => undefined });
  expect(problems).toEqual([]);
  expect(model.symbols().map((s) => s.symbol.name)).toContain('commit');
});
test('an empty file is an empty program', () => {
  expect(programOf('').scenarios).toEqual([]);
});

describe('a checker that remembers', () => {
  const files = new Map<string, string>();
  const sources: Sources = { read: (uri) => files.get(uri), resolve: (path) => `file:///${path}` };
  test('gives the same result for the same texts, and a new one after every edit', () => {
    const checker = createChecker();
    files.set(MAIN, 'import "base"\nrole A { on Ping { } }');
    files.set('file:///base', base);
    const first = checker(MAIN, sources);
    expect(checker(MAIN, sources)).toBe(first);
    files.set(MAIN, 'import "base"\nrole A { on Ping { }\n on Pong { } }');
    expect(checker(MAIN, sources).problems.map((p) => p.code)).toEqual(['FL2003']);
    files.set('file:///base', `${base}\nmessage Pong`);
    expect(checker(MAIN, sources).problems).toEqual([]);
    files.delete('file:///base');
    expect(checker(MAIN, sources).problems.map((p) => p.code)).toEqual(['FL2008', 'FL2003', 'FL2003']);
  });
  test('agrees with one that does not, whatever the order of questions', () => {
    const checker = createChecker();
    const texts = [
      'import "a"\nimport "b"\nrole R { on A { } on B { } }',
      'import "b"\nimport "a"\nrole R { on A { } on B { } }',
      'import "b"\nrole R { on B { } }',
    ];
    files.set('file:///a', 'message A\nenum E { x }\nrole RA { var e: E = x }');
    files.set('file:///b', 'import "a"\nmessage B\nrole RB { var e: E = x }');
    for (const text of [...texts, ...texts.toReversed()]) {
      files.set(MAIN, text);
      const fresh = createChecker()(MAIN, sources);
      const remembered = checker(MAIN, sources);
      expect(remembered.program).toEqual(fresh.program);
      expect(remembered.program).toBeDefined();
      expect(remembered.problems).toEqual(fresh.problems);
      expect(checker('file:///b', sources).program).toEqual(createChecker()('file:///b', sources).program);
    }
  });
});

describe('the program', () => {
  test('is plain data, and the same for the same text', () => {
    const text = 'message M\nrole R(a: Int) { on M { } }\nscenario "s" { node r = R(1)\n explore }';
    const program = programOf(text);
    expect(structuredClone(program)).toEqual(program);
    expect(JSON.stringify(programOf(text))).toBe(JSON.stringify(program));
  });
  test('speaks of its declarations by index', () => {
    const program = programOf('enum E { a, b }\nmessage M(e: E)\nrole R { on M(b) { commit("t") } }');
    const [handler] = program.roles[0]?.handlers ?? [];
    const pattern = handler?.patterns[0];
    const [event] = handler?.body ?? [];
    expect(program.messages[handler?.on.kind === 'message' ? handler.on.message : -1]?.name).toBe('M');
    expect(
      pattern?.kind === 'equals' && pattern.value.kind === 'enumMember' && program.enums[pattern.value.enum]?.members[pattern.value.member],
    ).toBe('b');
    expect(event?.kind === 'event' && program.events[event.event]?.name).toBe('commit');
  });
});

test('the whole file with which the reference begins has nothing wrong with it', () => {
  const reference = readFileSync(new URL('../docs/language.md', import.meta.url), 'utf8');
  const [, file = ''] = /^```faultline\n([\s\S]*?)^```/m.exec(reference) ?? [];
  expect(programOf(file).scenarios.map((s) => s.runs[0]?.claims.map((c) => `${c.text} ${c.expected}`))).toEqual([
    ['atomicCommit holds'],
    ['atomicity holds', 'nonBlocking violated'],
  ]);
});
