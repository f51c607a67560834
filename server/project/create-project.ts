import type { PrismaClient, Project, Transaction } from '@fiducial/prisma/client';
import type { Viewer } from '../account/viewer';
import { ForbiddenError, InvalidInputError } from '../user-error';

const mostCharacters = 120;

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
    const slug = await freeSlug(prisma, teamId, slugOf(trimmed));
    const data = [{ teamId, slug, name: trimmed, description }];
    const [made] = await prisma.project.createManyAndReturn({ data, skipDuplicates: true });
    // Somebody else took the slug in between: the next one, then.
    if (made) return made;
  }
}

/** What no name has: it would break lines, or turn the writing of what stands beside it. */
const unnamable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Something to see: letters, digits or signs. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A name that people gave, trimmed. @throws {InvalidInputError} */
export function checkName(name: string, field: string): string {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > mostCharacters)
    throw new InvalidInputError(
      `${field}: expected 1 to ${mostCharacters} characters, got ${trimmed.length}`,
      {
        field,
      },
    );
  if (unnamable.test(trimmed) || !visible.test(trimmed))
    throw new InvalidInputError(
      `${field}: expected one line of visible characters, got ${JSON.stringify(trimmed)}`,
      { field },
    );
  return trimmed;
}

/** A name as it may stand in addresses: letters a to z, digits and dashes, at most 60. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug || 'project';
}

/** A slug that no project of the team has, deleted ones included: the wanted one, else with a number behind it. */
export async function freeSlug(
  prisma: PrismaClient | Transaction,
  teamId: string,
  wanted: string,
): Promise<string> {
  const taken = await prisma.project.findMany({
    where: { teamId, slug: { startsWith: wanted } },
    select: { slug: true },
  });
  const slugs = new Set(taken.map(({ slug }) => slug));
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`;
    if (!slugs.has(slug)) return slug;
  }
}
