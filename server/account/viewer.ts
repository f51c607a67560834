import type { Prisma, Role, TokenScope } from '@fiducial/prisma/client';
import { type Access, accessOf, noAccess, readerRole } from './access';
import type { AccountReads } from './account-reads';
import type { Identity } from './identity';

/** Who asks. Everything that is read or done goes through the viewer's scope. */
export interface Viewer {
  /** Empty for somebody who has not signed in. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** How the viewer is known. */
  readonly via: Identity['via'] | 'nothing';
  /** Id of the token, where one was shown. */
  readonly tokenId: string | undefined;
  /** Name of the token, where one was shown. */
  readonly tokenName: string | undefined;
  /** The most that the token allows. */
  readonly tokenScope: TokenScope | undefined;
  /** The only project that the token reaches. */
  readonly tokenProjectId: string | undefined;
  /** Network address that the request came from. */
  readonly address: string | undefined;
  readonly access: Access;
  /** Teams in which the viewer has the role that is needed. */
  readonly teamIds: readonly string[];
  /** Condition that a project is one in which the viewer has the role that is needed: part of every `where`. */
  readonly projects: Prisma.ProjectWhereInput;
  /** Role without which nothing is done: that of the mutation, else the least one. */
  readonly needed: Role;
  /** Its role in a project that was not deleted; asked once per request and project, and said at once from then on. */
  readonly roleIn: (projectId: string) => Promise<Role | undefined> | Role | undefined;
  /** Whether a project is one that the viewer may look at. */
  readonly mayRead: (projectId: string) => boolean | Promise<boolean>;
}

/** Somebody who has not signed in: sees nothing but what is open to everybody. */
export function anonymousViewer(address: string | undefined): Viewer {
  return {
    id: '',
    name: '',
    email: '',
    via: 'nothing',
    tokenId: undefined,
    tokenName: undefined,
    tokenScope: undefined,
    tokenProjectId: undefined,
    address,
    access: noAccess,
    teamIds: [],
    projects: noAccess.projectsWith(readerRole),
    needed: readerRole,
    roleIn: () => undefined,
    mayRead: () => false,
  };
}

/** The same viewer where a role is needed: `projects` and `teamIds` hold those only in which the viewer has it. */
export function withRole(viewer: Viewer, needed: Role): Viewer {
  return {
    ...viewer,
    needed,
    projects: viewer.access.projectsWith(needed),
    teamIds: viewer.access.teamsWith(needed),
  };
}

/**
 * The viewer of an account, for one request; undefined when the account is closed or gone, and for who is taken for the local
 * owner where people have to sign in.
 */
export async function viewerOf(reads: AccountReads, identity: Identity): Promise<Viewer | undefined> {
  const account = await reads.account(identity.userId);
  const { token, via, address } = identity;
  if (!account || (via === 'local' && account.signInRequired)) return undefined;
  const { id, name, email, memberships, projectMemberships } = account;
  const access = accessOf({ memberships, projectMemberships, ...(token && { token }) });
  const projects = access.projectsWith(readerRole);
  const roleIn = rolesOf(reads, access);
  return {
    id,
    name,
    email,
    via,
    tokenId: token?.id,
    tokenName: token?.name,
    tokenScope: token?.scope,
    tokenProjectId: token?.project?.id,
    address,
    access,
    teamIds: access.teamsWith(readerRole),
    projects,
    needed: readerRole,
    roleIn,
    mayRead: (projectId) => {
      const role = roleIn(projectId);
      return role instanceof Promise ? role.then((known) => known !== undefined) : role !== undefined;
    },
  };
}

/** Roles in projects. Once asked for they are plain: lists of many things of one project are checked without waiting for each. */
function rolesOf(reads: AccountReads, access: Access): Viewer['roleIn'] {
  const known = new Map<string, Promise<Role | undefined> | Role | undefined>();
  return (projectId) => {
    if (known.has(projectId)) return known.get(projectId);
    const asked = reads.teamOfProject(projectId).then((teamId) => {
      const role = teamId === undefined ? undefined : access.roleInProject({ id: projectId, teamId });
      known.set(projectId, role);
      return role;
    });
    known.set(projectId, asked);
    return asked;
  };
}
