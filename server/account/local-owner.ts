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
  // Of several that come first at once, each finds what one of them has made.
  await prisma.user.createMany({
    data: [{ email: localOwnerEmail, name: 'Local owner' }],
    skipDuplicates: true,
  });
  await prisma.team.createMany({ data: [{ slug: localTeamSlug, name: 'Local team' }], skipDuplicates: true });
  const [user, team] = await Promise.all([
    prisma.user.findUniqueOrThrow({ where: { email: localOwnerEmail } }),
    prisma.team.findUniqueOrThrow({ where: { slug: localTeamSlug } }),
  ]);
  const place = { userId: user.id, teamId: team.id };
  await prisma.membership.createMany({ data: [{ ...place, role: 'ADMIN' }], skipDuplicates: true });
  return place;
}

/**
 * Asks for the local owner once, and remembers: every request of theirs wants to know. Where people have to sign in, nobody
 * is made to be one.
 */
export function rememberLocalOwner(
  prisma: PrismaClient,
  { signInRequired }: { readonly signInRequired: () => Promise<boolean> },
): () => Promise<{ userId: string } | undefined> {
  let known: { userId: string } | undefined;
  return async () => {
    known ??= (await signInRequired()) ? undefined : await ensureLocalOwner(prisma);
    return known;
  };
}
