/** Histories of Jepsen, Knossos and Elle in EDN: a vector, a list, or maps one after the other. */
import type { Format } from './format.ts';
import { jepsenOptions } from './jepsen/options.ts';
import { readJepsen } from './jepsen/read.ts';
import { ednForms } from './text/edn.ts';

export const jepsenEdn: Format<typeof jepsenOptions> = {
  name: 'jepsen-edn',
  title: 'a Jepsen history in EDN',
  options: jepsenOptions,
  // An empty history is one: nothing, comments, or an empty vector.
  recognises: (head) => {
    const start = withoutComments(head);
    return start === '' || /^[[(]\s*(\{\s*:|#|[\])]|$)/.test(start) || /^(\{\s*:|#[\w:])/.test(start);
  },
  read: (chunks, options) => readJepsen(ednForms(chunks), options),
};

function withoutComments(head: string): string {
  return head
    .slice(0, 8192)
    .replaceAll(/^[\s,]*;.*$/gm, '')
    .trim();
}
