import type { Transaction } from '@fiducial/prisma/client';
import type { CurveBatch } from './curve-batch';
import { insertCurves, type NewCurve } from './insert-curves';
import { rewritePoints } from './rewrite-points';
import { insertSegments, joinSegments } from './segment-rows';
import { joinTail } from './segment-tail';
import { findSeries, type KnownSeries, stateAfter, updateSeries } from './series-rows';

/**
 * Adds points to curves of a run, as part of the caller's transaction; a point whose step is there already replaces it,
 * so that the same batch may come twice. The caller holds the lock of the run's row: writers of one run come one after
 * another. Returns how many curves are new.
 */
export async function writePoints(
  tx: Transaction,
  run: RunOfCurves,
  batches: ReadonlyMap<string, CurveBatch>,
): Promise<number> {
  const given = withPoints(batches);
  if (given.length === 0) return 0;
  const known = await findSeries(
    tx,
    run.id,
    given.map(([name]) => name),
  );
  return addPoints(tx, run, { given, known });
}

/** The same of a run that the caller's transaction has made: it has no curves yet. */
export async function writeFirstPoints(
  tx: Transaction,
  run: RunOfCurves,
  batches: ReadonlyMap<string, CurveBatch>,
): Promise<void> {
  const given = withPoints(batches);
  if (given.length > 0) await addPoints(tx, run, { given, known: new Map() });
}

const withPoints = (batches: ReadonlyMap<string, CurveBatch>) =>
  [...batches].filter(([, { points }]) => points.steps.length > 0);

async function addPoints(
  tx: Transaction,
  run: RunOfCurves,
  { given, known }: { given: [string, CurveBatch][]; known: Map<string, KnownSeries> },
): Promise<number> {
  const added: NewCurve[] = [];
  const grown: (NewCurve & { id: string })[] = [];
  const joins: { id: string; joined: number }[] = [];
  for (const [name, { points, goal }] of given) {
    const series = known.get(name);
    if (series && (points.steps[0] ?? 0) <= series.lastStep) {
      await rewritePoints(tx, series, { points, goal });
      continue;
    }
    const { tail, joined } = joinTail(series?.tail ?? [], points.steps.length);
    const state = stateAfter(name, { points, goal, count: (series?.count ?? 0) + points.steps.length, tail });
    if (series) grown.push({ id: series.id, state, points });
    else added.push({ state, points });
    if (series && joined > 1) joins.push({ id: series.id, joined });
  }
  await insertCurves(tx, run, added);
  await updateSeries(
    tx,
    grown.map(({ id, state }) => ({ ...state, id })),
  );
  await insertSegments(tx, grown);
  await joinSegments(tx, joins);
  return added.length;
}

interface RunOfCurves {
  readonly id: string;
  readonly projectId: string;
}
