import type { Prisma, Transaction } from '@fiducial/prisma/client';
import { InvalidInputError } from '../user-error';

/** The most people that one comment may mention. */
const mostMentions = 50;

/** Condition that somebody reads a project and can so be mentioned in it: whoever is in its team with an open account. */
export const mentionableIn = (projectId: string): Prisma.UserWhereInput => ({
  disabledAt: null,
  memberships: { some: { team: { projects: { some: { id: projectId } } } } },
});

/** The people mentioned, each once. @throws {InvalidInputError} for somebody who could not read the comment */
export async function checkMentions(
  tx: Transaction,
  projectId: string,
  userIds: readonly string[],
): Promise<string[]> {
  const asked = [...new Set(userIds)];
  if (asked.length > mostMentions)
    throw new InvalidInputError(`mentions: expected at most ${mostMentions} people, got ${asked.length}`, {
      field: 'mentions',
    });
  const there = await tx.user.findMany({
    where: { AND: [{ id: { in: asked } }, mentionableIn(projectId)] },
    select: { id: true },
  });
  const known = new Set(there.map(({ id }) => id));
  const unknown = asked.findIndex((id) => !known.has(id));
  if (unknown >= 0)
    throw new InvalidInputError(`mentions.${unknown}: expected a member of the project’s team`, {
      field: `mentions.${unknown}`,
    });
  return asked;
}
