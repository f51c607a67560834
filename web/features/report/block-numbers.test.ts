import { expect, test } from 'vitest';
import { blockNumbers } from './block-numbers';

test('counts tables and figures apart, and passes over text', () => {
  expect(
    blockNumbers([
      'TextBlock',
      'RocPanel',
      'ResultsPanel',
      'TextBlock',
      'InputPanel',
      'ResultsPanel',
      'MetricPanel',
    ]),
  ).toEqual([undefined, 'Figure 1', 'Table 1', undefined, 'Figure 2', 'Table 2', 'Figure 3']);
  expect(blockNumbers([])).toEqual([]);
});
