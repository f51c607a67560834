import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient } from '@fiducial/prisma/client';
import { databaseIsAway } from '../database-away';
import { kindTitle } from '../run/run-kinds';
import { isUnderWay } from '../run/run-statuses';
import type { Terminal } from '../supervisor/terminal';
import { runsOfTestBed } from '../test-bed/runs-of-test-bed';

const lookEveryMs = 1000;

/** How a test bed ended. */
export interface TestBedOutcome {
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** Says in the terminal what a test bed does until all its runs, and the import before it, are over or `signal` aborts. */
export async function followTestBed(
  prisma: PrismaClient,
  { testBedId, terminal, signal }: { testBedId: string; terminal: Terminal; signal: AbortSignal },
): Promise<TestBedOutcome | undefined> {
  const told = new Set<string>();
  while (!signal.aborted) {
    const runs = await readRuns(prisma, testBedId).catch((error: unknown) => {
      if (!databaseIsAway(error)) throw error;
      return undefined;
    });
    if (!runs) {
      // Whoever follows keeps the whole product running: what it shows may wait, the product must not end.
      terminal.status('  The database does not answer; it is waited for.');
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
      continue;
    }
    const done = runs.filter(({ status }) => !isUnderWay(status));
    for (const run of done)
      if (!told.has(run.id)) {
        told.add(run.id);
        terminal.line(`  ${String(told.size).padStart(2)}/${runs.length}  ${describeEnd(run)}`);
      }
    if (done.length === runs.length) {
      terminal.status('');
      const count = (status: string) => runs.filter((run) => run.status === status).length;
      return { succeeded: count('SUCCEEDED'), failed: count('FAILED'), cancelled: count('CANCELLED') };
    }
    const running = runs.filter(({ status }) => status === 'RUNNING').map(describeProgress);
    terminal.status(`  ${done.length}/${runs.length} runs done. ${running.join(' · ')}`);
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

type RunRow = Awaited<ReturnType<typeof readRuns>>[number];

function readRuns(prisma: PrismaClient, testBedId: string) {
  return prisma.run.findMany({
    where: runsOfTestBed(testBedId),
    orderBy: { id: 'asc' },
    select: {
      id: true,
      kind: true,
      title: true,
      status: true,
      progress: true,
      failure: true,
      startedAt: true,
      finishedAt: true,
      reusedFromRunId: true,
    },
  });
}

function describeEnd(run: RunRow): string {
  const { status, failure, startedAt, finishedAt, reusedFromRunId } = run;
  const title = fullTitle(run);
  if (status === 'FAILED')
    return `${title}: failed. ${(failure as { message?: string } | null)?.message ?? ''}`;
  if (status === 'CANCELLED') return `${title}: cancelled`;
  if (reusedFromRunId) return `${title}: reused from an earlier equal run`;
  const seconds = startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : 0;
  return `${title} (${seconds.toFixed(1)} s)`;
}

/** A detector's runs bear its name: the kind tells fitting from evaluating. */
function fullTitle({ kind, title }: RunRow): string {
  return `${kindTitle(kind)}: ${title}`;
}

function describeProgress(run: RunRow): string {
  const { progress } = run;
  const title = fullTitle(run);
  const { stage, done, total } = (progress ?? {}) as { stage?: string; done?: number; total?: number }; // as the recorder writes it
  return stage && total ? `${title}: ${stage} ${Math.floor((100 * (done ?? 0)) / total)} %` : title;
}
