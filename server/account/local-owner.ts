import type { PrismaClient } from '@fiducial/prisma/client';

/** Address of the local owner, at which nobody can sign in. */
export const localOwnerEmail = 'owner@localhost';

/** Name, in addresses, of the local owner's team. */
export const localTeamSlug = 'local';

/** The one user of a server that needs no sign-in, with a team of its own; made at the first start. */
export async function ensureLocalOwner(prisma: PrismaClient): Promise<{ userId: string; teamId: string }> {
  const there = await prisma.membership.findFirst({
    where: { user: { email: localOwnerEmail }, team: { slug: localTeamSlug } },
    select: { userId: true, teamId: true },
  });
  if (there) return there;
  const user = await prisma.user.upsert({
    where: { email: localOwnerEmail },
    update: {},
    create: { email: localOwnerEmail, name: 'Local owner' },
  });
  const team = await prisma.team.upsert({
    where: { slug: localTeamSlug },
    update: {},
    create: { slug: localTeamSlug, name: 'Local team' },
  });
  await prisma.membership.upsert({
    where: { teamId_userId: { teamId: team.id, userId: user.id } },
    update: {},
    create: { teamId: team.id, userId: user.id, role: 'ADMIN' },
  });
  return { userId: user.id, teamId: team.id };
}
