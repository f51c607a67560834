import type { Project } from '@fiducial/prisma/client';
import { recordDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { findProject } from '../launch/find-things';
import { checkName } from '../name';
import { inTransaction } from '../transaction';
import { NotFoundError } from '../user-error';

/** What people may change of a project; what is left out stays. Its name in addresses stays in any case. */
export interface ProjectChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Changes what a project is called and what it is about, and writes down who did.
 *
 * @throws {NotFoundError} @throws {ForbiddenError} @throws {InvalidInputError} for a name that is empty or too long
 */
export async function changeProject(
  context: Pick<ApiContext, 'prisma' | 'viewer'>,
  projectId: string,
  { name, description }: ProjectChange,
): Promise<Project> {
  const project = await findProject(context, projectId);
  const wanted = {
    name: name === undefined ? project.name : checkName(name, 'name'),
    description: description ?? project.description,
  };
  if (wanted.name === project.name && wanted.description === project.description) return project;
  return inTransaction(context.prisma, async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id: projectId, deletedAt: null },
      data: wanted,
    });
    if (count === 0) throw new NotFoundError('No such project.'); // deleted in between
    await recordDeed(tx, context.viewer, {
      teamId: project.teamId,
      projectId,
      action: 'project.change',
      subject: project.name,
      before: { name: project.name, description: project.description },
      after: wanted,
    });
    return { ...project, ...wanted };
  });
}
