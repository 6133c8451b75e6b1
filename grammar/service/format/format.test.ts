import { describe, expect, test } from 'vitest';
import { analysed, apply, atCursor } from '../testing/vocabulary.ts';
import { format, formatOnType } from './format.ts';

const formatted = (text: string): string => apply(text, format(analysed(text)));
/** The lines of a scenario or a handler, as they come out. */
const body = (text: string): string =>
  formatted(`role R {\n  on start {\n${text}\n  }\n}\n`)
    .split('\n')
    .slice(2, -3)
    .map((line) => line.slice(4))
    .join('\n');

describe('blanks', () => {
  test.each([
    ['let x=1+2*3', 'let x = 1 + 2 * 3'],
    ['let x = - 1', 'let x = -1'],
    ['let x = a-1', 'let x = a - 1'],
    ['let r = 1 .. 3', 'let r = 1..3'],
    ['let s = { 1,2 }', 'let s = {1, 2}'],
    ['let m = {"a":1}', 'let m = {"a": 1}'],
    ['let l = [ 1,2 ] [ 0 ]', 'let l = [1, 2][0]'],
    ['let e = f ( 1 , b:2 )', 'let e = f(1, b: 2)'],
    ['let e = x with{term:2}', 'let e = x with { term: 2 }'],
    ['if(a)and(b){x=1}', 'if (a) and (b) { x = 1 }'],
    ['var t:Map<String,Set<Int>>? = none', 'var t: Map<String, Set<Int>>? = none'],
    ['let c = a<b', 'let c = a < b'],
    ['send M( 1 )to p', 'send M(1) to p'],
    ['x+=1;y-=2', 'x += 1; y -= 2'],
    ['let y = x ??  0', 'let y = x ?? 0'],
    ['let b = n . log . size', 'let b = n.log.size'],
    ['for x in{1}{ }', 'for x in {1} { }'],
    ['let q = all x in s:x>1', 'let q = all x in s: x > 1'],
  ])('%s', (text, wanted) => expect(body(text)).toBe(wanted));
});

describe('lines', () => {
  test('are indented by their brackets', () => {
    expect(formatted('role R {\non start {\nif a {\nx = 1\n}\nelse {\nx = f(\n1,\n2\n)\n}\n}\n}')).toBe(
      'role R {\n  on start {\n    if a {\n      x = 1\n    }\n    else {\n      x = f(\n        1,\n        2\n      )\n    }\n  }\n}\n',
    );
  });
  test('that go on are indented once, bodies of quantifiers once more', () => {
    expect(body('let x = a +\nb +\nc')).toBe('let x = a +\n  b +\n  c');
    expect(formatted('invariant i:\nall a in s:\nall b in s:\na == b\n')).toBe(
      'invariant i:\n  all a in s:\n    all b in s:\n      a == b\n',
    );
  });
  test('empty ones stay, several become one, none at the edges of a block', () => {
    expect(body('\nx = 1\n\n\n\ny = 2\n')).toBe('x = 1\n\ny = 2');
  });
  test('arms of a match', () => {
    expect(body('match x {\na=>{ }\nb=>x = 1\n}')).toBe('match x {\n  a => { }\n  b => x = 1\n}');
  });
  test('line breaks stay what they are', () =>
    expect(formatted('role R {\r\nvar x: Int=1\r\n}')).toBe('role R {\r\n  var x: Int = 1\r\n}\r\n'));
  test('an empty file stays empty', () => expect(formatted('\n\n')).toBe(''));
  test('a file of comments ends in one line break', () => expect(formatted('// a\n\n\n')).toBe('// a\n'));
});

describe('comments', () => {
  test('stand where the next line stands', () => expect(body('// one\nx = 1\n// two')).toBe('// one\nx = 1\n// two'));
  test('behind neighbouring lines, below each other', () =>
    expect(body('x = 1 // a\nlong = 2 // b')).toBe('x = 1     // a\nlong = 2  // b'));
  test('a column that was chosen stays', () => expect(body('x=1      // a\ny=2      // b')).toBe('x = 1    // a\ny = 2    // b'));
  test('a lone one keeps its distance', () => expect(body('x=1 // a')).toBe('x = 1 // a'));
});

describe('columns', () => {
  const handlers = (a: string, b: string): string => formatted(`role R {\n  ${a}\n  ${b}\n}\n`).split('\n').slice(1, 3).join('\n');
  test('of short handlers, where the author began with it', () => {
    expect(handlers('on start  { f() }', 'on recover { g() }')).toBe('  on start   { f() }\n  on recover { g() }');
  });
  test('not where they did not', () => {
    expect(handlers('on start { f() }', 'on recover { g() }')).toBe('  on start { f() }\n  on recover { g() }');
  });
  test('of a history', () => {
    const text = 'history "h" {\n  ann: write("x", 1)   [0ms, 1ms]\n  robert:  read("x") -> 1 [2ms, 3ms]\n}\n';
    expect(formatted(text)).toBe('history "h" {\n  ann:    write("x", 1)  [0ms, 1ms]\n  robert: read("x") -> 1 [2ms, 3ms]\n}\n');
  });
  test('settings stand two blanks apart', () => {
    expect(formatted('scenario "s" {\n  network { delay 1ms..2ms loss 5% order fifo }\n}\n')).toContain(
      'network { delay 1ms..2ms  loss 5%  order fifo }',
    );
  });
});

test('a file whose brackets do not match is left alone', () => {
  expect(format(analysed('role R {\nvar   x: Int = (1\n}'))).toEqual([]);
});

test('a range changes only itself', () => {
  const text = 'role R {\nvar   a: Int = 1\nvar   b: Int = 2\n}\n';
  const file = analysed(text);
  const edits = format(file, { start: text.indexOf('\nvar   b'), end: text.indexOf('= 2') });
  expect(apply(text, edits)).toBe('role R {\nvar   a: Int = 1\n  var b: Int = 2\n}\n');
});

describe('on type', () => {
  const typed = (marked: string, key: string): string => {
    const { file, offset } = atCursor(marked);
    return apply(file.text, formatOnType(file, offset, key));
  };
  test('a brace puts its line in place', () => {
    expect(typed('role R {\nvar   a: Int=1\n    on start{ x=1 }<|>\n}\n', '}')).toBe('role R {\nvar   a: Int=1\n  on start { x = 1 }\n}\n');
  });
  test('a line break tidies the line that was left', () => {
    expect(typed('role R {\nvar   a: Int=1\n<|>\n}\n', '\n')).toBe('role R {\n  var a: Int = 1\n\n}\n');
  });
});
