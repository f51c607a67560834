import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { extract as extractTar } from 'tar-stream';
import { SetUpError } from '../set-up-error';
import { backupFormat, entryNames, type Manifest, manifestSchema, sumLine } from './manifest';

/** An entry, whose content is read before the next one comes. */
export interface BackupEntry {
  readonly name: string;
  readonly content: AsyncIterable<Buffer>;
}

/** Entries of an archive in order. @throws {SetUpError} for what is no tar archive, or ends too early */
export async function* readEntries(file: string): AsyncGenerator<BackupEntry> {
  const archive = extractTar();
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  source.once('error', (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      if (type !== 'file') throw new SetUpError(`${file}: expected files only, got ${name}, a ${type}`);
      // Declared as of anything; a tar archive's entries are bytes.
      yield { name, content: entry as unknown as AsyncIterable<Buffer> };
      // What the one who asked left unread.
      entry.resume();
    }
  } catch (error) {
    throw inWords(error, file);
  } finally {
    source.destroy();
  }
}

function inWords(error: unknown, file: string): unknown {
  if (error instanceof SetUpError) return error;
  const { code, message } = error as NodeJS.ErrnoException; // what the file system or the archive rejects with
  if (code === 'ENOENT') return new SetUpError(`${file}: expected a backup, got no such file`);
  if (code) return new SetUpError(`${file}: cannot be read (${code})`);
  if (/tar|header|unexpected end|premature/i.test(message))
    return new SetUpError(`${file}: expected a whole tar archive, got a damaged one (${message})`);
  return error;
}

/** A backup that is whole. */
export interface CheckedBackup {
  readonly manifest: Manifest;
  readonly files: number;
}

/**
 * Reads a backup from end to end and holds every byte against the sums, before anything is done with it.
 *
 * @throws {SetUpError} when it is no backup, damaged, cut off, or of a layout that this release does not know
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  let manifest: Manifest | undefined;
  let sums: string | undefined;
  let files = 0;
  // The lines that ought to stand at the end: kept as one hash, as there may be millions.
  const lines = createHash('sha256');
  const others = new Map<string, string>();
  for await (const { name, content } of readEntries(file)) {
    if (sums !== undefined) throw new SetUpError(`${file}: expected nothing after the sums, got ${name}`);
    if (name === entryNames.sums) {
      sums = await textOf(content);
      continue;
    }
    const text = name === entryNames.manifest ? await textOf(content) : undefined;
    const digest = text === undefined ? await digestOf(content) : sha256(text);
    const stored = entryNames.filePattern.exec(name);
    if (!manifest) manifest = readManifest(text, file);
    else if (stored) {
      files++;
      if (digest !== `${stored[1]}${stored[2]}`) throw damaged(file, name);
    } else if (!entryNames.partPattern.test(name))
      throw new SetUpError(`${file}: expected rows and files of Fiducial, got ${name.slice(0, 200)}`);
    if (!stored) others.set(name, digest);
    lines.update(sumLine(digest, name));
  }
  if (!manifest) throw new SetUpError(`${file}: expected a backup, got an empty archive`);
  if (sums === undefined) throw new SetUpError(`${file}: expected a whole backup, got one that is cut off`);
  if (sha256(sums) !== lines.digest('hex')) throw damaged(file, firstWrong(sums, others));
  return { manifest, files };
}

function readManifest(text: string | undefined, file: string): Manifest {
  const value = text === undefined ? undefined : parseJson(text);
  const format = (value as { format?: unknown } | undefined)?.format; // whatever stands in the file
  if (typeof format === 'number' && format > backupFormat)
    throw new SetUpError(
      `${file}: expected a backup of layout ${backupFormat}, got layout ${format}, of a later release of Fiducial. Restore it with that release.`,
    );
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw new SetUpError(`${file}: expected a backup of Fiducial, got another archive`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(file: string, name: string): SetUpError {
  return new SetUpError(
    `${file} is damaged: ${name} is not what was written. Nothing was restored; use another backup.`,
  );
}

/** The first entry whose sum is another; the sums themselves where all agree. */
function firstWrong(sums: string, others: ReadonlyMap<string, string>): string {
  const told = new Map(sums.split('\n').map((line) => [line.slice(66), line.slice(0, 64)]));
  return [...others].find(([name, digest]) => told.get(name) !== digest)?.[0] ?? entryNames.sums;
}

async function digestOf(content: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
