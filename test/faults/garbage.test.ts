import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reserveBytes } from '@fiducial/server/artifact/reserve';
import type { ArtifactStore } from '@fiducial/server/artifact/store';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { childOf } from '../testkit/processes';
import type { WorkerProcess } from '../testkit/worker-process';

const mediaType = 'application/octet-stream';

let bench: JobBench;
let store: ArtifactStore;
let worker: WorkerProcess;
beforeAll(async () => {
  bench = await openJobBench();
  store = bench.store;
  worker = await bench.worker();
});
afterAll(() => bench.close());

const collect = (quietMs?: number) =>
  collectGarbage({
    prisma: bench.prisma,
    store,
    ...(quietMs !== undefined && { quietMs }),
  });

describe('garbage collection', () => {
  test('keeps what runs made for ever, and removes it a day after the run was deleted', async () => {
    const { id } = await bench.submit({ kind: 'sum', params: { value: 3 } });
    await bench.reached(id, 'SUCCEEDED');
    const { digest } = await bench.prisma.runArtifact.findFirstOrThrow({ where: { runId: id } });
    await bench.prisma
      .$executeRaw`UPDATE "Artifact" SET "createdAt" = '2001-01-01', "unreferencedSince" = '2001-01-01'`;
    expect(await collect()).toMatchObject({ files: 0 });
    await bench.prisma.run.delete({ where: { id } });
    expect(await collect()).toMatchObject({ files: 0 });
    expect(await store.has(digest)).toBe(true);
    await bench.prisma
      .$executeRaw`UPDATE "Artifact" SET "unreferencedSince" = "unreferencedSince" - interval '25 hours'`;
    expect(await collect()).toMatchObject({ files: 1, bytes: 8 });
    expect(await store.has(digest)).toBe(false);
    expect(await bench.verify()).toEqual([]);
  });

  test('removes files without a record only when they have lain for a day', async () => {
    await store.put(Buffer.from('stray'));
    expect(await collect()).toMatchObject({ files: 0 });
    expect(await collect(0)).toMatchObject({ files: 1, bytes: 5 });
    expect(await bench.verify()).toEqual([]);
  });

  test('removes the staging of attempts that are over, not of the one that runs', async () => {
    const { id } = await bench.submit({ kind: 'slow', params: { steps: 200, milliseconds: 50 } });
    await bench.reached(id, 'RUNNING');
    // Before it starts the child, the worker removes what earlier attempts left.
    await childOf(worker.pid);
    const runs = join(bench.artifacts, 'staging', 'runs', id);
    for (const attempt of ['0', '1']) {
      await mkdir(join(runs, attempt), { recursive: true });
      await writeFile(join(runs, attempt, '1'), 'half');
    }
    expect(await collect()).toMatchObject({ staged: 1 });
    expect(await readdir(runs)).toEqual(['1']);
    await bench.prisma.$executeRaw`UPDATE "Run" SET "cancelRequestedAt" = now() WHERE id = ${id}::uuid`;
    await bench.reached(id, 'CANCELLED');
    await collect();
    expect(await bench.verify()).toEqual([]);
  });

  test('never removes bytes between the moment they are announced and the moment something names them', async () => {
    const bytes = Buffer.from('announced');
    const stored = await store.put(bytes);
    await bench.prisma
      .$executeRaw`INSERT INTO "Artifact" (digest, bytes, "mediaType", "unreferencedSince") VALUES (${stored.digest}, 9, ${mediaType}, '2001-01-01')`;
    // Announced again, as by a run that made the same bytes, right before they would go.
    await reserveBytes(bench.prisma, [{ ...stored, mediaType }]);
    expect(await collect()).toMatchObject({ files: 0 });
    expect(await store.has(stored.digest)).toBe(true);
  });
});
