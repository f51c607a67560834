import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Ends a child by SIGKILL as soon as its resident memory is above `mostBytes`, looked at every `everyMs`, where the system
 * tells its size (Linux). `onKill` is called before. Returns what stops the watch.
 */
export function watchMemory(
  child: ChildProcess,
  { mostBytes, everyMs, onKill }: { mostBytes: number; everyMs: number; onKill?: () => void },
): () => void {
  const timer = setInterval(async () => {
    const pages = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => undefined);
    if (pages === undefined || Number(pages.split(' ')[1]) * 4096 <= mostBytes) return;
    onKill?.();
    child.kill('SIGKILL');
  }, everyMs);
  return () => clearInterval(timer);
}
