import { type Points, pick } from './points';

/**
 * A curve with at most about `most` points, by the least and the greatest of each of `most / 2` stretches of equal
 * length: a spike of one step stays, which averages and every n-th point would lose. First and last points stay, and
 * of a stretch with not-a-number the first such point, so that a gap is seen.
 */
export function thinCurve(points: Points, most: number): Points {
  const { values } = points;
  if (values.length <= most) return points;
  const stretches = Math.max(1, Math.floor(most / 2) - 1);
  const kept = new Set<number>([0, values.length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const start = Math.floor((stretch * values.length) / stretches);
    const end = Math.floor(((stretch + 1) * values.length) / stretches);
    for (const at of outstanding(values, start, end)) kept.add(at);
  }
  return pick(points, Float64Array.from(kept).sort());
}

/** Places of the least and the greatest value from `start` up to `end`, and of the first that is no number. */
function outstanding(values: Float64Array, start: number, end: number): number[] {
  let [least, greatest, nan] = [-1, -1, -1];
  for (let at = start; at < end; at++) {
    const value = values[at] ?? Number.NaN;
    if (Number.isNaN(value)) {
      if (nan < 0) nan = at;
    } else {
      if (least < 0 || value < (values[least] ?? 0)) least = at;
      if (greatest < 0 || value > (values[greatest] ?? 0)) greatest = at;
    }
  }
  return [least, greatest, nan].filter((at) => at >= 0);
}
