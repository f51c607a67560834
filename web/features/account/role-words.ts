/** A role, as the API names it. */
export type Role = 'VIEWER' | 'RUNNER' | 'EDITOR' | 'ADMIN';

/** The roles for people, from the least to the most. */
export const roleChoices: readonly { value: Role; label: string; words: string }[] = [
  { value: 'VIEWER', label: 'Viewer', words: 'looks at everything' },
  { value: 'RUNNER', label: 'Runner', words: 'launches and cancels runs too' },
  { value: 'EDITOR', label: 'Editor', words: 'makes projects, changes and deletes too' },
  { value: 'ADMIN', label: 'Admin', words: 'decides who may do what, too' },
];

/** What people call a role. */
export function roleTitle(role: Role): string {
  return roleChoices.find(({ value }) => value === role)?.label ?? role;
}

/** A value that came out of a choice of roles. */
export function toRole(value: string | null): Role | undefined {
  return roleChoices.find((choice) => choice.value === value)?.value;
}
