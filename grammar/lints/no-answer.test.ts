import { describe, test } from 'vitest';
import { expectFindings, expectQuiet } from './testing/linting.ts';

const lint = 'no-answer';
const store = (handler: string, more = ''): string => `message Forward(request: Request)
role Store(leading: Bool, leader: Node) {
  durable x: Value = none
  var waiting: List<Request> = []
  ${handler}
  ${more}
}`;
const message = 'a way through `on write` neither replies nor keeps the request';

describe('an operation without an answer', () => {
  test('at all', () => expectFindings(lint, store('⟦on write(key, value)⟧ { x = value }'), [message]));
  test('without an else', () => expectFindings(lint, store('⟦on write(key, value)⟧ { if leading { x = value; reply } }'), [message]));
  test('at an early return', () =>
    expectFindings(lint, store('⟦on write(key, value)⟧ { if not leading { return }\n x = value; reply }'), [message]));
  test('whose request nobody keeps', () => expectFindings(lint, store('⟦on write(key, value) as request⟧ { x = value }'), [message]));
  test('that answers another one', () =>
    expectFindings(lint, store('⟦on write(key, value)⟧ { for r in waiting { reply to r } }'), [message]));
  test('in one arm', () =>
    expectFindings(lint, store('⟦on write(key, value)⟧ { match leading { true => reply, false => { x = value } } }'), [message]));
});

describe('an operation with an answer', () => {
  test('on every way', () => expectQuiet(lint, store('on write(key, value) { if leading { x = value; reply } else { reply aborted } }')));
  test('in a function', () => expectQuiet(lint, store('on write(key, value) { x = value; done() }', 'func done() { reply }')));
  test('later: the request is stored', () =>
    expectQuiet(
      lint,
      store('on write(key, value) as request { x = value; waiting += request }', 'on recover { for r in waiting { reply to r } }'),
    ));
  test('by another node: the request is sent on', () =>
    expectQuiet(
      lint,
      store(
        'on write(key, value) as request { if leading { x = value; reply } else { send Forward(request) to leader } }',
        'on Forward(r) { reply to r }',
      ),
    ));
  test('before an early return', () =>
    expectQuiet(lint, store('on write(key, value) { if not leading { reply; return }\n x = value; reply }')));
  test('held back by a guard', () => expectQuiet(lint, store('on write(key, value) when leading { x = value; reply }')));
});
