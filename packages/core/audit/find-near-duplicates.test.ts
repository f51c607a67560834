import { beforeAll, expect, test } from 'vitest';
import { seededRandom, tf } from '../tensors';
import { findNearDuplicates } from './find-near-duplicates';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const [images, values] = [12, 49];

function pictures(seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: images * values }, () => 2 * random.uniform());
}

test('finds copies that are equal or hardly changed, with their difference, and nothing else', async () => {
  const reference = pictures(1);
  const queries = pictures(2);
  queries.set(reference.subarray(3 * values, 4 * values), 0);
  const changed = reference.slice(7 * values, 8 * values);
  // One of 49 values by half of the range: root mean square 0.5 / 7 = 0.0714 of it; by a tenth: 0.0143.
  changed[5] = (changed[5] ?? 0) + 0.2;
  queries.set(changed, values);
  const chunks = () =>
    [0, 6].map((first) => ({
      data: reference.subarray(first * values, (first + 6) * values),
      dimensions: values,
    }));
  const found = await findNearDuplicates({ data: queries, dimensions: values }, chunks, {
    context: { seed: 0 },
    range: 2,
  });
  expect(found).toEqual([
    { query: 0, reference: 3, difference: 0 },
    { query: 1, reference: 7, difference: expect.closeTo(0.1 / 7, 6) },
  ]);
});
