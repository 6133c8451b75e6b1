/** What the tests of the formats have in common. */
import { importText, Refusal } from '../formats.ts';
import type { ImportedHistory, ImportedTraces } from '../imported.ts';

export function importHistory(text: string, options: Readonly<Record<string, string>> = {}): ImportedHistory {
  const imported = importText([text], options);
  if (imported.kind !== 'history') throw new Error('a history is expected');
  return imported;
}

export function importTraces(text: string, options: Readonly<Record<string, string>> = {}): ImportedTraces['traces'] {
  const imported = importText([text], options, 'file');
  if (imported.kind !== 'traces') throw new Error('traces are expected');
  return imported.traces;
}

/** `line 3: reason`, or `accepted`. Any other exception goes on. */
export function refusalOf(read: () => unknown): string {
  try {
    read();
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** The operations in one line each: `0 read(register) -> 1`, `?` for one without a reply. */
export function shown({ operations }: ImportedHistory): readonly string[] {
  return operations.map(({ process, name, arguments: args, result, outcome }) => {
    const called = `${process} ${name}(${args.map(plain).join(', ')})`;
    return outcome === 'open' ? `${called} -> ?` : result === null || result === undefined ? called : `${called} -> ${plain(result)}`;
  });
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The text in pieces of one size. */
export function* cut(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
