import { randomBytes } from 'node:crypto';
import type { PublicLink, Transaction } from '@fiducial/prisma/client';
import { type Actor, recordProjectDeed } from '../account/audit';
import { secretDigest } from '../account/secret-digest';
import { mostEvaluations } from '../evaluation/compare-types';
import type { ApiContext } from '../graphql/context';
import { findRun, found } from '../launch/find-things';
import { checkName } from '../name';
import { holdProject } from '../project/hold-project';
import { findReport } from '../report/report';
import { holdRuns } from '../run/hold-runs';
import { inTransaction } from '../transaction';
import { InvalidInputError, NotFoundError } from '../user-error';
import { comparisonTitle } from './comparison-title';

/** What a link is to show: one of the three. */
export interface LinkRequest {
  readonly title?: string | undefined;
  readonly runId?: string | undefined;
  readonly evaluationIds?: readonly string[] | undefined;
  readonly reportId?: string | undefined;
}

/**
 * Makes a link with which anybody looks at one run, one comparison or one report of a project. The secret, which is known here and now
 * only, ends its address.
 *
 * @throws {InvalidInputError} for none or several of them, evaluations that are not finished or of several projects
 * @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function makePublicLink(
  context: ApiContext,
  request: LinkRequest,
): Promise<{ link: PublicLink; secret: string }> {
  const shown = await shownBy(context, request);
  const title = checkName(request.title || shown.title, 'title');
  const secret = randomBytes(24).toString('base64url');
  const link = await inTransaction(context.prisma, async (tx) => {
    const { projectId, runId, evaluationIds, reportId } = shown;
    const { viewer } = context;
    await holdProject(tx, projectId);
    await holdRuns(tx, { projectId, ids: shown.runIds });
    await recordLink(tx, viewer, { projectId, action: 'link.create', title });
    const data = { projectId, runId, evaluationIds: [...evaluationIds], reportId, title };
    return tx.publicLink.create({ data: { ...data, createdById: viewer.id, digest: secretDigest(secret) } });
  });
  return { link, secret };
}

interface Shown {
  readonly projectId: string;
  readonly title: string;
  /** All runs behind it. */
  readonly runIds: readonly string[];
  readonly runId: string | null;
  readonly evaluationIds: readonly string[];
  readonly reportId: string | null;
}

async function shownBy(context: ApiContext, { runId, evaluationIds, reportId }: LinkRequest): Promise<Shown> {
  const ids = [...new Set(evaluationIds ?? [])];
  const given = [runId, reportId].filter((id) => id !== undefined).length + (ids.length > 0 ? 1 : 0);
  if (given !== 1)
    throw new InvalidInputError(
      `expected one of runId, evaluationIds and reportId, got ${given === 0 ? 'none' : given}`,
      { field: 'evaluationIds' },
    );
  if (runId !== undefined) {
    const { projectId, title } = await findRun(context, runId);
    return { projectId, title, runIds: [runId], runId, evaluationIds: [], reportId: null };
  }
  if (reportId !== undefined) {
    const { projectId, title } = await findReport(context, reportId);
    return { projectId, title, runIds: [], runId: null, evaluationIds: [], reportId };
  }
  return shownComparison(context, ids);
}

async function shownComparison(context: ApiContext, ids: readonly string[]): Promise<Shown> {
  if (ids.length > mostEvaluations)
    throw new InvalidInputError(`evaluationIds: expected 1 to ${mostEvaluations}, got ${ids.length}`, {
      field: 'evaluationIds',
    });
  const evaluations = await Promise.all(
    ids.map((id) =>
      found(context, 'evaluation', (project) =>
        context.prisma.evaluation.findFirst({ where: { id, project }, include: { run: true } }),
      ),
    ),
  );
  const [first] = evaluations;
  if (!first) throw new NotFoundError('evaluationIds: no such evaluation.');
  const { projectId } = first;
  for (const { run, name, projectId: other } of evaluations) {
    if (other !== projectId)
      throw new InvalidInputError('evaluationIds: expected those of one project, got several', {
        field: 'evaluationIds',
      });
    if (run.status !== 'SUCCEEDED')
      throw new InvalidInputError(`evaluationIds: ${name} is not evaluated yet.`, { field: 'evaluationIds' });
  }
  const title = comparisonTitle(evaluations.map(({ name }) => name));
  const runIds = evaluations.map(({ runId }) => runId);
  return { projectId, title, runIds, runId: null, evaluationIds: ids, reportId: null };
}

/** Makes a link void: it shows nothing from now on. @throws {NotFoundError} @throws {ForbiddenError} */
export async function revokePublicLink(context: ApiContext, id: string): Promise<PublicLink> {
  const { prisma, viewer } = context;
  const link = await found(context, 'public link', (project) =>
    prisma.publicLink.findFirst({ where: { id, project } }),
  );
  return inTransaction(prisma, async (tx) => {
    const { count } = await tx.publicLink.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const { projectId, title } = link;
    if (count > 0) await recordLink(tx, viewer, { projectId, action: 'link.revoke', title });
    return tx.publicLink.findUniqueOrThrow({ where: { id } });
  });
}

/** In the log of the team the project is named too; the link itself never tells it. */
async function recordLink(
  tx: Transaction,
  actor: Actor,
  { projectId, action, title }: { projectId: string; action: 'link.create' | 'link.revoke'; title: string },
): Promise<void> {
  const { name } = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { name: true } });
  await recordProjectDeed(tx, actor, { projectId, action, subject: `${title} (${name})` });
}
