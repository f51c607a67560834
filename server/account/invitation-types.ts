import type { Invitation } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { acceptInvitation, findInvitation, inviteMember, revokeInvitation } from './invitations';
import { setUpSignIn } from './set-up-sign-in';
import { InvitationObject, RoleEnum, TeamObject } from './team-types';

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

interface Offer {
  readonly teamName: string;
  readonly email: string;
  readonly role: Invitation['role'];
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

const SignInAddress = builder.objectRef<{ email: string; newAccount: boolean }>('SignInAddress').implement({
  description: 'With what to sign in.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'Address of the account.' }),
    newAccount: t.exposeBoolean('newAccount', { description: 'Whether it was made just now.' }),
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

const SetUpSignInInput = builder.inputType('SetUpSignInInput', {
  description: 'The first account.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name.' }),
    email: t.string({ required: true, description: 'Address to sign in with.' }),
    password: t.string({ required: true, description: 'Password of 10 to 128 characters.' }),
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
  setUpSignIn: t.field({
    type: SignInAddress,
    description:
      'Makes the first account of a server that needs no sign-in, an admin of all that is there. From then on people have to sign in.',
    errors,
    args: { input: t.arg({ type: SetUpSignInInput, required: true, description: 'The first account.' }) },
    resolve: async (_, { input }, context) => ({
      email: await setUpSignIn(context, input),
      newAccount: true,
    }),
  }),
}));
