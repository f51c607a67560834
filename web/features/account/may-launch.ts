import type { Role } from './role-words';

/** Whether somebody with a role in a project launches, cancels and logs runs in it, and comments on what is there. */
export function mayLaunch(role: Role | null): boolean {
  return role !== null && role !== 'VIEWER';
}
