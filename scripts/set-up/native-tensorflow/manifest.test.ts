import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { libraries } from './libraries.mjs';
import { addonName, findDamage, isSealed, writeManifest } from './manifest.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-manifest-'));
  await mkdir(join(folder, 'lib'));
  for (const file of [addonName, ...libraries.map((name) => join('lib', name))])
    await writeFile(join(folder, file), `contents of ${file}`);
});

afterEach(() => rm(folder, { recursive: true }));

test('a sealed folder is whole', async () => {
  expect(isSealed(folder)).toBe(false);
  await writeManifest(folder, 'a test');
  expect(isSealed(folder)).toBe(true);
  expect(await findDamage(folder)).toBeUndefined();
});

test('a changed library and a lost addon are found', async () => {
  await writeManifest(folder, 'a test');
  const library = join('lib', String(libraries[0]));
  await writeFile(join(folder, library), 'other contents');
  expect(await findDamage(folder)).toContain(`${library} changed`);
  await rm(join(folder, addonName));
  expect(await findDamage(folder)).toContain(`${addonName} changed`);
});

test('a manifest that is cut short is damage', async () => {
  await writeFile(join(folder, 'manifest.json'), '{"source":');
  expect(await findDamage(folder)).toContain('manifest.json');
});
