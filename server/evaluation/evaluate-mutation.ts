import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { EvaluationObject } from './evaluation-types';
import { evaluateDetector } from './launch-evaluation';

const EvaluateDetectorInput = builder.inputType('EvaluateDetectorInput', {
  description: 'An evaluation to be made.',
  fields: (t) => ({
    ...launchFields(t),
    detectorId: t.globalID({ required: true, description: 'The detector.' }),
    attackSetIds: t.globalIDList({ required: true, description: 'Attacks and controls to judge it on.' }),
  }),
});

const evaluateDetectorPlan = launchable('evaluateDetector', {
  kind: 'evaluate',
  input: EvaluateDetectorInput,
  plan: (input, context) =>
    evaluateDetector(context, {
      ...input,
      detectorId: input.detectorId.id,
      attackSetIds: input.attackSetIds.map(({ id }) => id),
    }),
  inputOf: ({ thing, attackSets }) => ({ detectorId: thing('detector'), attackSetIds: attackSets }),
});

builder.mutationField('evaluateDetector', (t) =>
  t.prismaField({
    type: EvaluationObject,
    description: 'Judges a detector on held-out images, errors, attacks and controls.',
    errors: launchErrors,
    args: {
      input: t.arg({ type: EvaluateDetectorInput, required: true, description: 'Which, and on what.' }),
    },
    resolve: (_query, _, { input }, context) => evaluateDetectorPlan(input, context).then(start),
  }),
);
