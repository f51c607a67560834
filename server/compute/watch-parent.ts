import { Worker } from 'node:worker_threads';

/** Between two looks. */
const intervalMs = 1000;

/**
 * Ends this process when its parent is gone, from a thread of its own: the main thread may be in a kernel for minutes,
 * and then hears neither the broken channel nor a signal that it handles.
 */
export function watchParent(): void {
  const watch = `
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGKILL'), ${intervalMs});`;
  // Without the flags of this process, of which it needs none.
  new Worker(watch, { eval: true, execArgv: [] }).unref();
}
