/** Traces as text: JSON, one step, message or event a line, so that two of them can be compared with ordinary tools. */
import type { Trace } from '../model.ts';
import { traceSchema } from './schema.ts';

/** The same trace gives the same text, byte for byte. No newline at the end. */
export function printTrace(trace: Trace): string {
  const fields = Object.entries(traceSchema.write(trace) as Readonly<Record<string, unknown>>).map(([key, value]) => {
    const text =
      Array.isArray(value) && value.length > 0
        ? `[\n${value.map((part) => `    ${JSON.stringify(part)}`).join(',\n')}\n  ]`
        : JSON.stringify(value);
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${fields.join(',\n')}\n}`;
}
