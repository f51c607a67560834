/** A map as typed array, row by row: [layers][classes]. */
export function flatMap(values: unknown): Float64Array {
  // The API gives maps as JSON; anything that is no number in a row of rows is drawn as 0.
  const rows = Array.isArray(values) ? values : [];
  return Float64Array.from(
    rows.flatMap((row) =>
      Array.isArray(row) ? row.map((value) => (typeof value === 'number' ? value : 0)) : [],
    ),
  );
}

/**
 * How near each class is, 1 the nearest and 0 the farthest of its layer over all maps given: distances of different
 * layers have different sizes, so one scale for all would show only which layer is wide. `cosine` is a similarity.
 */
export function closenessShades(
  maps: readonly Float64Array[],
  { classes, distance }: { classes: number; distance: string },
): Float64Array[] {
  const layers = Math.floor((maps[0]?.length ?? 0) / classes);
  const ends = Array.from({ length: layers }, (_, layer) => {
    const row = maps.flatMap((map) => [...map.subarray(layer * classes, (layer + 1) * classes)]);
    return { low: Math.min(...row), high: Math.max(...row) };
  });
  return maps.map((map) =>
    map.map((value, at) => {
      const { low, high } = ends[Math.floor(at / classes)] ?? { low: 0, high: 1 };
      const part = high > low ? (value - low) / (high - low) : 0.5;
      return distance === 'cosine' ? part : 1 - part;
    }),
  );
}

/** `a - b`, entry by entry. */
export function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value - (b[at] ?? 0));
}

/**
 * Differences in -1 to 1 by the greatest of their layer over all given; 1 means nearer than the mean. Like closeness,
 * layer by layer.
 */
export function differenceShades(
  differences: readonly Float64Array[],
  { classes, distance }: { classes: number; distance: string },
): Float64Array[] {
  const layers = Math.floor((differences[0]?.length ?? 0) / classes);
  const most = Array.from({ length: layers }, (_, layer) =>
    Math.max(
      ...differences.flatMap((map) =>
        [...map.subarray(layer * classes, (layer + 1) * classes)].map((value) => Math.abs(value)),
      ),
    ),
  );
  const sign = distance === 'cosine' ? 1 : -1;
  return differences.map((map) =>
    map.map((value, at) => {
      const size = most[Math.floor(at / classes)] ?? 0;
      return size > 0 ? (sign * value) / size : 0;
    }),
  );
}
