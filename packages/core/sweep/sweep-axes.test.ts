import { expect, test } from 'vitest';
import { bestCell, placeOfCell, type SweepAxes, sweepCells, sweepShape } from './sweep-axes';

const axes: SweepAxes = {
  partitions: 2,
  layers: ['conv', 'fc'],
  preprocessings: ['none', 'l2'],
  ks: [1, 5],
  columns: 3,
};

test('cells stand in the order of the tensor', () => {
  const places = [...sweepCells(axes)].map((cell) => placeOfCell(axes, { partition: 0, cell, column: 0 }));
  expect(places).toEqual(Array.from({ length: 24 }, (_, at) => at * 3));
  expect(sweepShape(axes)).toEqual([2, 2, 2, 3, 2, 3]);
  const last = { layer: 'fc', preprocessing: 'l2', weighting: 'distance', k: 5 } as const;
  expect(placeOfCell(axes, { partition: 1, cell: last, column: 2 })).toBe(2 * 24 * 3 - 1);
});

test('a cell that was not swept has no place', () => {
  const cell = { layer: 'fc', preprocessing: 'none', weighting: 'rank', k: 2 } as const;
  expect(placeOfCell(axes, { partition: 0, cell, column: 0 })).toBeUndefined();
  expect(placeOfCell(axes, { partition: 0, cell: { ...cell, k: 1 }, column: 3 })).toBeUndefined();
});

test('the best cell is the first with the greatest macro-AUC of its partition', () => {
  const aucs = new Float64Array(144).fill(Number.NaN);
  const cells = [...sweepCells(axes)];
  const put = (at: number, partition: number, auc: number) => {
    const cell = cells[at];
    if (cell) aucs[placeOfCell(axes, { partition, cell, column: 0 }) ?? -1] = auc;
  };
  put(3, 0, 0.7);
  put(8, 0, 0.9);
  put(9, 0, 0.9);
  put(20, 1, 1);
  expect(bestCell(aucs, axes, { partition: 0 })).toEqual(cells[8]);
  expect(bestCell(aucs, axes, { partition: 1 })).toEqual(cells[20]);
  expect(bestCell(aucs, axes, { partition: 0, layer: 'fc' })).toBeNull();
});
