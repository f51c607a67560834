import type { Prisma, Role, TokenScope } from '@fiducial/prisma/client';
import { cappedRole, includesRole, roles } from './roles';

/** The least role of all: what reading needs. */
export const readerRole = roles[0];

/** What decides what an account may do: its roles in teams, those that stand in their place in single projects, and its token. */
export interface Grants {
  readonly memberships: readonly { readonly teamId: string; readonly role: Role }[];
  readonly projectMemberships: readonly {
    readonly projectId: string;
    readonly role: Role;
    readonly project: { readonly teamId: string };
  }[];
  readonly token?: {
    readonly scope: TokenScope;
    /** The only project that it reaches, with its team. */
    readonly project: { readonly id: string; readonly teamId: string } | null;
  };
}

/** What an account may do, worked out once per request. */
export interface Access {
  /** Teams in which it has at least this role. */
  teamsWith(least: Role): readonly string[];
  /** Condition that an account has at least this role in a project that was not deleted: part of every `where`. */
  projectsWith(least: Role): Prisma.ProjectWhereInput;
  /** The same of projects that were deleted and can still be restored. */
  deletedProjectsWith(least: Role): Prisma.ProjectWhereInput;
  /** Its role in a team; none for a token that reaches one project only. */
  roleInTeam(teamId: string): Role | undefined;
  /** Its role in a project. */
  roleInProject(project: { readonly id: string; readonly teamId: string }): Role | undefined;
  /** Differs whenever what the account may do differs. */
  readonly fingerprint: string;
}

/** No access to anything. */
export const noAccess: Access = {
  teamsWith: () => [],
  projectsWith: () => ({ id: { in: [] } }),
  deletedProjectsWith: () => ({ id: { in: [] } }),
  roleInTeam: () => undefined,
  roleInProject: () => undefined,
  fingerprint: '',
};

/**
 * Works out what an account may do. A role in a project stands in the place of the team's, up or down, except that admins
 * of a team are admins of its projects: they could take it back at once. It counts as long as its holder is in the team.
 */
export function accessOf({ memberships, projectMemberships, token }: Grants): Access {
  const inTeam = new Map(memberships.map(({ teamId, role }) => [teamId, cappedRole(role, token?.scope)]));
  const admins = new Set(memberships.filter(({ role }) => role === 'ADMIN').map(({ teamId }) => teamId));
  const inProject = new Map(
    projectMemberships
      .filter(({ project: { teamId } }) => inTeam.has(teamId) && !admins.has(teamId))
      .map(({ projectId, role }) => [projectId, cappedRole(role, token?.scope)]),
  );
  const only = token?.project ?? undefined;
  const having = (of: ReadonlyMap<string, Role>, least: Role) =>
    [...of].filter(([, role]) => includesRole(role, least)).map(([id]) => id);
  const reached = (least: Role): Prisma.ProjectWhereInput => ({
    OR: [
      { teamId: { in: having(inTeam, least) }, id: { notIn: [...inProject.keys()] } },
      { id: { in: having(inProject, least) } },
    ],
    ...(only && { AND: [{ id: only.id }] }),
  });
  return {
    // A token of one project knows the team that it belongs to, and does nothing there.
    teamsWith: (least) =>
      having(inTeam, least).filter((id) => !only || (id === only.teamId && least === readerRole)),
    projectsWith: (least) => ({ AND: [reached(least), { deletedAt: null }] }),
    // Projects that hold deleted runs of another are no projects to anybody.
    deletedProjectsWith: (least) => ({
      AND: [reached(least), { deletedAt: { not: null }, deletedFromId: null }],
    }),
    roleInTeam: (teamId) => (only ? undefined : inTeam.get(teamId)),
    roleInProject: ({ id, teamId }) =>
      only && only.id !== id ? undefined : (inProject.get(id) ?? inTeam.get(teamId)),
    fingerprint: JSON.stringify([[...inTeam].sort(), [...inProject].sort(), only ?? null]),
  };
}
