import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../tensors/random';
import { fitLogisticRegression, logOdds, probabilities } from './logistic-regression';

/** Rows that overlap: label 1 is shifted in both columns. */
function overlapping(rows: number) {
  const random = seededRandom(4);
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % 2);
  const data = Float64Array.from({ length: rows * 2 }, (_, at) => {
    const label = labels[at >> 1] ?? 0;
    return at % 2 ? 100 + 10 * (random.normal() + label) : random.normal() + 2 * label;
  });
  return { data, width: 2, labels };
}

describe('logistic regression', () => {
  test('finds the coefficients where the penalised loss has no slope', () => {
    const rows = overlapping(400);
    const fitted = fitLogisticRegression(rows, 0);
    const p = probabilities(logOdds(fitted, rows.data));
    // Without a penalty the residuals are orthogonal to every column, and to ones.
    for (const column of [
      () => 1,
      (row: number) => rows.data[row * 2] ?? 0,
      (row: number) => rows.data[row * 2 + 1] ?? 0,
    ]) {
      const slope =
        p.reduce((sum, value, row) => sum + (value - (rows.labels[row] ?? 0)) * column(row), 0) / 400;
      expect(Math.abs(slope)).toBeLessThan(1e-5);
    }
    expect(fitted.coefficients[0]).toBeGreaterThan(1);
  });

  test('weighs both labels alike, however many rows they have', () => {
    const rows = overlapping(400);
    const more = {
      data: new Float64Array([...rows.data, ...rows.data.filter((_, at) => (at >> 1) % 2 === 1)]),
      width: 2,
      labels: [...rows.labels, ...rows.labels.filter((label) => label === 1)],
    };
    const [once, twice] = [fitLogisticRegression(rows, 0.01), fitLogisticRegression(more, 0.01)];
    // Standardisation sees other means: the penalty bears on them a little differently.
    expect(twice.coefficients[0]).toBeCloseTo(once.coefficients[0] ?? Number.NaN, 1);
  });

  test('stays finite where the labels can be told apart without error, and where a column never varies', () => {
    const labels = [0, 0, 0, 1, 1, 1];
    const data = Float64Array.from(labels.flatMap((label, row) => [label * 10 + row / 10, 7]));
    const { coefficients, intercept } = fitLogisticRegression({ data, width: 2, labels }, 1e-3);
    expect(coefficients[0]).toBeGreaterThan(0);
    expect(coefficients[1]).toBe(0);
    const odds = logOdds({ coefficients, intercept }, data);
    expect(Math.max(...odds.subarray(0, 3))).toBeLessThan(0);
    expect(Math.min(...odds.subarray(3))).toBeGreaterThan(0);
  });

  test('refuses rows of one label, and rows that are not numbers', () => {
    expect(() => fitLogisticRegression({ data: Float64Array.of(1, 2), width: 1, labels: [0, 0] }, 1)).toThrow(
      'training rows: expected authentic and adversarial ones, got 2 and 0',
    );
    expect(() =>
      fitLogisticRegression({ data: Float64Array.of(1, Number.NaN), width: 1, labels: [0, 1] }, 1),
    ).toThrow('row 1 of the regression: expected a finite number, got NaN');
  });
});
