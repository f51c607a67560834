import { beforeAll, expect, test } from 'vitest';
import { CancelledError } from '../errors';
import { seededRandom, tf } from '../tensors';
import { type AuditedGroup, auditLeakage } from './audit-leakage';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const size = 64;
const shape = [8, 8, 1] as const;
const all = Uint8Array.from({ length: 60 * size }, () => 0);
const random = seededRandom(3);
all.forEach((_, at) => {
  all[at] = Math.floor(256 * random.uniform());
});
const rowOf = (item: number) => all.subarray(item * size, (item + 1) * size);
// Item 41 is item 2 again, item 52 is item 45 with one value changed by 20 of 255.
all.set(rowOf(2), 41 * size);
all.set(rowOf(45), 52 * size);
all[52 * size] = ((all[52 * size] ?? 0) + 20) % 256;

function group(name: string, items: readonly number[]): AuditedGroup {
  const data = new Uint8Array(items.length * size);
  items.forEach((item, row) => {
    data.set(rowOf(item), row * size);
  });
  const digests = items.map((item) => Buffer.from(rowOf(item)).toString('hex'));
  return { name, images: { data, shape }, items, digests };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test('counts shared originals, equal images and near-duplicates between every two groups, and names them', async () => {
  const stages: number[] = [];
  const { pairs, leaks, cells } = await auditLeakage(
    [
      group('reference', range(0, 40)),
      group('train', range(40, 50)),
      group('validation', []),
      group('test', [7, ...range(50, 55)]),
    ],
    { range: 255, context: { seed: 0, onProgress: ({ done, total }) => stages.push(done / total) } },
  );
  expect(cells).toBe(64);
  const none = { original: 0, equal: 0, near: 0, undecided: 0 };
  expect(pairs).toEqual([
    { group: 'train', against: 'reference', images: 10, others: 40, ...none, equal: 1 },
    { group: 'test', against: 'reference', images: 6, others: 40, ...none, original: 1 },
    { group: 'test', against: 'train', images: 6, others: 10, ...none, near: 1 },
  ]);
  expect(leaks).toEqual([
    { group: 'test', item: 7, against: 'reference', otherItem: 7, kind: 'original', difference: 0 },
    { group: 'train', item: 41, against: 'reference', otherItem: 2, kind: 'equal', difference: 0 },
    {
      group: 'test',
      item: 52,
      against: 'train',
      otherItem: 45,
      kind: 'near',
      difference: expect.closeTo(20 / 255 / 8, 3),
    },
  ]);
  expect(stages.at(-1)).toBe(1);
});

test('stops when it is cancelled, and leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  const groups = [group('train', range(0, 10)), group('test', range(10, 20))];
  await auditLeakage(groups, { range: 255, context: { seed: 0 } });
  const context = { seed: 0, signal: AbortSignal.abort() };
  await expect(auditLeakage(groups, { range: 255, context })).rejects.toThrow(CancelledError);
  expect(tf.memory().numTensors).toBe(before);
});
