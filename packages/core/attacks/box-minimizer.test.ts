import { expect, test } from 'vitest';
import { boxMinimizer } from './box-minimizer';

/** Runs a minimizer on a function and its gradient, until it converges or the value is low enough; the lowest point that was asked for, and how many were. */
function minimize(
  of: (x: Float64Array) => { value: number; gradient: number[] },
  { start, bounds, enough = 0 }: { start: number[]; bounds: [number, number]; enough?: number },
) {
  const minimizer = boxMinimizer({ start: Float64Array.from(start), bounds, history: 10, firstStep: 0.1 });
  let best = { value: Number.POSITIVE_INFINITY, point: start };
  let evaluations = 0;
  while (!minimizer.converged && best.value > enough && evaluations < 500) {
    const { value, gradient } = of(minimizer.trial);
    for (const x of minimizer.trial) expect(x >= bounds[0] && x <= bounds[1]).toBe(true);
    if (value < best.value) best = { value, point: [...minimizer.trial] };
    minimizer.tell(value, Float64Array.from(gradient));
    evaluations++;
  }
  return { ...best, evaluations };
}

const rosenbrock = ([x = 0, y = 0]: Float64Array) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
});

test('it finds the bottom of a curved valley', () => {
  const { point, evaluations } = minimize(rosenbrock, { start: [-1.2, 1], bounds: [-2, 2] });
  expect(point[0]).toBeCloseTo(1, 2);
  expect(point[1]).toBeCloseTo(1, 2);
  expect(evaluations).toBeLessThan(100);
});

test('it finds the lowest point of a box that leaves the bottom out', () => {
  // With x held at 0.5 the valley is lowest at y = 0.25.
  const { point } = minimize(rosenbrock, { start: [-1.2, 0.5], bounds: [-2, 0.5] });
  expect(point[0]).toBeCloseTo(0.5, 4);
  expect(point[1]).toBeCloseTo(0.25, 3);
});

test('it solves a badly scaled quadratic in far fewer steps than the thousands that the gradient alone would take', () => {
  const scales = Array.from({ length: 20 }, (_, at) => 10 ** (at / 5));
  const { value, evaluations } = minimize(
    (x) => ({
      value: scales.reduce((sum, scale, at) => sum + (scale * ((x[at] ?? 0) - 0.3) ** 2) / 2, 0),
      gradient: scales.map((scale, at) => scale * ((x[at] ?? 0) - 0.3)),
    }),
    { start: scales.map(() => 1), bounds: [0, 1], enough: 1e-4 },
  );
  expect(value).toBeLessThanOrEqual(1e-4);
  expect(evaluations).toBeLessThan(300);
});

test('it stops where it starts when every way down leaves the box', () => {
  const { point, evaluations } = minimize((x) => ({ value: x[0] ?? 0, gradient: [1] }), {
    start: [0],
    bounds: [0, 1],
  });
  expect([point, evaluations]).toEqual([[0], 1]);
});
