import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { MetricGoalEnum } from '../metric/metric-types';
import { answeredRun } from '../run/answered-run';
import { RunObject } from '../run/run-types';
import { TagInputObject } from '../run/tags-and-notes-types';
import { createLoggedRun } from './create-logged-run';
import { finishLoggedRun } from './finish-logged-run';
import { logArtifact } from './log-artifact';
import { logMetrics } from './log-metrics';
import { logParams } from './log-params';

const errors = { types: expectedErrors };

const LoggedEndEnum = builder.enumType('LoggedEnd', {
  description: 'How a logged run ends.',
  values: {
    SUCCEEDED: { description: 'It is done.' },
    FAILED: { description: 'It broke off.' },
    CANCELLED: { description: 'Somebody stopped it.' },
  } as const,
});

const MetricColumnsInput = builder.inputType('MetricColumnsInput', {
  description: 'Points of one metric, as columns of one length, in any order.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What is measured, 1 to 250 characters, such as loss.' }),
    steps: t.field({ type: ['WholeNumber'], required: true, description: 'Steps.' }),
    values: t.field({ type: ['Real'], required: true, description: 'Value at each step.' }),
    times: t.field({
      type: ['Real'],
      description: 'When each was measured, in milliseconds since 1970; now where it is left out.',
    }),
    goal: t.field({ type: MetricGoalEnum, description: 'Which values are better; it decides what is best.' }),
  }),
});

const paramsWords =
  'Names and values as a JSON object; nested ones are kept under their paths, such as optimizer.learningRate. At most 1,000 and 256 KiB in a run.';

const CreateRunInput = builder.inputType('CreateRunInput', {
  description: 'A run that is logged from outside, whole at once or step by step.',
  fields: (t) => ({
    projectId: t.globalID({ required: true, description: 'The project.' }),
    name: t.string({ description: 'What people will call it, at most 120 characters.' }),
    params: t.field({ type: 'JSON', description: paramsWords }),
    tags: t.field({ type: [TagInputObject], description: 'Tags of it.' }),
    notes: t.string({ description: 'What there is to say of it.' }),
    metrics: t.field({ type: [MetricColumnsInput], description: 'Points that there are already.' }),
    status: t.field({ type: LoggedEndEnum, description: 'How it ended, where it has; else it goes on.' }),
    message: t.string({ description: 'Why it ended so.' }),
    idempotencyKey: t.string({ description: 'The same key with the same request gives the same run again.' }),
  }),
});

const LogMetricsInput = builder.inputType('LogMetricsInput', {
  description: 'Points of metrics of a logged run.',
  fields: (t) => ({
    runId: t.globalID({ required: true, description: 'The run.' }),
    metrics: t.field({
      type: [MetricColumnsInput],
      required: true,
      description: 'Points by metric; at most 10,000 in all.',
    }),
  }),
});

const LogParamsInput = builder.inputType('LogParamsInput', {
  description: 'Parameters of a logged run.',
  fields: (t) => ({
    runId: t.globalID({ required: true, description: 'The run.' }),
    params: t.field({ type: 'JSON', required: true, description: paramsWords }),
    replace: t.boolean({
      description: 'Whether other values of the same parameters are replaced, not refused.',
    }),
  }),
});

const FinishRunInput = builder.inputType('FinishRunInput', {
  description: 'The end of a logged run.',
  fields: (t) => ({
    runId: t.globalID({ required: true, description: 'The run.' }),
    status: t.field({ type: LoggedEndEnum, required: true, description: 'How it ends.' }),
    message: t.string({ description: 'Why, at most 2,000 characters.' }),
  }),
});

const LogArtifactInput = builder.inputType('LogArtifactInput', {
  description: 'A file of a logged run.',
  fields: (t) => ({
    runId: t.globalID({ required: true, description: 'The run.' }),
    uploadId: t.string({ required: true, description: 'A complete upload of the same project.' }),
    name: t.string({
      description: 'Its name in the run, parts joined by /; that of the upload when left out.',
    }),
    replace: t.boolean({ description: 'Whether another file of the same name is replaced, not refused.' }),
  }),
});

const LoggedPoints = builder.objectRef<{ points: number }>('LoggedPoints').implement({
  description: 'Points that were taken.',
  fields: (t) => ({ points: t.exposeInt('points', { description: 'How many there were.' }) }),
});

builder.mutationFields((t) => ({
  createRun: t.prismaField({
    type: RunObject,
    description: 'Makes a run that is logged from outside: it goes on until finishRun.',
    errors,
    args: { input: t.arg({ type: CreateRunInput, required: true, description: 'The run.' }) },
    resolve: async (query, _, { input }, context) => {
      const run = await createLoggedRun(context, { ...input, projectId: input.projectId.id });
      return answeredRun(context.prisma, query, run);
    },
  }),
  logMetrics: t.field({
    type: LoggedPoints,
    description:
      'Adds points to metrics of a logged run, in any order; a point whose step is there already replaces it, so that a batch may be sent again.',
    errors,
    args: { input: t.arg({ type: LogMetricsInput, required: true, description: 'The points.' }) },
    resolve: async (_, { input: { runId, metrics } }, context) => ({
      points: await logMetrics(context, { runId: runId.id, metrics }),
    }),
  }),
  logParams: t.prismaField({
    type: RunObject,
    description: 'Adds parameters to a logged run; one that is there with another value is refused.',
    errors,
    args: { input: t.arg({ type: LogParamsInput, required: true, description: 'The parameters.' }) },
    resolve: async (query, _, { input: { runId, params, replace } }, context) => {
      const run = await logParams(context, { runId: runId.id, params, replace: replace ?? false });
      return answeredRun(context.prisma, query, run);
    },
  }),
  logArtifact: t.prismaField({
    type: RunObject,
    description: 'Gives a logged run a file that was uploaded.',
    errors,
    args: { input: t.arg({ type: LogArtifactInput, required: true, description: 'The file.' }) },
    resolve: async (query, _, { input }, context) => {
      const run = await logArtifact(context, {
        ...input,
        runId: input.runId.id,
        replace: input.replace ?? false,
      });
      return answeredRun(context.prisma, query, run);
    },
  }),
  finishRun: t.prismaField({
    type: RunObject,
    description:
      'Ends a logged run. What is measured afterwards may still be logged, unless it was cancelled.',
    errors,
    args: { input: t.arg({ type: FinishRunInput, required: true, description: 'The end.' }) },
    resolve: async (query, _, { input: { runId, status, message } }, context) => {
      const run = await finishLoggedRun(context, { runId: runId.id, status, message });
      return answeredRun(context.prisma, query, run);
    },
  }),
}));
