import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNpy } from '@fiducial/formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readImages } from './image-rows';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-rows-'));
  await writeFile(
    join(folder, 'bytes'),
    writeNpy('uint8', [3, 1, 2, 1], Uint8Array.of(0, 255, 51, 102, 153, 204)),
  );
  await writeFile(join(folder, 'floats'), writeNpy('float32', [2, 1, 2, 1], Float32Array.of(-1, 0.5, 2, 1)));
});

afterAll(() => rm(folder, { recursive: true }));

test('images are read from several files in the order asked for, bytes brought between the bounds', async () => {
  const wanted = [
    { path: join(folder, 'bytes'), place: 2 },
    { path: join(folder, 'floats'), place: 1 },
    { path: join(folder, 'bytes'), place: 0 },
  ];
  const values = await readImages(wanted, { size: 2, bounds: [-1, 2] });
  expect([...values].map((value) => Number(value.toFixed(5)))).toEqual([0.8, 1.4, 2, 1, -1, 2]);
});

test('a place beyond the file is refused', async () => {
  await expect(
    readImages([{ path: join(folder, 'bytes'), place: 3 }], { size: 2, bounds: [0, 1] }),
  ).rejects.toThrow('expected 2 bytes of images, got 0');
});
