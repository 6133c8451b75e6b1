/** Runs one check at a time in the worker thread; a new one, an edit or the user ends the one before. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Progress, RunReport } from '../../engine/report.ts';
import type { CheckedProgram } from '../../grammar/semantics/program.ts';
import type { CheckJob, CheckMessage } from './check-worker.ts';
import type { Settings } from './settings.ts';

export interface CheckListener {
  onProgress(progress: Progress): void;
  onReport(report: RunReport): void;
  /** Always called, once: after the last report, after a cancellation, or with what went wrong. */
  onEnd(how: 'done' | 'cancelled' | { readonly crashed: string }): void;
}

type CheckSettings = Pick<Settings, 'limits' | 'exploring'>;

/** How long a cancelled run may take to notice before its thread is ended. */
const graceMs = 100;

interface Running {
  readonly id: number;
  readonly job: CheckJob;
  readonly listener: CheckListener;
  readonly stop: Int32Array;
}

export class CheckRunner {
  private worker: Worker | undefined;
  private running: Running | undefined;
  private lastId = 0;

  start(program: CheckedProgram, scenario: string | undefined, { limits, exploring }: CheckSettings, listener: CheckListener): void {
    this.cancel();
    const stop = new SharedArrayBuffer(4);
    const id = ++this.lastId;
    const job: CheckJob = { id, program, stop, limits, exploring, ...(scenario === undefined ? {} : { scenario }) };
    this.running = { id, job, listener, stop: new Int32Array(stop) };
    this.thread().postMessage(job);
  }

  /** Ends what is running; its listener hears so at once. */
  cancel(): void {
    const { running, worker } = this;
    if (running === undefined) return;
    this.running = undefined;
    Atomics.store(running.stop, 0, 1);
    running.listener.onEnd('cancelled');
    this.expectEnd(running.id, worker);
  }

  dispose(): void {
    this.cancel();
    void this.worker?.terminate();
  }

  /** A thread that does not notice its cancellation in time is replaced; a check that waits behind it moves to the new one. */
  private expectEnd(id: number, worker: Worker | undefined): void {
    if (worker === undefined) return;
    const forget = (): void => {
      clearTimeout(timer);
      worker.off('message', listen);
    };
    const listen = (message: CheckMessage): void => {
      if (message.id === id && (message.kind === 'done' || message.kind === 'crashed')) forget();
    };
    const timer = setTimeout(() => {
      forget();
      if (this.worker !== worker) return;
      this.worker = undefined;
      void worker.terminate();
      if (this.running !== undefined) this.thread().postMessage(this.running.job);
    }, graceMs);
    worker.on('message', listen);
  }

  private thread(): Worker {
    if (this.worker !== undefined) return this.worker;
    const worker = new Worker(join(__dirname, 'check-worker.cjs'));
    worker.on('message', (message: CheckMessage) => this.receive(message));
    worker.on('error', (error) => this.lose(worker, error.message));
    worker.on('exit', (code) => this.lose(worker, `its thread ended (code ${code})`));
    this.worker = worker;
    return worker;
  }

  private receive(message: CheckMessage): void {
    const { running } = this;
    if (running === undefined || running.id !== message.id) return;
    switch (message.kind) {
      case 'progress':
        running.listener.onProgress(message.progress);
        return;
      case 'report':
        running.listener.onReport(message.report);
        return;
      default:
        this.running = undefined;
        running.listener.onEnd(message.kind === 'done' ? 'done' : { crashed: message.message });
    }
  }

  private lose(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const { running } = this;
    this.running = undefined;
    running?.listener.onEnd({ crashed: reason });
  }
}
