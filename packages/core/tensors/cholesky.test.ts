import { expect, test } from 'vitest';
import { cholesky, invertLower, solveCholesky } from './cholesky';

const matrix = Float64Array.of(4, 2, 0.6, 2, 5, 1, 0.6, 1, 3);

const times = (a: Float64Array, b: Float64Array, n: number) =>
  Float64Array.from({ length: n * n }, (_, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    return Array.from({ length: n }, (_, at) => (a[row * n + at] ?? 0) * (b[at * n + column] ?? 0)).reduce(
      (sum, value) => sum + value,
      0,
    );
  });

const transposed = (a: Float64Array, n: number) =>
  a.map((_, index) => a[(index % n) * n + Math.floor(index / n)] ?? 0);

const expectClose = (got: Float64Array, expected: ArrayLike<number>) =>
  got.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 12);
  });

test('the triangle times its transpose is the matrix', () => {
  const lower = cholesky(matrix, 3);
  expectClose(times(lower, transposed(lower, 3), 3), matrix);
});

test('the inverse of the triangle times the triangle is the identity', () => {
  const lower = cholesky(matrix, 3);
  expectClose(times(invertLower(lower, 3), lower, 3), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test('a solution put into the equations gives the right side', () => {
  const x = solveCholesky(cholesky(matrix, 3), Float64Array.of(1, -2, 3));
  const back = [0, 1, 2].map((row) =>
    x.reduce((sum, value, at) => sum + value * (matrix[row * 3 + at] ?? 0), 0),
  );
  expectClose(Float64Array.from(back), [1, -2, 3]);
});

test('a singular matrix is refused in words', () => {
  expect(() => cholesky(Float64Array.of(1, 1, 1, 1), 2)).toThrow(
    'matrix: expected it positive definite, got pivot 0 in row 1',
  );
});
