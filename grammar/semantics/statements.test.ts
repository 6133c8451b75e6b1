import { describe, expect, test } from 'vitest';
import { check, expectProblems, inHandler, inRole, inScenario, programOf, roleOf, runOf } from './testing/checking.ts';

describe('assignments', () => {
  test('of variables, locals and their parts', () => {
    programOf(
      inHandler(
        'var x = 1\nx = 2\nx += 1\nlist[0] = 1\nmap["a"] = 1\nmap["a"] += 1\nif entry != none { entry.term = 2\n entry.value = "a" }\nset -= 1',
      ),
    );
  });
  test('not of what does not change', () => {
    expectProblems(inHandler('let x = 1\n⟦x⟧ = 2'), [
      'FL3013 `x` is a constant (`let`) and cannot be assigned — declare it with `var x = …`',
    ]);
    expectProblems(inHandler('⟦n⟧ = 2'), [
      'FL3013 `n` is what the message brought and cannot be assigned — keep what changes in a local `var`',
    ]);
    expectProblems(inHandler('⟦limit⟧ = 2'), [
      'FL3013 `limit` is a parameter and cannot be assigned — keep what changes in a variable of the role or a local `var`',
    ]);
    expectProblems(inHandler('for x in list { ⟦x⟧ = 2 }'), ["FL3013 `x` is the loop's element and cannot be assigned"]);
    expectProblems(inHandler('⟦count1.size⟧ = 2'), ['FL3013 Int has no fields that could be assigned']);
    expectProblems(inHandler('⟦set[1]⟧ = 2'), ['FL3012 Set<Int> has no elements by index: only maps and lists have']);
    expectProblems(inHandler('⟦entry⟧.term = 2'), ['FL3002 this Entry? may be none — compare with `none` first']);
    expectProblems(inHandler('if entry != none { entry.⟦tem⟧ = 2 }'), ['FL2005 Entry has no field `tem` — did you mean `term`?']);
  });
  test('with an index that is computed once', () => {
    const role = roleOf(inRole('func next() -> String { count1 += 1\n return "a" }\non start { map[next()] += 1 }'), 'R');
    expect(role.handlers[0]?.body.map((s) => s.kind)).toEqual(['assign', 'assign']);
    expect(role.handlers[0]?.frameSize).toBe(1);
  });
});

describe('functions', () => {
  test('return on every way', () => {
    programOf(inRole('func f(a: Int) -> Int { if a > 1 { return 1 } else { match colour { red => return 2\n green => { return 3 } } } }'));
    expectProblems(inRole('func ⟦f⟧(a: Int) -> Int { if a > 1 { return 1 } }'), [
      'FL3016 `f` may end without returning Int — end every way through it with `return …`',
    ]);
    expectProblems(inRole('func f() { ⟦return 1⟧ }'), ['FL3017 `f` returns nothing — declare a result: `func f(…) -> Int`']);
    expectProblems(inRole('func f() -> Int { ⟦return⟧ }'), ['FL3017 `f` returns Int']);
    expectProblems(inHandler('⟦return 1⟧'), ['FL3017 a handler returns nothing']);
    expectProblems(inRole('func f() -> Int { return ⟦"a"⟧ }'), ['FL3001 the result of `f` is String; wanted is Int']);
  });
  test('do not call themselves', () => {
    expectProblems(inRole('func f() { ⟦f⟧() }'), [
      'FL3018 `f` calls itself: f → f — use a loop, or go on in the handler of a message or a timer',
    ]);
    expectProblems(inRole('func f() { g() }\nfunc g() { h() }\nfunc h() { ⟦f⟧()\n k() }\nfunc k() { }'), [
      'FL3018 `f` calls itself: f → g → h → f — use a loop, or go on in the handler of a message or a timer',
    ]);
  });
  test('are not called where only a look is allowed', () => {
    expectProblems(inRole('func f() -> Bool { count1 += 1\n return true }\non Empty when ⟦f()⟧ { }'), [
      'FL3033 `f` does more than look: a guard must not change anything',
    ]);
    programOf(inRole('func f() -> Bool { return count1 > 1 }\non Empty when f() { }'));
    expectProblems(inRole('func f() -> Int { return 1 }\nvar x: Int = ⟦f()⟧'), [
      'FL3033 an initial value does not call functions of the role — it may use the parameters of the role and the variables before it',
    ]);
  });
});

describe('initial values', () => {
  test('use parameters and the variables before', () => {
    programOf(inRole('var a: Int = limit\nvar b: Int = a + count1\nvar c: Set<R> = {p for p in peers where p != self}'));
    expectProblems(inRole('var a: Int = ⟦b⟧\nvar b: Int = 1'), [
      'FL3030 `b` has no value yet here — an initial value may use the parameters of the role and the variables before it',
    ]);
    expectProblems(inRole('var a: Int = ⟦now⟧'), ["FL3022 `now` is a node's clock: it can be read in its handlers and functions"]);
  });
});

describe('sending', () => {
  test('to nodes', () => {
    programOf(
      inHandler('send Empty to self\nsend Empty() to {self, who}\nsend Empty to [who]\nsend Empty to peers - self\nsend Empty to nodes(R)'),
    );
    expectProblems(inHandler('send Empty to ⟦n⟧'), ['FL3025 this is Int; a message goes to a node, or to a set or list of nodes']);
    expectProblems(inRole('var leader: R? = none\non start { send Empty to ⟦leader⟧ }'), [
      'FL3002 this R? may be none — compare with `none` before sending',
    ]);
    expectProblems(inRole('on read(key) from c { send Empty to ⟦c⟧\n reply none }'), [
      'FL3025 this is Client; a message goes to a node, or to a set or list of nodes — a client is answered: `reply … to request`',
    ]);
  });
});

describe('replies', () => {
  test('fit the operation', () => {
    programOf(
      inRole(
        'on read(key) in tx { if count1 > 1 { reply aborted } else { reply "x" } }\non write(key, value) as request { reply to request }',
      ),
    );
    expectProblems(inRole('on read(key) { ⟦reply⟧ }'), ['FL3023 `read` is answered with Value — write `reply …`']);
    expectProblems(inRole('on read(key) { reply ⟦self⟧ }'), ['FL3001 the answer is R; wanted is Value']);
    expectProblems(inRole('on write(key, value) { ⟦reply 1⟧ }'), ['FL3023 `write` has no result — write `reply`']);
    expectProblems(inHandler('⟦reply 1⟧'), [
      'FL3023 there is no operation to answer here — answer one that was kept: `reply … to request`',
    ]);
    expectProblems(inHandler('reply 1 to ⟦who⟧'), ['FL3001 what is answered is Node; wanted is Request']);
  });
  test('may be given later', () => {
    programOf(
      inRole(
        'var waiting: Map<Int, Request> = {}\non write(key, value) as r { waiting[1] = r }\non Empty { reply to waiting[1]\n waiting -= 1 }',
      ),
    );
  });
});

describe('timers', () => {
  test('have the argument types with which they are armed, wherever the handler stands', () => {
    const role = roleOf(
      inRole(
        'on timeout retry(tx, k) { count1 = k\n name = tx\n after 20ms timeout retry(tx, k + 1) }\non start { after 10ms..20ms timeout retry("t", 1) }\non Empty { cancel retry("t", 2) }',
      ),
      'R',
    );
    expect(role.timers).toEqual([
      {
        name: 'retry',
        fields: [
          { name: 'tx', type: { kind: 'string' } },
          { name: 'k', type: { kind: 'int' } },
        ],
      },
    ]);
    expect(role.handlers.map((h) => h.on.kind)).toEqual(['timeout', 'start', 'message']);
  });
  test('and `cancel` without any cancels the timer whatever it was armed with', () => {
    programOf(inRole('on Empty { cancel t }\non start { after 1ms timeout t(1) }\non timeout t(n) { cancel t(n) }'));
  });
  test('and the same ones everywhere', () => {
    expectProblems(inRole('on start { after 1ms timeout t(1) }\non Empty { after 1ms timeout t(⟦"a"⟧) }'), [
      'FL3032 this is String; `t` is armed with Int elsewhere',
    ]);
    expectProblems(inRole('on start { after 1ms timeout t(1) }\non Empty { after 1ms timeout ⟦t⟧ }'), [
      'FL3032 `t` is armed with one argument elsewhere, here it has no arguments',
    ]);
    expectProblems(inRole('on start { after 1ms timeout t(1) }\non timeout t(⟦"a"⟧) { }'), [
      'FL3001 this is String; what is matched is Int',
    ]);
    expectProblems(inRole('on start { after 1ms timeout t }\non timeout t(⟦x⟧) { }'), ['FL3007 timer `t` takes no arguments']);
  });
  test('run out later', () => {
    expectProblems(inHandler('after ⟦20ms..10ms⟧ timeout t'), ['FL3020 the range ends (10ms) before it begins (20ms)']);
    expectProblems(inHandler('after ⟦-5ms⟧ timeout t'), ['FL3020 a timer cannot run out before it is armed']);
    expectProblems(inHandler('after ⟦"a"⟧ timeout t'), ['FL3001 a duration is String; wanted is Int']);
    programOf(inHandler('after limit timeout t\nafter limit..limit + 10ms timeout u'));
  });
});

describe('match', () => {
  test('is exhaustive', () => {
    programOf(
      inHandler(
        'match colour { red => { }\n green => { } }\nmatch maybe { none => { }, v => name = v }\nmatch n { 1 => { }, _ => { } }\nmatch n > 1 { true => { }, false => { } }',
      ),
    );
    expectProblems(inHandler('⟦match colour⟧ { red => { } }'), [
      'FL3014 `green` is not matched — add an arm for it, or a last arm `_ => { }`',
    ]);
    expectProblems(inHandler('⟦match maybe⟧ { "a" => { }\n none => { } }'), [
      'FL3014 every other String? is not matched — add an arm for it, or a last arm `_ => { }`',
    ]);
    expectProblems(inHandler('⟦match n > 1⟧ { true => { } }'), [
      'FL3014 `false` is not matched — add an arm for it, or a last arm `_ => { }`',
    ]);
  });
  test('has no arm that is never reached', () => {
    expectProblems(inHandler('match colour { red => { }\n _ => { }\n ⟦green⟧ => { } }'), [
      'FL3015 the arms before take all that this one could',
    ]);
    expectProblems(inHandler('match n { 1 => { }\n ⟦1⟧ => { }\n _ => { } }'), ['FL3015 the arms before take all that this one could']);
  });
  test('has arms of the right type', () => {
    expectProblems(inHandler('match n { ⟦"a"⟧ => { }\n _ => { } }'), ['FL3001 this is String; what is matched is Int']);
    expectProblems(inHandler('match colour { Colour.⟦rd⟧ => { }\n _ => { } }'), ['FL2005 Colour has no member `rd` — did you mean `red`?']);
    expectProblems(inHandler('match n { ⟦Colour.red⟧ => { }\n _ => { } }'), ['FL3001 this is Colour; what is matched is Int']);
    expectProblems(inHandler('match colour { ⟦Color⟧.red => { }\n _ => { } }'), [
      'FL2002 there is no enum `Color` — did you mean `Colour`?',
    ]);
  });
});

describe('statements in the wrong place', () => {
  test('of clients in a role', () => {
    expectProblems(inHandler('⟦sleep 5ms⟧'), [
      'FL3021 `sleep` belongs in the script of a client — a node waits with a timer: `after 20ms timeout retry`',
    ]);
    expectProblems(inHandler('⟦repeat 3 { }⟧'), [
      'FL3021 `repeat` belongs in the script of a client — in a role, write `for i in 1..3 { … }`',
    ]);
    expectProblems(inHandler('⟦transaction at who { }⟧'), ['FL3021 `transaction` belongs in the script of a client']);
  });
  test('of roles in a client', () => {
    const wrong = (what: string): string[] => [
      `FL3021 \`${what}\` belongs in the handlers and functions of a role — a client asks operations: \`write("x", 1) at server\``,
    ];
    expectProblems(inScenario('client a { ⟦send Ask to p1⟧ }'), wrong('send'));
    expectProblems(inScenario('client a { ⟦after 5ms timeout x⟧ }'), wrong('after'));
    expectProblems(inScenario('client a { ⟦sync⟧ }'), wrong('sync'));
    expectProblems(inScenario('client a { ⟦reply 1⟧ }'), wrong('reply'));
    expectProblems(inScenario('client a { ⟦return⟧ }'), ['FL3021 a script does not return — put what follows into an `if`']);
  });
});

describe('scripts', () => {
  test('ask operations, also inside expressions and conditions', () => {
    const run = runOf(
      inScenario(
        'client a {\n  let x = read("k") at p1\n  while read("k") at p1 != 3 { sleep 5ms }\n  if x == none and true { write("k", 1) at p2 }\n}',
      ),
    );
    const [first, second, third, loop] = run.clients[0]?.body ?? [];
    expect([first?.kind, second?.kind, third?.kind, loop?.kind]).toEqual(['operate', 'assign', 'operate', 'while']);
    expect(loop?.kind === 'while' && loop.body.map((s) => s.kind)).toEqual(['sleep', 'operate']);
  });
  test('but not where they might not be asked', () => {
    expectProblems(inScenario('client a { let b = true and ⟦read("k") at p1⟧ == 1 }'), [
      'FL3022 an operation cannot stand where it might not be asked — ask it in a `let` before',
    ]);
  });
  test('say where', () => {
    expectProblems(inScenario('client a { ⟦write("k", 1)⟧ }'), ['FL3029 at which node is `write` asked? — write `write(…) at server`']);
    programOf(inScenario('client a { transaction at p1 retry 3 { write("k", 1)\n abort() } }'));
    expectProblems(inScenario('client a { write("k", 1) at ⟦"p1"⟧ }'), ['FL3001 the server of an operation is String; wanted is Node']);
  });
  test('get a Value, or none after a timeout, that is checked when used', () => {
    programOf(inScenario('client a timeout 50ms { let ok = cas("k", 1, 2) at p1\n if ok { write("k", 2) at p1 } }'));
  });
  test('wait for others', () => {
    programOf(inScenario('client a { await b }\nclient b { wait until 30ms }'));
    expectProblems(inScenario('client a { ⟦await a⟧ }'), ['FL3021 `a` would wait for its own end']);
  });
  test('do not nest transactions', () => {
    expectProblems(inScenario('client a { transaction at p1 { ⟦transaction at p1 { }⟧ } }'), ['FL3021 transactions do not nest']);
  });
});

describe('handlers', () => {
  test('patterns: literals and members are compared, other names bind, trailing ones are left out', () => {
    const role = roleOf(
      'message V(tx: String, outcome: Outcome, n: Int)\nrole A { on V("t", committed, k) { }\n on V(tx, n: 3) { }\n on V { } }',
      'A',
    );
    expect(role.handlers.map((h) => h.patterns.map((p) => p.kind))).toEqual([
      ['equals', 'equals', 'bind'],
      ['bind', 'wildcard', 'equals'],
      ['wildcard', 'wildcard', 'wildcard'],
    ]);
    expectProblems(inRole('on M(n, ⟦n⟧) { }'), [
      'FL2006 `n` is bound twice — bind the second one by another name and compare them in `when`',
    ]);
    expectProblems(inRole('on M(⟦"a"⟧) { }'), ['FL3001 this is String; what is matched is Int']);
    expectProblems(inRole('on M(a, b, c, ⟦d⟧) { }'), ['FL3007 message `M` takes 3 arguments — they are n: Int, who: Node, maybe: String?']);
    expectProblems(inRole('on M(⟦x⟧: 1) { }'), ['FL2013 message `M` has no parameter `x` — it has `n`, `who` and `maybe`']);
  });
  test('the sender has the type of the one role that sends the message', () => {
    programOf('message Hi\nrole A { on start { send Hi to nodes(B) } }\nrole B { var seen: Set<A> = {}\n on Hi from a { seen += a } }');
    expectProblems(
      'message Hi\nrole A { on start { send Hi to nodes(B) } }\nrole B { var seen: Set<A> = {}\n on start { send Hi to self }\n on Hi from a { ⟦seen += a⟧ } }',
      ['FL3001 `seen` is Set<Node>; wanted is Set<A>'],
    );
  });
  test('clauses stand where they mean something', () => {
    expectProblems(inRole('on start from ⟦x⟧ { }'), ['FL3024 `from` goes with messages and operations, not with `on start`']);
    expectProblems(inRole('on Empty as ⟦x⟧ { }'), ['FL3024 `as` goes with operations, not with message `Empty`']);
    expectProblems(inRole('on Empty in ⟦x⟧ { }'), ['FL3024 `in` goes with operations, not with message `Empty`']);
  });
  test('a field of another node is out of reach', () => {
    expectProblems(inHandler('let x = ⟦self.count1⟧'), [
      'FL3022 the fields of nodes can be read in conditions of a scenario only — a node cannot look into another: let it tell in a message',
    ]);
    expectProblems(inHandler('let x = ⟦up(who)⟧'), [
      'FL3022 `up` can stand only in conditions of a scenario — no node knows for certain whether another one runs: use a timeout',
    ]);
  });
});

test('a statement that does nothing', () => {
  const { problems } = check(inHandler('Entry(1, 2)'));
  expect(problems.map((p) => p.message)).toEqual(['this makes a Entry and does nothing with it']);
});
