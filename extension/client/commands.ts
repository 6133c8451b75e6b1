/** The palette's commands, and those behind code lenses and the status bar. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { cancelMethod, checkMethod, type ScenarioRef } from '../protocol.ts';
import type { TracePanels } from './trace-panels.ts';

export function registerCommands(client: LanguageClient, panels: TracePanels): readonly vscode.Disposable[] {
  const check = async (ref: ScenarioRef | undefined): Promise<void> => {
    if (ref === undefined) return;
    const ran = await client.sendRequest<boolean>(checkMethod, ref);
    if (!ran)
      void vscode.window.showWarningMessage(
        'Faultline: this file has errors, so that none of its scenarios could run. They are listed under Problems.',
      );
  };
  const register = vscode.commands.registerCommand;
  return [
    register('faultline.check', () => check(activeFile())),
    register('faultline.checkScenario', (uri?: string, scenario?: string) =>
      check(uri === undefined ? scenarioAtCursor() : refOf(uri, scenario)),
    ),
    register('faultline.cancel', () => client.sendNotification(cancelMethod)),
    register('faultline.showTrace', async (uri?: string, scenario?: string, at?: { trace: number; step: number }) => {
      const ref = uri === undefined ? scenarioAtCursor() : refOf(uri, scenario);
      if (ref !== undefined) await panels.show(ref, at);
    }),
    register('faultline.stepForward', () => panels.step(1)),
    register('faultline.stepBack', () => panels.step(-1)),
  ];
}

function refOf(uri: string, scenario: string | undefined): ScenarioRef {
  return scenario === undefined ? { uri } : { uri, scenario };
}

function activeFile(): ScenarioRef | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'faultline') return { uri: document.uri.toString() };
  void vscode.window.showInformationMessage('Faultline: open a .faultline file first.');
  return undefined;
}

/** The scenario that the cursor is in or below; the whole file where it is above the first. */
function scenarioAtCursor(): ScenarioRef | undefined {
  const file = activeFile();
  const editor = vscode.window.activeTextEditor;
  if (file === undefined || editor === undefined) return file;
  for (let line = editor.selection.active.line; line >= 0; line--) {
    const title = /^\s*scenario\s+"((?:[^"\\]|\\.)*)"/.exec(editor.document.lineAt(line).text)?.[1];
    if (title !== undefined) return { ...file, scenario: JSON.parse(`"${title}"`) as string };
  }
  return file;
}
