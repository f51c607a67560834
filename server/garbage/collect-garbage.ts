import { join } from 'node:path';
import { Prisma, type PrismaClient, type Transaction } from '@fiducial/prisma/client';
import { isReferenced } from '../artifact/referenced';
import { lockStoreForRemoval } from '../artifact/reserve';
import type { ArtifactStore } from '../artifact/store';
import { listQuietPuts, listStagedAttempts, removeStaged } from '../artifact/store-contents';
import { keepsCheckpoints, keepsCheckpointsSelect } from '../jobs/keeps-checkpoints';
import { inTransaction } from '../transaction';
import { listStagedUploads, stagedUploadsFolder } from '../upload/staged-upload';
import { isUuid } from '../uuid';
import {
  removeDeletedComments,
  removeDeletedProjects,
  removeDeletedReports,
  removeDeletedRuns,
} from './remove-deleted';

/** What was removed. */
export interface Collected {
  /** Projects that were deleted longer ago than they are kept. */
  readonly projects: number;
  /** Folders of attempts that are over, checkpoints of runs that have ended, and files that came, or were sent, in part. */
  readonly staged: number;
  readonly files: number;
  readonly bytes: number;
  /** Whether files were left for the next time because a backup is made. */
  readonly heldOff: boolean;
}

/** Where garbage is looked for, and how long something must have been garbage. */
export interface Collecting {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  /** How long nothing may have needed a file; a day unless told. */
  readonly quietMs?: number;
}

const dayMs = 86_400_000;
/** An upload that came in time may still be being checked. */
const hourMs = 3_600_000;
/** Files that are removed under one lock, for which those who add to the store wait: about 10 ms. */
const chunkFiles = 100;

/**
 * Removes what nobody will use: the staging of attempts that own nothing any more, and files that nothing has needed for
 * a day. Never by age alone: a file goes when its record says since when nothing names it, or when it has no record and
 * was moved in before.
 */
export async function collectGarbage({ prisma, store, quietMs = dayMs }: Collecting): Promise<Collected> {
  const projects = await removeDeletedProjects(prisma);
  await removeDeletedRuns(prisma);
  await removeDeletedComments(prisma);
  await removeDeletedReports(prisma);
  const staged =
    (await clearStaging(prisma, store.folder, quietMs)) +
    (await clearShared(prisma, store)) +
    (await store.clearUnfinished(quietMs));
  await markArtifacts(prisma);
  let files = 0;
  let bytes = 0;
  for (;;) {
    const removed = await inTransaction(prisma, (tx) => removeUnreferenced(tx, store, quietMs));
    if (!removed) return { projects, staged, files, bytes, heldOff: true };
    files += removed.length;
    bytes += removed.reduce((sum, row) => sum + Number(row.bytes), 0);
    if (removed.length < chunkFiles) break;
  }
  for await (const some of store.list()) {
    const removed = await removeUnrecorded(prisma, some, { store, quietMs });
    if (!removed) return { projects, staged, files, bytes, heldOff: true };
    files += removed.length;
    bytes += removed.reduce((sum, file) => sum + file.bytes, 0);
  }
  return { projects, staged, files, bytes, heldOff: false };
}

/**
 * Listed before the rows are read: an attempt that begins in between is not in the list. A worker that was taken for
 * dead may still write there; what it writes is lost with its claim.
 */
async function clearStaging(prisma: PrismaClient, folder: string, quietMs: number): Promise<number> {
  const staged = await listStagedAttempts(folder);
  const quiet = await listQuietPuts(folder, quietMs, Date.now());
  const runs = await prisma.run.findMany({
    where: { id: { in: [...new Set(staged.map(({ runId }) => runId))] } },
    select: keepsCheckpointsSelect,
  });
  const byId = new Map(runs.map((run) => [run.id, run]));
  const old = staged.filter(({ runId, attempt }) => {
    const run = byId.get(runId);
    if (!run || !keepsCheckpoints(run)) return true;
    return attempt !== null && attempt < run.attempt + (run.status === 'RUNNING' ? 0 : 1);
  });
  for (const { path } of old) await removeStaged(path);
  for (const path of quiet) await removeStaged(path);
  return old.length + quiet.length + (await clearUploads(prisma, folder));
}

/** Checkpoints in a bucket that no attempt will go on from: the worker that ended one may have died just then. */
async function clearShared(prisma: PrismaClient, store: ArtifactStore): Promise<number> {
  const runIds = (await store.sharedCheckpointRuns()).filter(isUuid);
  const runs = await prisma.run.findMany({ where: { id: { in: runIds } }, select: keepsCheckpointsSelect });
  const kept = new Set(runs.filter(keepsCheckpoints).map(({ id }) => id));
  const old = runIds.filter((id) => !kept.has(id));
  for (const id of old) await store.clearStaging(id);
  return old.length;
}

/** Files that were received of uploads that nobody will finish: an hour too late, refused, finished otherwise, or deleted. */
async function clearUploads(prisma: PrismaClient, folder: string): Promise<number> {
  const staged = await listStagedUploads(folder);
  if (!staged.length) return 0;
  const open = await prisma.upload.findMany({
    where: {
      id: { in: staged.filter(isUuid) },
      completedAt: null,
      refusal: null,
      expiresAt: { gt: new Date(Date.now() - hourMs) },
    },
    select: { id: true },
  });
  const kept = new Set(open.map(({ id }) => id));
  const old = staged.filter((id) => !kept.has(id));
  for (const id of old) await removeStaged(join(stagedUploadsFolder(folder), id));
  return old.length;
}

/** Brings the records up to date on what is needed. */
async function markArtifacts(prisma: PrismaClient): Promise<void> {
  // An upload that nobody used: its bytes are kept for it no longer, so it may not be used any more.
  await prisma.$executeRaw`DELETE FROM "Upload" WHERE "expiresAt" <= now() - interval '1 day'`;
  await prisma.$executeRaw`
    UPDATE "Artifact" a SET "unreferencedSince" = NULL
    WHERE a."unreferencedSince" IS NOT NULL AND ${isReferenced}`;
  await prisma.$executeRaw`
    UPDATE "Artifact" a SET "unreferencedSince" = now()
    WHERE a."unreferencedSince" IS NULL AND NOT ${isReferenced}`;
}

/** The record and its file, under the lock that keeps everybody from adding that file meanwhile; undefined during a backup. */
async function removeUnreferenced(
  tx: Transaction,
  store: ArtifactStore,
  quietMs: number,
): Promise<{ digest: string; bytes: bigint }[] | undefined> {
  if (!(await lockStoreForRemoval(tx))) return undefined;
  const rows = await tx.$queryRaw<{ digest: string; bytes: bigint }[]>`
    DELETE FROM "Artifact" WHERE digest IN (
      SELECT a.digest FROM "Artifact" a
      WHERE a."unreferencedSince" <= now() - make_interval(secs => ${quietMs / 1000}::float8) AND NOT ${isReferenced}
      ORDER BY a.digest LIMIT ${chunkFiles} FOR UPDATE)
    RETURNING digest, bytes`;
  for (const { digest } of rows) await store.remove(digest);
  return rows;
}

/** Files that no record names, such as those of a database that was restored to an earlier time; undefined during a backup. */
async function removeUnrecorded(
  prisma: PrismaClient,
  files: readonly { digest: string; bytes: number; movedMs: number }[],
  { store, quietMs }: { store: ArtifactStore; quietMs: number },
): Promise<{ digest: string; bytes: number }[] | undefined> {
  const old = files.filter(({ movedMs }) => Date.now() - movedMs >= quietMs);
  const removed: { digest: string; bytes: number }[] = [];
  for (let first = 0; first < old.length; first += chunkFiles) {
    const some = old.slice(first, first + chunkFiles);
    const orphans = await inTransaction(prisma, async (tx) => {
      if (!(await lockStoreForRemoval(tx))) return undefined;
      const rows = await tx.$queryRaw<{ digest: string }[]>`
        SELECT digest FROM "Artifact" WHERE digest IN (${Prisma.join(some.map(({ digest }) => digest))})`;
      const known = new Set(rows.map(({ digest }) => digest));
      const without = some.filter(({ digest }) => !known.has(digest));
      for (const { digest } of without) await store.remove(digest);
      return without;
    });
    if (!orphans) return undefined;
    removed.push(...orphans);
  }
  return removed;
}
