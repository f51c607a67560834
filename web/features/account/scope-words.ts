/** The scopes of a token for people, from the least to the most. */
export const scopeChoices = [
  { value: 'READ', label: 'Look at things', title: 'read' },
  { value: 'RUN', label: 'Launch and cancel runs too', title: 'run' },
  { value: 'WRITE', label: 'Make projects, change and delete too', title: 'write' },
  { value: 'ADMIN', label: 'Everything that you may', title: 'admin' },
] as const;

/** A scope, as the API names it. */
export type Scope = (typeof scopeChoices)[number]['value'];

/** A value that came out of a choice of scopes. */
export function toScope(value: string | null): Scope | undefined {
  return scopeChoices.find((choice) => choice.value === value)?.value;
}

/** What people call a scope. */
export function scopeTitle(scope: Scope): string {
  return scopeChoices.find(({ value }) => value === scope)?.title ?? scope;
}
