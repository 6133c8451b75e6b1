/** Logs with vector clocks, as ShiViz reads them. */
import type { Format } from './format.ts';
import type { ImportedTraces } from './imported.ts';
import { type OptionValues, text } from './options.ts';
import { executionsOf, expressionOf, guessedLayout, type Layout, ownLayout } from './shiviz/entries.ts';
import { executionTrace } from './shiviz/trace.ts';
import type { Chunks } from './text/chunks.ts';
import { Refusal } from './text/refusal.ts';

const options = {
  parser: text(
    '',
    'The regular expression of an entry, with the groups `host`, `clock` and `event`. Without it: that of the first line of the log, else ' +
      'event and clock in two lines, in either order, or in one line.',
  ),
  delimiter: text(
    '',
    'The regular expression of what stands between executions; its group `trace` names the one that follows. Without it: that of the second line of ' +
      'a log that begins with its parser, else lines such as `=== name ===`.',
  ),
} as const;

export const shiviz: Format<typeof options> = {
  name: 'shiviz',
  title: 'a log for ShiViz',
  options,
  recognises: (head) => ownLayout(head) !== undefined || guessedLayout(head.replaceAll('\r\n', '\n')) !== undefined,
  read,
};

function read(chunks: Chunks, given: OptionValues<typeof options>, file: string): ImportedTraces {
  // Regular expressions over several lines need the text as a whole.
  const log = [...chunks].join('').replaceAll('\r\n', '\n');
  const own = given.parser === '' ? ownLayout(log) : undefined;
  const body = own?.rest ?? log;
  const layout = layoutOf(given.parser || own?.parser || '', given.delimiter || own?.delimiter || '', body);
  const executions = executionsOf(body, layout).filter(({ entries }) => entries.length > 0);
  if (executions.length === 0) throw new Refusal(1, 'no entry of this log fits the regular expression of its entries');
  const titles = new Set<string>();
  const traces = executions.map(({ title, entries }, index) => {
    const name = title === '' ? `execution ${index + 1}` : title;
    if (titles.has(name)) throw new Refusal(entries[0]?.line ?? 1, `there are two executions named \`${name}\``);
    titles.add(name);
    return executionTrace({ title: name, entries }, file);
  });
  return { kind: 'traces', traces };
}

function layoutOf(parser: string, delimiter: string, body: string): Layout {
  const guessed = guessedLayout(body);
  const own = parser === '' ? guessed?.parser : expressionOf(parser, ['host', 'clock', 'event'], 1);
  if (own === undefined) {
    throw new Refusal(1, 'the entries of this log are in no known layout; the option `parser` is the regular expression of one');
  }
  const between = delimiter === '' ? (parser === '' ? guessed?.delimiter : undefined) : expressionOf(delimiter, [], 2);
  return { parser: own, ...(between === undefined ? {} : { delimiter: between }) };
}
