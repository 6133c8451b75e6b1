/** Of every code of names. */
import type { ProblemCode } from '../../../grammar/semantics/problems.ts';
import { arranging, doing, holding } from '../example.ts';

export const nameExamples = {
  FL2001: doing('let n = 1\n    let m = ⟦k⟧⟨n⟩ + 1'),
  FL2002: 'message Vote(yes: ⟦Boolean⟧⟨Bool⟩)',
  FL2003: 'message Vote\nrole R { on ⟦Votes⟧⟨Vote⟩ { } }',
  FL2004: holding('on start { ⟦finsh()⟧⟨finish()⟩ }\n  func finish() { commit("t1") }'),
  FL2005: 'struct Entry { term: Int }\nrole R {\n  on start {\n    let e = Entry(term: 1)\n    let t = e.⟦trem⟧⟨term⟩\n  }\n}',
  FL2006: holding('var x: Int = 0\n  var ⟦x⟧⟨y⟩: Int = 1'),
  FL2007: 'enum Light { red, green }\nenum Wine { red, white }\nrole R {\n  on start { let colour = ⟦red⟧⟨Light.red⟩ }\n}',
  FL2008: 'import ⟦"std/lock"⟧⟨"std/locks"⟩',
  FL2009: 'import ⟦"this.faultline"⟧⟨"std/locks"⟩',
  FL2010: 'import "one.faultline"\n⟦import "two.faultline"⟧⟨⟩',
  FL2011: arranging('up to 1 timeout ⟦silense⟧⟨silence⟩ of v1\nexplore\ncheck atomicity'),
  FL2012: 'role Voter { }\nscenario "s" {\n  node v = ⟦Vote⟧⟨Voter⟩\n  simulate\n  possible p: up(v)\n}',
  FL2013: 'message Vote(yes: Bool)\nrole R { on start { send Vote(⟦yess⟧⟨yes⟩: true) to self } }',
  FL2014: holding('func ⟦commit⟧⟨conclude⟩() { }'),
  FL2015: 'message Ping\nrole R { on start { ⟦Ping()⟧⟨send Ping to self⟩ } }',
  FL2016: arranging('client alice { ⟦await bob⟧⟨await carol⟩ }\nclient carol { sleep 5ms }\nsimulate\ncheck atomicity'),
  FL2017: 'history "h" {\n  alice: ⟦reed⟧⟨read⟩("x") -> 1\n  check linearizable\n}',
} satisfies Partial<Record<ProblemCode, string>>;
