import type { Run } from '@fiducial/prisma/client';
import { log, withLogFields } from '../log';
import { inSpanOf } from '../watch/tracing';
import { claimRun } from './claim-run';
import { type Execution, executeRun } from './execute-run';
import { failpoint } from './failpoints';
import { fairOrder } from './fair-order';
import { takeJob } from './queue';
import type { WorkerTools } from './worker-tools';

/** A worker, as far as taking a run goes. */
export interface Taker {
  readonly tools: WorkerTools;
  readonly workerId: string;
  /** Is given what begins. */
  readonly onBegun: (execution: Execution) => void;
}

/**
 * Takes the next job of the team whose turn it is, and begins its run unless somebody else has it or it is wanted no more.
 * False when there was nothing to take: then it is of no use to ask again at once.
 */
export async function takeRun({ tools, workerId, onBegun }: Taker): Promise<boolean> {
  if (!(await tools.patience.mayTake())) return false;
  const job = await takeJob(await fairOrder(tools.prisma));
  if (!job) return false;
  await failpoint('afterTake');
  const run = await claimRun(tools.prisma, job, workerId);
  if (!run) return true;
  log.info({ runId: run.id, attempt: run.attempt, kind: run.kind }, `started: ${run.title}`);
  const execution = withLogFields({ runId: run.id, attempt: run.attempt }, () =>
    inSpanOf(job.trace, attemptSpan(run), (span) => {
      const begun = executeRun(tools, run);
      void begun.ended.finally(() => span.end());
      return begun;
    }),
  );
  void execution.ended.then(() => log.info({ runId: run.id, attempt: run.attempt }, `ended: ${run.title}`));
  onBegun(execution);
  return true;
}

/** What traces say of one attempt at a run. */
const attemptSpan = ({ id, kind, attempt, projectId }: Run) => ({
  name: `run ${kind}`,
  attributes: {
    'fiducial.run.id': id,
    'fiducial.run.kind': kind,
    'fiducial.run.attempt': attempt,
    'fiducial.project.id': projectId,
  },
});
