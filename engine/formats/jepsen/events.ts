/** From the maps of a Jepsen history, in EDN or in JSON, to events. */
import type { LoggedEvent } from '../history/pairing.ts';
import { type Datum, type DatumMap, datumText, nameOf } from '../text/datum.ts';
import type { Form } from '../text/edn.ts';
import { quoted, Refusal } from '../text/refusal.ts';

/** The events of clients; what the nemesis and other processes without a number do is left out. Throws `Refusal`. */
export function* jepsenEvents(forms: Iterable<Form>): Generator<LoggedEvent> {
  for (const { value, line } of forms) {
    if (typeof value !== 'object' || value === null || value.kind !== 'map') {
      throw new Refusal(
        line,
        `${quoted(datumText(value))} is not an operation: that is a map with \`:type\`, \`:process\`, \`:f\`, \`:value\``,
      );
    }
    const fields = fieldsOf(value, line);
    const { process } = fields;
    const number = processNumber(process);
    if (process !== undefined && process !== null && number === undefined) continue;
    const name = fields.f === undefined || fields.f === null ? undefined : nameOf(fields.f);
    if (fields.f !== undefined && fields.f !== null && name === undefined) {
      throw new Refusal(line, `\`:f\` is the name of an operation; found ${quoted(datumText(fields.f))}`);
    }
    yield {
      type: typeOf(fields.type, line),
      ...(number === undefined ? {} : { process: number }),
      ...(name === undefined ? {} : { name }),
      value: fields.value ?? null,
      line,
    };
  }
}

interface Fields {
  type?: Datum;
  process?: Datum;
  f?: Datum;
  value?: Datum;
}

function fieldsOf(map: DatumMap, line: number): Fields {
  const fields: Fields = {};
  for (const [key, value] of map.entries) {
    const name = nameOf(key);
    if (name !== 'type' && name !== 'process' && name !== 'f' && name !== 'value') continue;
    if (Object.hasOwn(fields, name)) throw new Refusal(line, `\`:${name}\` stands twice in one operation`);
    fields[name] = value;
  }
  return fields;
}

/** `undefined` of what is not a client: the nemesis is a keyword. */
function processNumber(process: Datum | undefined): string | undefined {
  if (typeof process === 'number') return Number.isInteger(process) && process >= 0 ? String(process) : undefined;
  const name = nameOf(process);
  return name !== undefined && /^\d+$/.test(name) ? name : undefined;
}

function typeOf(type: Datum | undefined, line: number): LoggedEvent['type'] {
  if (type === undefined) throw new Refusal(line, '`:type` is missing; it is `:invoke`, `:ok`, `:fail` or `:info`');
  const name = nameOf(type);
  if (name === 'invoke' || name === 'ok' || name === 'fail' || name === 'info') return name;
  throw new Refusal(line, `\`:type\` is \`:invoke\`, \`:ok\`, \`:fail\` or \`:info\`; found ${quoted(datumText(type))}`);
}
