/** A worker that helps an exploration. When it runs it says so, with the port by which it takes tasks. */
import type { ThreadTask } from '../../engine/explorer/search/threads/host.ts';
import { serve } from '../../engine/explorer/search/threads/serve.ts';

const { port1, port2 } = new MessageChannel();
port1.onmessage = ({ data }: MessageEvent<ThreadTask>) => serve(data);
postMessage('running', { transfer: [port2] });
