import { builder } from '../graphql/builder';
import { RunObject } from '../run/run-types';
import { type LaunchText, launchOfRun } from './launch-of-run';

const LaunchObject = builder.objectRef<LaunchText>('Launch').implement({
  description: 'A launch as it can be sent: the mutation, and what it is given as its input.',
  fields: (t) => ({
    mutation: t.exposeString('mutation', { description: 'Name of the mutation, such as launchAttack.' }),
    input: t.field({
      type: 'JSON',
      description:
        'Its input, with all parameters as they were used; without a name, so that a changed one gets a telling one.',
      resolve: ({ input }) => input,
    }),
  }),
});

builder.prismaObjectField(RunObject, 'launch', (t) =>
  t.field({
    type: LaunchObject,
    nullable: true,
    description:
      'The launch that would make it again; null for one that no mutation makes alone, such as a logged run, and for one of an earlier version.',
    resolve: ({ id }, _args, { prisma }) => launchOfRun(prisma, id),
  }),
);
