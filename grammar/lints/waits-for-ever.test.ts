import { describe, test } from 'vitest';
import { expectFindings, expectQuiet } from './testing/linting.ts';

const lint = 'waits-for-ever';
const commit = (comparison: string, items: string, timer = ''): string => `message Prepare
message Vote
role Coordinator(ps: Set<Participant>) {
  var yes: Set<Participant> = {}
  on start { send Prepare to ps${timer === '' ? '' : '; after 20ms timeout votes'} }
  on Vote from p { yes += p; if ${comparison} { commit("t") } }
  ${timer}
}
role Participant { on Prepare from c { send Vote to c } }
scenario "s" {
  node c = Coordinator(ps: {p1, p2, p3})
  node p1, p2, p3 = Participant
  ${items}
}`;
const all = (count: number, lost: string): string => `Coordinator waits for ${count} of 3 answers without a timeout: ${lost} it for ever`;

describe('a role that waits for', () => {
  test('all, and one message may be lost', () =>
    expectFindings(lint, commit('⟦yes == ps⟧', 'up to 1 lose\n  explore\n  check atomicity'), [all(3, 'one that is lost stops')]));
  test('all, and one node may crash', () =>
    expectFindings(lint, commit('⟦yes.size == ps.size⟧', 'up to 1 crash of p1\n  explore\n  check atomicity'), [
      all(3, 'one that is lost stops'),
    ]));
  test('all, and a rule crashes one', () =>
    expectFindings(lint, commit('⟦yes == ps⟧', 'when c sends Prepare to p2 { crash p2 }\n  explore\n  check atomicity'), [
      all(3, 'one that is lost stops'),
    ]));
  test('a majority, and the network loses at random', () =>
    expectFindings(lint, commit('⟦yes.size >= majority(ps.size)⟧', 'network { loss 5% }\n  simulate\n  check atomicity'), [
      all(2, 'those that are lost stop'),
    ]));
  test('a majority, and one node may crash', () =>
    expectQuiet(lint, commit('yes.size >= majority(ps.size)', 'up to 1 crash of Participant\n  explore\n  check atomicity')));
  test('all, and it may crash itself', () => expectQuiet(lint, commit('yes == ps', 'up to 1 crash of c\n  explore\n  check atomicity')));
  test('all, and other messages may be lost', () =>
    expectQuiet(lint, `message Other\n${commit('yes == ps', 'up to 1 lose Other\n  explore\n  check atomicity')}`));
  test('all, with a timeout', () =>
    expectQuiet(lint, commit('yes == ps', 'up to 1 lose\n  explore\n  check atomicity', 'on timeout votes { abort("t") }')));
  test('all, to show that it waits', () =>
    expectQuiet(lint, commit('yes == ps', 'up to 1 lose\n  explore\n  expect violation of nonBlocking')));
  test('all, and nothing fails', () => expectQuiet(lint, commit('yes == ps', 'explore\n  check atomicity')));
});
