import { describe, expect, test } from 'vitest';
import { conclusion, formatP } from './conclusion';
import type { MetricsRow, PairTest, ResultCell, ResultRow } from './result-table';

const evaluations = [{ name: 'kNN' }, { name: 'Map' }];

function cell(auc: number | null, pValue?: number): ResultCell {
  const metrics: MetricsRow = {
    kind: 'MACRO',
    attackSet: null,
    nNegative: 1,
    nPositive: 1,
    auc,
    aucLow: auc === null ? null : auc - 0.01,
    aucHigh: auc === null ? null : auc + 0.01,
    eer: null,
    tprAt1Fpr: null,
    tprAt5Fpr: null,
  };
  const pair: PairTest | null =
    pValue === undefined
      ? null
      : { a: 'a', b: 'b', attackSetId: null, deltaAuc: 0, pValue, significant: pValue < 0.05 };
  return { evaluationId: '', metrics, best: new Set(), againstBest: pair };
}

function macro(cells: ResultCell[]): ResultRow[] {
  return [{ key: 'MACRO/', kind: 'MACRO', label: 'Mean of attacks', attackSetId: null, cells }];
}

test('names the best, how far ahead it is, and that the difference is significant', () => {
  expect(conclusion(evaluations, macro([cell(0.91, 0.0001), cell(0.96)]))).toBe(
    'Map has the best macro-AUC: 0.960 [0.950, 0.970], 0.0500 ahead of kNN; the difference is significant (p\u00a0<\u00a00.001).',
  );
});

test('says when the two cannot be told apart', () => {
  expect(conclusion(evaluations, macro([cell(0.95, 0.31), cell(0.96)]))).toContain(
    'cannot be told apart from kNN, 0.0100 behind (p\u00a0=\u00a00.31)',
  );
});

describe('with more than two detectors', () => {
  const said = (...cells: ResultCell[]) =>
    conclusion(
      cells.map((_, at) => ({ name: 'ABCDEFG'.charAt(at) })),
      macro(cells),
    );

  test('names all that cannot be told apart from the best, three of them beside the next one', () => {
    const tied = [0.95, 0.94, 0.93, 0.92, 0.91].map((auc) => cell(auc, 0.3));
    expect(said(cell(0.96), ...tied.slice(0, 1))).toMatch(/from B, 0\.0100 behind \(p.*\)\.$/);
    expect(said(cell(0.96), ...tied.slice(0, 2))).toMatch(/behind \(p.*\), nor from C\.$/);
    expect(said(cell(0.96), ...tied.slice(0, 3), cell(0.5, 0.01))).toMatch(/, nor from C and D\.$/);
    expect(said(cell(0.96), ...tied, cell(0.9, 0.2))).toMatch(/, nor from C, D, E and 2 others\.$/);
  });

  test('says which cannot be told apart although the next one can', () => {
    expect(said(cell(0.96), cell(0.95, 0.01), cell(0.94, 0.2), cell(0.93, 0.02))).toMatch(
      /ahead of B; the difference is significant \(p.*\)\. It cannot be told apart from C, though\.$/,
    );
  });
});

test('says when no paired test was possible', () => {
  expect(conclusion(evaluations, macro([cell(0.95), cell(0.96)]))).toContain('no paired test was possible');
});

describe('where the best flags random noise', () => {
  const noise = (low: number, ...aucs: (number | null)[]): ResultRow => {
    const cells = aucs.map((auc) => {
      const { metrics, ...rest } = cell(auc);
      return { ...rest, metrics: metrics && { ...metrics, kind: 'CONTROL' as const, aucLow: low } };
    });
    return { key: 'noise', kind: 'CONTROL', label: 'Random noise', attackSetId: 'noise', cells };
  };
  const said = (...controls: ResultRow[]) =>
    conclusion(evaluations, [...macro([cell(0.91, 0.0001), cell(0.96)]), ...controls]);

  test('says so with the figure, and which detector is the best that does not', () => {
    expect(said(noise(0.97, 0.53, 0.99))).toMatch(
      /significant \(p.*\)\. It flags the control Random noise with an AUC of 0\.990 \[0\.970, 1\.000\], where 0\.5 is wanted: it finds that an image was changed, not that it was attacked\. The best that does not is kNN: 0\.910\.$/,
    );
  });

  test('names no other where all do', () => {
    expect(said(noise(0.7, 0.85, 0.9))).toMatch(/not that it was attacked\.$/);
  });

  test('is silent below 0.8, where the interval reaches chance, and when another flags it', () => {
    const plain = said();
    expect(said(noise(0.75, 0.5, 0.79))).toBe(plain);
    expect(said(noise(0.5, 0.5, 0.85))).toBe(plain);
    expect(said(noise(0.97, 0.99, 0.6))).toBe(plain);
    expect(said(noise(0.97, 0.99, null))).toBe(plain);
  });
});

test('one detector alone concludes nothing', () => {
  expect(conclusion([{ name: 'kNN' }], macro([cell(0.95)]))).toBeNull();
  expect(conclusion(evaluations, macro([cell(0.95), cell(null)]))).toBeNull();
});

test('a p value keeps two digits', () => {
  expect([0.04912, 0.00099].map(formatP)).toEqual(['p\u00a0=\u00a00.049', 'p\u00a0<\u00a00.001']);
});
