import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { type InputFields, launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { recountLayers, sweepLayers } from './launch-layer-sweep';
import { LayerSweepObject } from './layer-sweep-types';
import { recountParams } from './recount-layers.task';
import { sweepParams } from './sweep-layers.task';

const range = (t: InputFields) => ({
  firstK: t.int({ description: 'Least number of neighbors. Default 1.' }),
  lastK: t.int({ description: 'Greatest number of neighbors. Default 200.' }),
  stepK: t.int({ description: 'From one k to the next. Default 1.' }),
});

const SweepLayersInput = builder.inputType('SweepLayersInput', {
  description: 'The kNN score to be judged in every layer, with every preprocessing, weighting and k.',
  fields: (t) => ({
    ...launchFields(t),
    referenceSetId: t.globalID({ required: true, description: 'The training activations to compare with.' }),
    sampleId: t.globalID({
      required: true,
      description:
        'The images: settings are chosen on its validation images and reported on its test images.',
    }),
    attackSetIds: t.globalIDList({ required: true, description: 'Attacks and controls on the sample.' }),
    layers: t.stringList({ description: 'Layers to sweep; all of the reference set when none is given.' }),
    preprocessings: t.stringList({
      description:
        'What is done to features first: some of none, l2, pca, pcaWhitening; all when none is given.',
    }),
    ...range(t),
  }),
});

const RecountLayersInput = builder.inputType('RecountLayersInput', {
  description: 'Other k to be judged from the neighbors that a layer sweep has kept.',
  fields: (t) => ({
    ...launchFields(t),
    layerSweepId: t.globalID({ required: true, description: 'The sweep: k may go up to its greatest.' }),
    ...range(t),
  }),
});

const sweepLayersPlan = launchable('sweepLayers', {
  kind: 'sweepLayers',
  input: SweepLayersInput,
  plan: (input, context) =>
    sweepLayers(context, {
      ...input,
      referenceSetId: input.referenceSetId.id,
      sampleId: input.sampleId.id,
      attackSetIds: input.attackSetIds.map(({ id }) => id),
    }),
  inputOf: ({ params, thing, attackSets }) => ({
    referenceSetId: thing('referenceSet'),
    sampleId: thing('sample'),
    attackSetIds: attackSets,
    ...sweepParams.parse(params),
  }),
});

const recountLayersPlan = launchable('recountLayers', {
  kind: 'recountLayers',
  input: RecountLayersInput,
  plan: (input, context) => recountLayers(context, { ...input, layerSweepId: input.layerSweepId.id }),
  inputOf: ({ params, thing }) => {
    const { controls: _, ...range } = recountParams.parse(params);
    return { layerSweepId: thing('layerSweep'), ...range };
  },
});

builder.mutationFields((t) => ({
  sweepLayers: t.prismaField({
    type: LayerSweepObject,
    description: 'Judges the kNN score in every layer, with every preprocessing, weighting and k.',
    errors: launchErrors,
    args: { input: t.arg({ type: SweepLayersInput, required: true, description: 'Of what.' }) },
    resolve: (_query, _, { input }, context) => sweepLayersPlan(input, context).then(start),
  }),
  recountLayers: t.prismaField({
    type: LayerSweepObject,
    description: 'Judges other k from the neighbors that a layer sweep has kept: nothing is looked up again.',
    errors: launchErrors,
    args: { input: t.arg({ type: RecountLayersInput, required: true, description: 'Which k.' }) },
    resolve: (_query, _, { input }, context) => recountLayersPlan(input, context).then(start),
  }),
}));
