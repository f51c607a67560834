import { includesRole } from '../account/roles';
import { restorableUntil } from '../garbage/restorable-days';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { ProjectObject } from '../project/project-types';
import { type DeletedTogether, deleteRun } from './delete-run';
import { deletionsOf, restoreRuns } from './restore-runs';
import { dependentsOf } from './run-dependents';
import { underWay } from './run-statuses';
import { RunObject } from './run-types';

const errors = { types: expectedErrors };

/** Dependents that are shown by name. */
const mostNamed = 20;

const RunDependentsObject = builder
  .objectRef<{ readonly ids: readonly string[] }>('RunDependents')
  .implement({
    description: 'Runs into which the outcome of a run went, directly or through others.',
    fields: (t) => ({
      count: t.int({ description: 'How many there are.', resolve: ({ ids }) => ids.length }),
      underWay: t.int({
        description: 'How many of them wait or compute.',
        resolve: ({ ids }, _args, { prisma }) =>
          prisma.run.count({
            where: { id: { in: [...ids] }, status: underWay },
          }),
      }),
      oldest: t.prismaField({
        type: [RunObject],
        description: `The oldest of them, at most ${mostNamed}.`,
        resolve: (query, { ids }, _args, { prisma }) =>
          prisma.run.findMany({
            ...query,
            where: { id: { in: ids.slice(0, mostNamed) } },
            orderBy: { id: 'asc' },
          }),
      }),
    }),
  });

builder.prismaObjectField(RunObject, 'dependents', (t) =>
  t.field({
    type: RunDependentsObject,
    description: 'Runs that were made from it: they go with it when it is deleted.',
    resolve: async ({ id }, _args, { prisma }) => ({ ids: await dependentsOf(prisma, id) }),
  }),
);

const DeletedRun = builder.objectRef<DeletedTogether>('DeletedRun').implement({
  description: 'A run that nobody finds any more, with those that were deleted with it.',
  fields: (t) => ({
    id: t.id({ description: 'Its global id.', resolve: ({ id }) => encodeGlobalID('Run', id) }),
    deletionId: t.id({
      description: 'Global id under which restoreRuns takes it back, for 30 days.',
      resolve: ({ deletionId }) => encodeGlobalID('RunDeletion', deletionId),
    }),
    runs: t.exposeInt('runs', { description: 'Runs deleted together, this one included.' }),
  }),
});

const RunDeletionObject = builder
  .objectRef<Awaited<ReturnType<typeof deletionsOf>>[number]>('RunDeletion')
  .implement({
    description: 'Runs that were deleted together and can still be restored.',
    fields: (t) => ({
      id: t.id({ description: 'Global id.', resolve: ({ id }) => encodeGlobalID('RunDeletion', id) }),
      title: t.string({
        description: 'What the run that was to be deleted is called.',
        resolve: ({ name }) => name,
      }),
      runs: t.exposeInt('runs', { description: 'Runs, that one included.' }),
      deletedAt: t.expose('deletedAt', { type: 'DateTime', nullable: true, description: 'When.' }),
      deletedBy: t.exposeString('deletedBy', { nullable: true, description: 'Who deleted them.' }),
      keptUntil: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Until when they can be restored.',
        resolve: ({ deletedAt }) => restorableUntil(deletedAt),
      }),
    }),
  });

builder.prismaObjectField(ProjectObject, 'runDeletions', (t) =>
  t.field({
    type: [RunDeletionObject],
    description:
      'Deletions of its runs in the last 30 days, newest first, at most 100; none for those who may not delete.',
    resolve: (project, _args, { prisma, viewer }) => {
      const role = viewer.access.roleInProject(project);
      return role && includesRole(role, 'EDITOR') ? deletionsOf(prisma, project.id) : [];
    },
  }),
);

builder.mutationFields((t) => ({
  deleteRun: t.field({
    type: DeletedRun,
    description:
      'Deletes a run with what it made: nobody finds it any more, and it can be restored for 30 days. Those under way are cancelled.',
    errors,
    args: {
      id: t.arg.globalID({ required: true, description: 'The run.' }),
      withDependents: t.arg.boolean({
        description:
          'Whether the runs that were made from it go with it; else it is refused where there are any.',
      }),
    },
    resolve: (_, { id, withDependents }, context) =>
      deleteRun(context, id.id, { withDependents: withDependents ?? false }),
  }),
  restoreRuns: t.field({
    type: ProjectObject,
    description: 'Takes a deletion of runs back. Runs that were cancelled with it stay so.',
    errors,
    args: { deletionId: t.arg.globalID({ required: true, description: 'The deletion.' }) },
    resolve: async (_, { deletionId }, context) => {
      const id = await restoreRuns(context, deletionId.id);
      return context.prisma.project.findUniqueOrThrow({ where: { id } });
    },
  }),
}));
