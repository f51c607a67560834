import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@fiducial/backend';

/**
 * A Python interpreter with everything of `requirements.txt`: about 6 GB.
 *
 * @throws {Error} when Python or a package cannot be had
 */
export function peerPython(): string {
  return pythonWith(join(import.meta.dirname, 'requirements.txt'));
}

/**
 * A Python interpreter with everything that a file lists. Installed on the first call, with the package index that pip
 * is configured for, into a folder of the cache that is named after the list: another list is another folder. PYTHON names
 * the interpreter to start from (default `python3`; 3.11 or later).
 *
 * @throws {Error} when Python or a package cannot be had
 */
export function pythonWith(requirements: string): string {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder, 'python-peers', digest);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return python;
  console.log(`Installing what ${requirements} lists into ${folder}.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = (program: string, given: string[]) => execFileSync(program, given, { stdio: 'inherit' });
  run(process.env.PYTHON || 'python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  writeFileSync(complete, '');
  return python;
}
