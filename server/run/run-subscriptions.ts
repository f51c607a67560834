import { abortOnReturn } from '../graphql/abort-on-return';
import { builder } from '../graphql/builder';
import { NotFoundError } from '../user-error';
import { changedRuns } from './changed-runs';
import { followRun } from './follow-run';
import { RunEventObject } from './run-event-types';
import { RunObject } from './run-types';

builder.subscriptionField('runEvents', (t) =>
  t.field({
    type: RunEventObject,
    description: 'What happens in a run, in order and without gap; those already written come first.',
    args: {
      runId: t.arg.globalID({ required: true, description: 'The run.' }),
      afterSeq: t.arg.int({
        description: 'Only events after this number: how a lost connection is taken up again.',
      }),
    },
    subscribe: async (_, { runId, afterSeq }, context) => {
      const run = await context.prisma.run.findUnique({
        where: { id: runId.id },
        select: { projectId: true },
      });
      if (!run || !(await context.viewer.mayRead(run.projectId))) throw new NotFoundError('No such run.');
      const from = { runId: runId.id, afterSeq: afterSeq ?? 0 };
      return abortOnReturn(context.signal, (signal) => followRun(context, from, signal));
    },
    resolve: (event) => event,
  }),
);

builder.subscriptionField('projectRuns', (t) =>
  t.prismaField({
    type: RunObject,
    description: 'A run of the project, whenever it changed.',
    args: { projectId: t.arg.globalID({ required: true, description: 'The project.' }) },
    subscribe: async (_, { projectId }, context) => {
      if (!(await context.viewer.mayRead(projectId.id))) throw new NotFoundError('No such project.');
      const changes = abortOnReturn(context.signal, (own) => changedRuns(context, projectId.id, own));
      return changes as AsyncIterable<never>; // ids, resolved to runs below
    },
    resolve: (query, parent, _, { prisma }) => {
      const runId = String(parent); // what subscribe yields
      return prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } });
    },
  }),
);
