import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { chosenLaunch, singleLaunchInput } from '../launch/single-launch-input';
import type { RunEstimate } from './estimate-run';
import { type MemoryLimit, tooLarge } from './memory-limit';
import type { NeedPart } from './need';
import { secondsFormula } from './seconds-formula';

const NeedPartObject = builder.objectRef<NeedPart>('RunEstimatePart').implement({
  description: 'Memory that a run is expected to take for one thing.',
  fields: (t) => ({
    what: t.exposeString('what', { description: 'What for.' }),
    bytes: t.exposeFloat('bytes', { description: 'How much, in bytes.' }),
    field: t.string({
      nullable: true,
      description: 'Field of the launch by which it becomes less.',
      resolve: ({ field }) => field ?? null,
    }),
  }),
});

interface Shown {
  readonly estimate: RunEstimate | null;
  /** Null for a run that has been submitted. */
  readonly limit: MemoryLimit | null;
}

/** What is expected of a run, as the API describes it. */
export const RunEstimateObject = builder.objectRef<Shown>('RunEstimate').implement({
  description:
    'What a run is expected to need. The memory is a formula of shapes and counts; the time is that of like runs that were measured, or a stated rate where there are none.',
  fields: (t) => ({
    memoryBytes: t.float({
      nullable: true,
      description: 'Largest memory of its process, in bytes; null while its inputs are computed.',
      resolve: ({ estimate }) => estimate?.memoryBytes ?? null,
    }),
    memoryParts: t.field({
      type: [NeedPartObject],
      description: 'What the memory is made of, at most ten things.',
      resolve: ({ estimate }) => [...(estimate?.parts ?? [])],
    }),
    memoryLimitBytes: t.float({
      nullable: true,
      description: 'What it may need at most, in bytes; null where nobody says, or the run is submitted.',
      resolve: ({ limit }) => limit?.bytes ?? null,
    }),
    refusal: t.string({
      nullable: true,
      description: 'Why its launch would be refused: it is expected to need more memory than it may.',
      resolve: ({ estimate, limit }) => (estimate && tooLarge(estimate, limit)?.message) || null,
    }),
    seconds: t.float({
      nullable: true,
      description: 'How long it will compute, in seconds; null while its inputs are computed.',
      resolve: ({ estimate }) => estimate?.seconds ?? null,
    }),
    measuredRuns: t.int({
      nullable: true,
      description: 'Like runs whose durations the seconds come from; 0 where they come from a stated rate.',
      resolve: ({ estimate }) => estimate?.measuredRuns ?? null,
    }),
    secondsFormula: t.string({
      nullable: true,
      description: 'How the seconds were computed.',
      resolve: ({ estimate }) => estimate && secondsFormula(estimate),
    }),
  }),
});

const EstimateRunInput = singleLaunchInput(
  'EstimateRunInput',
  'A launch, by the name of its mutation and with the same input; nothing is started.',
);

builder.queryField('estimateRun', (t) =>
  t.field({
    type: RunEstimateObject,
    description: 'Memory and time that a launch would need, before it is launched.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: EstimateRunInput, required: true, description: 'The launch.' }) },
    resolve: async (_, { input }, context) => {
      const { launchable, input: given } = chosenLaunch(input, 'input');
      const planned = await launchable.plan(given, context);
      return planned.estimate();
    },
  }),
);
