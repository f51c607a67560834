import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { buildFolder } from './build-folder';

/** What a command printed, and its exit code. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs `fiducial …` as administrators do, from its bundle. */
export function runCommand(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: '', ...variables };
    execFile(process.execPath, [join(buildFolder, 'command.js'), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}
