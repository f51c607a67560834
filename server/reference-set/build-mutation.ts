import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { referenceSetParams } from './build-reference-set.task';
import { buildReferenceSet } from './launch-reference-set';
import { ReferenceSetObject } from './reference-set-types';

const BuildReferenceSetInput = builder.inputType('BuildReferenceSetInput', {
  description: 'A reference set to be built.',
  fields: (t) => ({
    ...launchFields(t),
    modelId: t.globalID({ required: true, description: 'The model.' }),
    splitName: t.string({ description: 'Split whose images are kept. Default train.' }),
    layers: t.stringList({ description: 'Layers to keep; all taps of the model when none is given.' }),
    correctOnly: t.boolean({
      description:
        'Whether centroids and medoids are made of correctly classified images only. Default false.',
    }),
    medoidSample: t.int({
      description:
        'Members of each class, drawn under the seed, that medoids are looked for among; exact when left out.',
    }),
  }),
});

const buildReferenceSetPlan = launchable('buildReferenceSet', {
  kind: 'buildReferenceSet',
  input: BuildReferenceSetInput,
  plan: (input, context) => buildReferenceSet(context, { ...input, modelId: input.modelId.id }),
  inputOf: ({ params, thing }) => ({ modelId: thing('model'), ...referenceSetParams.parse(params) }),
});

builder.mutationField('buildReferenceSet', (t) =>
  t.prismaField({
    type: ReferenceSetObject,
    description: 'Keeps the activations of a model’s own training images.',
    errors: launchErrors,
    args: { input: t.arg({ type: BuildReferenceSetInput, required: true, description: 'Of what.' }) },
    resolve: (_query, _, { input }, context) => buildReferenceSetPlan(input, context).then(start),
  }),
);
