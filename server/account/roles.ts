import type { Role, TokenScope } from '@fiducial/prisma/client';

/** Roles from the least to the most. Each may do all that those before it may. */
export const roles = ['VIEWER', 'RUNNER', 'EDITOR', 'ADMIN'] as const satisfies readonly Role[];

/** The most that a token of a scope allows. */
const roleOfScope: Readonly<Record<TokenScope, Role>> = {
  READ: 'VIEWER',
  RUN: 'RUNNER',
  WRITE: 'EDITOR',
  ADMIN: 'ADMIN',
};

/** Whether a role, if there is one, includes another. */
export function includesRole(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(needed);
}

/** A role as far as a token lets it; without a token, the role. */
export function cappedRole(role: Role, scope: TokenScope | undefined): Role {
  if (!scope) return role;
  const cap = roleOfScope[scope];
  return includesRole(role, cap) ? cap : role;
}
