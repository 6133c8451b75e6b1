import { describe, expect, test } from 'vitest';
import { expectFindings, expectQuiet, mended } from './testing/linting.ts';

const lint = 'reply-before-sync';
const acceptor = (body: string, disk = 'disk buffered', claim = 'check agreement', more = ''): string => `message Prepare(n: Int)
message Promise(n: Int)
role Proposer(a: Acceptor) { on start { send Prepare(1) to a }  on Promise(n) { decide(n) } }
role Acceptor(peer: Node) {
  durable promised: Int = 0
  var seen: Int = 0
  on Prepare(n) from p when n > promised + seen {
    ${body}
  }
  on Promise { }
  ${more}
}
scenario "s" {
  node p = Proposer(a)
  node a = Acceptor(peer: p)
  ${disk}
  explore
  ${claim}
}`;
const early = 'this goes out before `promised` is on disk: a crash forgets what it has promised';

describe('a promise', () => {
  test('before `sync`', () => expectFindings(lint, acceptor('promised = n\n    ⟦send Promise(n) to p⟧\n    sync'), [early]));
  test('on one of two ways', () =>
    expectFindings(lint, acceptor('promised = n\n    if n > 3 { sync }\n    ⟦send Promise(n) to p⟧'), [early]));
  test('in a function', () =>
    expectFindings(lint, acceptor('keep(n)\n    ⟦send Promise(n) to p⟧', undefined, undefined, 'func keep(n: Int) { promised = n }'), [
      early,
    ]));
  test('that tells others of the new value', () =>
    expectFindings(lint, acceptor('promised = n\n    ⟦send Promise(promised) to peer⟧'), [early]));
  test('gets its `sync`', () =>
    expect(mended(lint, acceptor('promised = n\n    send Promise(n) to p'))).toBe(
      acceptor('promised = n\n    sync\n    send Promise(n) to p'),
    ));
  test('after `sync`', () => expectQuiet(lint, acceptor('promised = n\n    sync\n    send Promise(n) to p')));
  test('before the assignment', () => expectQuiet(lint, acceptor('send Promise(n) to p\n    promised = n')));
  test('about what is volatile anyway', () => expectQuiet(lint, acceptor('seen = n\n    send Promise(n) to p')));
  test('with a disk that writes at once', () => expectQuiet(lint, acceptor('promised = n\n    send Promise(n) to p', '')));
  test('in a demonstration', () =>
    expectQuiet(lint, acceptor('promised = n\n    send Promise(n) to p', 'disk buffered', 'expect violation of agreement')));
  test('that is only passed on, and tells nothing', () =>
    expectQuiet(lint, acceptor('promised = n\n    send Promise(n) to peer\n    sync')));
});
