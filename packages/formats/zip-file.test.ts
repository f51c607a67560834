import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedZip } from './stored-zip';
import { streamZip } from './stream-zip';
import { openZip } from './zip-file';

const limits = { maxFiles: 3, maxBytes: 1000 };
const modified = new Date(Date.UTC(2024, 1, 2));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function saved(bytes: Uint8Array): Promise<string> {
  const file = join(folder, 'archive.zip');
  await writeFile(file, bytes);
  return file;
}

async function streamed(files: Record<string, readonly string[]>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const given = Object.entries(files).map(([path, parts]) => ({
    path,
    chunks: parts.map((part) => Buffer.from(part)),
  }));
  for await (const chunk of streamZip(given, { modified })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('files that were written chunk by chunk are read one by one, and the same files give the same bytes', async () => {
  const files = { 'a.txt': ['one ', 'two'], 'b/c.bin': [], 'b/d.bin': ['x'] };
  const zip = await openZip(await saved(await streamed(files)), limits);
  expect([...zip.sizes]).toEqual([
    ['a.txt', 7],
    ['b/c.bin', 0],
    ['b/d.bin', 1],
  ]);
  expect((await zip.read('a.txt')).toString()).toBe('one two');
  expect((await zip.read('b/c.bin')).length).toBe(0);
  await expect(zip.read('e')).rejects.toThrow('archive: expected a file e, got none');
  zip.close();
  expect(await streamed(files)).toEqual(await streamed(files));
});

const text = (value: string) => Buffer.from(value);
test.each([
  ['no archive', text('not a zip'), /expected a ZIP file/],
  ['a path that leaves it', storedZip({ '../x': text('a') }), /\.\.\/x/],
  ['an absolute path', storedZip({ '/etc/x': text('a') }), /absolute path/],
  [
    'too many files',
    storedZip({ a: text(''), b: text(''), c: text(''), d: text('') }),
    /at most 3 files, got 4/,
  ],
  [
    'too many bytes',
    storedZip({ a: Buffer.alloc(600), b: Buffer.alloc(600) }),
    /at most 1000 unpacked bytes/,
  ],
])('%s is refused in words', async (_name, bytes, words) => {
  await expect(openZip(await saved(bytes), limits)).rejects.toThrow(words);
});

test('a bomb is refused by the sizes that it declares', async () => {
  const bytes = zipSync({ zeros: new Uint8Array(20_000_000) });
  await expect(openZip(await saved(bytes), { maxFiles: 3, maxBytes: 4e9 })).rejects.toThrow(
    /archive: expected it to unpack to at most 100 times its \d+ bytes, got 20000000 bytes declared/,
  );
});

test('a path that is there twice is refused', async () => {
  const bytes = Buffer.from(storedZip({ 'one.txt': text('a'), 'two.txt': text('b') }));
  for (let at = bytes.indexOf('two.txt'); at >= 0; at = bytes.indexOf('two.txt')) bytes.write('one.txt', at);
  await expect(openZip(await saved(bytes), limits)).rejects.toThrow(
    'expected each path once, got one.txt twice',
  );
});

test('bytes that are not those of the archive are noticed when they are read', async () => {
  const bytes = Buffer.from(storedZip({ a: text('hello') }));
  // A size that promises more than there is.
  const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bytes.writeUInt32LE(500, central + 20);
  bytes.writeUInt32LE(500, central + 24);
  await expect(openZip(await saved(bytes), limits).then((zip) => zip.read('a'))).rejects.toThrow(
    /archive: expected/,
  );
});
