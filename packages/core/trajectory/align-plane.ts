import { type Plane, planeOf } from './plane';

/**
 * A plane turned, and mirrored where that is nearer, so that its points lie as near as they can to those of another:
 * orthogonal Procrustes. All distances stay. Planes of different units are compared by direction: only the other's shape
 * counts, not its size.
 *
 * @see Schönemann, A generalized solution of the orthogonal Procrustes problem, Psychometrika 1966
 */
export function alignPlane(plane: Plane, onto: Pick<Plane, 'points'>): Plane {
  const [xx, xy, yx, yy] = products(plane.points, onto.points);
  const [turned, mirrored] = [Math.hypot(xx + yy, xy - yx), Math.hypot(xx - yy, xy + yx)];
  const isMirrored = mirrored > turned * (1 + 1e-9);
  const length = isMirrored ? mirrored : turned;
  if (!(length > 0)) return plane;
  const [c, s] = isMirrored
    ? [(xx - yy) / length, (xy + yx) / length]
    : [(xx + yy) / length, (xy - yx) / length];
  // Rows of the matrix that points, as rows, are multiplied by from the right.
  const matrix = isMirrored ? [c, s, s, -c] : [c, s, -s, c];
  return { ...plane, points: rotatePoints(plane.points, matrix), axes: rotateAxes(plane.axes, matrix) };
}

/**
 * One plane a layer through `n` points, each turned onto the one before: what moves from plane to plane moved among the
 * points, and not because a plane was drawn another way round. Takes squared distances `[n, n]` layer by layer.
 */
export function alignedPlanes(layers: readonly Float64Array[], n: number): Plane[] {
  const planes: Plane[] = [];
  for (const squared of layers) {
    const [plane, last] = [planeOf(squared, n), planes.at(-1)];
    planes.push(last ? alignPlane(plane, last) : plane);
  }
  return planes;
}

/** `pointsᵀ onto`, `[2, 2]`. */
function products(points: Float64Array, onto: Float64Array): [number, number, number, number] {
  const sum: [number, number, number, number] = [0, 0, 0, 0];
  for (let at = 0; at < Math.min(points.length, onto.length); at += 2) {
    const [x = 0, y = 0] = points.subarray(at, at + 2);
    const [u = 0, v = 0] = onto.subarray(at, at + 2);
    sum[0] += x * u;
    sum[1] += x * v;
    sum[2] += y * u;
    sum[3] += y * v;
  }
  return sum;
}

function rotatePoints(points: Float64Array, [a = 1, b = 0, c = 0, d = 1]: readonly number[]): Float64Array {
  return points.map((_, at) => {
    const [x = 0, y = 0] = points.subarray(at - (at % 2));
    return at % 2 === 0 ? x * a + y * c : x * b + y * d;
  });
}

function rotateAxes(axes: Float64Array, [a = 1, b = 0, c = 0, d = 1]: readonly number[]): Float64Array {
  const n = axes.length / 2;
  return axes.map((_, at) => {
    const [x = 0, y = 0] = [axes[at % n], axes[n + (at % n)]];
    return at < n ? x * a + y * c : x * b + y * d;
  });
}
