/** Of every code of types. */
import type { ProblemCode } from '../../../grammar/semantics/problems.ts';
import { arranging, doing, holding } from '../example.ts';

const vote = 'message Vote(tx: String, yes: Bool)\n';

export const typeExamples = {
  FL3001: holding('var n: Int = ⟦"one"⟧⟨1⟩'),
  FL3002: `message Ping\n${holding('var leader: R? = none\n  on start { send Ping to ⟦leader⟧⟨leader ?? self⟩ }')}`,
  FL3003: doing('let n = 1 + ⟦true⟧⟨2⟩'),
  FL3004: doing('if 1 == ⟦"1"⟧⟨2⟩ { }'),
  FL3005: doing('let s⟦⟧⟨: Set<Int>⟩ = {}'),
  FL3006: `${vote}${doing('send Vote("t1"⟦⟧⟨, true⟩) to self')}`,
  FL3007: `${vote}${doing('send Vote("t1", true⟦, 3⟧⟨⟩) to self')}`,
  FL3008: `${vote}${doing('send Vote("t1", true⟦, tx: "t2"⟧⟨⟩) to self')}`,
  FL3009: `${vote}${doing('send Vote(tx: "t1", ⟦true⟧⟨yes: true⟩) to self')}`,
  FL3010: doing('⟦let done = commit("t1")⟧⟨commit("t1")⟩'),
  FL3011: doing('for i in ⟦3⟧⟨1..3⟩ { }'),
  FL3012: doing('let l = ⟦{1, 2}⟧⟨[1, 2]⟩\n    let first = l[0]'),
  FL3013: doing('⟦let⟧⟨var⟩ n = 1\n    n = 2'),
  FL3014: holding('func f(o: Outcome) {\n    match o {\n      committed => { }⟦⟧⟨\n      aborted => { }⟩\n    }\n  }'),
  FL3015: doing('match 1 {\n      _ => { }⟦\n      1 => { }⟧⟨⟩\n    }'),
  FL3016: holding('func f(n: Int) -> Int {\n    if n > 1 { return 1 }⟦⟧⟨\n    return 0⟩\n  }'),
  FL3017: holding('func f()⟦⟧⟨ -> Int⟩ { return 1 }'),
  FL3018: holding('func countDown(n: Int) {\n    ⟦if n > 0 { countDown(n - 1) }⟧⟨for i in 1..n { stamp(i) }⟩\n  }'),
  FL3019: 'struct Tree { value: Int, left: ⟦Tree⟧⟨Tree?⟩ }',
  FL3020: holding('on start { after ⟦20ms..10ms⟧⟨10ms..20ms⟩ timeout t }\n  on timeout t { }'),
  FL3021: holding('on start { ⟦sleep 5ms⟧⟨after 5ms timeout t⟩ }\n  on timeout t { }'),
  FL3022: 'const N = ⟦choose 1..3⟧⟨3⟩',
  FL3023: holding('durable n: Int = 0\n  on increment(key) {\n    n += 1\n    reply⟦⟧⟨ n⟩\n  }'),
  FL3024: 'message Ping\nrole R { on Ping ⟦as request⟧⟨from p⟩ { } }',
  FL3025: 'message Ping\nrole R { on start { send Ping to ⟦"r1"⟧⟨nodes(R)⟩ } }',
  FL3026: arranging('for n in 1..2\nexplore\ncheck atomicity when ⟦v1 < v2⟧⟨n > 1⟩'),
  FL3027: 'const A = ⟦B⟧⟨1⟩\nconst B = A',
  FL3028: holding('var s: Set⟦⟧⟨<Int>⟩ = {1}'),
  FL3029: arranging('client alice { write("x", 1)⟦⟧⟨ at v1⟩ }\nsimulate\ncheck atomicity'),
  FL3030: holding('⟦⟧⟨var b: Int = 1\n  ⟩var a: Int = b⟦\n  var b: Int = 1⟧⟨⟩'),
  FL3031: doing('let n = 1\n    if n != ⟦none⟧⟨0⟩ { }'),
  FL3032: holding(
    'on start {\n    after 5ms timeout retry("t1")\n    after 9ms timeout retry(⟦2⟧⟨"t2"⟩)\n  }\n  on timeout retry(tx) { abort(tx) }',
  ),
  FL3033: holding(
    'var asked: Int = 0\n  on read(key) when ⟦ask()⟧⟨asked < 3⟩ {\n    asked += 1\n    reply asked\n  }\n  func ask() -> Bool {\n    asked += 1\n    return true\n  }',
  ),
} satisfies Partial<Record<ProblemCode, string>>;
