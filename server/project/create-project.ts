import type { PrismaClient, Project, Transaction } from '@fiducial/prisma/client';
import type { Viewer } from '../account/viewer';
import { checkName, slugOf } from '../name';
import { ForbiddenError } from '../user-error';
import { freeSlug } from './free-slug';

/**
 * Makes a project, in the first of the viewer's teams unless another is named, with a slug made of its name.
 *
 * @throws {ForbiddenError} where the viewer's role is not enough
 * @throws {InvalidInputError} for a name that is empty or too long
 */
export async function createProject(
  { prisma, viewer }: { prisma: PrismaClient | Transaction; viewer: Pick<Viewer, 'teamIds'> },
  { name, description, teamId: wanted }: { name: string; description: string; teamId?: string | undefined },
): Promise<Project> {
  const teamId = viewer.teamIds.find((id) => wanted === undefined || id === wanted);
  if (!teamId)
    throw new ForbiddenError(
      'You may make projects in no such team: expected one in which you are at least an editor.',
    );
  const trimmed = checkName(name, 'name');
  for (;;) {
    const slug = await freeSlug(prisma, teamId, slugOf(trimmed) ?? 'project');
    const data = [{ teamId, slug, name: trimmed, description }];
    const [made] = await prisma.project.createManyAndReturn({ data, skipDuplicates: true });
    // Somebody else took the slug in between: the next one, then.
    if (made) return made;
  }
}
