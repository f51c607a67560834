import { expect, test } from 'vitest';
import { compareParameters } from './parameter-differences';

test('parameters that differ stand apart from those that all have alike', () => {
  const { differing, common } = compareParameters([
    { method: 'knnScore', layer: 'conv4', k: 100, weighting: 'rank', layers: [] },
    { method: 'knnScore', layer: 'fc1', k: 100, weighting: 'rank', layers: [] },
  ]);
  expect(differing).toEqual([{ name: 'layer', values: ['conv4', 'fc1'] }]);
  expect(common.map(({ name, values }) => [name, values[0]])).toEqual([
    ['method', 'knnScore'],
    ['k', '100'],
    ['weighting', 'rank'],
    ['layers', 'none chosen'],
  ]);
});

test('a parameter that one method lacks differs', () => {
  const { differing } = compareParameters([{ learningRate: 0.0003, standardize: false }, { k: 3 }]);
  expect(differing).toEqual([
    { name: 'learningRate', values: ['3.00 × 10⁻⁴', null] },
    { name: 'standardize', values: ['no', null] },
    { name: 'k', values: [null, '3'] },
  ]);
});

test('lists of other values differ', () => {
  const { differing } = compareParameters([
    { layers: ['fc1', 'fc2'], k: 1 },
    { layers: ['fc2'], k: '1' },
  ]);
  expect(differing).toEqual([{ name: 'layers', values: ['fc1, fc2', 'fc2'] }]);
});
