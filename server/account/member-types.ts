import type { Membership, User } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { RoleEnum } from './role-enum';

/** A member of a team as the API describes it. */
export const MemberObject = builder
  .objectRef<Pick<Membership, 'role' | 'createdAt'> & { user: User }>('Member')
  .implement({
    description: 'Somebody in a team.',
    fields: (t) => ({
      id: t.id({
        description: 'Global id of the account.',
        resolve: ({ user }) => encodeGlobalID('User', user.id),
      }),
      name: t.string({ description: 'Name.', resolve: ({ user }) => user.name }),
      email: t.string({ description: 'Address.', resolve: ({ user }) => user.email }),
      role: t.expose('role', { type: RoleEnum, description: 'Role in the team.' }),
      since: t.expose('createdAt', { type: 'DateTime', description: 'When the member joined.' }),
      closed: t.boolean({
        description: 'Whether the account is closed: it signs in nowhere.',
        resolve: ({ user }) => user.disabledAt !== null,
      }),
      isViewer: t.boolean({
        description: 'Whether it is the one who asks.',
        resolve: ({ user }, _args, { viewer }) => user.id === viewer.id,
      }),
    }),
  });
