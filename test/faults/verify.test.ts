import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import { appendEvent } from '@fiducial/server/jobs/run-events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
  await bench.worker();
});
afterAll(() => bench.close());

/** A run that succeeded, with its one file. */
async function succeeded(value: number) {
  const { id } = await bench.submit({ kind: 'sum', params: { value } });
  await bench.reached(id, 'SUCCEEDED');
  const { digest } = await bench.prisma.runArtifact.findFirstOrThrow({ where: { runId: id } });
  const store = await openFolderStore(bench.artifacts);
  return { id, path: store.path(digest), digest };
}

let value = 0;
let run: Awaited<ReturnType<typeof succeeded>>;
beforeEach(async () => {
  value++;
  run = await succeeded(value);
  expect(await bench.verify()).toEqual([]);
});

/** Breaks something, and expects one finding; then mends it, and expects none. */
async function finds(words: RegExp, broken: () => Promise<unknown>, mended: () => Promise<unknown>) {
  await broken();
  try {
    const found = await bench.verify();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(words);
  } finally {
    await mended();
  }
  expect(await bench.verify()).toEqual([]);
}

const sql = (text: string) => bench.prisma.$executeRawUnsafe(text);

test('a run that is logged from outside needs no worker', async () => {
  await sql(`INSERT INTO "Run" (id, "projectId", kind, title, params, "requestDigest", status)
    SELECT '${randomUUID()}', "projectId", 'logged', 'theirs', '{}', '', 'RUNNING' FROM "Run" WHERE id = '${run.id}'`);
  expect(await bench.verify()).toEqual([]);
  await sql(`DELETE FROM "Run" WHERE title = 'theirs'`);
});

describe('verify finds', () => {
  test('a queued run without a job', async () => {
    const { id } = await bench.submit({ kind: 'slow', params: {}, idempotencyKey: 'parked' });
    await bench.reached(id, 'SUCCEEDED');
    await finds(
      /^queue: run .*expected 1 job, got 0/,
      () =>
        sql(
          `INSERT INTO "Run" (id, "projectId", kind, title, params, "requestDigest", status) SELECT '${randomUUID()}',
           "projectId", kind, 'lost', params, '', 'QUEUED' FROM "Run" WHERE id = '${id}'`,
        ),
      () => sql(`DELETE FROM "Run" WHERE title = 'lost'`),
    );
  });

  test('an ended run that has an owner', async () => {
    const set = (words: string) => sql(`UPDATE "Run" SET ${words} WHERE id = '${run.id}'`);
    await finds(
      /^ownership: run .*succeeded: expected an end and no owner/,
      () => set(`"heartbeatAt" = now()`),
      () => set(`"heartbeatAt" = NULL`),
    );
  });

  test('a run that goes on in a deleted project', async () => {
    const { id } = await bench.submit({ kind: 'slow', params: { steps: 400, milliseconds: 50 } });
    await bench.reached(id, 'RUNNING');
    const set = (words: string) => sql(`UPDATE "Project" SET ${words} WHERE id = '${bench.projectId}'`);
    await finds(
      new RegExp(`^projects: run ${id}: expected an end, as its project was deleted, got running`),
      () => set(`"deletedAt" = now()`),
      () => set(`"deletedAt" = NULL`),
    );
    await bench.cancel(id);
    await bench.reached(id, 'CANCELLED');
  });

  test('what is in another project than its run', async () => {
    const { prisma, projectId } = bench;
    const { teamId } = await prisma.project.findUniqueOrThrow({ where: { id: projectId } });
    const other = await prisma.project.create({ data: { teamId, slug: 'other', name: 'Other' } });
    await finds(
      /^projects: run .*: expected its RunTag in project .*, got /,
      () => prisma.runTag.create({ data: { runId: run.id, projectId: other.id, key: 'stray', value: '' } }),
      () => prisma.runTag.deleteMany({ where: { key: 'stray' } }),
    );
    await prisma.project.delete({ where: { id: other.id } });
  });

  test('a gap in the events, and an end that is not the last', async () => {
    const { prisma } = bench;
    const where = { runId_seq: { runId: run.id, seq: 1 } };
    const first = await prisma.runEvent.findUniqueOrThrow({ where });
    await finds(
      /^events: run .*expected (\d+) events up to number \1, got/,
      () => prisma.runEvent.delete({ where }),
      () => prisma.runEvent.create({ data: { ...first, data: {} } }),
    );
    const { lastSeq } = await bench.run(run.id);
    await finds(
      /^events: run .*succeeded: got 1 events that end it, the last with number/,
      () => prisma.$transaction((tx) => appendEvent(tx, run.id, 'log')),
      () =>
        sql(
          `WITH gone AS (DELETE FROM "RunEvent" WHERE "runId" = '${run.id}' AND seq > ${lastSeq})
           UPDATE "Run" SET "lastSeq" = ${lastSeq} WHERE id = '${run.id}'`,
        ),
    );
  });

  test('what a stale attempt wrote', async () => {
    const set = (attempt: number) =>
      sql(`UPDATE "RunEvent" SET attempt = ${attempt} WHERE "runId" = '${run.id}' AND type = 'claimed'`);
    await finds(
      /^attempts: run .*was written by attempt 2 while attempt 1 owned the run/,
      () => set(2),
      () => set(1),
    );
  });

  test('a flipped bit, a cut, a deletion and a link in the store', async () => {
    const bytes = await readFile(run.path);
    const mend = async () => {
      await rm(run.path, { force: true });
      await writeFile(run.path, bytes);
    };
    const flipped = Buffer.from(bytes);
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    await finds(/^artifacts: .*is damaged: its bytes have/, () => writeFile(run.path, flipped), mend);
    await finds(
      /^artifacts: .*expected 8 bytes, got 5/,
      () => writeFile(run.path, bytes.subarray(0, 5)),
      mend,
    );
    await finds(/^artifacts: .*ENOENT/, () => rm(run.path), mend);
    await finds(
      /^artifacts: .*ELOOP/,
      async () => {
        await rm(run.path);
        await symlink('/etc/hostname', run.path);
      },
      mend,
    );
  });

  test('a file without a record, and staging that nobody will use', async () => {
    const stray = join(bench.artifacts, 'ab', 'c'.repeat(62));
    await finds(
      /^files: file abccc.*3 bytes without a record/,
      async () => {
        await mkdir(join(bench.artifacts, 'ab'), { recursive: true });
        await writeFile(stray, 'abc');
      },
      () => rm(stray),
    );
    const staging = join(bench.artifacts, 'staging', 'runs', run.id);
    await finds(
      /^files: staging of run .*files of attempt 1/,
      () => mkdir(join(staging, '1'), { recursive: true }),
      () => rm(staging, { recursive: true }),
    );
  });
});
