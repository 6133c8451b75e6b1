/** The other end of the protocol, as the page sees it. */
import { asHostMessage, asPanelState, type HostMessage, type PanelMessage, type PanelState } from '../protocol.ts';

/** What VS Code gives to the page of a webview; it may be asked for once. */
interface VsCodeApi {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: PanelState): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface Host {
  post(message: PanelMessage): void;
  savedState(): PanelState | undefined;
  saveState(state: PanelState): void;
}

export function connectHost(onMessage: (message: HostMessage) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (event) => {
    const message = asHostMessage(event.data);
    if (message !== undefined) onMessage(message);
  });
  return {
    post: (message) => api.postMessage(message),
    savedState: () => asPanelState(api.getState()),
    saveState: (state) => api.setState(state),
  };
}
