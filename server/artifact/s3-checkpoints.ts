import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { parseCheckpointName } from '../compute/checkpoints';
import type { BucketClients } from './bucket-clients';
import { inStoreWords } from './s3-errors';
import { sendFile } from './s3-send';
import { ArtifactDamagedError, type CheckpointFolder } from './store';

/** Checkpoints in a bucket, where a machine that takes a run over finds them: one folder a run, one in it a computation. */
export interface SharedCheckpoints {
  /** Fetches into the folder `path` what lies below `place` in the bucket. @throws {StoreAwayError} */
  open(path: string, place: string): Promise<CheckpointFolder>;
  /** Runs that have some, whether they have ended or not. */
  runs(): Promise<string[]>;
  /** Removes those of a run. */
  clear(runId: string): Promise<void>;
}

/** How many files are fetched at once. */
const fetchedAtOnce = 4;

/** Those below `Prefix`, which has a slash at its end. */
export function sharedCheckpoints(
  clients: BucketClients,
  { Bucket, Prefix }: { readonly Bucket: string; readonly Prefix: string },
): SharedCheckpoints {
  const { asker: client } = clients;
  const inWords = <T>(ask: () => Promise<T>) => inStoreWords('of a checkpoint', ask);
  const remove = (Key: string) => inWords(() => client.send(new DeleteObjectCommand({ Bucket, Key })));
  const objects = async (below: string) => {
    const found: { key: string; bytes: number }[] = [];
    await inWords(async () => {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: below }))
        for (const { Key: key = '', Size: bytes = 0 } of Contents) found.push({ key, bytes });
    });
    return found;
  };
  const fetch = async (key: string, file: string): Promise<void> => {
    const draft = `${file}.${process.pid}`;
    try {
      await inWords(async () => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        await pipeline(Body as Readable, createWriteStream(draft)); // in Node it is one
      });
      // Whether its bytes are right is looked at by whoever reads it.
      await rename(draft, file);
    } catch (error) {
      // A state in whose place an attempt that was taken for dead has put another just now.
      if (!(error instanceof ArtifactDamagedError)) throw error;
    } finally {
      await rm(draft, { force: true });
    }
  };
  return {
    open: async (path, place) => {
      const below = Prefix + place;
      /** Sizes and times of change of files as they lie in the bucket, by name. */
      const there = new Map<string, string>();
      const wanted: string[] = [];
      for (const { key, bytes } of await objects(below)) {
        const name = key.slice(below.length);
        if (!parseCheckpointName(name)) continue;
        // No two machines have the same attempt: a file of this name that is here already was sent from here, or fetched.
        const here = await stat(join(path, name)).catch(() => undefined);
        if (here?.size === bytes) there.set(name, versionOf(here));
        else if (!here) wanted.push(name);
      }
      if (wanted.length) await mkdir(path, { recursive: true });
      for (let first = 0; first < wanted.length; first += fetchedAtOnce) {
        const fetching = wanted.slice(first, first + fetchedAtOnce).map(async (name) => {
          await fetch(below + name, join(path, name));
          const here = await stat(join(path, name)).catch(() => undefined);
          if (here) there.set(name, versionOf(here));
        });
        await Promise.all(fetching);
      }
      return {
        path,
        share: async (signal) => {
          const names = (await readdir(path).catch(() => [])).filter((name) => parseCheckpointName(name)); // none yet
          for (const name of names.sort(byOrder)) {
            const file = join(path, name);
            const found = await stat(file).catch(() => undefined); // a later attempt's state takes its place
            if (!found || there.get(name) === versionOf(found)) continue;
            const sending = { at: { Bucket, Key: below + name }, bytes: found.size, signal };
            await inWords(() => sendFile(clients, file, sending));
            there.set(name, versionOf(found));
          }
          for (const name of there.keys()) {
            if (names.includes(name) || !names.some((other) => replaces(other, name))) continue;
            await remove(below + name);
            there.delete(name);
          }
        },
      };
    },
    runs: () =>
      inWords(async () => {
        const found: string[] = [];
        const pages = paginateListObjectsV2({ client }, { Bucket, Prefix, Delimiter: '/' });
        for await (const { CommonPrefixes = [] } of pages)
          for (const { Prefix: below = '' } of CommonPrefixes) found.push(below.slice(Prefix.length, -1));
        return found;
      }),
    clear: async (runId) => {
      for (const { key } of await objects(`${Prefix}${runId}/`)) await remove(key);
    },
  };
}

/** Whether a file holds the state that a later attempt saved in place of the one in `name`. */
function replaces(other: string, name: string): boolean {
  const [later, earlier] = [parseCheckpointName(other), parseCheckpointName(name)];
  if (!later || !earlier || later.name !== earlier.name) return false;
  return later.name.endsWith('.state') && later.attempt > earlier.attempt;
}

/** Changes whenever another file takes the place of the one of the same name. */
const versionOf = ({ size, mtimeMs, ino }: { size: number; mtimeMs: number; ino: number }) =>
  `${size} ${mtimeMs} ${ino}`;

/** By number, so that a log that was sent in part has its beginning. */
const byOrder = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
