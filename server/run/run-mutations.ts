import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { cancelRun } from '../jobs/cancel-run';
import { findRun } from '../launch/find-things';
import { inTransaction } from '../transaction';
import { RunObject } from './run-types';

builder.mutationField('cancelRun', (t) =>
  t.prismaField({
    type: RunObject,
    description:
      'Cancels a run: at once when it waits, within seconds while it computes. One that ended stays as it is.',
    errors: { types: expectedErrors },
    args: { id: t.arg.globalID({ required: true, description: 'The run.' }) },
    resolve: async (_query, _, { id }, { prisma, viewer }) => {
      const run = await findRun({ prisma, viewer }, id.id);
      return inTransaction(prisma, (tx) => cancelRun(tx, run.id));
    },
  }),
);
