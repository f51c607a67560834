import { readFile } from 'node:fs/promises';

const pageBytes = 4096;

/** Resident memory of this process and its children, in bytes; null where the system does not tell (it does on Linux). */
export async function memoryOfWorker(): Promise<number | null> {
  const { pid } = process;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => undefined);
  if (children === undefined) return null;
  const pids = [String(pid), ...children.trim().split(/\s+/).filter(Boolean)];
  const sizes = await Promise.all(pids.map(residentBytes));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** 0 for a process that is gone. */
async function residentBytes(pid: string): Promise<number> {
  const pages = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(pages.split(' ')[1] ?? 0) * pageBytes;
}
