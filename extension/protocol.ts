/** What client and language server say to each other beyond LSP: method names and the shape of what they carry. */
import type { PresentedTrace } from '../webview/protocol.ts';

export interface ScenarioRef {
  readonly uri: string;
  /** The scenario's title; absent for all scenarios of the file. */
  readonly scenario?: string;
}

/** Request (`ScenarioRef` -> `boolean`): check now, whatever the setting. False where the file has errors, so that nothing could run. */
export const checkMethod = 'faultline/check';
/** Notification (no parameters): stop the running check. */
export const cancelMethod = 'faultline/cancel';
/** Request (`ScenarioRef` -> `readonly PresentedTrace[]`): the traces of the last check, in the order of its reports; of one made for the purpose where there was none. */
export const tracesMethod = 'faultline/traces';
export type TracesResult = readonly PresentedTrace[];
/** Request (`PositionParams` -> `OffsetRange | null`): the handler or function that the position is in. */
export const handlerMethod = 'faultline/handlerAt';
export interface PositionParams {
  readonly uri: string;
  readonly offset: number;
}
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** Notification from the server (`CheckStatus`): how the checks of a file stand. */
export const statusMethod = 'faultline/status';
export interface CheckStatus {
  readonly uri: string;
  readonly state: 'unchecked' | 'checking' | 'passed' | 'failed' | 'undecided' | 'errors';
  /** One short line for the status bar. */
  readonly text: string;
}
