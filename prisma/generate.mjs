/**
 * Runs `prisma generate` without network: the generators need no schema engine, but the command insists on finding
 * one and would fetch it. Naming any executable as the engine satisfies it; Node's own is one on every system.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const folders = [import.meta.dirname, join(import.meta.dirname, '..')].map((root) =>
  join(root, 'node_modules/.bin'),
);
const { status, error } = spawnSync(
  process.execPath,
  [createRequire(import.meta.url).resolve('prisma/build/index.js'), 'generate', '--no-hints'],
  {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    env: {
      ...process.env,
      // Where the command of the Pothos generator lies.
      PATH: [...folders, process.env.PATH].join(delimiter),
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);
if (error) throw error;
process.exitCode = status ?? 1;
