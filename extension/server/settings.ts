import { availableParallelism } from 'node:os';
import type { Exploring, RunLimits } from '../../engine/check/task.ts';
import { DEFAULT_LINTS, type LintSettings } from '../../grammar/lints/run.ts';
import { defaultThreads } from './search-threads.ts';

/** The settings that the server reads, with their defaults (package.json declares the same). */
export interface Settings {
  /** When the scenarios of a file run by themselves. */
  readonly checkRun: 'onSave' | 'onType' | 'off';
  /** Bounds for one scenario. */
  readonly limits: RunLimits;
  readonly exploring: Exploring;
  readonly lints: LintSettings;
}

export const defaultSettings: Settings = {
  checkRun: 'onSave',
  limits: { maxStates: 5_000_000, maxBytes: 2 ** 31, maxMs: 60_000 },
  exploring: { threads: defaultThreads(availableParallelism()), symmetry: true, partialOrder: true },
  lints: DEFAULT_LINTS,
};

/** Reads `faultline.*` as the client sends it; what is missing or malformed keeps its default. */
export function settingsFrom(configuration: unknown): Settings {
  const section = record(configuration);
  const run = record(section.check).run;
  const limits = record(section.limits);
  const { lossy, symmetry, partialOrder, ...explore } = record(section.explore);
  const threads = positive(explore.threads);
  return {
    checkRun: run === 'onSave' || run === 'onType' || run === 'off' ? run : defaultSettings.checkRun,
    limits: {
      ...defaultSettings.limits,
      ...defined('maxStates', positive(limits.states)),
      ...defined('maxDepth', positive(limits.depth)),
      ...defined('maxBytes', scaled(positive(limits.memory), 2 ** 20)),
      ...defined('maxMs', scaled(positive(limits.seconds), 1000)),
    },
    exploring: {
      ...defaultSettings.exploring,
      ...(threads !== undefined && { threads }),
      ...((lossy === 'fingerprint' || lossy === 'bitstate') && { lossy }),
      ...(typeof symmetry === 'boolean' && { symmetry }),
      ...(typeof partialOrder === 'boolean' && { partialOrder }),
    },
    lints: Object.fromEntries(Object.entries(record(section.lints)).filter(isSeverity)),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function defined(name: keyof RunLimits, value: number | undefined): RunLimits {
  return value === undefined ? {} : { [name]: value };
}

function scaled(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value * by;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

function isSeverity(entry: [string, unknown]): entry is [string, LintSettings[string]] {
  return ['error', 'warning', 'information', 'hint', 'off'].includes(String(entry[1]));
}
