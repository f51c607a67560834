import type { Comment } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import type { Viewer } from '../account/viewer';
import { beginning } from '../beginning';
import { evaluationResults } from '../evaluation/evaluation-results';
import type { ApiContext } from '../graphql/context';
import { findRun, found } from '../launch/find-things';
import { holdRuns } from '../run/hold-runs';
import { inTransaction } from '../transaction';
import { ForbiddenError, InvalidInputError } from '../user-error';
import { checkCommentText } from './comment-text';
import { checkMentions } from './mentionable';

type Context = Pick<ApiContext, 'prisma' | 'viewer'>;

/** What is said, to whom: global ids were read to ids of rows. */
export interface CommentWords {
  readonly text: string;
  /** Ids of the people whom it addresses. */
  readonly mentions: readonly string[];
}

/** What a comment is about: a run, an evaluation, or one input of an evaluation. */
export interface CommentSubject {
  readonly runId?: string | undefined;
  readonly evaluationId?: string | undefined;
  readonly inputIndex?: number | undefined;
}

/**
 * Writes a comment about a run, an evaluation, or one of its inputs, and tells those whom it mentions.
 *
 * @throws {InvalidInputError} for neither or both, an input that is not there, text that is empty or too long, or somebody
 * mentioned who is not in the team
 * @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function addComment(
  context: Context,
  subject: CommentSubject,
  { text, mentions }: CommentWords,
): Promise<Comment> {
  const checked = checkCommentText(text);
  const { ofRun, ...about } = await subjectOf(context, subject);
  return inTransaction(context.prisma, async (tx) => {
    await holdRuns(tx, { projectId: about.projectId, ids: [ofRun] });
    const mentioned = await checkMentions(tx, about.projectId, mentions);
    return tx.comment.create({
      data: {
        ...about,
        text: checked,
        authorId: context.viewer.id,
        mentions: { create: mentioned.map((userId) => ({ userId })) },
      },
    });
  });
}

/**
 * Replaces what the viewer wrote. Those mentioned already are not told again.
 *
 * @throws {ForbiddenError} for a comment of somebody else
 * @throws {InvalidInputError} @throws {NotFoundError}
 */
export async function changeComment(
  context: Context,
  id: string,
  { text, mentions }: CommentWords,
): Promise<Comment> {
  const checked = checkCommentText(text);
  const { projectId, authorId } = await findComment(context, id);
  if (authorId !== context.viewer.id) throw new ForbiddenError('Only who wrote a comment changes it.');
  return inTransaction(context.prisma, async (tx) => {
    const mentioned = await checkMentions(tx, projectId, mentions);
    await tx.mention.deleteMany({ where: { commentId: id, userId: { notIn: mentioned } } });
    await tx.mention.createMany({
      data: mentioned.map((userId) => ({ commentId: id, userId })),
      skipDuplicates: true,
    });
    return tx.comment.update({ where: { id }, data: { text: checked, editedAt: new Date() } });
  });
}

/** Takes a comment away, or back again: by who wrote it, or an admin. @throws {NotFoundError} @throws {ForbiddenError} */
export async function setCommentDeleted(context: Context, id: string, deleted: boolean): Promise<Comment> {
  const { prisma, viewer } = context;
  const comment = await findComment(context, id, !deleted);
  if (!mayDelete(viewer, comment))
    throw new ForbiddenError('Only who wrote a comment, and admins, delete or restore it.');
  return inTransaction(prisma, async (tx) => {
    const { count } = await tx.comment.updateMany({
      where: { id, deletedAt: deleted ? null : { not: null } },
      data: { deletedAt: deleted ? new Date() : null },
    });
    const { projectId, project, ...row } = comment;
    // Of what others wrote, the log says who took it away.
    if (count > 0 && row.authorId !== viewer.id)
      await recordProjectDeed(tx, viewer, {
        projectId,
        action: deleted ? 'comment.delete' : 'comment.restore',
        subject: beginning(row.text, 120),
      });
    return tx.comment.findUniqueOrThrow({ where: { id } });
  });
}

/** Whether the viewer may take a comment away: who wrote it, or an admin of its project. */
export function mayDelete(
  { id, access }: Viewer,
  { authorId, project }: Pick<Comment, 'authorId'> & { project: { id: string; teamId: string } },
): boolean {
  return authorId === id || access.roleInProject(project) === 'ADMIN';
}

const findComment = ({ prisma, viewer }: Context, id: string, deleted = false) =>
  found({ viewer }, 'comment', (project) =>
    prisma.comment.findFirst({
      where: { id, deletedAt: deleted ? { not: null } : null, project },
      include: { project: { select: { id: true, teamId: true } } },
    }),
  );

/** The columns of what a comment is about, and `ofRun`: the run with which it goes when that is deleted. */
async function subjectOf(
  context: Context,
  { runId, evaluationId, inputIndex }: CommentSubject,
): Promise<
  { projectId: string; ofRun: string } & (
    | { runId: string }
    | { evaluationId: string; inputIndex: number | null }
  )
> {
  if ((runId === undefined) === (evaluationId === undefined))
    throw new InvalidInputError(
      `expected runId or evaluationId, got ${runId === undefined ? 'neither' : 'both'}`,
      { field: 'runId' },
    );
  if (evaluationId === undefined) {
    if (inputIndex !== undefined)
      throw new InvalidInputError('inputIndex: expected evaluationId beside it, got runId', {
        field: 'inputIndex',
      });
    const run = await findRun(context, runId ?? '');
    return { projectId: run.projectId, ofRun: run.id, runId: run.id };
  }
  const { id, projectId, run } = await found(context, 'evaluation', (project) =>
    context.prisma.evaluation.findFirst({ where: { id: evaluationId, project }, include: { run: true } }),
  );
  const columns = { projectId, ofRun: run.id, evaluationId: id };
  if (inputIndex === undefined) return { ...columns, inputIndex: null };
  const inputs = evaluationResults.safeParse(run.results).data?.inputs ?? 0;
  if (inputIndex < 0 || inputIndex >= inputs)
    throw new InvalidInputError(
      inputs === 0
        ? 'inputIndex: expected an evaluation that has finished'
        : `inputIndex: expected 0 to ${inputs - 1}, got ${inputIndex}`,
      { field: 'inputIndex' },
    );
  return { ...columns, inputIndex };
}
