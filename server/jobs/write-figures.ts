import type { Run, Transaction } from '@fiducial/prisma/client';
import { realToJson } from '../metric/real';
import { writePoints } from '../metric/write-points';
import type { Figure } from '../run/figure';
import { appendEvents } from './run-events';

/** Where the only point of a figure lies: there is nothing that it would be a step of. */
const step = 0;

/** Keeps what a run amounts to as metrics of one point each, and tells those who follow it. The caller holds its row's lock. */
export async function writeFigures(
  tx: Transaction,
  { id, projectId }: Pick<Run, 'id' | 'projectId'>,
  figures: readonly Figure[],
): Promise<void> {
  const known = figures.flatMap(({ value, ...figure }) => (value === null ? [] : [{ ...figure, value }]));
  if (known.length === 0) return;
  const now = Date.now();
  const batches = known.map(({ name, value, goal }) => {
    const points = {
      steps: Float64Array.of(step),
      times: Float64Array.of(now),
      values: Float64Array.of(value),
    };
    return [name, { points, goal }] as const;
  });
  await writePoints(tx, { id, projectId }, new Map(batches));
  const points = known.map(({ name, value }) => ({ name, step, value: realToJson(value) }));
  await appendEvents(tx, id, [{ type: 'metric', data: { points } }]);
}
