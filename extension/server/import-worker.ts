/** Reads and checks one imported file off the extension host's thread, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { openImported } from './imported.ts';

parentPort?.postMessage(openImported(workerData as string));
