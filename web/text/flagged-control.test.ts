import { expect, test } from 'vitest';
import { flagsControl } from './flagged-control';

test('a control is flagged far above chance alone, and where chance is out of the interval', () => {
  expect(flagsControl({ auc: 0.998, aucLow: 0.99 })).toBe(true);
  expect(flagsControl({ auc: 0.78, aucLow: 0.7 })).toBe(false);
  expect(flagsControl({ auc: 0.9, aucLow: 0.45 })).toBe(false);
  expect(flagsControl({ auc: 0.9, aucLow: null })).toBe(false);
  expect(flagsControl({ auc: null, aucLow: null })).toBe(false);
});
