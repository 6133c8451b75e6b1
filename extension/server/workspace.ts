/**
 * The open files: analysed a moment after each edit, their scenarios run when the settings say so. Each file's state is immutable and replaced as a
 * whole; this class only decides what happens when.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { progressParts } from '../../engine/progress.ts';
import type { RunReport } from '../../engine/report.ts';
import { createChecker } from '../../grammar/check.ts';
import type { CheckStatus } from '../protocol.ts';
import { analyse } from './analyse.ts';
import type { CheckListener, CheckRunner } from './check-runner.ts';
import { diagnosticsFor } from './diagnostics.ts';
import { type Analysis, type FileState, opened } from './file-state.ts';
import type { Publisher } from './publisher.ts';
import { overall, withReport } from './results.ts';
import type { Settings } from './settings.ts';

export interface WorkspaceHost {
  openText(uri: string): string | undefined;
  settings(): Settings;
  readonly runner: CheckRunner;
  readonly publisher: Publisher;
  /** Status or lenses of a file changed. */
  changed(uri: string, status: Omit<CheckStatus, 'uri'>): void;
  log(message: string): void;
}

/** Typing goes on while the last letters wait for their analysis. */
const analyseAfterMs = 80;
/** A pause in typing, for `onType`. */
const checkAfterMs = 500;

export class Workspace {
  private readonly files = new Map<string, FileState>();
  /** Remembers what it has checked; whoever else asks about these files had better ask it too. */
  readonly checker = createChecker();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** The file whose scenarios are running. */
  private checking: string | undefined;
  /** To be called when a report has come, or a check has ended. */
  private waiting: (() => void)[] = [];

  private readonly host: WorkspaceHost;

  constructor(host: WorkspaceHost) {
    this.host = host;
  }

  file(uri: string): FileState | undefined {
    return this.files.get(uri);
  }

  open(document: TextDocument): void {
    this.files.set(document.uri, opened(document));
    this.analyseNow(document.uri);
    if (this.host.settings().checkRun !== 'off') this.check(document.uri);
  }

  edit(document: TextDocument): void {
    const state = this.files.get(document.uri);
    if (state === undefined || state.analysis?.version === document.version) return;
    this.files.set(document.uri, { ...state, document });
    if (this.checking === document.uri || this.reads(this.checking, document.uri)) this.host.runner.cancel();
    this.later(document.uri, analyseAfterMs, () => {
      this.analyseNow(document.uri);
      if (this.host.settings().checkRun === 'onType') this.later(document.uri, checkAfterMs, () => this.check(document.uri));
    });
  }

  save(uri: string): void {
    if (this.host.settings().checkRun === 'off') return;
    this.check(uri);
  }

  close(uri: string): void {
    this.clearTimer(uri);
    if (this.checking === uri) this.host.runner.cancel();
    this.files.delete(uri);
    this.host.publisher.set(uri, new Map());
  }

  /** Other lints may be wanted now. */
  settingsChanged(): void {
    for (const uri of this.files.keys()) this.analyseNow(uri);
  }

  /** Runs the scenarios of a file (or one of them). False where it has errors. */
  check(uri: string, scenario?: string): boolean {
    this.analyseNow(uri);
    const analysis = this.files.get(uri)?.analysis;
    if (analysis === undefined) return false;
    if (analysis.program === undefined) {
      this.update(uri, { status: { state: 'errors', text: 'has errors: nothing was run' } });
      return false;
    }
    const settings = this.host.settings();
    this.host.runner.cancel();
    this.checking = uri;
    this.update(uri, { status: { state: 'checking', text: 'checking' } });
    this.host.runner.start(analysis.program, scenario, settings, this.listener(uri, analysis, scenario === undefined));
    return true;
  }

  /**
   * The reports on a file's scenarios, or on one of them; where there is none, once a check has brought one. Starts that check if none is running. Empty
   * where nothing can run, or where the check was stopped before.
   */
  async reports(uri: string, scenario?: string): Promise<readonly RunReport[]> {
    const known = (): readonly RunReport[] => {
      const reports = this.files.get(uri)?.checked?.reports ?? [];
      return scenario === undefined ? reports : reports.filter((report) => report.scenario === scenario);
    };
    if (known().length === 0 && this.checking !== uri) this.check(uri, scenario);
    while (known().length === 0 && this.checking === uri) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return known();
  }

  private tellWaiting(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private listener(uri: string, analysis: Analysis, wholeFile: boolean): CheckListener {
    // Until the whole file is through, older reports stay visible; then only the new ones count.
    const fresh: RunReport[] = [];
    return {
      onProgress: (progress) => {
        const { scenario, done, total } = progress;
        const text = [`${done + 1}/${total} ${scenario}`, ...progressParts(progress).slice(0, 1)].join(' · ');
        const running = ['running', ...progressParts(progress)].join(' · ');
        this.update(uri, { running: { scenario, text: running }, status: { state: 'checking', text } });
      },
      onReport: (report) => {
        fresh.push(report);
        const old = this.files.get(uri)?.checked?.reports ?? [];
        this.update(uri, { checked: { texts: analysis.texts, reports: withReport(old, report) } });
        this.publish(uri);
        this.tellWaiting();
      },
      onEnd: (how) => {
        this.checking = undefined;
        this.tellWaiting();
        const state = this.files.get(uri);
        if (state === undefined) return;
        const { running: _, ...rest } = state;
        const reports = how === 'done' && wholeFile ? fresh : (state.checked?.reports ?? []);
        const status = how === 'cancelled' ? ({ state: 'unchecked', text: 'the check was stopped' } as const) : statusOf(reports);
        this.files.set(uri, { ...rest, checked: { texts: analysis.texts, reports }, status });
        this.host.changed(uri, status);
        if (how !== 'cancelled' && how !== 'done') this.host.log(`Checking ${uri} failed: ${how.crashed}`);
        this.publish(uri);
      },
    };
  }

  private analyseNow(uri: string): void {
    this.clearTimer(uri);
    const state = this.files.get(uri);
    if (state === undefined) return;
    const analysis = analyse(this.checker, state.document, (other) => this.host.openText(other), this.host.settings().lints);
    this.update(uri, { analysis });
    this.publish(uri);
    for (const other of this.files.keys())
      if (other !== uri && this.reads(other, uri)) this.later(other, analyseAfterMs, () => this.analyseNow(other));
  }

  /** Whether `root` imports `uri`, directly or not. */
  private reads(root: string | undefined, uri: string): boolean {
    return root !== undefined && this.files.get(root)?.analysis?.texts.has(uri) === true;
  }

  private publish(uri: string): void {
    const state = this.files.get(uri);
    if (state?.analysis !== undefined)
      this.host.publisher.set(uri, diagnosticsFor(uri, state.analysis, state.checked, this.host.settings().lints));
  }

  private update(uri: string, change: Partial<FileState>): void {
    const state = this.files.get(uri);
    if (state === undefined) return;
    const next = { ...state, ...change };
    this.files.set(uri, next);
    this.host.changed(uri, next.status);
  }

  private later(uri: string, ms: number, run: () => void): void {
    this.clearTimer(uri);
    this.timers.set(uri, setTimeout(run, ms));
  }

  private clearTimer(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
  }
}

function statusOf(reports: readonly RunReport[]): Omit<CheckStatus, 'uri'> {
  const outcome = overall(reports);
  const count = reports.filter((report) => report.outcome === outcome).length;
  const text = {
    passed: `${count} as claimed`,
    failed: `${count} of ${reports.length} not as claimed`,
    undecided: `${count} of ${reports.length} undecided`,
  };
  return { state: outcome, text: text[outcome] };
}
