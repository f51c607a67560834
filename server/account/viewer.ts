import type { Prisma, PrismaClient } from '@fiducial/prisma/client';

/** Who asks. Everything that is read or done goes through the viewer's scope. */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly teamIds: readonly string[];
  /** Condition that a project is one of the viewer's: part of every `where`. */
  readonly projects: Prisma.ProjectWhereInput;
  /** Whether a project is one of the viewer's; asked once per request and project. */
  readonly mayRead: (projectId: string) => Promise<boolean>;
}

/** The viewer of a signed-in user, for one request. */
export async function viewerOf(prisma: PrismaClient, userId: string): Promise<Viewer> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId }, include: { memberships: true } });
  const teamIds = user.memberships.map(({ teamId }) => teamId);
  const projects: Prisma.ProjectWhereInput = { teamId: { in: teamIds } };
  const known = new Map<string, Promise<boolean>>();
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    teamIds,
    projects,
    mayRead: (projectId) => {
      const asked =
        known.get(projectId) ??
        prisma.project.count({ where: { id: projectId, ...projects } }).then((count) => count > 0);
      known.set(projectId, asked);
      return asked;
    },
  };
}
