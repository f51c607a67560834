/** How far points are apart. */
export interface PointDistances {
  /** Euclidean, `[n, n]`. */
  readonly distances: readonly (readonly number[])[];
  /** Of each point the nearest other, ties to the first; null for a single point. */
  readonly nearest: readonly ({ readonly label: number; readonly distance: number } | null)[];
}

/** Distances of points `[n, dimensions]` to one another. */
export function pointDistances(data: ArrayLike<number | bigint>, dimensions: number): PointDistances {
  const count = data.length / dimensions;
  const distance = (a: number, b: number) => {
    let squared = 0;
    for (let at = 0; at < dimensions; at++)
      squared += (Number(data[a * dimensions + at] ?? 0) - Number(data[b * dimensions + at] ?? 0)) ** 2;
    return Math.sqrt(squared);
  };
  const distances = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (const [a, row] of distances.entries())
    for (const [b, other] of distances.slice(0, a).entries()) {
      row[b] = distance(a, b);
      other[a] = row[b];
    }
  const nearest = distances.map((row, own) =>
    row.reduce<{ label: number; distance: number } | null>(
      (best, of, label) => (label === own || (best && best.distance <= of) ? best : { label, distance: of }),
      null,
    ),
  );
  return { distances, nearest };
}
