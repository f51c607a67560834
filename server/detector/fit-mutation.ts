import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { DetectorInput } from '../method/method-inputs';
import { DetectorObject } from './detector-types';
import { detectorParams } from './fit-detector.task';
import { fitDetector } from './launch-detector';

const FitDetectorInput = builder.inputType('FitDetectorInput', {
  description: 'A detector to be fitted.',
  fields: (t) => ({
    ...launchFields(t),
    referenceSetId: t.globalID({ required: true, description: 'The training activations to compare with.' }),
    sampleId: t.globalID({ required: true, description: 'The images to fit with.' }),
    detector: t.field({ type: DetectorInput, required: true, description: 'The method and its parameters.' }),
    trainOn: t.globalIDList({
      description: 'Attack sets to learn from; methods that do not learn set thresholds on them.',
    }),
  }),
});

const fitDetectorPlan = launchable('fitDetector', {
  kind: 'fitDetector',
  input: FitDetectorInput,
  plan: (input, context) =>
    fitDetector(context, {
      ...input,
      referenceSetId: input.referenceSetId.id,
      sampleId: input.sampleId.id,
      trainOn: (input.trainOn ?? []).map(({ id }) => id),
    }),
  inputOf: ({ params, thing, attackSets }) => {
    const { method, parameters } = detectorParams.parse(params);
    return {
      referenceSetId: thing('referenceSet'),
      sampleId: thing('sample'),
      detector: { [method]: parameters },
      trainOn: attackSets,
    };
  },
});

builder.mutationField('fitDetector', (t) =>
  t.prismaField({
    type: DetectorObject,
    description: 'Fits a detector.',
    errors: launchErrors,
    args: { input: t.arg({ type: FitDetectorInput, required: true, description: 'Which detector.' }) },
    resolve: (_query, _, { input }, context) => fitDetectorPlan(input, context).then(start),
  }),
);
