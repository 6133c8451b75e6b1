/** Logs of Jepsen's etcd test, which Porcupine's tests read: `INFO  jepsen.util - 3  :invoke  :cas  [1 2]`. */
import type { TraceValue } from '../trace/model.ts';
import type { Format } from './format.ts';
import { type Call, collect, type Understood } from './history/collect.ts';
import { type LoggedEvent, type LoggedOperation, Pairing } from './history/pairing.ts';
import { type OptionValues, oneOf, text, value } from './options.ts';
import type { Chunks } from './text/chunks.ts';
import { type Datum, datumText, historyValue, itemsOf } from './text/datum.ts';
import { ednForms } from './text/edn.ts';
import { linesOf } from './text/lines.ts';
import { quoted, Refusal } from './text/refusal.ts';

const options = {
  initial: value(null, 'What the register holds at first.'),
  nilReads: oneOf(['none', 'unknown'], 'none', 'What a read says that returned `nil`. `none`: that the key is absent. `unknown`: nothing.'),
  failedCas: oneOf(
    ['observed', 'dropped'],
    'observed',
    'What a `:fail` of a `:cas` says. `observed`: the register held another value. `dropped`: it did not happen.',
  ),
  object: text('register', 'How the register is called.'),
} as const;
type Options = OptionValues<typeof options>;

export const porcupineEtcd: Format<typeof options> = {
  name: 'porcupine-etcd',
  title: "a log of Jepsen's etcd test",
  options,
  recognises: (head) => /^INFO\s+jepsen\.\w+\s+-\s/m.test(head),
  read: (chunks, chosen) => {
    const pairing = new Pairing();
    for (const event of events(chunks)) pairing.add(event);
    const understood = pairing.operations().map((logged): Understood => ({ logged, calls: callsOf(logged, chosen) }));
    return collect({ understood, processes: pairing.processes, initial: chosen.initial, specification: 'CasRegister' });
  },
};

/** What is no event of a client is left out: set-up, the nemesis, and the report of the checker behind the run. */
function* events(chunks: Chunks): Generator<LoggedEvent> {
  for (const { text: line, number } of linesOf(chunks)) {
    if (/Run complete/.test(line)) return;
    const found = /^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(\S+)\s+:(\S+)\s+(.*)$/.exec(line);
    if (found === null) {
      const broken = /^INFO\s+jepsen\.util\s+-\s+\d+\s+:/.test(line);
      if (broken) throw new Refusal(number, `${quoted(line)} lacks a part: process, \`:type\`, \`:f\`, value`);
      continue;
    }
    const [, process = '', type = '', name = '', written = ''] = found;
    if (type !== 'invoke' && type !== 'ok' && type !== 'fail' && type !== 'info') {
      throw new Refusal(number, `\`:${type}\` is not \`:invoke\`, \`:ok\`, \`:fail\` or \`:info\``);
    }
    if (name !== 'read' && name !== 'write' && name !== 'cas') {
      throw new Refusal(number, `\`:${name}\` is not an operation of a register: \`:read\`, \`:write\` or \`:cas\``);
    }
    yield { type, process, name, value: argument(written, number), line: number };
  }
}

function argument(written: string, line: number): Datum {
  const trimmed = written.trim();
  if (trimmed === 'nil') return null;
  if (/^\d{1,15}$/.test(trimmed)) return Number(trimmed);
  try {
    // Only the first form, since logs add the error behind it; what is discarded keeps a vector from being taken for a whole history.
    for (const { value: datum } of ednForms([`#_x ${trimmed}`])) return datum;
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(line, error.reason);
    throw error;
  }
  throw new Refusal(line, 'the value is missing');
}

function callsOf(logged: LoggedOperation, { nilReads, failedCas, object }: Options): readonly Call[] {
  const { name, outcome, asked, answered = null } = logged;
  const known = outcome === 'ok';
  switch (name) {
    case 'read':
      if (!known || (answered === null && nilReads === 'unknown')) return [];
      return [{ name: 'read', arguments: [object], result: historyValue(answered) }];
    case 'write':
      return outcome === 'failed' ? [] : [{ name: 'write', arguments: [object, scalar(asked, logged.line)] }];
    default: {
      if (outcome === 'failed' && failedCas === 'dropped') return [];
      const [old, next, ...rest] = itemsOf(asked) ?? [];
      if (old === undefined || next === undefined || rest.length > 0) {
        throw new Refusal(logged.line, `a \`:cas\` has a value \`[old new]\`; found ${quoted(datumText(asked))}`);
      }
      const result = outcome === 'unknown' ? {} : { result: known };
      return [{ name: 'cas', arguments: [object, historyValue(old), historyValue(next)], ...result }];
    }
  }
}

function scalar(datum: Datum, line: number): TraceValue {
  if (datum === null) throw new Refusal(line, 'a `:write` needs a value');
  return historyValue(datum);
}
