import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { StoreAwayError } from './s3-errors';
import type { CheckpointPlace } from './store';

/** Which files an attempt has, by name, and the object that holds each: one of an earlier attempt where it did not change. */
const manifestShape = z.object({ attempt: z.int(), files: z.record(z.string(), z.string()) });
type Manifest = z.output<typeof manifestShape>;

/** Of files that are whole; a draft has one part more. */
const wholeFile = /^[0-9a-f]{32}\.(?:\d+|state)$/;
/** In a folder of checkpoints: which attempt used it on this machine last. */
const usedBy = 'used-by';

/** Checkpoints as objects `checkpoints/<run>/<computation>/<attempt>/…`: an attempt never writes over what another has kept. */
export interface SharedCheckpoints {
  /** Brings what the latest attempt before has kept, unless this machine has as much. */
  bring(place: CheckpointPlace, folder: string): Promise<void>;
  /** Sends what has changed since, and then which files there are. */
  share(place: CheckpointPlace, folder: string): Promise<void>;
  /** Removes those of a run. */
  clear(runId: string): Promise<void>;
  /** Runs that have some. */
  runs(): Promise<string[]>;
}

/** Those of a bucket, below `prefix`. */
export function sharedCheckpoints(
  client: S3Client,
  { Bucket, prefix }: { Bucket: string; prefix: string },
): SharedCheckpoints {
  const root = `${prefix}checkpoints/`;
  const keyOf = ({ runId, computation }: CheckpointPlace) => `${root}${runId}/${computation.slice(0, 16)}/`;
  /** By attempt: what it has sent, and the state of each file when it did. */
  const sent = new Map<string, { files: Record<string, string>; seen: Map<string, string> }>();
  const sentBy = (place: CheckpointPlace) => {
    const key = `${keyOf(place)}${place.attempt}`;
    const known = sent.get(key) ?? { files: {}, seen: new Map<string, string>() };
    sent.set(key, known);
    return known;
  };
  const read = async (Key: string): Promise<Buffer> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    if (!Body) throw new Error(`the bucket gave nothing for ${Key}`);
    return Buffer.from(await Body.transformToByteArray());
  };
  const write = (Key: string, Body: Buffer) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length }));
  const latest = async (place: CheckpointPlace): Promise<Manifest | undefined> => {
    const attempts: number[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: keyOf(place) }))
      for (const { Key = '' } of Contents) {
        const [, attempt] = /\/(\d+)\/manifest$/.exec(Key) ?? [];
        if (attempt && Number(attempt) < place.attempt) attempts.push(Number(attempt));
      }
    if (!attempts.length) return undefined;
    const bytes = await read(`${keyOf(place)}${Math.max(...attempts)}/manifest`);
    return manifestShape.parse(JSON.parse(bytes.toString('utf8')));
  };
  const fetch = async (files: Manifest['files'], folder: string, place: CheckpointPlace): Promise<void> => {
    const drafts = `${folder}.coming`;
    await rm(drafts, { recursive: true, force: true });
    await mkdir(drafts, { recursive: true });
    for (const [name, key] of Object.entries(files))
      if (wholeFile.test(name)) await writeFile(join(drafts, name), await read(key));
    await rm(folder, { recursive: true, force: true });
    await rename(drafts, folder);
    // Nothing of it has changed: the objects that hold it are named again, and not sent.
    const known = sentBy(place);
    for (const [name, key] of Object.entries(files)) {
      known.files[name] = key;
      known.seen.set(name, await stateOf(join(folder, name)));
    }
  };
  return {
    bring: (place, folder) =>
      inWords(async () => {
        const kept = place.attempt > 1 ? await latest(place) : undefined;
        const used = Number(await readFile(join(folder, usedBy), 'utf8').catch(() => '0'));
        if (kept && kept.attempt > used) await fetch(kept.files, folder, place);
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, usedBy), String(place.attempt));
      }),
    share: (place, folder) =>
      inWords(async () => {
        const known = sentBy(place);
        const names = (await readdir(folder).catch(() => [])).filter((name) => wholeFile.test(name));
        let changed = false;
        for (const name of names) {
          const file = join(folder, name);
          const state = await stateOf(file);
          if (known.seen.get(name) === state) continue;
          const key = `${keyOf(place)}${place.attempt}/${name}`;
          await write(key, await readFile(file));
          known.files[name] = key;
          known.seen.set(name, state);
          changed = true;
        }
        if (!changed) return;
        const manifest: Manifest = { attempt: place.attempt, files: known.files };
        await write(`${keyOf(place)}${place.attempt}/manifest`, Buffer.from(JSON.stringify(manifest)));
      }),
    clear: (runId) =>
      inWords(async () => {
        for (const key of sent.keys()) if (key.startsWith(`${root}${runId}/`)) sent.delete(key);
        const Prefix = `${root}${runId}/`;
        for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
          const Objects = Contents.map(({ Key }) => ({ Key }));
          if (Objects.length) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        }
      }),
    runs: () =>
      inWords(async () => {
        const found: string[] = [];
        let ContinuationToken: string | undefined;
        do {
          const page = await client.send(
            new ListObjectsV2Command({
              ...{ Bucket, Prefix: root, Delimiter: '/' },
              ...(ContinuationToken && { ContinuationToken }),
            }),
          );
          for (const { Prefix = '' } of page.CommonPrefixes ?? []) found.push(Prefix.slice(root.length, -1));
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken);
        return found;
      }),
  };
}

/** Changes whenever the file is replaced. */
async function stateOf(file: string): Promise<string> {
  const { ino, mtimeMs, size } = await stat(file);
  return `${ino} ${mtimeMs} ${size}`;
}

/** @throws {StoreAwayError} when the bucket does not answer; what this machine's disk says stays as it is */
async function inWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code } = error as NodeJS.ErrnoException; // the SDK's errors and those of the system
    if (code && /^E(NOSPC|DQUOT|IO|ROFS|MFILE|NFILE|NOENT)$/.test(code)) throw error;
    throw new StoreAwayError(`The bucket of the store does not answer (${error.name}).`, { cause: error });
  }
}
