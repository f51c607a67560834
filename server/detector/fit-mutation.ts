import { builder } from '../graphql/builder';
import { estimable } from '../launch/estimable';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { DetectorInput } from '../method/method-inputs';
import { DetectorObject } from './detector-types';
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

const fitDetectorPlan = estimable('fitDetector', FitDetectorInput, (input, context) =>
  fitDetector(context, {
    ...input,
    referenceSetId: input.referenceSetId.id,
    sampleId: input.sampleId.id,
    trainOn: (input.trainOn ?? []).map(({ id }) => id),
  }),
);

builder.mutationField('fitDetector', (t) =>
  t.prismaField({
    type: DetectorObject,
    description: 'Fits a detector.',
    errors: launchErrors,
    args: { input: t.arg({ type: FitDetectorInput, required: true, description: 'Which detector.' }) },
    resolve: (_query, _, { input }, context) => fitDetectorPlan(input, context).then(start),
  }),
);
