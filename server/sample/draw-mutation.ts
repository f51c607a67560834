import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { sampleParams } from './draw-sample.task';
import { drawSample } from './launch-sample';
import { SampleObject } from './sample-types';

const DrawSampleInput = builder.inputType('DrawSampleInput', {
  description: 'A sample to be drawn.',
  fields: (t) => ({
    ...launchFields(t),
    modelId: t.globalID({ required: true, description: 'The model.' }),
    splitName: t.string({ description: 'Split to draw from. Default test.' }),
    train: t.int({ description: 'Images that detectors learn from. Default 700.' }),
    validation: t.int({ description: 'Images that choose an epoch and set thresholds. Default 100.' }),
    test: t.int({ description: 'Images that evaluations are made on. Default 200.' }),
    maxErrors: t.int({ description: 'Misclassified images kept apart, at most. Default 1000.' }),
  }),
});

const drawSamplePlan = launchable('drawSample', {
  kind: 'drawSample',
  input: DrawSampleInput,
  plan: (input, context) => drawSample(context, { ...input, modelId: input.modelId.id }),
  inputOf: ({ params, thing }) => ({ modelId: thing('model'), ...sampleParams.parse(params) }),
});

builder.mutationField('drawSample', (t) =>
  t.prismaField({
    type: SampleObject,
    description: 'Draws correctly classified images for a study.',
    errors: launchErrors,
    args: { input: t.arg({ type: DrawSampleInput, required: true, description: 'What to draw.' }) },
    resolve: (_query, _, { input }, context) => drawSamplePlan(input, context).then(start),
  }),
);
