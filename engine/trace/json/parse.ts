/** Traces from text. */
import type { Trace } from '../model.ts';
import { asObject, FormatError } from './codec.ts';
import { checkConsistency } from './consistency.ts';
import { traceSchema } from './schema.ts';

/** Reads what `printTrace` wrote. Throws `FormatError`, whose message names the path of what is wrong: `steps[3].events: …`. */
export function parseTrace(text: string): Trace {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FormatError('', `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { format, version } = asObject(json, '');
  if (format !== 'faultline-trace') throw new FormatError('format', 'not a Faultline trace; that has "faultline-trace" here');
  if (version !== 1)
    throw new FormatError('version', `this version of Faultline reads version 1, found ${JSON.stringify(version) ?? 'none'}`);
  const trace = traceSchema.read(json, '');
  checkConsistency(trace);
  return trace;
}
