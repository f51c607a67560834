import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { env } from '../env';
import { readTls } from '../http/tls';
import { isLoopback } from '../loopback';
import { sizeInWords } from '../size-in-words';
import { assertPortFree } from '../supervisor/first-checks.mjs';
import { apiAddress } from '../supervisor/product-processes';
import type { Examination, Verdict } from './examination';
import { examineCopies, troubledBucket } from './examine-bucket';

/** Below this a run fails half-way. */
const leastBytes = 500e6;
/** Below this a few runs fill the disk. */
const littleBytes = 5e9;
/** A certificate that ends sooner is to be renewed. */
const soonMs = 14 * 86_400_000;

/** Folders, disks, the port, and how the server is reached. */
export const placeExaminations: readonly Examination[] = [
  { title: 'Data folder', examine: () => examineFolder(env.dataFolder, 'FIDUCIAL_DATA') },
  { title: 'Store', examine: examineStore },
  { title: 'Port', examine: examinePort },
  { title: 'Encryption', examine: examineTls },
];

/** A bucket with all that is done there, and the disk of what is staged for it, or a folder. */
async function examineStore(): Promise<Verdict> {
  const { artifactFolder, artifactBucket } = env;
  if (!artifactBucket) return examineFolder(artifactFolder, 'FIDUCIAL_ARTIFACTS');
  // The SDK is large, and most installations have no bucket.
  const { probeBucket } = await import('../artifact/probe-bucket');
  const problem = await probeBucket(artifactBucket);
  if (problem) return troubledBucket(artifactBucket, problem);
  const disk = await examineFolder(artifactFolder, 'FIDUCIAL_DATA');
  const name = `s3://${artifactBucket.bucket}/${artifactBucket.prefix}`;
  if (disk.state !== 'ok') return { ...disk, words: `${name}; copies in ${disk.words}` };
  const copies = await examineCopies(artifactBucket, artifactFolder, await freeBytes(artifactFolder));
  return { ...copies, words: `${name}; ${copies.words}; ${disk.words}` };
}

/** By writing there, as permissions alone do not tell of full and read-only disks, and of shares. */
async function examineFolder(folder: string, variable: string): Promise<Verdict> {
  if (!existsSync(folder)) {
    return examineSpace(folder, `${folder} (made at the first start)`, variable);
  }
  const probe = join(folder, `doctor-${randomUUID()}`);
  try {
    await writeFile(probe, probe);
    if ((await readFile(probe, 'utf8')) !== probe) throw new Error('what was written is not what is read');
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException; // what the file system rejects with
    return {
      state: 'broken',
      words: `${folder} cannot be written: ${code ?? message}`,
      todo: `Give this user the right to, make room, or name another with ${variable}.`,
    };
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  return examineSpace(folder, folder, variable);
}

async function examineSpace(folder: string, name: string, variable: string): Promise<Verdict> {
  const free = await freeBytes(folder);
  const words = `${name}, ${sizeInWords(free)} free`;
  const todo = `Make room ("npm run fiducial -- gc" removes what nothing names), or name a folder on another disk with ${variable}.`;
  if (free < leastBytes) return { state: 'broken', words, todo };
  if (free < littleBytes) return { state: 'warning', words, todo };
  return { state: 'ok', words };
}

/** Room on the disk of a folder, whether that is made yet or not. */
async function freeBytes(folder: string): Promise<number> {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  return bavail * bsize;
}

/** Free, or ours already. */
async function examinePort(): Promise<Verdict> {
  const { host, port } = env;
  try {
    await assertPortFree({ host, port });
    return { state: 'ok', words: `${port} on ${host} is free` };
  } catch (error) {
    const health = await fetch(`${apiAddress()}/readyz`, { signal: AbortSignal.timeout(5000) })
      .then(
        (answer) =>
          answer.json() as Promise<{ status?: string; checks?: { ready: boolean; reason?: string }[] }>,
      )
      .catch(() => undefined);
    if (health?.status === 'ready')
      return { state: 'ok', words: `${port} on ${host}: Fiducial answers there and is ready` };
    if (health?.checks)
      return {
        state: 'broken',
        words: `${port} on ${host}: Fiducial answers there and is not ready`,
        todo: health.checks.flatMap(({ reason }) => reason ?? []).join(' '),
      };
    if (env.tls) return { state: 'ok', words: `${port} on ${host} is in use, over TLS` };
    return { state: 'broken', words: `${port} on ${host} is taken`, todo: (error as Error).message };
  }
}

async function examineTls(): Promise<Verdict> {
  const { tls, host, publicUrl } = env;
  if (tls) {
    const now = new Date();
    const { validTo } = readTls(tls, now);
    const words = `TLS, certificate good until ${validTo.toISOString().slice(0, 10)}`;
    if (validTo.getTime() - now.getTime() > soonMs) return { state: 'ok', words };
    return {
      state: 'warning',
      words,
      todo: 'Renew it, and restart: a certificate that has ended keeps the server from starting.',
    };
  }
  if (publicUrl?.startsWith('https:')) return { state: 'ok', words: `a proxy ends TLS for ${publicUrl}` };
  if (isLoopback(host))
    return { state: 'ok', words: 'none, and none needed: it listens on this machine only' };
  return {
    state: 'warning',
    words: `none, and it listens on ${host}: passwords go over the network in clear`,
    todo: 'Set FIDUCIAL_TLS_CERT and FIDUCIAL_TLS_KEY, or put a proxy that ends TLS in front (docs/operate.md).',
  };
}
