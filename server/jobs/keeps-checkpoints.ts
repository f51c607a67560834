import type { Run } from '@fiducial/prisma/client';
import { isUnderWay } from '../run/run-statuses';
import { isRetriable, type RunFailure } from './failure';

/** How long a run that failed may be queued again and find its checkpoints. */
const failedMs = 7 * 86_400_000;

/** What decides. */
export const keepsCheckpointsSelect = {
  ...{ id: true, status: true, attempt: true, failure: true, finishedAt: true },
} as const;

/** Whether an attempt of the run may yet go on from its checkpoints. */
export function keepsCheckpoints({
  status,
  failure,
  finishedAt,
}: Pick<Run, 'status' | 'failure' | 'finishedAt'>): boolean {
  if (isUnderWay(status)) return true;
  if (status !== 'FAILED' || !finishedAt) return false;
  // Written by failRun.
  const { code } = failure as unknown as RunFailure;
  return isRetriable(code) && Date.now() - finishedAt.getTime() < failedMs;
}
