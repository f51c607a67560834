import { expect, test } from 'vitest';
import { mostInTable, pointDistances } from './point-distances';

test('tells how far points are apart, and the nearest other of each', async () => {
  const { distances, nearest } = await pointDistances(Float32Array.of(0, 0, 3, 4, 0, 1), 2);
  expect(distances).toEqual([
    [0, 5, 1],
    [5, 0, Math.sqrt(18)],
    [1, Math.sqrt(18), 0],
  ]);
  expect(nearest).toEqual([
    { label: 2, distance: 1 },
    { label: 2, distance: Math.sqrt(18) },
    { label: 0, distance: 1 },
  ]);
  expect((await pointDistances(Float32Array.of(1, 2), 2)).nearest).toEqual([null]);
});

test('of equally near ones tells the first, and of many points no table', async () => {
  const line = Float32Array.from({ length: mostInTable + 1 }, (_, at) => at);
  const { distances, nearest } = await pointDistances(line, 1);
  expect(distances).toBeNull();
  expect(nearest[0]).toEqual({ label: 1, distance: 1 });
  for (const [at, found] of nearest.entries())
    if (at > 0) expect(found).toEqual({ label: at - 1, distance: 1 });
});

test('lets others have their turn, and stops when nobody waits for it any more', async () => {
  const many = new Float32Array(200 * 1000);
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  await pointDistances(many, 1000);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(0);
  await expect(pointDistances(many, 1000, AbortSignal.abort())).rejects.toThrow('aborted');
});
