import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imagesToScore } from './images-to-score';
import { openBundle } from './open-bundle';

test('of a path that leads nowhere it is said that there is no such file', async () => {
  const path = join(import.meta.dirname, 'nothing.npy');
  const model = { inputShape: [28, 28, 1], bounds: [0, 1] } as unknown as Parameters<typeof imagesToScore>[1]; // no more is read of it
  await expect(imagesToScore(path, model)).rejects.toThrow(`${path}: there is no such file or folder`);
  await expect(openBundle(path)).rejects.toThrow(`${path}: there is no such file`);
});
