/** Histories of a key-value store in Porcupine's tests: `{:process 0, :type :invoke, :f :append, :key "7", :value "x"}`. */
import type { Format } from './format.ts';
import { type Call, collect, type Understood } from './history/collect.ts';
import { type LoggedEvent, type LoggedOperation, Pairing } from './history/pairing.ts';
import { value } from './options.ts';
import type { Chunks } from './text/chunks.ts';
import { type Datum, datumText, entryOf, nameOf } from './text/datum.ts';
import { ednForms } from './text/edn.ts';
import { quoted, Refusal } from './text/refusal.ts';

const options = {
  initial: value('', 'What every key holds at first.'),
} as const;

export const porcupineKv: Format<typeof options> = {
  name: 'porcupine-kv',
  title: "a key-value history of Porcupine's tests",
  options,
  recognises: (head) => /^\s*\{:process\s+\d+,?\s+:type\s+:\w+,?\s+:f\s+:(get|put|append),?\s+:key\s/.test(head),
  read: (chunks, { initial }) => {
    const pairing = new Pairing();
    const keys: string[] = [];
    for (const { event, key } of events(chunks)) {
      const before = pairing.operations().length;
      pairing.add(event);
      if (pairing.operations().length > before) keys.push(key);
    }
    const understood = pairing.operations().map((logged, i): Understood => ({ logged, calls: callsOf(logged, keys[i] ?? '') }));
    return collect({ understood, processes: pairing.processes, initial, specification: 'TextStore' });
  },
};

function* events(chunks: Chunks): Generator<{ readonly event: LoggedEvent; readonly key: string }> {
  for (const { value: form, line } of ednForms(chunks)) {
    if (typeof form !== 'object' || form === null || form.kind !== 'map')
      throw new Refusal(line, `${quoted(datumText(form))} is not an operation`);
    const field = (name: string): Datum => {
      const found = entryOf(form, name);
      if (found === undefined) throw new Refusal(line, `\`:${name}\` is missing`);
      return found;
    };
    const type = nameOf(field('type'));
    if (type !== 'invoke' && type !== 'ok')
      throw new Refusal(line, `\`:type\` is \`:invoke\` or \`:ok\`; found ${quoted(datumText(field('type')))}`);
    const name = nameOf(field('f'));
    if (name !== 'get' && name !== 'put' && name !== 'append') {
      throw new Refusal(line, `\`:f\` is \`:get\`, \`:put\` or \`:append\`; found ${quoted(datumText(field('f')))}`);
    }
    const process = field('process');
    if (typeof process !== 'number') throw new Refusal(line, `\`:process\` is a number; found ${quoted(datumText(process))}`);
    const key = field('key');
    if (typeof key !== 'string') throw new Refusal(line, `\`:key\` is a string; found ${quoted(datumText(key))}`);
    const held = field('value');
    if (typeof held !== 'string' && !(held === null && name === 'get' && type === 'invoke')) {
      throw new Refusal(line, `\`:value\` is a string; found ${quoted(datumText(held))}`);
    }
    yield { event: { type, process: String(process), name, value: held, line }, key };
  }
}

function callsOf({ name, outcome, asked, answered }: LoggedOperation, key: string): readonly Call[] {
  if (name !== 'get') return [{ name: name === 'put' ? 'write' : 'append', arguments: [key, String(asked)] }];
  // One that never returned constrains nothing.
  return outcome === 'ok' ? [{ name: 'read', arguments: [key], result: String(answered) }] : [];
}
