import type { PrismaClient, TestBed } from '@fiducial/prisma/client';
import { ensureLocalOwner } from '../account/local-owner';
import { openArtifactStore } from '../artifact/open-store';
import { chooseDigits, describeDigits } from '../demonstration/choose-digits';
import { followTestBed } from '../demonstration/follow-test-bed';
import { publishedTable, reported } from '../demonstration/published-table';
import { resultTable } from '../demonstration/result-table';
import { demonstrationName, startDemonstration } from '../demonstration/start-demonstration';
import { startProtocolRun } from '../demonstration/start-protocol-run';
import { reportTestBed } from '../demonstration/test-bed-report';
import { env } from '../env';
import { besidePublished } from '../protocol/beside-published';
import { underWay } from '../run/run-statuses';
import type { StartOptions } from './options.mjs';
import type { Terminal } from './terminal';

/**
 * The test bed that this start shows: an unfinished one of an earlier start; else a new one where the database is empty
 * or the test bed alone was asked for; else none.
 */
export async function beginDemonstration(
  prisma: PrismaClient,
  { demoOnly, noDemo, seeds, variant, protocol }: StartOptions,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<TestBed | undefined> {
  if (protocol) {
    const { userId, teamId } = await ensureLocalOwner(prisma);
    const viewer = { id: userId, teamIds: [teamId] };
    const store = await openArtifactStore(env);
    return terminal.step('Images and model', () =>
      startProtocolRun({ prisma, store, viewer, signal }, protocol, seeds),
    );
  }
  const unfinished = await prisma.testBed.findFirst({
    where: {
      project: { name: demonstrationName },
      runs: { some: { status: underWay } },
    },
    orderBy: { createdAt: 'desc' },
  });
  if (unfinished) {
    terminal.line('The demonstration goes on where it was.');
    return unfinished;
  }
  if (!demoOnly && (noDemo || (await prisma.project.count()) > 0)) return undefined;
  const { userId, teamId } = await ensureLocalOwner(prisma);
  const viewer = { id: userId, teamIds: [teamId] };
  const digits = await terminal.step('Digits', () => chooseDigits(env.mnistFolder), describeDigits);
  const store = await openArtifactStore(env);
  return startDemonstration({ prisma, store }, { viewer, digits, seeds, variant });
}

/** Follows a test bed to its end and prints what it found; says whether all its runs succeeded. */
export async function watchDemonstration(
  prisma: PrismaClient,
  testBed: TestBed,
  { options, terminal, signal }: { options: StartOptions; terminal: Terminal; signal: AbortSignal },
): Promise<boolean> {
  const words = options.protocol ? `runs as ${options.protocol.id}` : 'runs the standard test bed';
  terminal.line(`"${options.protocol ? testBed.name : demonstrationName}" ${words}:`);
  const outcome = await followTestBed(prisma, { testBedId: testBed.id, terminal, signal });
  if (!outcome) return false;
  const store = await openArtifactStore(env);
  const report = await reportTestBed({ prisma, store }, testBed.id);
  const seconds = Math.round(report.seconds ?? 0);
  const done = report.runs.every(({ reused }) => reused)
    ? `Every run was reused from an earlier equal one; those took ${seconds} s.`
    : `Done in ${seconds} s.`;
  terminal.line(`\n${done}\n\n${resultTable(report)}\n`);
  if (outcome.failed || outcome.cancelled)
    terminal.line(`${outcome.failed} runs failed, ${outcome.cancelled} were cancelled: their pages say why.`);
  const compared = await besidePublished(prisma, testBed);
  if (compared) terminal.line(`${publishedTable(compared)}\n`);
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ ...report, besidePublished: compared && reported(compared) }, null, 2)}\n`,
    );
  return outcome.failed + outcome.cancelled === 0;
}
