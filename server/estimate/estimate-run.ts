import type { Prisma, Run, Transaction } from '@fiducial/prisma/client';
import { z } from 'zod';
import { findTask } from '../compute/task-registry';
import type { RunInputs } from '../jobs/run-inputs';
import type { NeedPart } from './need';

/** What is expected of a run before it starts. */
export interface RunEstimate {
  readonly memoryBytes: number;
  /** What makes up the memory. */
  readonly parts: readonly NeedPart[];
  readonly seconds: number;
  /** Like runs whose measured durations the seconds come from; 0 where they come from a stated rate. */
  readonly measuredRuns: number;
  readonly work: number;
  readonly workPerSecond: number;
  readonly like: string;
}

/** An estimate as the row of its run has it. */
export const estimateShape: z.ZodType<RunEstimate> = z.object({
  memoryBytes: z.number(),
  parts: z.array(z.object({ what: z.string(), bytes: z.number(), field: z.string().exactOptional() })),
  seconds: z.number(),
  measuredRuns: z.int(),
  work: z.number(),
  workPerSecond: z.number(),
  like: z.string(),
});

/** An estimate as JSON, for the row of its run. */
export const estimateJson = (estimate: RunEstimate): Prisma.InputJsonObject => ({
  ...estimate,
  parts: estimate.parts.map((part) => ({ ...part })),
});

/** Of so many like runs, the latest, the median counts. */
const mostMeasured = 20;
/** Starting a process, reading and writing: what the smallest run takes. */
const leastSeconds = 1.5;

/**
 * What a run will need, by its task's formula from shapes and counts; its seconds from measured runs of the same team that
 * were alike, where there are any. Null for a kind without a formula.
 */
export async function estimateRun(
  tx: Transaction,
  { kind, params, inputs, projectId }: Pick<Run, 'kind' | 'params' | 'projectId'> & { inputs: RunInputs },
): Promise<RunEstimate | null> {
  const task = await findTask(kind);
  if (!task?.need) return null;
  const { parts, work, workPerSecond, like } = task.need({ params: task.params.parse(params), inputs });
  const measured = await measuredRates(tx, { kind, like, projectId });
  const rate = median(measured) ?? workPerSecond;
  return {
    memoryBytes: Math.ceil(parts.reduce((sum, { bytes }) => sum + bytes, 0)),
    parts: parts.map((part) => ({ ...part, bytes: Math.ceil(part.bytes) })),
    seconds: leastSeconds + work / rate,
    measuredRuns: measured.length,
    work,
    workPerSecond: rate,
    like,
  };
}

/** Work per second of the latest like runs of the project's team that were computed in one attempt. */
async function measuredRates(
  tx: Transaction,
  { kind, like, projectId }: { kind: string; like: string; projectId: string },
): Promise<number[]> {
  const rows = await tx.$queryRaw<{ rate: number }[]>`
    SELECT (r.estimate ->> 'work')::float8
      / greatest(extract(epoch FROM r."finishedAt" - r."startedAt")::float8 - ${leastSeconds}::float8, 0.1) AS rate
    FROM "Run" r JOIN "Project" p ON p.id = r."projectId"
    WHERE r.kind = ${kind} AND r.estimate ->> 'like' = ${like} AND r.status = 'SUCCEEDED'
      AND r."reusedFromRunId" IS NULL AND r.attempt = 1
      AND p."teamId" = (SELECT "teamId" FROM "Project" WHERE id = ${projectId}::uuid)
    ORDER BY r."finishedAt" DESC LIMIT ${mostMeasured}::int`;
  return rows.map(({ rate }) => rate).filter((rate) => rate > 0);
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
