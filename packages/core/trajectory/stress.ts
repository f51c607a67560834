/**
 * How far distances in a plane are from the true ones, 0 where all are kept: Kruskal's stress-1,
 * `√(Σ (d − d')² / Σ d²)`. Both in one order.
 *
 * @see Kruskal, Multidimensional scaling by optimizing goodness of fit to a nonmetric hypothesis, Psychometrika 1964
 */
export function stress(distances: ArrayLike<number>, inPlane: ArrayLike<number>): number {
  let [apart, all] = [0, 0];
  for (let at = 0; at < distances.length; at++) {
    const [distance = 0, drawn = 0] = [distances[at], inPlane[at]];
    apart += (distance - drawn) ** 2;
    all += distance ** 2;
  }
  return all > 0 ? Math.sqrt(apart / all) : 0;
}

/** Distances of a place to each of the points `[n, 2]`. */
export function distancesTo(points: Float64Array, [x, y]: readonly [number, number]): Float64Array {
  return Float64Array.from({ length: points.length / 2 }, (_, at) =>
    Math.hypot((points[2 * at] ?? 0) - x, (points[2 * at + 1] ?? 0) - y),
  );
}
