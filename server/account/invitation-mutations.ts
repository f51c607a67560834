import type { Invitation } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { InvitationObject } from './invitation-types';
import { acceptInvitation, inviteMember, revokeInvitation } from './invitations';
import { RoleEnum } from './role-enum';
import { SignInAddress } from './sign-in-types';
import { TeamObject } from './team-types';

const errors = { types: expectedErrors };

const NewInvitation = builder
  .objectRef<{ invitation: Invitation; secret: string }>('NewInvitation')
  .implement({
    description: 'An invitation that was made just now.',
    fields: (t) => ({
      invitation: t.field({
        type: InvitationObject,
        description: 'What is kept of it.',
        resolve: ({ invitation }) => invitation,
      }),
      secret: t.exposeString('secret', {
        description: 'What its link ends in: /join/SECRET. It is not kept and never shown again.',
      }),
    }),
  });

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'Somebody who is to join a team.',
  fields: (t) => ({
    teamId: t.globalID({ required: true, description: 'The team.' }),
    email: t.string({ required: true, description: 'Address of the one who is to join.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'Role in the team.' }),
  }),
});

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'An invitation that is accepted.',
  fields: (t) => ({
    secret: t.string({ required: true, description: 'What the link ends in.' }),
    name: t.string({ description: 'Name, for a new account.' }),
    password: t.string({ description: 'Password of 10 to 128 characters, for a new account.' }),
  }),
});

builder.mutationFields((t) => ({
  inviteMember: t.field({
    type: NewInvitation,
    description: 'Offers an address a place in a team. Whoever invites passes the link on: nothing is sent.',
    errors,
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: 'Who is to join.' }) },
    resolve: (_, { input: { teamId, email, role } }, context) =>
      inviteMember(context, { teamId: teamId.id, email, role }),
  }),
  revokeInvitation: t.prismaField({
    type: TeamObject,
    description: 'Takes an invitation back: its link is no longer good.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The invitation.' }) },
    resolve: async (query, _, { id }, context) => {
      const teamId = await revokeInvitation(context, id.id);
      return context.prisma.team.findUniqueOrThrow({ ...query, where: { id: teamId } });
    },
  }),
  acceptInvitation: t.field({
    type: SignInAddress,
    description:
      'Takes the place that an invitation offers, with the account that is signed in or with a new one. Open to everybody.',
    errors,
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'The invitation.' }) },
    resolve: (_, { input }, context) => acceptInvitation(context, input),
  }),
}));
