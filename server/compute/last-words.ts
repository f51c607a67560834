import type { ChildProcess } from 'node:child_process';

const mostCharacters = 4096;

/** Keeps the end of what a process writes, as far as it writes to us: what a crash is told by. */
export function lastWords({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr])
    stream?.setEncoding('utf8').on('data', (more: string) => {
      text = (text + more).slice(-mostCharacters);
    });
  return () => text;
}
