import type { Role } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { findInvitation } from './invitations';
import { RoleEnum } from './role-enum';

/** An open invitation, without its link. */
export const InvitationObject = builder.prismaObject('Invitation', {
  description: 'A place in a team that is offered to an address.',
  authScopes: ({ teamId }, { viewer }) => viewer.access.roleInTeam(teamId) === 'ADMIN',
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => encodeGlobalID('Invitation', id) }),
    email: t.exposeString('email', { description: 'Address that it was offered to.' }),
    role: t.expose('role', { type: RoleEnum, description: 'Role that goes with it.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when its link is good.' }),
  }),
});

interface Offer {
  readonly teamName: string;
  readonly email: string;
  readonly role: Role;
  readonly hasAccount: boolean;
}

const InvitationOffer = builder.objectRef<Offer>('InvitationOffer').implement({
  description: 'What the one who has the link of an invitation is told of it.',
  fields: (t) => ({
    teamName: t.exposeString('teamName', { description: 'The team.' }),
    email: t.exposeString('email', { description: 'Address that it was offered to.' }),
    role: t.expose('role', { type: RoleEnum, description: 'Role that goes with it.' }),
    hasAccount: t.exposeBoolean('hasAccount', {
      description: 'Whether the address has an account: it is to sign in first.',
    }),
  }),
});

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationOffer,
    nullable: true,
    description: 'What an invitation offers; null when its link is no longer good. Open to everybody.',
    args: { secret: t.arg.string({ required: true, description: 'What the link ends in.' }) },
    resolve: async (_, { secret }, { prisma }) => {
      const found = await findInvitation(prisma, secret);
      if (!found) return null;
      const hasAccount = (await prisma.user.count({ where: { email: found.email } })) > 0;
      return { teamName: found.team.name, email: found.email, role: found.role, hasAccount };
    },
  }),
);
