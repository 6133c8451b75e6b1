/** Of every code of scenarios and histories. */
import type { ProblemCode } from '../../../grammar/semantics/problems.ts';
import { arranging } from '../example.ts';

const register = 'role Spec⟦(n: Int)⟧⟨⟩ {\n  durable x: Value = none\n  on read(key) { reply x }\n}\n';

export const scenarioExamples = {
  FL4001: arranging('at 5ms { crash ⟦w⟧⟨v1⟩ }\nsimulate\ncheck atomicity'),
  FL4002: arranging('explore\n⟦simulate⟧⟨⟩\ncheck atomicity'),
  FL4003: arranging('⟦at 5ms { crash v1 }⟧⟨when v1 receives Ping { crash v1 }⟩\nexplore\ncheck atomicity'),
  FL4004:
    'role R {\n  on start { stamp(now) }\n}\nscenario "s" {\n  node r = R\n  ⟦explore⟧⟨simulate⟩\n  check timestampsRespectCausality\n}',
  FL4005: arranging('⟦network { loss 5% }⟧⟨up to 1 lose⟩\nexplore\ncheck atomicity'),
  FL4006: arranging('explore\ncheck ⟦atomicty⟧⟨atomicity⟩'),
  FL4007: arranging('network { order ⟦lifo⟧⟨fifo⟩ }\nexplore\ncheck atomicity'),
  FL4008: arranging('at 5ms { crash ⟦3⟧⟨v1⟩ }\nsimulate\ncheck atomicity'),
  FL4009: arranging('at 5ms { crash ⟦v[3]⟧⟨v[2]⟩ }\nsimulate\ncheck atomicity'),
  FL4010: arranging('at 5ms { partition {v1}⟦⟧⟨ | {v2}⟩ }\nsimulate\ncheck atomicity'),
  FL4011: `${register}history "h" {\n  alice: read("x") -> none\n  check linearizable as Spec\n}`,
  FL4012: arranging('for n in ⟦5..1⟧⟨1..5⟩\nexplore\ncheck atomicity'),
  FL4013: arranging('explore\ncheck atomicity⟦\nexpect violation of atomicity⟧⟨⟩'),
  FL4014: arranging('⟦durable⟧⟨volatile⟩ Voter.voted\nexplore\ncheck atomicity'),
  FL4015: arranging('explore\ncheck atomicity⟦ as Voter⟧⟨⟩'),
  FL4016: arranging('volatile Voter.⟦votd⟧⟨voted⟩\nexplore\ncheck atomicity'),
  FL4017: 'history "h" {\n  alice: write("x", 1) [0ms, 5ms]\n  bob: read("x") -> 1⟦⟧⟨ [6ms, 9ms]⟩\n  check linearizable\n}',
  FL4018: 'history "h" {\n  alice: write("x", 1)\n  check ⟦lostUpdate⟧⟨no lostUpdate⟩\n}',
  FL4019: arranging('when v1 ⟦votid⟧⟨votes⟩ { crash v1 }\nexplore\ncheck atomicity'),
  FL4020: 'history "h" {\n  alice: write("x", 1)\n  check ⟦agreement⟧⟨linearizable⟩\n}',
  FL4021: `${arranging('explore\ncheck atomicity')}\nscenario ⟦"an example"⟧⟨"a crash"⟩ {\n  node v[1..2] = Voter(peers: v)\n  up to 1 crash\n  explore\n  check atomicity\n}`,
} satisfies Partial<Record<ProblemCode, string>>;
