import { describe, expect, test } from 'vitest';
import { check, expectProblems, inHandler, inLet, inRole, programOf, roleOf, typeOf } from './testing/checking.ts';

describe('the type of an expression', () => {
  test.each([
    ['1 + 2 * 3', 'Int'],
    ['20ms', 'Int'],
    ['"a" + "b"', 'String'],
    ['not true or 1 < 2', 'Bool'],
    ['self', 'R'],
    ['sender', 'Node'],
    ['now + 5ms', 'Int'],
    ['majority(peers.size)', 'Int'],
    ['nodes(R)', 'Set<R>'],
    ['1..5', 'List<Int>'],
    ['{1, 2}', 'Set<Int>'],
    ['{self, who}', 'Set<Node>'],
    ['[1, none]', 'List<Int?>'],
    ['{"a": 1}', 'Map<String, Int>'],
    ['{e * 2 for e in set where e > 1}', 'Set<Int>'],
    ['[e for e in map]', 'List<String>'],
    ['{k: map[k] > 1 for k in map}', 'Map<String, Bool>'],
    ['all p in peers: p != self', 'Bool'],
    ['count e in list: e > 3', 'Int'],
    ['max e in list: e', 'Int'],
    ['min e in list: {e}', 'Set<Int>'],
    ['max(1, 2)', 'Int'],
    ['maybe ?? "x"', 'String'],
    ['map.get("a")', 'Int?'],
    ['map.get("a") ?? 0', 'Int'],
    ['list.get(0)', 'Int?'],
    ['map["a"]', 'Int'],
    ['list[0]', 'Int'],
    ['map.keys', 'Set<String>'],
    ['map.values', 'List<Int>'],
    ['set.sorted', 'List<Int>'],
    ['list.slice(0, 1)', 'List<Int>'],
    ['list.indexOf(3)', 'Int'],
    ['set + 1', 'Set<Int>'],
    ['set + {1, 2}', 'Set<Int>'],
    ['set - 1', 'Set<Int>'],
    ['set & {1}', 'Set<Int>'],
    ['peers + who', 'Set<Node>'],
    ['list + 1', 'List<Int>'],
    ['list + [1]', 'List<Int>'],
    ['list - 1', 'List<Int>'],
    ['map + {"a": 1}', 'Map<String, Int>'],
    ['map - "a"', 'Map<String, Int>'],
    ['Entry(1, 2)', 'Entry'],
    ['Entry(term: 1, value: none).value', 'Value'],
    ['Entry(1, "a") with { term: 2 }', 'Entry'],
    ['1 if n > 1 else none', 'Int?'],
    ['choose 1..3', 'Int'],
    ['choose p in peers where p != self', 'R'],
    ['Colour.green', 'Colour'],
    ['{} == set', 'Bool'],
    ['(if1)', 'Bool'],
  ])('%s is %s', (expression, type) => {
    expect(typeOf(expression.replace('if1', 'n > 1 and n < 3'))).toBe(type);
  });
});

describe('mismatches', () => {
  test('say what is there and what is wanted', () => {
    expectProblems(inHandler('count1 = ⟦"one"⟧'), ['FL3001 `count1` is String; wanted is Int']);
    expectProblems(inHandler('let x: List<Int> = ⟦{1}⟧'), [
      'FL3001 `x` is Set<Int>; wanted is List<Int> — lists are written in brackets: `[a, b]`, `[]`',
    ]);
    expectProblems(inHandler('let x: Set<Int> = ⟦[]⟧'), [
      'FL3001 `x` is List<?>; wanted is Set<Int> — sets are written in braces: `{a, b}`, `{}`',
    ]);
    expectProblems(inHandler('let x: List<String> = ⟦[1]⟧'), ['FL3001 `x` is List<Int>; wanted is List<String>']);
    expectProblems(inHandler('let x = [1, ⟦"a"⟧]'), ['FL3001 this is String, those before it Int']);
    expectProblems(inRole('var x: Int = ⟦none⟧'), [
      'FL3001 the initial value of `x` is none; wanted is Int — what may be none is declared with a question mark: `Int?`',
    ]);
    expectProblems(inHandler('if ⟦n⟧ { }'), ['FL3001 a condition is Int; wanted is Bool']);
    expectProblems(inLet('1 if true else ⟦"a"⟧'), ['FL3001 this is String, the other branch Int']);
    expectProblems(inLet('maybe ?? ⟦1⟧'), ['FL3001 the default is Int; wanted is String']);
    expectProblems(inHandler('let r: R = ⟦who⟧'), ['FL3001 `r` is Node; wanted is R']);
  });
  test('a value that may be none', () => {
    expectProblems(inHandler('let s: String = ⟦maybe⟧'), [
      'FL3002 `s` may be none; wanted is String — compare with `none` first, or give a default: `… ?? d`',
    ]);
    expectProblems(inLet('⟦entry⟧.term'), ['FL3002 this Entry? may be none — compare with `none` first, or give a default: `… ?? d`']);
    expectProblems(inLet('⟦maybe⟧ + "x"'), ['FL3002 this String? may be none — compare with `none` first, or give a default: `… ?? d`']);
    expectProblems(inHandler('set += ⟦map.get("a")⟧'), [
      'FL3002 this Int? may be none — compare with `none` first, or give a default: `… ?? d`',
    ]);
  });
  test('operators', () => {
    expectProblems(inLet('⟦n + "a"⟧'), ['FL3003 `+` does not go with Int and String']);
    expectProblems(inLet('⟦list + "a"⟧'), ['FL3003 `+` does not go with List<Int> and String']);
    expectProblems(inLet('⟦set⟧ < {1}'), ['FL3003 `<` does not order Set<Int>']);
    expectProblems(inLet('n < ⟦none⟧'), ['FL3003 `<` does not order none — compare with `none` by `==` or `!=`']);
    expectProblems(inLet('⟦n < "a"⟧'), ['FL3003 `<` does not compare Int with String']);
    expectProblems(inLet('⟦n == "a"⟧'), ['FL3004 Int and String are never equal']);
    expectProblems(inLet('⟦"a" in set⟧'), ['FL3004 String is never an element of Set<Int>']);
    expectProblems(inLet('⟦max(1, "a")⟧'), ['FL3003 `max` does not compare Int with String']);
    expectProblems(inLet('⟦n⟧ with { term: 1 }'), ['FL3003 `with` copies a struct with other fields; this is Int']);
  });
  test('comparing with none what never is', () => {
    expectProblems(inLet('⟦n == none⟧'), ['FL3031 this Int is never none']);
    programOf(inHandler('if maybe != none { if maybe != none { let x = maybe + "!" } }'));
  });
  test('literals without a type', () => {
    expectProblems(inLet('⟦{}⟧'), ['FL3005 nothing here tells what `{}` holds — declare it: `let x: Set<Int> = {}`']);
    expectProblems(inLet('⟦[]⟧'), ['FL3005 nothing here tells what `[]` holds — declare it: `let x: List<Int> = []`']);
    expectProblems(inLet('⟦none⟧'), ['FL3005 nothing here tells what this can be besides `none` — declare it: `let result: Int? = none`']);
  });
  test('collections and elements', () => {
    expectProblems(inHandler('for x in ⟦n⟧ { }'), ['FL3011 this is Int; wanted is a set, a list, a map or a range']);
    expectProblems(inLet('choose ⟦n⟧'), ['FL3011 `choose` picks from a set, a list or a range; this is Int']);
    expectProblems(inLet('⟦set[1]⟧'), ['FL3012 Set<Int> has no elements by index: only maps and lists have']);
    expectProblems(inLet('map[⟦1⟧]'), ['FL3001 the key is Int; wanted is String']);
  });
  test('percentages stand in the network only', () => {
    expectProblems(inLet('⟦5%⟧'), ['FL3022 a percentage can stand only in `network`, `link` and `clock`']);
  });
  test('type arguments', () => {
    expectProblems(inRole('var x: ⟦Set⟧ = {}'), ['FL3028 `Set` takes one type — write `Set<Int>`']);
    expectProblems(inRole('var x: ⟦Map<Int>⟧ = {}'), ['FL3028 `Map` takes two types — write `Map<String, Int>`']);
    expectProblems(inRole('var x: ⟦Int<Bool>⟧ = 1'), ['FL3028 `Int` takes no type arguments — write `Int`']);
  });
});

describe('arguments', () => {
  test('by position and by name', () => {
    programOf(inHandler('send M(1, maybe: "x", who: self) to self\npropose(3)\ndecide(3, instance: 2)'));
    expectProblems(inHandler('send ⟦M(1⟧) to self'), [
      'FL3006 message `M` needs `who` and `maybe` — its parameters are n: Int, who: Node, maybe: String?',
    ]);
    expectProblems(inHandler('send Empty(⟦1⟧) to self'), ['FL3007 message `Empty` takes no arguments']);
    expectProblems(inHandler('vote("t", true, ⟦1⟧)'), ['FL3007 event `vote` takes 2 arguments — they are tx: any value, yes: Bool']);
    expectProblems(inHandler('send M(1, self, none, ⟦n: 2⟧) to self'), ['FL3008 `n` of message `M` is given twice']);
    expectProblems(inHandler('send M(n: 1, ⟦self⟧, none) to self'.replace(', none', '')), [
      'FL3009 an argument without a name cannot follow one with a name',
    ]);
    expectProblems(inHandler('send M(1, self, ⟦mybe⟧: none) to self'), [
      'FL2013 message `M` has no parameter `mybe` — did you mean `maybe`?',
    ]);
    expectProblems(inHandler('vote("t", ⟦1⟧)'), ['FL3001 `yes` of event `vote` is Int; wanted is Bool']);
    expectProblems(inLet('list.slice(⟦"a"⟧, 2)'), ['FL3001 the argument of `.slice` is String; wanted is Int']);
    expectProblems(inLet('⟦list.slice(1)⟧'), ['FL3006 `.slice` takes two arguments: Int, Int']);
    expectProblems(inLet('⟦list.size()⟧'.replace('()', '(1)')), ['FL3007 `.size` takes no arguments — write `.size`']);
    expectProblems(inLet('list.⟦slice⟧'), ['FL3006 `.slice` needs two arguments — write `.slice(Int, Int)`']);
  });
  test('defaults are filled in', () => {
    const role = roleOf(inHandler('decide("v")'), 'R');
    const [event] = role.handlers[0]?.body ?? [];
    expect(event?.kind === 'event' && event.arguments.map((a) => a.kind === 'constant' && a.value)).toEqual(['v', 0]);
  });
  test('what has no value', () => {
    expectProblems(inLet('⟦commit("t")⟧'), ['FL3010 `commit` is an event: it happens as a statement and has no value']);
    expectProblems(inRole('func f() { }\non start { let x = ⟦f()⟧ }'), ['FL3010 `f` returns nothing, so it has no value']);
  });
  test('what cannot be called', () => {
    expectProblems(inLet('⟦(n)⟧(1)'), ['FL2004 Int cannot be called']);
  });
});

describe('Value', () => {
  test('takes what a store holds, and nothing else', () => {
    programOf(inHandler('let e = Entry(1, [1, "a", none])\nlet f = Entry(1, true)'));
    expectProblems(inLet('Entry(1, ⟦self⟧)'), ['FL3001 `value` of struct `Entry` is R; wanted is Value']);
  });
  test('is checked at run time where something narrower is wanted', () => {
    const role = roleOf(inRole('on write(key, value) { count1 = value\n if value > 2 { list += value }\n reply }'), 'R');
    const [assign, branch] = role.handlers[0]?.body ?? [];
    expect(assign?.kind === 'assign' && assign.value.kind).toBe('cast');
    expect(branch?.kind === 'if' && branch.condition.kind === 'binary' && branch.condition.left.kind).toBe('cast');
  });
});

describe('numbers', () => {
  test('the least integer can be written', () => {
    const role = roleOf(inLet('-2147483648'), 'R');
    const [assign] = role.handlers[0]?.body ?? [];
    expect(assign?.kind === 'assign' && assign.value).toMatchObject({ kind: 'constant', value: -2147483648 });
  });
  test('constants are computed', () => {
    const text = 'const N = 5\nconst Q = majority(N) + 1\nconst NAME = "a" + "b"\nrole A { var q: Int = Q\n var n: String = NAME }';
    expect(roleOf(text, 'A').variables.map((v) => v.initial.kind === 'constant' && v.initial.value)).toEqual([4, 'ab']);
  });
  test('and must have a value', () => {
    expectProblems('const ⟦A⟧ = B\nconst B = A', ['FL3027 `A` is computed from itself']);
    expectProblems('const A = ⟦1 / 0⟧', ['FL3027 division by zero']);
    expectProblems('const A = ⟦2147483647 + 1⟧', ['FL3027 2147483648 is more than an Int can hold']);
    expectProblems('const A = ⟦self⟧', ['FL3022 `self` is the node whose handler runs; here is none']);
    expectProblems('const A = ⟦now⟧', ["FL3022 `now` is a node's clock: it can be read in its handlers and functions"]);
    expectProblems('const A = ⟦choose 1..3⟧', ['FL3022 `choose` can stand only in handlers, functions and scripts']);
  });
});

test('one mistake in a declaration silences its uses', () => {
  const { problems } = check(inRole('var x: Sett<Int> = {}\non start { x += 1\n if x.size > 2 { count1 = x } }'));
  expect(problems.map((p) => p.code)).toEqual(['FL2002']);
});
