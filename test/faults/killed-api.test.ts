import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import { verify } from '@fiducial/server/verify/verify';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { asking } from '../testkit/asking';
import { cloneDatabase } from '../testkit/database';
import { createProject } from '../testkit/thing-requests';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let folder: string;
let projectId: string;
let api: ApiProcess;

/** The server anew, on the same database and folder. */
async function start(): Promise<ReturnType<typeof asking>> {
  api = await startApiProcess({
    DATABASE_URL: database.url,
    FIDUCIAL_DATA: folder,
    FIDUCIAL_ARTIFACTS: folder,
    FIDUCIAL_TASKS: '',
    LOG_LEVEL: 'warn',
  });
  return asking(api.address);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-killed-api-'));
  database = await cloneDatabase();
  projectId = await createProject(await start());
  await api.kill();
});
afterEach(() => api.kill());
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A run as it was answered, or nothing where the server was gone before it answered. */
type Answer = { readonly result: { readonly id: string; readonly run: { readonly id: string } } } | undefined;

const launch = (asked: ReturnType<typeof asking>, idempotencyKey: string): Promise<Answer> =>
  asked
    .ask<Answer>(
      'mutation ($input: ImportDatasetInput!) { result: importDataset(input: $input) { ... on Dataset { id run { id } }} }',
      { input: { projectId, idempotencyKey, source: { builtInDigits: {} } } },
    )
    .catch(() => undefined);

/** One deed on a run; true where it was answered. */
const done = (asked: ReturnType<typeof asking>, call: string): Promise<boolean> =>
  asked.ask(`mutation { ${call} { __typename } }`).then(
    () => true,
    () => false,
  );

/** Five moments, so that a kill falls before, into and behind the writing of what was asked. */
test.each([5, 20, 45, 90, 180])(
  'a server that is killed %i ms into 60 deeds has done each of them whole or not at all',
  async (afterMs) => {
    const asked = await start();
    const old = (await Promise.all(Array.from({ length: 10 }, () => launch(asked, randomUUID())))).map(
      (answer) => answer?.result.run.id ?? '',
    );
    expect(old).not.toContain('');
    const keys = Array.from({ length: 20 }, () => randomUUID());
    const launches = keys.flatMap((key) => [launch(asked, key), launch(asked, key)]);
    const deletions = old.map((id) => done(asked, `deleteRun(id: "${id}")`));
    const comments = old.map((id, index) =>
      done(asked, `addComment(input: { runId: "${id}", text: "${afterMs} ms, run ${index}" })`),
    );
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await api.kill();
    const answered = await Promise.all(launches);
    const deleted = await Promise.all(deletions);
    const commented = await Promise.all(comments);

    const again = await start();
    const { prisma, url } = database;
    for (const [index, key] of keys.entries()) {
      const answer = await launch(again, key);
      const { id } = await prisma.run.findFirstOrThrow({ where: { idempotencyKey: key } });
      expect(await prisma.run.count({ where: { idempotencyKey: key } })).toBe(1);
      for (const one of [answer, answered[index * 2], answered[index * 2 + 1]])
        if (one) expect(local(one.result.run.id)).toBe(id);
      expect(answer).toBeDefined();
    }
    for (const [index, id] of old.entries()) {
      const run = await prisma.run.findUniqueOrThrow({
        where: { id: local(id) },
        include: { project: true },
      });
      const gone = run.project.deletedFromId !== null;
      if (deleted[index]) expect(gone).toBe(true);
      if (commented[index])
        expect(await prisma.comment.count({ where: { text: `${afterMs} ms, run ${index}` } })).toBe(1);
    }
    // Each deed is in the audit log as often as it was done.
    const noted = (action: string) => prisma.auditEntry.count({ where: { action } });
    expect(await noted('run.launch')).toBe(await prisma.run.count());
    expect(await noted('run.delete')).toBe(
      await prisma.project.count({ where: { deletedFromId: { not: null } } }),
    );
    const store = await openFolderStore(folder);
    const verified = await verify({ prisma, url, store, hash: true, leaseMs: 30_000 });
    expect(verified.flatMap(({ findings }) => findings)).toEqual([]);
  },
  60_000,
);

const local = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
