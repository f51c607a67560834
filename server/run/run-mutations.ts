import { recordProjectDeed } from '../account/audit';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { cancelRun } from '../jobs/cancel-run';
import { requeueFailed } from '../jobs/requeue-failed';
import { findRun } from '../launch/find-things';
import { holdProject } from '../project/hold-project';
import { inTransaction } from '../transaction';
import { holdRuns } from './hold-runs';
import { RunPriorityEnum, setRunPriority } from './run-priority';
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
          await recordProjectDeed(tx, viewer, {
            projectId,
            action: 'run.cancel',
            subject: title,
            before: { status: cancelledIn },
          });
        }
        return run;
      });
    },
  }),
);

builder.mutationField('setRunPriority', (t) =>
  t.prismaField({
    type: RunObject,
    description: 'Gives a run that waits or is queued another place among those of its team.',
    errors: { types: expectedErrors },
    args: {
      id: t.arg.globalID({ required: true, description: 'The run.' }),
      priority: t.arg({ type: RunPriorityEnum, required: true, description: 'Its priority from now on.' }),
    },
    resolve: async (_query, _, { id, priority }, { prisma, viewer }) => {
      const { id: runId, projectId, title } = await findRun({ prisma, viewer }, id.id);
      return inTransaction(prisma, async (tx) => {
        const before = await setRunPriority(tx, { id: runId }, priority);
        await recordProjectDeed(tx, viewer, {
          projectId,
          action: 'run.priority',
          subject: title,
          before: { priority: before },
          after: { priority },
        });
        return tx.run.findUniqueOrThrow({ where: { id: runId } });
      });
    },
  }),
);

builder.mutationField('requeueRun', (t) =>
  t.prismaField({
    type: RunObject,
    description:
      'Queues a run again that failed for what is around it, such as a lost worker or a full disk; runs that failed for its sake wait for it again.',
    errors: { types: expectedErrors },
    args: { id: t.arg.globalID({ required: true, description: 'The run.' }) },
    resolve: async (_query, _, { id }, { prisma, viewer }) => {
      const { id: runId, projectId, title } = await findRun({ prisma, viewer }, id.id);
      return inTransaction(prisma, async (tx) => {
        await holdProject(tx, projectId);
        await holdRuns(tx, { projectId, ids: [runId] }, { alone: true });
        await requeueFailed(tx, { id: runId });
        await recordProjectDeed(tx, viewer, { projectId, action: 'run.requeue', subject: title });
        return tx.run.findUniqueOrThrow({ where: { id: runId } });
      });
    },
  }),
);
