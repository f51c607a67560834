import { spawnSync } from 'node:child_process';
import { findBinaries } from '@fiducial/server/postgres/binaries';

// Whether the embedded PostgreSQL is there and its libraries load.
const { postgres } = await findBinaries();
const { status, stdout, stderr, error } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
if (status !== 0) throw new Error(`${postgres} does not start: ${stderr || error}`);
process.stdout.write(`${stdout.trim()}, embedded\n`);
