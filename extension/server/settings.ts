import { DEFAULT_LINTS, type LintSettings } from '../../grammar/lints/run.ts';

/** The settings that the server reads, with their defaults (package.json declares the same). */
export interface Settings {
  /** When the scenarios of a file run by themselves. */
  readonly checkRun: 'onSave' | 'onType' | 'off';
  /** Bounds for one exploration. */
  readonly maxStates: number;
  readonly maxSeconds: number;
  readonly lints: LintSettings;
}

export const defaultSettings: Settings = { checkRun: 'onSave', maxStates: 5_000_000, maxSeconds: 60, lints: DEFAULT_LINTS };

/** Reads `faultline.*` as the client sends it; what is missing or malformed keeps its default. */
export function settingsFrom(configuration: unknown): Settings {
  const section = record(configuration);
  const run = record(section.check).run;
  const limits = record(section.limits);
  return {
    checkRun: run === 'onSave' || run === 'onType' || run === 'off' ? run : defaultSettings.checkRun,
    maxStates: positive(limits.states) ?? defaultSettings.maxStates,
    maxSeconds: positive(limits.seconds) ?? defaultSettings.maxSeconds,
    lints: Object.fromEntries(Object.entries(record(section.lints)).filter(isSeverity)),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

function isSeverity(entry: [string, unknown]): entry is [string, LintSettings[string]] {
  return ['error', 'warning', 'information', 'hint', 'off'].includes(String(entry[1]));
}
