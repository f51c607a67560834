import { randomBytes } from 'node:crypto';
import type { PublicLink } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import { secretDigest } from '../account/secret-digest';
import { mostEvaluations } from '../evaluation/compare-types';
import type { ApiContext } from '../graphql/context';
import { findRun, found } from '../launch/find-things';
import { checkName } from '../name';
import { holdRuns } from '../run/hold-runs';
import { inTransaction } from '../transaction';
import { InvalidInputError, NotFoundError } from '../user-error';

/** What a link is to show: one of both. */
export interface LinkRequest {
  readonly title?: string | undefined;
  readonly runId?: string | undefined;
  readonly evaluationIds?: readonly string[] | undefined;
}

/**
 * Makes a link with which anybody looks at one run or one comparison of a project. The secret, which is known here and now
 * only, ends its address.
 *
 * @throws {InvalidInputError} for neither or both, evaluations that are not finished or of several projects
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
    const { projectId, runId, evaluationIds } = shown;
    const { viewer } = context;
    await holdRuns(tx, { projectId, ids: shown.runIds });
    await recordProjectDeed(tx, viewer, { projectId, action: 'link.create', subject: title });
    const data = { projectId, runId, evaluationIds: [...evaluationIds], title, createdById: viewer.id };
    return tx.publicLink.create({ data: { ...data, digest: secretDigest(secret) } });
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
}

async function shownBy(context: ApiContext, { runId, evaluationIds }: LinkRequest): Promise<Shown> {
  const ids = [...new Set(evaluationIds ?? [])];
  if ((runId === undefined) === (ids.length === 0))
    throw new InvalidInputError(
      `expected runId or evaluationIds, got ${runId === undefined ? 'neither' : 'both'}`,
      { field: 'evaluationIds' },
    );
  if (runId !== undefined) {
    const run = await findRun(context, runId);
    return { projectId: run.projectId, title: run.title, runIds: [runId], runId, evaluationIds: [] };
  }
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
  const names = evaluations.map(({ name }) => name).join(', ');
  const title = names.length > 120 ? `Comparison of ${evaluations.length} detectors` : names;
  const runIds = evaluations.map(({ runId }) => runId);
  return { projectId, title, runIds, runId: null, evaluationIds: ids };
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
    if (count > 0) await recordProjectDeed(tx, viewer, { projectId, action: 'link.revoke', subject: title });
    return tx.publicLink.findUniqueOrThrow({ where: { id } });
  });
}
