import type { Run } from '@fiducial/prisma/client';
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
      const run = await findRun({ prisma, viewer }, id.id);
      return inTransaction(prisma, async (tx) => {
        const cancelled = await cancelRun(tx, run.id);
        if (isOpen(run)) {
          const { projectId, title, status } = run;
          const deed = { projectId, action: 'run.cancel', subject: title, before: { status } };
          await recordProjectDeed(tx, viewer, deed);
        }
        return cancelled;
      });
    },
  }),
);

/** Whether cancelling a run changes anything: it has not ended, and nobody cancelled it before. */
function isOpen({ status, cancelRequestedAt }: Run): boolean {
  return ['WAITING', 'QUEUED', 'RUNNING'].includes(status) && cancelRequestedAt === null;
}
