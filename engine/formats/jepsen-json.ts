/** Histories of Jepsen in JSON, as elle-cli reads them: one array of objects. */
import type { Format } from './format.ts';
import { jepsenOptions } from './jepsen/options.ts';
import { readJepsen } from './jepsen/read.ts';
import { jsonForms } from './text/json.ts';

export const jepsenJson: Format<typeof jepsenOptions> = {
  name: 'jepsen-json',
  title: 'a Jepsen history in JSON',
  options: jepsenOptions,
  recognises: (head) => /^\s*\[\s*\{\s*"/.test(head),
  read: (chunks, options) => readJepsen(jsonForms(chunks), options),
};
