import { expect, test } from 'vitest';
import { disturbanceRows } from './disturbance-rows';

const figures = (n: number) => ({ n, mean: 1, lowerQuartile: 0.5, median: 1, upperQuartile: 2 });
const entry = (layer: string, { successful, all }: { successful: number | null; all: number }) => ({
  layer,
  allBudgets: true,
  epsilon: null,
  attackSet: { id: 'noise', name: 'Noise', control: true, epsilons: [0.1] },
  successful: successful === null ? null : figures(successful),
  all: figures(all),
});

test('a row counts the images of the layer that has the fewest, and nine are few', () => {
  const sweep = {
    disturbances: [entry('conv', { successful: 10, all: 240 }), entry('fc', { successful: 9, all: 230 })],
  };
  expect(disturbanceRows(sweep, 'successful').rows).toMatchObject([{ images: 9, few: true }]);
  expect(disturbanceRows(sweep, 'all').rows).toMatchObject([{ images: 230, few: false }]);
});

test('ten images are not few, and none are', () => {
  const rows = (successful: number | null) =>
    disturbanceRows({ disturbances: [entry('conv', { successful, all: 240 })] }, 'successful').rows;
  expect(rows(10)).toMatchObject([{ images: 10, few: false }]);
  expect(rows(null)).toMatchObject([{ images: 0, few: true }]);
});
