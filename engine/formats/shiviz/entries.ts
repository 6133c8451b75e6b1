/** The entries of a ShiViz log: events of hosts with their vector clocks. */
import { quoted, Refusal } from '../text/refusal.ts';

export interface Entry {
  readonly host: string;
  readonly event: string;
  /** Without the hosts of which nothing is known yet. */
  readonly clock: ReadonlyMap<string, number>;
  readonly line: number;
}
export interface Execution {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/**
 * How an entry is written: a regular expression with the groups `host`, `clock` and `event`; and what stands between executions, the group `trace`
 * being the name of the one that follows.
 */
export interface Layout {
  readonly parser: RegExp;
  readonly delimiter?: RegExp;
}

/** The two layouts of ShiViz' own examples. */
const eventFirst = /^(?<event>.*)\n(?<host>\S*) (?<clock>\{.*\})/gm;
const clockFirst = /^(?<host>\S*) (?<clock>\{.*\})\n(?<event>.*)/gm;
/** Host, clock and event in one line, behind whatever the logger adds. */
const oneLine = /^(?<prefix>[^{\n]{0,500})(?<clock>\{[^{}\n]*\})(?<event>.*)/gm;
const banner = /^=+ (?<trace>.*?) =+$/gm;

/** The log's own layout, if it begins with one: the regular expression, and in the next line the delimiter or nothing. */
export function ownLayout(log: string): { readonly parser: string; readonly delimiter: string; readonly rest: string } | undefined {
  const [first = '', second = ''] = log.split('\n', 2);
  if (!/\(\?<(host|clock|event)>/.test(first)) return undefined;
  // Blanks keep the numbers of the lines.
  return { parser: first.trim(), delimiter: second.trim(), rest: `\n\n${log.slice(first.length + second.length + 2)}` };
}

/** The layout that a log without one seems to have. */
export function guessedLayout(log: string): Layout | undefined {
  const lines = log
    .slice(0, 16_384)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('=='));
  const isClock = (line: string): boolean => /^\S+ \{.*\}\s*$/.test(line);
  const parser = isClock(lines[0] ?? '') ? clockFirst : isClock(lines[1] ?? '') ? eventFirst : lines.some(isEntry) ? oneLine : undefined;
  if (parser === undefined) return undefined;
  return new RegExp(banner).test(log.slice(0, 16_384)) ? { parser, delimiter: banner } : { parser };
}

function isEntry(line: string): boolean {
  const found = new RegExp(oneLine.source, 'm').exec(line.slice(0, 10_000));
  return found !== null && /^\{\s*\\?"[^"]+"\s*:\s*\d+/.test(found.groups?.clock ?? '');
}

/**
 * A regular expression of the log's author, repeated over many lines. Throws `Refusal` where it is none, lacks a group, or repeats what itself repeats:
 * matching that can take for ever.
 */
export function expressionOf(source: string, groups: readonly string[], line: number): RegExp {
  for (const group of groups) {
    if (!source.includes(`(?<${group}>`))
      throw new Refusal(line, `the regular expression ${quoted(source)} has no group \`(?<${group}>…)\``);
  }
  if (/\([^()]*[+*}][^()]*\)[+*{]/.test(source)) {
    throw new Refusal(
      line,
      `the regular expression ${quoted(source)} repeats a group that repeats something itself, which can take for ever`,
    );
  }
  try {
    return new RegExp(source, 'gm');
  } catch {
    throw new Refusal(line, `${quoted(source)} is not a regular expression`);
  }
}

/** Throws `Refusal` where an entry is malformed. */
export function executionsOf(log: string, { parser, delimiter }: Layout): readonly Execution[] {
  const lines = new LineCount(log);
  return partsOf(log, delimiter).map(({ title, start, end }) => {
    const entries: Entry[] = [];
    const text = log.slice(start, end);
    for (const found of text.matchAll(parser)) {
      const at = start + found.index + found[0].indexOf(found.groups?.clock ?? '');
      entries.push(entryOf(found.groups ?? {}, lines.at(at)));
    }
    return { title, entries };
  });
}

function partsOf(
  log: string,
  delimiter: RegExp | undefined,
): readonly { readonly title: string; readonly start: number; readonly end: number }[] {
  const cuts = delimiter === undefined ? [] : [...log.matchAll(delimiter)];
  const parts = [{ title: '', start: 0, end: cuts[0]?.index ?? log.length }];
  cuts.forEach((cut, i) => {
    parts.push({ title: cut.groups?.trace ?? '', start: cut.index + cut[0].length, end: cuts[i + 1]?.index ?? log.length });
  });
  return parts.filter(({ start, end }) => log.slice(start, end).trim() !== '');
}

function entryOf(groups: Readonly<Record<string, string>>, line: number): Entry {
  const { clock: written = '', event = '', prefix } = groups;
  const clock = clockOf(written, line);
  // In a line of a logger the host is the last word before the clock.
  const host = groups.host ?? /([\w.@:-]+)\W*$/.exec((prefix ?? '').slice(-200))?.[1] ?? '';
  if (!clock.has(host)) throw new Refusal(line, `the clock ${quoted(written)} lacks an entry for ${quoted(host)}, the event's own host`);
  return { host, event: event.trim(), clock, line };
}

function clockOf(written: string, line: number): ReadonlyMap<string, number> {
  let json: unknown;
  try {
    json = JSON.parse(written.replaceAll('\\"', '"'));
  } catch {
    json = undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Refusal(line, `${quoted(written)} is not a clock: a JSON object of hosts and whole numbers`);
  }
  const clock = new Map<string, number>();
  for (const [host, ticks] of Object.entries(json)) {
    if (typeof ticks !== 'number' || !Number.isSafeInteger(ticks) || ticks < 0) {
      throw new Refusal(line, `the clock's entry for ${quoted(host)} is a whole number, 0 or more; found ${quoted(JSON.stringify(ticks))}`);
    }
    if (ticks > 0) clock.set(host, ticks);
  }
  return clock;
}

/** Numbers of lines at places that grow. */
class LineCount {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(place: number): number {
    for (let end = this.#text.indexOf('\n', this.#at); end >= 0 && end < place; end = this.#text.indexOf('\n', this.#at)) {
      this.#line++;
      this.#at = end + 1;
    }
    return this.#line;
  }
}
