/** The highlighted line of the step that a trace panel is at. */
import * as vscode from 'vscode';
import type { Place } from '../../grammar/syntax/range.ts';

export class SourceMarks implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  private marked: Place | undefined;
  private readonly listener = vscode.window.onDidChangeVisibleTextEditors(() => this.draw());

  /** Marks the line of a place in every editor that shows its file; nothing where there is none. */
  mark(place: Place | undefined): void {
    this.marked = place;
    this.draw();
  }

  /** Opens the place beside the panel and scrolls to it. `focus` puts the cursor there. */
  async reveal(place: Place, focus: boolean): Promise<void> {
    const uri = vscode.Uri.parse(place.file);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
    const document = shown?.document ?? (await vscode.workspace.openTextDocument(uri));
    const column = shown?.viewColumn ?? vscode.ViewColumn.One;
    const editor =
      focus || shown === undefined ? await vscode.window.showTextDocument(document, { viewColumn: column, preserveFocus: !focus }) : shown;
    const range = rangeIn(document, place);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    if (focus) editor.selection = new vscode.Selection(range.start, range.start);
  }

  dispose(): void {
    this.listener.dispose();
    this.decoration.dispose();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const here = this.marked !== undefined && editor.document.uri.toString() === vscode.Uri.parse(this.marked.file).toString();
      const ranges = here && this.marked !== undefined ? [lineOf(editor.document, this.marked)] : [];
      editor.setDecorations(this.decoration, ranges);
    }
  }
}

function rangeIn(document: vscode.TextDocument, place: Place): vscode.Range {
  return new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
}

/** Only the first line: a handler's whole body would drown the step. */
function lineOf(document: vscode.TextDocument, place: Place): vscode.Range {
  const { start } = rangeIn(document, place);
  return new vscode.Range(start, start);
}
