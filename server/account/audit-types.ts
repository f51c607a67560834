import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';

/** A deed as the API describes it. */
export const AuditEntryObject = builder.prismaObject('AuditEntry', {
  description: 'What somebody did, kept for good.',
  authScopes: ({ teamId }, { viewer }) => teamId !== null && viewer.access.roleInTeam(teamId) === 'ADMIN',
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => encodeGlobalID('AuditEntry', id) }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    actor: t.exposeString('actorName', { description: 'Who.' }),
    via: t.exposeString('via', {
      description:
        'How they were known: local, session, token NAME, invitation, or command: the server’s own command line.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'Network address that it came from; null at the command line.',
    }),
    action: t.exposeString('action', { description: 'What, such as member.role.' }),
    subject: t.exposeString('subject', { description: 'Of what, in words.' }),
    before: t.expose('before', { type: 'JSON', nullable: true, description: 'What it was before.' }),
    after: t.expose('after', { type: 'JSON', nullable: true, description: 'What it is since.' }),
  }),
});
