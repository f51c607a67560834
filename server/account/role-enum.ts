import { builder } from '../graphql/builder';

/** What somebody may do, as the API names it. */
export const RoleEnum = builder.enumType('Role', {
  description: 'What a member may do. Each role may do all that those before it may.',
  values: {
    VIEWER: { description: 'Look at everything.' },
    RUNNER: { description: 'Launch and cancel runs.' },
    EDITOR: { description: 'Make projects; change and delete.' },
    ADMIN: { description: 'Decide who may do what.' },
  } as const,
});
