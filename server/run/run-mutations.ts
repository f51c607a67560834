import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { cancelRun } from '../jobs/cancel-run';
import { inTransaction } from '../transaction';
import { NotFoundError } from '../user-error';
import { RunObject } from './run-types';

builder.mutationField('cancelRun', (t) =>
  t.prismaField({
    type: RunObject,
    description:
      'Cancels a run: at once when it waits, within seconds while it computes. One that ended stays as it is.',
    errors: { types: expectedErrors },
    args: { id: t.arg.globalID({ required: true, description: 'The run.' }) },
    resolve: async (_query, _, { id }, { prisma, viewer }) => {
      const run = await prisma.run.findFirst({ where: { id: id.id, project: viewer.projects } });
      if (!run) throw new NotFoundError('No such run.');
      return inTransaction(prisma, (tx) => cancelRun(tx, run.id));
    },
  }),
);
