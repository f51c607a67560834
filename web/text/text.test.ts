import { expect, test } from 'vitest';
import { titleOfMetric, titleOfName, titleOfParameterPath, unbroken } from './names';
import {
  formatBytes,
  formatEpsilon,
  formatInterval,
  formatMilliseconds,
  formatNumber,
  formatShare,
  formatSpread,
  formatUnit,
} from './numbers';
import { formatAgo, formatDuration } from './times';

test('a number has three significant digits', () => {
  expect([0.98712, 12.345, 1234.5, 0, 1, -0.5].map(formatNumber)).toEqual([
    '0.987',
    '12.3',
    '1,235',
    '0',
    '1.00',
    '−0.500',
  ]);
});

test('very small and very large numbers carry a power of ten', () => {
  expect([0.0000123, 123456789].map(formatNumber)).toEqual(['1.23 × 10⁻⁵', '1.23 × 10⁸']);
});

test('a number that is rounded to a thousand is written as one', () => {
  expect([999.4, 999.5, 999.99, -999.7].map(formatNumber)).toEqual(['999', '1,000', '1,000', '−1,000']);
});

test('what is not there is a dash, not a zero', () => {
  expect([null, undefined, Number.NaN].map(formatNumber)).toEqual(['–', '–', '–']);
  expect(formatInterval(null, 0.9)).toBe('');
});

test('shares, sizes and intervals carry their unit', () => {
  expect(formatShare(0.98712)).toBe('98.7\u00a0%');
  expect(formatShare(1)).toBe('100\u00a0%');
  expect(formatBytes(999)).toBe('999 bytes');
  expect(formatBytes(1_234_567)).toBe('1.23 MB');
  expect(formatInterval(0.9811, 0.9931)).toBe('[0.981, 0.993]');
  expect(formatInterval(0.9981, 1)).toBe('[0.998, 1.000]');
  expect(formatInterval(-0.0123, 12.34)).toBe('[−0.0123, 12.3]');
});

test('figures from 0 to 1 have the same decimals, whatever they are', () => {
  expect([0.99812, 1, 0, 0.0126, -0.0004, null].map(formatUnit)).toEqual([
    '0.998',
    '1.000',
    '0.000',
    '0.013',
    '−0.000',
    '–',
  ]);
});

test('milliseconds for an input have the same decimals in a column', () => {
  expect([0.0126, 1.27, 27.31, 1234.5, null].map(formatMilliseconds)).toEqual([
    '0.013',
    '1.270',
    '27.310',
    '1,235',
    '–',
  ]);
});

test('a mean and its deviation have the same decimals', () => {
  expect(formatSpread(0.94812, 0.0079)).toBe('0.948 ± 0.008');
  expect(formatSpread(1, 0)).toBe('1.000 ± 0.000');
});

test('an epsilon of whole gray levels is given in those', () => {
  expect([40 / 255, 0.1, 2].map(formatEpsilon)).toEqual(['40/255', '0.100', '2.00']);
});

test('an attack without a budget says what it looks for', () => {
  expect(formatEpsilon(null)).toBe('minimal norm');
});

test('durations take the units that fit', () => {
  expect([0.012, 0.84, 12, 200, 7500].map(formatDuration)).toEqual([
    '12 ms',
    '0.84 s',
    '12 s',
    '3 min 20 s',
    '2 h 5 min',
  ]);
});

test('a symbol and its number stay in one line', () => {
  expect(unbroken('kNN fc1, rank, k 100')).toBe('kNN fc1, rank, k\u00a0100');
  expect(unbroken('1,000 test images')).toBe('1,000 test images');
});

test('abbreviations keep their capitals', () => {
  expect(['stepSize', 'validationMacroAuc', 'k'].map(titleOfName)).toEqual([
    'Step size',
    'Validation macro-AUC',
    'k',
  ]);
});

test('what our runs amount to has its term, what others logged the name that they gave it', () => {
  expect(['macroAuc', 'macroTprAt5Fpr', 'medianLinf', 'epochLoss', 'loss/train'].map(titleOfMetric)).toEqual([
    'Macro-AUC',
    'Macro-TPR at 5 % FPR',
    'Median L∞',
    'Epoch loss',
    'loss/train',
  ]);
  expect(
    ['parameters.stepSize', 'optimizer.rate', 'parameters.head.units'].map(titleOfParameterPath),
  ).toEqual(['Step size', 'optimizer.rate', 'parameters.head.units']);
});

test('a metric may have any name', () => {
  expect(['constructor', '__proto__'].map(titleOfMetric)).toEqual(['Constructor', '__proto__']);
});

test('a moment is told as time before now, an old one as its date', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  const ago = (seconds: number) => formatAgo(new Date(now - seconds * 1000).toISOString(), now);
  expect([3, 300, 7200, 100_000, 1_000_000].map(ago)).toEqual([
    'just now',
    '5 min ago',
    '2 h ago',
    'yesterday',
    '2026-11-12',
  ]);
});
