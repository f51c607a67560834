import { recordProjectDeed } from '../account/audit';
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
      const { id: runId } = await findRun({ prisma, viewer }, id.id);
      return inTransaction(prisma, async (tx) => {
        const { run, cancelledIn } = await cancelRun(tx, runId);
        if (cancelledIn) {
          const { projectId, title } = run;
          const deed = { projectId, action: 'run.cancel', subject: title, before: { status: cancelledIn } };
          await recordProjectDeed(tx, viewer, deed);
        }
        return run;
      });
    },
  }),
);
