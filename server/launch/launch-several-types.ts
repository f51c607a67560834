import { builder } from '../graphql/builder';
import { RunObject } from '../run/run-types';
import { TagInputObject } from '../run/tags-and-notes-types';
import { type Foreseen, foreseeSeveral } from './foresee-several';
import { launchErrors } from './launch-fields';
import { launchSeveral, mostAtOnce } from './launch-several';
import { singleLaunchInput } from './single-launch-input';

const SingleLaunchInput = singleLaunchInput(
  'SingleLaunchInput',
  'A launch, by the name of its mutation and with the same input.',
);

const LabeledLaunchInput = builder.inputType('LabeledLaunchInput', {
  description: 'One of several launches.',
  fields: (t) => ({
    launch: t.field({ type: SingleLaunchInput, required: true, description: 'The launch.' }),
    label: t.string({
      description:
        'What tells it from the others, such as steps 20: ends the name of what it makes, and begins the words of a refusal. At most 80 characters.',
    }),
  }),
});

const LaunchSeveralInput = builder.inputType('LaunchSeveralInput', {
  description: 'Runs to be launched together, such as those of a grid over parameters.',
  fields: (t) => ({
    launches: t.field({
      type: [LabeledLaunchInput],
      required: true,
      description: `1 to ${mostAtOnce} launches in one project. Their own idempotency keys are not read.`,
    }),
    tags: t.field({
      type: [TagInputObject],
      description: 'Tags on every run, by which they are found again.',
    }),
    idempotencyKey: t.string({
      description: 'The same key with the same launches gives the same runs again.',
    }),
  }),
});

const LaunchedRuns = builder.objectRef<{ readonly ids: readonly string[] }>('LaunchedRuns').implement({
  description: 'Runs that were launched together.',
  fields: (t) => ({
    runs: t.prismaField({
      type: [RunObject],
      description: 'In the order of the launches.',
      resolve: async (query, { ids }, _args, { prisma }) => {
        const runs = await prisma.run.findMany({ ...query, where: { id: { in: [...ids] } } });
        const byId = new Map(runs.map((run) => [run.id, run]));
        return ids.flatMap((id) => byId.get(id) ?? []);
      },
    }),
  }),
});

const LaunchesForeseen = builder.objectRef<Foreseen>('LaunchesForeseen').implement({
  description: 'What several launches would need together.',
  fields: (t) => ({
    runs: t.exposeInt('runs', { description: 'How many they are.' }),
    estimated: t.exposeInt('estimated', {
      description: 'Those of which something can be said: the inputs of the others are not computed yet.',
    }),
    seconds: t.exposeFloat('seconds', { description: 'How long those compute one after the other.' }),
    memoryBytes: t.exposeFloat('memoryBytes', {
      nullable: true,
      description: 'What the largest of them needs.',
    }),
    memoryLimitBytes: t.exposeFloat('memoryLimitBytes', {
      nullable: true,
      description: 'What each may need at most; null where nobody says.',
    }),
    refusal: t.exposeString('refusal', {
      nullable: true,
      description: 'Why they would be refused: the first that is expected to need more memory than it may.',
    }),
  }),
});

builder.queryField('foreseeLaunches', (t) =>
  t.field({
    type: LaunchesForeseen,
    description: 'Checks several launches and says what they would need together; nothing is started.',
    errors: launchErrors,
    args: {
      launches: t.arg({
        type: [LabeledLaunchInput],
        required: true,
        description: `1 to ${mostAtOnce} launches in one project.`,
      }),
    },
    resolve: (_, args, context) => foreseeSeveral(context, args.launches),
  }),
);

builder.mutationField('launchSeveral', (t) =>
  t.field({
    type: LaunchedRuns,
    description:
      'Launches several runs at once, all or none: the points of a grid, or whatever belongs together.',
    errors: launchErrors,
    args: { input: t.arg({ type: LaunchSeveralInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, context) => ({
      ids: await launchSeveral(context, { ...input, tags: input.tags ?? [] }),
    }),
  }),
);
