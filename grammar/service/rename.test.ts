import { describe, expect, test } from 'vitest';
import { prepareRename, RenameRefusal, rename } from './rename.ts';
import { analysed, applyAll, atCursor } from './testing/vocabulary.ts';

function renamed(marked: string, to: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { file, offset } = atCursor(marked, files);
  const all = { ...files, 'main.faultline': file.text };
  const others = Object.entries(files).map(([name, text]) => analysed(text, all, name));
  return applyAll(all, rename(file, offset, to, others));
}
const main = (marked: string, to: string): string | undefined => renamed(marked, to)['main.faultline'];

describe('rename', () => {
  test('a message, everywhere', () => {
    expect(main('message <|>M\nrole R { on start { send M to self } on M { } }', 'N')).toBe(
      'message N\nrole R { on start { send N to self } on N { } }',
    );
  });
  test('across files, from the importing one too', () => {
    const files = { 'lib.faultline': 'message Ping\nrole S { on Ping { } }' };
    expect(renamed('import "lib.faultline"\nrole R { on <|>Ping { } }', 'Pong', files)).toEqual({
      'lib.faultline': 'message Pong\nrole S { on Pong { } }',
      'main.faultline': 'import "lib.faultline"\nrole R { on Pong { } }',
    });
  });
  test('the nodes of a group keep their numbers', () => {
    expect(main('role R\nscenario "s" { node <|>r[1..2] = R\n up to 1 crash of r2 }', 'server')).toBe(
      'role R\nscenario "s" { node server[1..2] = R\n up to 1 crash of server2 }',
    );
  });
  test('an event in its third person', () => {
    expect(
      main('event <|>pay(n: Int)\nrole R { on start { pay(1) } }\nscenario "s" { node a = R\n when a pays(1) { crash a } }', 'finish'),
    ).toBe('event finish(n: Int)\nrole R { on start { finish(1) } }\nscenario "s" { node a = R\n when a finishes(1) { crash a } }');
  });
  test('a parameter, its uses and the arguments by name', () => {
    expect(main('role R { func f(a: Int) -> Int { return <|>a }\n on start { let x = f(a: 1) } }', 'b')).toBe(
      'role R { func f(b: Int) -> Int { return b }\n on start { let x = f(b: 1) } }',
    );
  });
  test('a timer, in role and scenario', () => {
    expect(
      main('role R { on start { after 1ms timeout <|>t } on timeout t { } }\nscenario "s" { node a = R\n up to 1 timeout t of a }', 'u'),
    ).toBe('role R { on start { after 1ms timeout u } on timeout u { } }\nscenario "s" { node a = R\n up to 1 timeout u of a }');
  });
});

describe('a rename is refused', () => {
  const refusal = (marked: string, to: string): string => {
    try {
      return JSON.stringify(renamed(marked, to));
    } catch (error) {
      if (error instanceof RenameRefusal) return error.message;
      throw error;
    }
  };
  const variable = 'enum E { red }\nrole R { var <|>x: Int = 1 var y: Int = 2\n func f() { let z = x } }';
  test('to a word of the language', () =>
    expect(refusal(variable, 'while')).toBe('`while` is a word of the language and cannot be a name.'));
  test('to what is no name', () => expect(refusal(variable, '2x')).toContain('is not a name'));
  test('to another variable', () => expect(refusal(variable, 'y')).toBe('`y` is taken: it is a variable.'));
  test('to a local that would hide it', () => expect(refusal(variable, 'z')).toBe('`z` is taken: it is a local.'));
  test('to a member of an enum', () => expect(refusal(variable, 'red')).toBe('`red` is taken: it is a member of E.'));
  test('to another message', () => expect(refusal('message <|>A\nmessage B', 'B')).toContain('`B` is taken'));
  test('to a member that a pattern would then mean', () => {
    expect(refusal('enum E { <|>red, blue }\nmessage M(e: E)\nrole R { on M(other) { } }', 'other')).toContain('`other` is taken');
  });
  test('of what belongs to the language', () => {
    expect(refusal('role R { on start { <|>commit("t") } }', 'x')).toBe('`commit` belongs to the language and keeps its name.');
  });
  test('of a node of a group', () => {
    expect(refusal('role R\nscenario "s" { node r[1..2] = R\n up to 1 crash of r<|>2 }', 'x')).toContain('group `r`');
  });
  test('where nothing stands', () => {
    const { file, offset } = atCursor('role R { <|> }');
    expect(() => prepareRename(file, offset)).toThrow(RenameRefusal);
  });
});
