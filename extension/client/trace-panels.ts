/** The trace panel: one, reused for every scenario; restored after a reload of the window. */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Place } from '../../grammar/syntax/range.ts';
import { panelHtml } from '../../webview/html.ts';
import {
  asLeftBehind,
  asPanelMessage,
  asPanelState,
  type HostMessage,
  type LeftBehind,
  type PanelMessage,
  type PresentedTrace,
} from '../../webview/protocol.ts';
import { handlerMethod, type OffsetRange, type ScenarioRef, type TracesResult, tracesMethod } from '../protocol.ts';
import { restored } from './restored.ts';
import type { SourceMarks } from './source-marks.ts';
import { stepsWithin } from './steps-within.ts';

const viewType = 'faultline.trace';
/** Where the panel was, in the workspace's memory: the window may close before the panel's own state is stored. */
const leftBehindKey = 'faultline.trace.leftBehind';

interface Shown {
  readonly traces: readonly PresentedTrace[];
  readonly trace: number;
  readonly step: number;
}

export class TracePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private shown: Shown | undefined;
  /** What waits for the panel's script to listen. */
  private pending: HostMessage | undefined;
  private listening = false;
  private readonly disposables: vscode.Disposable[];
  private readonly extensionUri: vscode.Uri;
  private readonly client: LanguageClient;
  private readonly marks: SourceMarks;
  private readonly memory: vscode.Memento;

  constructor({ extensionUri, workspaceState }: vscode.ExtensionContext, client: LanguageClient, marks: SourceMarks) {
    this.extensionUri = extensionUri;
    this.client = client;
    this.marks = marks;
    this.memory = workspaceState;
    this.disposables = [
      vscode.window.registerWebviewPanelSerializer(viewType, this),
      vscode.window.onDidChangeTextEditorSelection((event) => void this.followCursor(event)),
    ];
  }

  /** Shows the traces of a scenario's last check. `at` chooses one and a step in it; else the first violation's. */
  async show(ref: ScenarioRef, at?: { readonly trace: number; readonly step: number }): Promise<void> {
    const traces = await this.client.sendRequest<TracesResult>(tracesMethod, ref);
    if (traces.length === 0) {
      void vscode.window.showInformationMessage('Faultline: there is no trace yet. Check the scenario first.');
      return;
    }
    this.present(traces, at);
  }

  /** Shows these traces; there is at least one. */
  present(traces: readonly PresentedTrace[], at?: { readonly trace: number; readonly step: number }): void {
    this.panel ??= this.adopt(
      vscode.window.createWebviewPanel(
        viewType,
        'Faultline trace',
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { retainContextWhenHidden: true },
      ),
    );
    this.panel.reveal(undefined, true);
    this.send(traces, at?.trace ?? mostTelling(traces), at?.step);
  }

  /** Moves the panel by so many steps. */
  step(by: number): void {
    const { shown } = this;
    const length = shown?.traces[shown.trace]?.trace.steps.length ?? 0;
    if (shown === undefined || length === 0) return;
    this.post({ type: 'select', step: Math.min(length - 1, Math.max(0, shown.step + by)) });
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const left = asPanelState(state);
    this.panel = this.adopt(panel);
    if (left?.traces !== undefined) this.shown = { traces: left.traces, trace: left.selected, step: left.step };
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    this.listening = false;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'images', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const known = asPanelMessage(message);
      if (known !== undefined) this.receive(known).catch(tell);
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.shown = undefined;
      this.marks.mark(undefined);
    });
    panel.webview.html = panelHtml({
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'trace.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'trace.css')).toString(),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
    });
    return panel;
  }

  private send(traces: readonly PresentedTrace[], selected: number, step: number | undefined): void {
    const violating = traces[selected]?.trace.violation?.step ?? 0;
    this.shown = { traces, trace: selected, step: step ?? violating };
    this.post({ type: 'show', traces, selected, ...(step === undefined ? {} : { step }) });
  }

  private post(message: HostMessage): void {
    if (this.listening) void this.panel?.webview.postMessage(message);
    else this.pending = message;
  }

  private async receive(message: PanelMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.listening = true;
        if (this.pending !== undefined) this.post(this.pending);
        else if (!message.showing) await this.find(message.lacksTrace ?? asLeftBehind(this.memory.get(leftBehindKey)));
        this.pending = undefined;
        return;
      case 'stepSelected':
        this.follow(message.trace, message.step);
        this.marks.mark(message.place);
        if (message.place !== undefined && message.origin === 'user') await this.marks.reveal(message.place, false);
        return;
      case 'reveal':
        await this.marks.reveal(message.place, true);
        return;
      case 'openMessage':
        await this.openMessage(message.file, message.name);
    }
  }

  /** Notes where the panel is. */
  private follow(trace: number, step: number): void {
    const shown = this.shown?.traces[trace];
    if (this.shown === undefined || shown === undefined) return;
    this.shown = { ...this.shown, trace, step };
    const left: LeftBehind = { source: shown.trace.source, selected: trace, step };
    void this.memory.update(leftBehindKey, left);
  }

  /** A panel that was restored without its traces: the check is run again and its trace shown, or the panel says why it cannot be. */
  private async find(left: LeftBehind | undefined): Promise<void> {
    if (left === undefined) return;
    const message = await restored(left, {
      name: (file) => basename(vscode.Uri.parse(file).path),
      open: async (file) => vscode.workspace.openTextDocument(vscode.Uri.parse(file)),
      traces: (ref) => this.client.sendRequest<TracesResult>(tracesMethod, ref),
    });
    if (message.type === 'show') this.send(message.traces, message.selected, message.step);
    else this.post(message);
  }

  private async openMessage(file: string, name: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(file));
    const at = new RegExp(`^\\s*message\\s+${name}\\b`, 'm').exec(document.getText());
    if (at !== null) await this.marks.reveal({ file, start: at.index, end: at.index + at[0].length }, true);
  }

  /** Putting the cursor on a handler marks its steps in the diagram. */
  private async followCursor({ textEditor, kind }: vscode.TextEditorSelectionChangeEvent): Promise<void> {
    const trace = this.shown?.traces[this.shown.trace]?.trace;
    if (trace === undefined || kind === undefined || textEditor.document.languageId !== 'faultline') return;
    const uri = textEditor.document.uri.toString();
    const offset = textEditor.document.offsetAt(textEditor.selection.active);
    const body = await this.client.sendRequest<OffsetRange | null>(handlerMethod, { uri, offset });
    this.post({ type: 'highlight', steps: body === null ? [] : stepsWithin(trace, { file: uri, ...body } satisfies Place) });
  }
}

/** What the panel asked for cannot be had: a file is gone, say. */
function tell(error: unknown): void {
  void vscode.window.showErrorMessage(`Faultline: ${error instanceof Error ? error.message : String(error)}`);
}

/** The trace to show first: what is wrong, else what was expected to go wrong, else any. */
function mostTelling(traces: readonly PresentedTrace[]): number {
  for (const outcome of ['violated', 'expected']) {
    const index = traces.findIndex((trace) => trace.outcome === outcome);
    if (index >= 0) return index;
  }
  return 0;
}
