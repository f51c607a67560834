import { expect, test } from 'vitest';
import { closenessShades, difference, differenceShades, flatMap } from './map-shades';

const euclidean = { classes: 2, distance: 'euclidean' };

test('the nearest class of a layer is 1 and the farthest 0, whatever the size of the layer', () => {
  const [shades] = closenessShades([Float64Array.of(1, 3, 1000, 500)], euclidean);
  expect([...(shades ?? [])]).toEqual([1, 0, 0, 1]);
});

test('several maps share one scale a layer', () => {
  const [first, second] = closenessShades([Float64Array.of(0, 4), Float64Array.of(2, 8)], euclidean);
  expect([...(first ?? []), ...(second ?? [])]).toEqual([1, 0.5, 0.75, 0]);
});

test('a cosine similarity is near where it is high', () => {
  const [shades] = closenessShades([Float64Array.of(0.2, 0.9)], { classes: 2, distance: 'cosine' });
  expect([...(shades ?? [])]).toEqual([0, 1]);
});

test('a layer of equal distances has no nearest class', () => {
  const [shades] = closenessShades([Float64Array.of(5, 5)], euclidean);
  expect([...(shades ?? [])]).toEqual([0.5, 0.5]);
});

test('a difference is positive where the input is nearer than the mean', () => {
  const apart = difference(Float64Array.of(1, 5), Float64Array.of(3, 1));
  const [shades] = differenceShades([apart], euclidean);
  expect([...(shades ?? [])]).toEqual([0.5, -1]);
  const [none] = differenceShades([Float64Array.of(0, 0)], { classes: 2, distance: 'cosine' });
  expect([...(none ?? [])]).toEqual([0, 0]);
});

test('reads the rows that the API gives', () => {
  expect([
    ...flatMap([
      [1, 2],
      [3, null],
    ]),
  ]).toEqual([1, 2, 3, 0]);
  expect(flatMap(null)).toHaveLength(0);
});
