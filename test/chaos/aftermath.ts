import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

/** How the runs of a chaos run ended. */
export interface Aftermath {
  /** Runs by how they ended. */
  readonly runs: Readonly<Record<string, number>>;
  /** Of the runs that failed, why: nothing but being killed too often is expected. */
  readonly failures: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** Everything that ought not to be; empty when all is well. */
  readonly findings: readonly string[];
}

/** A run under fire may have to be taken over several times; more than that and it would not end. */
const settleLimitMs = 240_000;

/** How runs may fail here: whoever is killed every time is given up. */
const killedTooOften: ReadonlySet<string> = new Set(['WORKER_LOST', 'STOPPED', 'OUT_OF_MEMORY']);

/** Runs that have not ended. */
export function unfinished(bench: JobBench): Promise<number> {
  return bench.prisma.run.count({ where: { finishedAt: null } });
}

/**
 * Waits until all runs have ended, stops the workers, and looks for what is lost, doubled or orphaned.
 *
 * @param accepted which run each idempotency key was answered with
 * @param logLine the line in which some worker logged an error, by the id that its run names
 */
export async function settle(
  bench: JobBench,
  {
    accepted,
    logLine,
  }: { accepted: ReadonlyMap<string, string>; logLine: (id: string) => string | undefined },
): Promise<Aftermath> {
  const findings: string[] = [];
  await waitFor('all runs to end', async () => (await unfinished(bench)) === 0, settleLimitMs).catch(
    (error: Error) => findings.push(error.message),
  );
  await bench.stopWorkers();
  await bench.collectGarbage();
  findings.push(...(await bench.verify()), ...(await lostOrDoubled(bench, accepted)));
  const loggedAs = (message: string) => {
    const [, id] = /^Internal error (\S+)/.exec(message) ?? [];
    return id && logLine(id);
  };
  const rows = await bench.prisma.run.findMany({ select: { status: true, attempt: true, failure: true } });
  const runs: Record<string, number> = {};
  const failures: Record<string, number> = {};
  for (const { status, failure } of rows) {
    runs[status] = (runs[status] ?? 0) + 1;
    if (status !== 'FAILED') continue;
    const { code, message } = z.object({ code: z.string(), message: z.string() }).parse(failure);
    failures[code] = (failures[code] ?? 0) + 1;
    if (!killedTooOften.has(code)) findings.push(`a run failed by ${code}: ${loggedAs(message) ?? message}`);
  }
  const attempts = rows.reduce((sum, { attempt }) => sum + attempt, 0);
  return { runs, failures, attempts, findings };
}

/** Every accepted submit has one run; and what was resumed has the bits of what was not interrupted. */
async function lostOrDoubled(bench: JobBench, accepted: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const [idempotencyKey, id] of accepted) {
    const rows = await bench.prisma.run.findMany({
      where: { idempotencyKey },
      include: { artifacts: true },
    });
    const [run] = rows;
    if (rows.length !== 1 || run?.id !== id)
      found.push(`${idempotencyKey}: expected run ${id}, got ${rows.length} runs`);
    if (run?.kind !== 'pieces' || run.status !== 'SUCCEEDED') continue;
    const right = piecesDigest(60, run.seed);
    if (run.artifacts[0]?.digest !== right)
      found.push(
        `run ${id}: expected the bytes of an uninterrupted run (${right}), got ${run.artifacts[0]?.digest}`,
      );
  }
  return found;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What the task `pieces` writes, told again. */
function piecesDigest(pieces: number, seed: number): string {
  return sha256(Array.from({ length: pieces }, (_, first) => sha256(`${seed} ${first}`)).join('\n'));
}
