import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPrisma } from '@fiducial/prisma/client';
import { migrate } from '@fiducial/prisma/migrate';
import { installQueue } from '@fiducial/server/jobs/queue';
import { startPostgres } from '@fiducial/server/postgres/start-postgres';
import { type JobBench, openJobBench } from './job-bench';

/** A bench on a database server of its own, which may be taken away. */
export interface Ground {
  readonly bench: JobBench;
  /** Stops the database, and starts it again after a while at the same address. */
  restart(awayMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A database server for faults: nothing on it has to survive a power cut. */
export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-faults-'));
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=60'];
  let postgres = await startPostgres({ folder, settings });
  const { url, port } = postgres;
  await migrate(url);
  await installQueue({ url, onError: () => undefined });
  const prisma = createPrisma(url, { connections: 4 });
  const bench = await openJobBench({ database: { url, prisma, drop: () => prisma.$disconnect() } });
  return {
    bench,
    restart: async (awayMs) => {
      await postgres.stop();
      await sleep(awayMs);
      postgres = await startPostgres({ folder, settings, port });
    },
    close: async () => {
      await bench.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
