import type { Role } from './role-words';

/** Whether somebody with a role in a project makes, changes and deletes what is in it. */
export function mayChange(role: Role | null): boolean {
  return role === 'EDITOR' || role === 'ADMIN';
}
