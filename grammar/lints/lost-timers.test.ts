import { expect, test } from 'vitest';
import { expectFindings, expectQuiet, mended } from './testing/linting.ts';

const lint = 'lost-timers';
const server = (items: string, more = '', name = 'Server'): string => `role ${name} {
  on start { after 5ms timeout beat }
  on timeout beat { after 5ms timeout beat }${more}
}
scenario "s" {
  node a, b = Server
  ${items}
}`;
const message = 'Server arms timers and has no `on recover`: a node that comes back has none';
const back = 'up to 1 crash with recovery\n  up to 2 timeout beat\n  explore\n  possible p: not up(a)';

test('a role whose nodes come back', () => expectFindings(lint, server(back, '', '⟦Server⟧'), [message]));
test('one that a rule brings back', () =>
  expectFindings(lint, server('at 3ms { crash a }\n  at 9ms { recover a }\n  simulate\n  possible p: up(a)', '', '⟦Server⟧'), [message]));
test('arms them again', () =>
  expect(mended(lint, server(back))).toBe(
    server(back).replace('timeout beat }\n  on timeout', 'timeout beat }\n  on recover { after 5ms timeout beat }\n  on timeout'),
  ));
test('one that arms them again', () => expectQuiet(lint, server(back, '\n  on recover { after 5ms timeout beat }')));
test('one whose nodes stay down', () =>
  expectQuiet(lint, server('up to 1 crash\n  up to 2 timeout beat\n  explore\n  possible p: not up(a)')));
test('one without timers', () =>
  expectQuiet(lint, 'role A { on start { } }\nscenario "s" { node a = A\n up to 1 crash with recovery\n explore\n possible p: up(a) }'));
