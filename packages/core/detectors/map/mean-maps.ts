import type { LabeledQueries } from '../queries';

/**
 * Mean map of the authentic rows of each class, `[classes, width]`, zero for a class without any; of maps `[rows, width]`.
 * Authentic rows are those classified correctly, so that their predicted class is the true one.
 */
export function meanMaps(
  maps: Float32Array,
  { groups, predicted }: Pick<LabeledQueries, 'groups' | 'predicted'>,
  { classes, width }: { classes: number; width: number },
): Float32Array {
  const means = new Float32Array(classes * width);
  const counts = new Float64Array(classes);
  groups.forEach((group, row) => {
    const label = predicted[row] ?? 0;
    if (group !== 'authentic') return;
    counts[label] = (counts[label] ?? 0) + 1;
    for (let at = 0; at < width; at++)
      means[label * width + at] = (means[label * width + at] ?? 0) + (maps[row * width + at] ?? 0);
  });
  return means.map((sum, at) => sum / Math.max(1, counts[Math.floor(at / width)] ?? 1));
}
