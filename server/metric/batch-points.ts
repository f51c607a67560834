import type { MetricPoint } from '@fiducial/core/context';
import type { CurveBatch } from './curve-batch';
import { inOrder } from './points';

/** Points that came one by one, as batches of their curves; `time` is said of all of them, in milliseconds since 1970. */
export function batchPoints(points: readonly MetricPoint[], time: number): Map<string, CurveBatch> {
  const byName = new Map<string, MetricPoint[]>();
  for (const point of points) {
    const list = byName.get(point.name);
    if (list) list.push(point);
    else byName.set(point.name, [point]);
  }
  const batches = [...byName].map(([name, list]): [string, CurveBatch] => [
    name,
    {
      points: inOrder({
        steps: Float64Array.from(list, ({ step }) => step),
        times: new Float64Array(list.length).fill(time),
        values: Float64Array.from(list, ({ value }) => value),
      }),
    },
  ]);
  return new Map(batches);
}
