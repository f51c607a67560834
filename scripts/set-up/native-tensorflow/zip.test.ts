import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listZip, readEntry, unpackEntry } from './zip.mjs';

const text = 'the same words again, the same words again, the same words again';
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-zip-'));
  file = join(folder, 'small.whl');
  await writeFile(
    file,
    makeZip([
      { name: 'a/deflated.txt', packed: deflateRawSync(text), bytes: text.length, method: 8 },
      { name: 'stored.txt', packed: Buffer.from(text), bytes: text.length, method: 0 },
      { name: 'empty', packed: Buffer.alloc(0), bytes: 0, method: 0 },
      { name: 'lying.txt', packed: deflateRawSync(text), bytes: text.length + 1, method: 8 },
    ]),
  );
});

afterAll(() => rm(folder, { recursive: true }));

test.each(['a/deflated.txt', 'stored.txt'])('%s comes out as it went in', async (name) => {
  const target = join(folder, 'out', name);
  await unpackEntry(file, await entry(name), target);
  expect(await readFile(target, 'utf8')).toBe(text);
  expect((await readEntry(file, await entry(name))).toString()).toBe(text);
});

test('an empty entry makes an empty file', async () => {
  await unpackEntry(file, await entry('empty'), join(folder, 'empty'));
  expect((await readFile(join(folder, 'empty'))).length).toBe(0);
});

test('an entry of another length than the zip says is refused', async () => {
  const unpacking = unpackEntry(file, await entry('lying.txt'), join(folder, 'lying'));
  await expect(unpacking).rejects.toThrow(`expected ${text.length + 1} bytes, got ${text.length}`);
});

test('a file that is cut short is refused', async () => {
  const short = join(folder, 'short.whl');
  await writeFile(short, await readFile(file));
  await truncate(short, 100);
  await expect(listZip(short)).rejects.toThrow('is not a zip file, or is cut short');
});

async function entry(name: string) {
  const found = (await listZip(file)).get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

interface Member {
  readonly name: string;
  readonly packed: Buffer;
  readonly bytes: number;
  readonly method: number;
}

/** A zip as the format's description lays it out: members, directory, end record. */
function makeZip(members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(member.method, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(member.method, 10);
    central.writeUInt32LE(member.packed.length, 20);
    central.writeUInt32LE(member.bytes, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    parts.push(local, name, member.packed);
    offset += 30 + name.length + member.packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
