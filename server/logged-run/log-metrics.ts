import type { MetricGoal, Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { appendEvent } from '../jobs/run-events';
import type { CurveBatch } from '../metric/curve-batch';
import { inOrder, overwrite } from '../metric/points';
import { writePoints } from '../metric/write-points';
import { checkReadable } from '../name';
import { inTransaction } from '../transaction';
import { InvalidInputError, LimitError } from '../user-error';
import { type HeldRun, holdLoggedRun } from './logged-run';

const mostPoints = 10_000;
const mostCurves = 10_000;
const mostNameCharacters = 250;
/** Last moment that JavaScript can say, in milliseconds from 1970. */
const lastMoment = 8.64e15;
const mostNamesTold = 100;

/** Points of one curve, as columns of one length. */
export interface MetricColumns {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Milliseconds since 1970; now for all of them where none are given. */
  readonly times?: readonly number[] | null | undefined;
  readonly goal?: MetricGoal | null | undefined;
}

/**
 * Adds points to the curves of a logged run, in any order; a point whose step is there already replaces it. Returns how
 * many there were.
 *
 * @throws {InvalidInputError} for columns that do not fit each other
 * @throws {LimitError} for more points or curves than a batch or a run may have
 */
export async function logMetrics(
  context: ApiContext,
  { runId, metrics }: { runId: string; metrics: readonly MetricColumns[] },
): Promise<number> {
  const batches = checkColumns(metrics, Date.now());
  await inTransaction(context.prisma, async (tx) => {
    const held = await holdLoggedRun(tx, context, runId, { telling: batches.size > 0 });
    const added = await writePoints(tx, held, batches);
    if (added > 0) await checkCurveCount(tx, held.id);
    if (held.toldDue && batches.size > 0) await tellOf(tx, held, [...batches.keys()]);
  });
  return metrics.reduce((sum, { steps }) => sum + steps.length, 0);
}

/** Tells the followers of a run which of its curves have new points. */
async function tellOf(
  tx: Transaction,
  { id, pauseSeconds }: HeldRun,
  names: readonly string[],
): Promise<void> {
  await appendEvent(tx, id, 'curves', { names: names.slice(0, mostNamesTold), pauseSeconds });
}

async function checkCurveCount(tx: Transaction, runId: string): Promise<void> {
  const count = await tx.metricSeries.count({ where: { runId } });
  if (count > mostCurves)
    throw new LimitError(`metrics: expected at most ${mostCurves} names in a run, got ${count}`);
}

/** The columns as batches by name. @throws {InvalidInputError} @throws {LimitError} */
export function checkColumns(metrics: readonly MetricColumns[], now: number): Map<string, CurveBatch> {
  const total = metrics.reduce((sum, { steps }) => sum + steps.length, 0);
  if (total > mostPoints)
    throw new LimitError(`metrics: expected at most ${mostPoints} points in a batch, got ${total}`);
  const batches = new Map<string, CurveBatch>();
  for (const [at, { name, steps, values, times, goal }] of metrics.entries()) {
    const place = `metrics.${at}`;
    checkMetricName(name, place);
    expectLength(`${place}.values`, values.length, steps.length);
    if (times) {
      expectLength(`${place}.times`, times.length, steps.length);
      const odd = times.find((time) => !(Math.abs(time) <= lastMoment));
      if (odd !== undefined)
        throw new InvalidInputError(`${place}.times: expected milliseconds since 1970, got ${odd}`, {
          field: `${place}.times`,
        });
    }
    const points = inOrder({
      steps: Float64Array.from(steps),
      values: Float64Array.from(values),
      times: times ? Float64Array.from(times) : new Float64Array(steps.length).fill(now),
    });
    const before = batches.get(name);
    batches.set(name, {
      points: before ? overwrite(before.points, points) : points,
      goal: goal ?? before?.goal,
    });
  }
  return batches;
}

function checkMetricName(name: string, place: string): void {
  const field = `${place}.name`;
  const length = name.trim().length;
  if (length === 0 || name.length > mostNameCharacters)
    throw new InvalidInputError(`${field}: expected 1 to ${mostNameCharacters} characters, got ${length}`, {
      field,
    });
  checkReadable(name, field);
}

function expectLength(field: string, got: number, expected: number): void {
  if (got === expected) return;
  throw new InvalidInputError(`${field}: expected ${expected} as there are steps, got ${got}`, { field });
}
