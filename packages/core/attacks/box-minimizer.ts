/** Values and gradients are told to it, and it says where to look next: the caller evaluates many of them at once. */
export interface BoxMinimizer {
  /** The point to evaluate next. */
  readonly trial: Float64Array;
  /** Nothing more is to be gained: `trial` need not be evaluated. */
  readonly converged: boolean;
  /** The function's value and gradient at `trial`; true when this is the lowest point so far, and not a step too long. */
  tell(value: number, gradient: Float64Array): boolean;
}

/** Where a minimizer starts, what it stays in, how many pairs it remembers, and the length of its first step. */
export interface BoxProblem {
  readonly start: Float64Array;
  readonly bounds: readonly [number, number];
  readonly history: number;
  readonly firstStep: number;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

/** Sufficient decrease, as a share of what the slope promises (Armijo). */
const decrease = 1e-4;
/** Halvings of a step before the memory is dropped, and without one the search ended. */
const maxHalvings = 12;
/** A step that lowers the value by less than this share of it is the last: values come in single precision. */
const leastGain = 1e-6;

/**
 * Projected L-BFGS: the two-loop recursion over the values that are not held at a bound by the gradient, the step projected
 * into the box, halved until the value falls enough (Armijo along the projected path). L-BFGS-B (Byrd 1995, used by SciPy)
 * looks for the generalized Cauchy point and solves over the free values instead; both stop at points where the projected
 * gradient is zero.
 */
export function boxMinimizer({ start, bounds, history, firstStep }: BoxProblem): BoxMinimizer {
  let point = start;
  let at: { readonly value: number; readonly gradient: Float64Array } | undefined;
  let direction = new Float64Array(start.length);
  let pairs: Pair[] = [];
  let [length, halvings] = [1, 0];
  const minimizer = { trial: start, converged: false, tell };

  function look() {
    minimizer.trial = point.map((value, index) => clip(value + length * (direction[index] ?? 0), bounds));
    if (minimizer.trial.every((value, index) => value === point[index])) minimizer.converged = true;
  }

  function turn(gradient: Float64Array) {
    const free = Float64Array.from(gradient, (slope, index) =>
      isHeld(point[index] ?? 0, slope, bounds) ? 0 : slope,
    );
    direction = twoLoops(free, pairs, firstStep).map((value, index) => (free[index] === 0 ? 0 : -value));
    if (dot(direction, free) >= 0) {
      pairs = [];
      direction = twoLoops(free, pairs, firstStep).map((value) => -value);
    }
    [length, halvings] = [1, 0];
    look();
  }

  function tell(value: number, gradient: Float64Array): boolean {
    const before = at;
    const trial = minimizer.trial;
    if (!before) {
      at = { value, gradient };
      turn(gradient);
      return true;
    }
    const step = trial.map((x, index) => x - (point[index] ?? 0));
    if (value > before.value + decrease * dot(before.gradient, step)) {
      shorten(before.gradient);
      return false;
    }
    const change = gradient.map((slope, index) => slope - (before.gradient[index] ?? 0));
    const curvature = dot(step, change);
    if (curvature > 1e-10 * dot(change, change))
      pairs = [...pairs, { step, change, curvature }].slice(-history);
    point = trial;
    at = { value, gradient };
    if (before.value - value <= leastGain * Math.max(Math.abs(value), 1e-6)) minimizer.converged = true;
    else turn(gradient);
    return true;
  }

  function shorten(gradient: Float64Array) {
    [length, halvings] = [length / 2, halvings + 1];
    if (halvings <= maxHalvings) look();
    else if (pairs.length === 0) minimizer.converged = true;
    else {
      pairs = [];
      turn(gradient);
    }
  }

  return minimizer;
}

/** The inverse Hessian that the pairs tell of, times a gradient; without pairs a step of the given length. */
function twoLoops(gradient: Float64Array, pairs: readonly Pair[], firstStep: number): Float64Array {
  const result = Float64Array.from(gradient);
  const shares = pairs.map(() => 0);
  for (let at = pairs.length - 1; at >= 0; at--) {
    const { step, change, curvature } = pairs[at] as Pair; // within the array
    const share = dot(step, result) / curvature;
    shares[at] = share;
    addTo(result, change, -share);
  }
  const last = pairs.at(-1);
  const scale = last
    ? last.curvature / dot(last.change, last.change)
    : firstStep / Math.max(Math.sqrt(dot(gradient, gradient)), 1e-12);
  for (let at = 0; at < result.length; at++) result[at] = (result[at] ?? 0) * scale;
  for (const [at, { step, change, curvature }] of pairs.entries())
    addTo(result, step, (shares[at] ?? 0) - dot(change, result) / curvature);
  return result;
}

function isHeld(value: number, slope: number, [low, high]: readonly [number, number]): boolean {
  return (value <= low && slope > 0) || (value >= high && slope < 0);
}

function clip(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(Math.max(value, low), high);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function addTo(sum: Float64Array, other: Float64Array, factor: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + factor * (other[at] ?? 0);
}
