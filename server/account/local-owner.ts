import type { PrismaClient } from '@fiducial/prisma/client';

const email = 'owner@localhost';
const teamSlug = 'local';

/** The one user of a server that listens on this machine only, with a team of its own; made at the first start. */
export async function ensureLocalOwner(prisma: PrismaClient): Promise<{ userId: string; teamId: string }> {
  const user = await prisma.user.upsert({
    where: { email },
    update: {},
    create: { email, name: 'Local owner' },
  });
  const team = await prisma.team.upsert({
    where: { slug: teamSlug },
    update: {},
    create: { slug: teamSlug, name: 'Local team' },
  });
  await prisma.membership.upsert({
    where: { teamId_userId: { teamId: team.id, userId: user.id } },
    update: {},
    create: { teamId: team.id, userId: user.id, role: 'ADMIN' },
  });
  return { userId: user.id, teamId: team.id };
}
