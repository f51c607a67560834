/** Whether somebody with a role in a project makes, changes and deletes what is in it. */
export function mayChange(role: 'VIEWER' | 'RUNNER' | 'EDITOR' | 'ADMIN' | null): boolean {
  return role === 'EDITOR' || role === 'ADMIN';
}
