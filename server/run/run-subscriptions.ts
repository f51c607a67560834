import { setTimeout as sleep } from 'node:timers/promises';
import { abortOnReturn } from '../graphql/abort-on-return';
import { builder } from '../graphql/builder';
import { NotFoundError } from '../user-error';
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

/** How long changes are gathered. */
const quietMs = 400;

builder.subscriptionField('projectRuns', (t) =>
  t.prismaField({
    type: RunObject,
    description: 'A run of the project, whenever it changed.',
    args: { projectId: t.arg.globalID({ required: true, description: 'The project.' }) },
    subscribe: async (_, { projectId }, { viewer, runEvents, signal }) => {
      if (!(await viewer.mayRead(projectId.id))) throw new NotFoundError('No such project.');
      const changes = abortOnReturn(signal, (own) =>
        changedRuns(runEvents.notices({ projectId: projectId.id }, own)),
      );
      return changes as AsyncIterable<never>; // ids, resolved to runs below
    },
    resolve: (query, parent, _, { prisma }) => {
      const runId = String(parent); // what subscribe yields
      return prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } });
    },
  }),
);

/** Ids of runs that changed, gathered for 400 ms, so that a burst of progress makes one notice a run. */
async function* changedRuns(notices: AsyncIterable<{ runId: string } | null>): AsyncGenerator<string> {
  const pending = new Set<string>();
  const iterator = notices[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    if (first.value) pending.add(first.value.runId);
    next = iterator.next();
    const end = sleep(quietMs, 'end' as const);
    for (let more = await Promise.race([next, end]); more !== 'end'; more = await Promise.race([next, end])) {
      if (more.done) break;
      if (more.value) pending.add(more.value.runId);
      next = iterator.next();
    }
    yield* pending;
    pending.clear();
  }
}
