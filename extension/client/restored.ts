/** What a trace panel shows that was restored without its traces. */
import type { HostMessage, LeftBehind, PresentedTrace } from '../../webview/protocol.ts';
import type { ScenarioRef } from '../protocol.ts';

/** What it takes to find them. */
export interface Finding {
  /** What the file is called. */
  name(file: string): string;
  /** Opens the file, so that it is checked; rejects where there is none. */
  open(file: string): Promise<unknown>;
  /** The traces of the scenario's check; none where there is no such scenario. */
  traces(ref: ScenarioRef): Promise<readonly PresentedTrace[]>;
}

/** The same place in the traces of a new check, or why there is nothing to show. */
export async function restored(
  { source, selected, step }: LeftBehind,
  { name, open, traces }: Finding,
): Promise<Extract<HostMessage, { readonly type: 'show' | 'missing' }>> {
  const { file, scenario } = source;
  try {
    await open(file);
  } catch {
    return { type: 'missing', why: `The run that was shown here cannot be found again: ${name(file)} is gone, or cannot be read.` };
  }
  const found = await traces({ uri: file, scenario });
  if (found.length === 0) {
    const why = `The run that was shown here cannot be found again: ${name(file)} has no run of a scenario “${scenario}” any more.`;
    return { type: 'missing', why };
  }
  return { type: 'show', traces: found, selected: Math.min(selected, found.length - 1), step };
}
