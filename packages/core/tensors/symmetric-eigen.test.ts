import { describe, expect, test } from 'vitest';
import { seededRandom } from './random';
import { symmetricEigen } from './symmetric-eigen';

/** `Aᵀ A` of random rows `[rows, n]`: symmetric, of rank at most `rows`. */
function gram(n: number, rows: number): Float64Array {
  const random = seededRandom(n + rows);
  const a = Float64Array.from({ length: rows * n }, () => random.normal());
  return Float64Array.from({ length: n * n }, (_, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += (a[row * n + i] ?? 0) * (a[row * n + j] ?? 0);
    return sum;
  });
}

describe('eigenvalues and vectors of a symmetric matrix', () => {
  test('are the worked ones of a matrix of two', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    const h = Math.SQRT1_2;
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(vectors[0]).toBeCloseTo(h, 14);
    expect(vectors[1]).toBeCloseTo(h, 14);
    expect(Math.abs((vectors[2] ?? 0) + (vectors[3] ?? 0))).toBeLessThan(1e-14);
  });

  test.each([
    [1, 3],
    [2, 5],
    [7, 20],
    [40, 100],
    [40, 6],
  ])('give back the matrix of %d columns made from %d rows, their vectors orthonormal', (n, rows) => {
    const matrix = gram(n, rows);
    const { values, vectors } = symmetricEigen(matrix, n);
    const scale = values[0] ?? 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let [product, dot] = [0, 0];
        for (let at = 0; at < n; at++) {
          product += (values[at] ?? 0) * (vectors[at * n + i] ?? 0) * (vectors[at * n + j] ?? 0);
          dot += (vectors[i * n + at] ?? 0) * (vectors[j * n + at] ?? 0);
        }
        expect(Math.abs(product - (matrix[i * n + j] ?? 0))).toBeLessThan(1e-12 * scale);
        expect(Math.abs(dot - Number(i === j))).toBeLessThan(1e-12);
      }
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
    for (const value of values.subarray(Math.min(n, rows)))
      expect(Math.abs(value)).toBeLessThan(1e-12 * scale);
  });

  test('of zeros are zeros, and of a diagonal matrix its entries', () => {
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
    const diagonal = Float64Array.of(1, 0, 0, 0, -3, 0, 0, 0, 2);
    const { values, vectors } = symmetricEigen(diagonal, 3);
    expect([...values]).toEqual([2, 1, -3]);
    expect([...vectors].map(Math.abs)).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 0]);
  });

  test('are refused where the matrix is not of numbers', () => {
    expect(() => symmetricEigen(Float64Array.of(1, 0, 0, Number.NaN), 2)).toThrow(
      'matrix: expected finite numbers, got NaN in row 1',
    );
  });
});
