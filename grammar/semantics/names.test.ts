import { describe, expect, test } from 'vitest';
import { editDistance } from '../syntax/spelling.ts';
import { nearest } from './distance.ts';
import { check, expectProblems, inHandler, inRole, inScenario, programOf } from './testing/checking.ts';

describe('a name that nothing declares', () => {
  test('is reported where it stands, with the nearest one and a fix', () => {
    const text = inHandler('count1 = coutn1');
    const [problem] = check(text).problems;
    expect(problem?.message).toBe('nothing here is called `coutn1`');
    expect(problem?.hint).toBe('did you mean `count1`?');
    expect(problem?.fix?.edits.map((e) => e.text)).toEqual(['count1']);
  });
  test('gives one message, whatever is done with it', () => {
    expectProblems(inHandler('let a = ⟦nonsense⟧.size + 1\nlet b = a and true\nif a.foo(1) { send M(a, a, a) to a }'), [
      'FL2001 nothing here is called `nonsense`',
    ]);
  });
  test('as a value', () => {
    expectProblems(inHandler('count1 = ⟦xyzzy⟧'), ['FL2001 nothing here is called `xyzzy`']);
  });
  test('as a type', () => {
    expectProblems(inRole('var x: ⟦Strnig⟧ = "a"'), ['FL2002 there is no type `Strnig` — did you mean `String`?']);
    expectProblems(inRole('var x: List<⟦M⟧> = []'), ['FL2002 `M` is a message, not a type']);
  });
  test('as a message', () => {
    expectProblems(inHandler('send ⟦Emtpy⟧ to self'), ['FL2003 there is no message `Emtpy` — did you mean `Empty`?']);
    expectProblems(inRole('on ⟦Emty⟧ { }'), ['FL2003 there is no message or operation `Emty` — did you mean `Empty`?']);
    expectProblems(inRole('on ⟦Emty⟧(a, b) from c { count1 = a\nsend M(b, c, b) to c }'), [
      'FL2003 there is no message or operation `Emty` — did you mean `Empty`?',
    ]);
  });
  test('as a function or event', () => {
    expectProblems(inHandler('⟦comit⟧("t1")'), ['FL2004 there is no function or event `comit` — did you mean `commit`?']);
    expectProblems(inHandler('let x = ⟦map⟧("a")'), [
      'FL2015 `map` is a variable, which cannot be called — an element of it is `map[…]`, if it is a list or a map',
    ]);
    expectProblems(inHandler('let x = ⟦majorty⟧(3)'), ['FL2004 there is no function or event `majorty` — did you mean `majority`?']);
  });
  test('as a field or member', () => {
    expectProblems(inHandler('let e = Entry(1, 2)\ncount1 = e.⟦tem⟧'), ['FL2005 Entry has no field `tem` — did you mean `term`?']);
    expectProblems(inHandler('count1 = list.⟦sise⟧'), ['FL2005 List<Int> has no member `sise` — did you mean `size`?']);
    expectProblems(inHandler('count1 = count1.⟦size⟧'), ['FL2005 Int has no member `size`']);
    expectProblems(inHandler('set.⟦add⟧(1)'), ['FL2005 Set<Int> has no member `add` — write `s += x`']);
    expectProblems(inHandler('colour = Colour.⟦rd⟧'), ['FL2005 Colour has no member `rd` — did you mean `red`?']);
  });
  test('as a role, timer, client or operation', () => {
    expectProblems('scenario "s" {\n  node a = ⟦Rol⟧\n}\nrole Role1 { }', ['FL2012 there is no role `Rol`']);
    expectProblems(inHandler('cancel ⟦retry⟧'), ['FL2011 R arms no timer `retry` — a timer is armed by `after 20ms timeout retry`']);
    expectProblems(inScenario('client alice { await ⟦bob⟧ }'), ['FL2016 there is no client `bob` in this scenario']);
    expectProblems('history "h" {\n  a: ⟦raed⟧("x") -> 1\n}', ['FL2017 there is no operation `raed` — did you mean `read`?']);
  });
});

describe('namespaces', () => {
  test('messages, types and values do not meet', () => {
    programOf(
      'message Request(x: Int)\nenum Thing { Request1 }\nrole Keeper { var Request: Request? = none\n on read(key) as r { Request = r } on Request(x) { } }',
    );
  });
  test('a name of another namespace is explained', () => {
    expectProblems(inHandler('count1 = ⟦R⟧'), ['FL2015 `R` is a role, not a value — `nodes(R)` are its nodes']);
    expectProblems(inHandler('⟦M⟧(1, self, none)'), [
      'FL2015 `M` is a message: it is sent, not called — write `send M(n: Int, who: Node, maybe: String?) to …`',
    ]);
    expectProblems(inHandler('⟦read⟧("x")'), [
      'FL2015 `read` is an operation: clients ask for it, roles handle it — a role answers it: `on read(…) { reply … }`',
    ]);
    expectProblems(inHandler('send ⟦read⟧("x") to self'), ['FL2015 `read` is an operation: clients ask for it, nodes send messages']);
    expectProblems(inScenario('client a { ⟦commit⟧("t") }'.replace('⟦commit⟧("t")', '⟦commit("t")⟧')), [
      'FL3021 `commit` belongs to a transaction — write `transaction at server { … }`; `abort` in it rolls back',
    ]);
  });
  test('the nearest declaration counts', () => {
    programOf(inHandler('let count1 = "text"\nlet t: String = count1'));
  });
});

describe('members of enums', () => {
  const twoEnums = 'enum State { leader, follower }\nenum Post { leader, deputy }\n';
  test('are written bare where the context tells which is meant', () => {
    programOf(
      `${twoEnums}role A { var s: State = leader\n var p: Post = leader\n on start { if s == leader and leader == p { s = follower } } }`,
    );
  });
  test('else with their enum', () => {
    expectProblems(`${twoEnums}role A { on start { let s = ⟦leader⟧ } }`, [
      'FL2007 `leader` is a member of State and Post — write `State.leader` or `Post.leader`',
    ]);
    programOf(`${twoEnums}role A { on start { let s = Post.leader } }`);
  });
  test('are meant where a node of the same name could not be', () => {
    programOf(
      `${twoEnums}role A { var s: State = leader }\nscenario "s" { node leader = A\n explore\n invariant one: (count n in nodes(A): n.s == leader) <= 1 }`,
    );
  });
});

describe('declarations', () => {
  test('twice of one name', () => {
    expectProblems('message A\nmessage ⟦A⟧(x: Int)', ['FL2006 `A` is declared twice — rename one of them']);
    expectProblems('enum E { a, ⟦a⟧ }', ['FL2006 `a` is declared twice — rename one of them']);
    expectProblems('role A { var x: Int = 0\n var ⟦x⟧: Int = 1 }', ['FL2006 `x` is declared twice — rename one of them']);
    expectProblems('role A(x: Int) { func ⟦x⟧() { } }', ['FL2006 `x` is declared twice — rename one of them']);
    expectProblems('message A(x: Int, ⟦x⟧: Int)', ['FL2006 `x` is declared twice — rename one of them']);
    expectProblems('message a\noperation ⟦a⟧(x: Int)', ['FL2006 `a` is a message already; a handler could not tell which is meant']);
    expectProblems(inScenario('node ⟦r2⟧ = Q'), ['FL2006 `r2` is declared twice — rename one of them']);
    expectProblems(inScenario('client ⟦p1⟧ { }'), ['FL2006 `p1` is declared twice — rename one of them']);
  });
  test("the prelude's events keep their names, its other names may be hidden", () => {
    expectProblems('event ⟦commit⟧(x: Int)', [
      'FL2014 `commit` is an event of the prelude, which the properties speak of — choose another name',
    ]);
    expectProblems('role A { func ⟦commit⟧() { } }', [
      'FL2014 `commit` is an event, so no function can have this name — calling it lets the event happen; choose another name',
    ]);
    programOf('enum Outcome { committed, aborted, unknown }\noperation read(n: Int) -> Int\nrole A { on read(n) { reply n + 1 } }');
  });
  test('a local twice in one block, but not in an inner one', () => {
    expectProblems(inHandler('let x = 1\nvar ⟦x⟧ = 2'), ['FL2006 `x` is declared twice — rename one of them']);
    programOf(inHandler('let x = 1\nif x > 0 { let x = "a" }\nlet n = 3'));
  });
  test('a type that hides a built-in one', () => {
    programOf('message Hi(c: Client)\nrole Client { on Hi(c) from s { send Hi(self) to c } }');
    expectProblems('struct ⟦Int⟧ { a: Bool }', ['FL2014 `Int` is a built-in type — choose another name']);
  });
  test('two scenarios of one title', () => {
    expectProblems('scenario "a" { }\nscenario ⟦"a"⟧ { }', ['FL4021 another scenario is called "a" too']);
  });
  test('a struct within itself', () => {
    expectProblems('struct A { ⟦b⟧: B }\nstruct B { a: A }', ['FL3019 `A` would hold another `A`, without end — make it optional: `B?`']);
    programOf('struct Tree { left: Tree?, others: List<Tree> }');
  });
});

describe('edit distance', () => {
  test.each([
    ['prepared', 'prepard', 1],
    ['commit', 'comimt', 1],
    ['Vote', 'vote', 0],
    ['abort', 'commit', 5],
    ['', 'abc', 3],
  ])('%s and %s are %i apart', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
  test('nothing far away is suggested', () => {
    expect(nearest('x', ['participants', 'y', 'X'])).toBe('X');
    expect(nearest('xs', ['participants', 'ys'])).toBe('ys');
    expect(nearest('participant', ['coordinator'])).toBeUndefined();
  });
});

describe('one mistake, one message', () => {
  test.each([
    [
      'a declaration that could only be read in part',
      'message M(a: Int, b Int, c: Int)\nrole R { on M(x, y, z) { send M(x, y, z) to self } }',
    ],
    ['a declaration that could not be read', 'mesage M(a: Int)\nrole R { on M(x) { send M(x) to self } }'],
    ['a struct that could only be read in part', 'struct S { a: Int, b Int }\nrole R { var s: S = S(1, 2)\n on start { s.b = 3 } }'],
  ])('%s', (_, text) => {
    expect(check(text).problems.map((p) => p.code.slice(0, 3))).toEqual(['FL1']);
  });
});
