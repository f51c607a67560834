import type { Prisma, Report, Transaction } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { findProject, found } from '../launch/find-things';
import { checkName } from '../name';
import { holdProject } from '../project/hold-project';
import { inTransaction } from '../transaction';
import { ConflictError, NotFoundError } from '../user-error';
import { checkBelonging, checkBlocks } from './check-blocks';
import type { GivenBlock } from './report-block-inputs';
import { type ReportBlock, readBlocks } from './report-blocks';

type Context = Pick<ApiContext, 'prisma' | 'viewer'>;

/** What is written: a title, and blocks as they came in. */
export interface ReportWords {
  readonly title: string;
  readonly blocks: readonly GivenBlock[];
}

/**
 * Begins a report of a project. What a report of the project that it begins as a copy of, `copyOfId`, names stays
 * in it, also where it was deleted since.
 *
 * @throws {InvalidInputError} @throws {LimitError} for what it is to hold
 * @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function createReport(
  context: Context,
  {
    projectId: asked,
    copyOfId,
    ...words
  }: ReportWords & { readonly projectId: string; readonly copyOfId?: string | undefined },
): Promise<Report> {
  const title = checkName(words.title, 'title');
  const blocks = checkBlocks(words.blocks);
  const { prisma, viewer } = context;
  const { id: projectId } = await findProject(context, asked);
  return inTransaction(prisma, async (tx) => {
    await holdProject(tx, projectId);
    const known = copyOfId === undefined ? [] : await blocksOf(tx, { id: copyOfId, projectId });
    await checkBelonging(tx, projectId, { blocks, known });
    await recordProjectDeed(tx, viewer, { projectId, action: 'report.create', subject: title });
    const by = { authorId: viewer.id, changedById: viewer.id };
    return tx.report.create({ data: { projectId, title, blocks: asJson(blocks), ...by } });
  });
}

/**
 * Replaces what a report holds, if it still is at the version that was read.
 *
 * @throws {ConflictError} where somebody saved it since, saying who and when: nothing is written then
 * @throws {InvalidInputError} @throws {LimitError} @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function changeReport(
  context: Context,
  { id, expectedVersion, ...words }: ReportWords & { readonly id: string; readonly expectedVersion: number },
): Promise<Report> {
  const title = checkName(words.title, 'title');
  const blocks = checkBlocks(words.blocks);
  const { prisma, viewer } = context;
  const { projectId } = await findReport(context, id);
  return inTransaction(prisma, async (tx) => {
    await holdProject(tx, projectId);
    const changed = await tx.report.updateMany({
      where: { id, version: expectedVersion, deletedAt: null },
      data: { version: { increment: 1 }, changedById: viewer.id, changedAt: new Date() },
    });
    const report = await tx.report.findUniqueOrThrow({ where: { id }, include: { changedBy: true } });
    if (changed.count === 0) throw conflict(report, expectedVersion);
    await checkBelonging(tx, projectId, { blocks, known: readBlocks(report.blocks) });
    await recordProjectDeed(tx, viewer, {
      projectId,
      action: 'report.change',
      subject: title,
      before: { title: report.title, version: expectedVersion },
      after: { title, version: report.version },
    });
    return tx.report.update({ where: { id }, data: { title, blocks: asJson(blocks) } });
  });
}

/** Takes a report away, or back again. @throws {NotFoundError} @throws {ForbiddenError} */
export async function setReportDeleted(context: Context, id: string, deleted: boolean): Promise<Report> {
  const { prisma, viewer } = context;
  const { projectId, title } = await findReport(context, id, !deleted);
  return inTransaction(prisma, async (tx) => {
    await holdProject(tx, projectId);
    const { count } = await tx.report.updateMany({
      where: { id, deletedAt: deleted ? null : { not: null } },
      data: { deletedAt: deleted ? new Date() : null },
    });
    const action = deleted ? 'report.delete' : 'report.restore';
    if (count > 0) await recordProjectDeed(tx, viewer, { projectId, action, subject: title });
    return tx.report.findUniqueOrThrow({ where: { id } });
  });
}

/** What a report of a project holds, also one that was deleted: who wrote in it still has it before them. @throws {NotFoundError} */
async function blocksOf(tx: Transaction, where: { id: string; projectId: string }): Promise<ReportBlock[]> {
  const report = await tx.report.findFirst({ where });
  if (!report) throw new NotFoundError('No such report in this project.');
  return readBlocks(report.blocks);
}

/** A report of the viewer's; `deleted` looks among those that were deleted. @throws {NotFoundError} @throws {ForbiddenError} */
export const findReport = ({ prisma, viewer }: Context, id: string, deleted = false) =>
  found({ viewer }, 'report', (project) =>
    prisma.report.findFirst({ where: { id, deletedAt: deleted ? { not: null } : null, project } }),
  );

function conflict(
  report: Report & { readonly changedBy: { readonly name: string } | null },
  expectedVersion: number,
): ConflictError {
  if (report.deletedAt)
    return new ConflictError('The report was deleted meanwhile. Restore it, then save again.');
  const who = report.changedBy?.name ?? 'Somebody whose account is gone';
  const when = `${report.changedAt.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return new ConflictError(
    `${who} saved this report on ${when}, after you had read it: expected version ${report.version}, got ${expectedVersion}.`,
  );
}

/** Plain values only: the blocks were just parsed. */
const asJson = (blocks: readonly ReportBlock[]): Prisma.InputJsonArray =>
  blocks as unknown as Prisma.InputJsonArray;
