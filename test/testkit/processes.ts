import { readFile } from 'node:fs/promises';
import { waitFor } from './wait-for';

/** Process numbers of the children of a process. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Those of them whose command line has a word in it. */
export async function childrenWith(pid: number, word: string): Promise<number[]> {
  const children = await childrenOf(pid);
  const lines = await Promise.all(
    children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')),
  );
  return children.filter((_, at) => lines[at]?.includes(word));
}

/** Whether a process runs: a dead one that nobody has asked about yet does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}

/** The child of a worker, as soon as it has one. */
export function childOf(pid: number): Promise<number> {
  return waitFor(`process ${pid} to have a child`, async () => (await childrenOf(pid))[0]);
}

/** Waits until a process is gone. */
export function gone(pid: number, limitMs?: number): Promise<unknown> {
  return waitFor(`process ${pid} to be gone`, async () => !(await isAlive(pid)), limitMs);
}
