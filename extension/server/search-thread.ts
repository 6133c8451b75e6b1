/** A thread that helps an exploration. */
import { parentPort } from 'node:worker_threads';
import type { ThreadTask } from '../../engine/explorer/search/threads/host.ts';
import { serve } from '../../engine/explorer/search/threads/serve.ts';

parentPort?.on('message', (task: ThreadTask) => serve(task));
