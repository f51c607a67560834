import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack as packTar } from 'tar-stream';
import { verifyFile } from '../artifact/local-file';
import { ArtifactDamagedError, type ArtifactStore } from '../artifact/store';
import { SetUpError } from '../set-up-error';
import { sizeInWords } from '../size-in-words';
import { entryNames, sumLine } from './manifest';
import { type NamedFile, openSnapshot, type Snapshot } from './snapshot';

/** Files up to this size are read at once, hashed and written; larger ones are read twice. */
const wholeBytes = 32 << 20;

/** What a backup holds. */
export interface WrittenBackup {
  readonly tables: number;
  readonly files: number;
  /** Size of the file that was written. */
  readonly bytes: number;
  /** What is wrong with files that runs need: they were so before, and are not in the backup. */
  readonly damaged: readonly string[];
}

/** What is backed up, and where to. */
export interface BackupRequest {
  readonly url: string;
  readonly store: ArtifactStore;
  /** Where the backup goes; there must be nothing yet. */
  readonly file: string;
}

/**
 * Writes the database and the store into one tar archive, readable by its owner only, while the product runs or not.
 * The rows are those of one moment, and no file that they name is removed meanwhile. The archive appears under its name
 * when it is whole.
 *
 * @throws {SetUpError} when there is a file already, no room, or the database went away
 */
export async function writeBackup({ url, store, file }: BackupRequest): Promise<WrittenBackup> {
  const draft = `${file}.${process.pid}.part`;
  const snapshot = await openSnapshot(url);
  try {
    await mkdir(dirname(file), { recursive: true });
    await assertRoom(dirname(file), snapshot.manifest.files.bytes);
    const written = await writeArchive(draft, snapshot, store);
    await snapshot.close();
    // Other than a rename, a link does not replace what came there meanwhile.
    await link(draft, file);
    return written;
  } catch (error) {
    throw inWords(error, file);
  } finally {
    await snapshot.close().catch(() => undefined);
    await rm(draft, { force: true });
  }
}

async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > bytes) return;
  throw new SetUpError(
    `The disk of ${folder} has ${sizeInWords(bavail * bsize)} left: expected more than ${sizeInWords(bytes)}, which the files take.`,
  );
}

function inWords(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code; // anything may be thrown
  if (code === 'EEXIST')
    return new SetUpError(`${file}: expected a name that is free, got a file that is there`);
  if (code === 'ENOSPC') return new SetUpError(`${file}: the disk is full. Nothing was kept.`);
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR')
    return new SetUpError(`${file}: cannot be written (${code})`);
  return error;
}

async function writeArchive(draft: string, snapshot: Snapshot, store: ArtifactStore): Promise<WrittenBackup> {
  const archive = packTar();
  const saved = pipeline(archive, createWriteStream(draft, { flags: 'wx', mode: 0o600 }));
  // Told of by the await below; a full disk while an entry is written must not end the process before.
  saved.catch((error: Error) => archive.destroy(error));
  const entries = openEntries(archive, snapshot.manifest.createdAt);
  const damaged: string[] = [];
  try {
    await entries.add(entryNames.manifest, Buffer.from(`${JSON.stringify(snapshot.manifest, null, 2)}\n`));
    for await (const { name, bytes } of snapshot.parts()) await entries.add(name, bytes);
    const named: NamedFile[] = [];
    for await (const one of snapshot.files()) named.push(one);
    await snapshot.finishRows();
    let files = 0;
    for (const one of named) {
      const problem = await addFile(entries, store, one);
      if (problem === undefined) files++;
      else if (one.needed) damaged.push(problem);
    }
    await entries.finish();
    await saved;
    return { tables: snapshot.manifest.tables.length, files, bytes: await flush(draft), damaged };
  } catch (error) {
    archive.destroy();
    // The disk's own words are the cause, where there are any.
    await saved;
    throw error;
  }
}

/** Adds a file of the store whole; what keeps it from being added, where something does. */
async function addFile(
  entries: Entries,
  store: ArtifactStore,
  { digest, bytes }: NamedFile,
): Promise<string | undefined> {
  const name = entryNames.file(digest);
  try {
    if (bytes <= wholeBytes) {
      const content = await store.read(digest);
      await entries.add(name, content);
      return undefined;
    }
    const holder = join(store.folder, 'staging', 'put', randomUUID());
    try {
      const path = await store.lend({ digest, bytes }, holder);
      await verifyFile(path, { digest, bytes });
      await entries.addStream(name, createReadStream(path), { digest, bytes });
    } finally {
      await rm(holder, { recursive: true, force: true });
    }
    return undefined;
  } catch (error) {
    if (error instanceof ArtifactDamagedError) return error.message;
    throw error;
  }
}

interface Entries {
  add(name: string, content: Buffer): Promise<void>;
  /** Bytes that were verified just now. */
  addStream(
    name: string,
    content: NodeJS.ReadableStream,
    is: { digest: string; bytes: number },
  ): Promise<void>;
  /** Writes the sums of all entries and the archive's end. */
  finish(): Promise<void>;
}

function openEntries(archive: Pack, createdAt: string): Entries {
  const sums: string[] = [];
  const header = (name: string, size: number) => ({ name, size, mode: 0o600, mtime: new Date(createdAt) });
  const add = (name: string, content: Buffer) =>
    new Promise<void>((resolve, reject) => {
      archive.entry(header(name, content.length), content, (error) => (error ? reject(error) : resolve()));
    });
  return {
    add: async (name, content) => {
      sums.push(sumLine(createHash('sha256').update(content).digest('hex'), name));
      await add(name, content);
    },
    addStream: async (name, content, { digest, bytes }) => {
      const hash = createHash('sha256');
      await pipeline(content, hashing(hash), archive.entry(header(name, bytes)));
      if (hash.digest('hex') !== digest)
        throw new SetUpError(`File ${digest} of the store was changed while it was read.`);
      sums.push(sumLine(digest, name));
    },
    finish: async () => {
      await add(entryNames.sums, Buffer.from(sums.join('')));
      archive.finalize();
    },
  };
}

function hashing(hash: Hash): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

async function flush(file: string): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
