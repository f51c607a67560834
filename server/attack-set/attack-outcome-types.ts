import { builder } from '../graphql/builder';
import type { AttackOutcome } from './attack-results';

/** What an attack achieved at one budget, as the API describes it. */
export const AttackOutcomeObject = builder.objectRef<AttackOutcome>('AttackOutcome').implement({
  description: 'What an attack achieved at one budget.',
  fields: (t) => ({
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description:
        'Radius of the ball, in input units; null for an attack that looks for the smallest perturbation.',
    }),
    attacked: t.exposeInt('attacked', { description: 'Images attacked.' }),
    successful: t.exposeInt('successful', {
      description: 'Images that the model then misclassified, or took for the target.',
    }),
    successRate: t.exposeFloat('successRate', { description: 'Successful over attacked.' }),
    meanL0: t.exposeFloat('meanL0', { description: 'Mean number of values changed.' }),
    meanL1: t.exposeFloat('meanL1', { description: 'Mean sum of absolute changes, in input units.' }),
    meanL2: t.exposeFloat('meanL2', { description: 'Mean Euclidean length, in input units.' }),
    meanLinf: t.exposeFloat('meanLinf', { description: 'Mean greatest change, in input units.' }),
    medianL0: t.exposeFloat('medianL0', {
      nullable: true,
      description: 'Median number of values changed, over successful images; null when there is none.',
    }),
    medianL1: t.exposeFloat('medianL1', {
      nullable: true,
      description: 'Median sum of absolute changes, over successful images, in input units.',
    }),
    medianL2: t.exposeFloat('medianL2', {
      nullable: true,
      description: 'Median Euclidean length, over successful images, in input units.',
    }),
    medianLinf: t.exposeFloat('medianLinf', {
      nullable: true,
      description: 'Median greatest change, over successful images, in input units.',
    }),
    meanConfidence: t.exposeFloat('meanConfidence', {
      nullable: true,
      description: 'Mean softmax probability of the class that the model then says, over successful images.',
    }),
    noiseSuccessful: t.exposeInt('noiseSuccessful', {
      nullable: true,
      description: 'Images that random noise of the same size fooled; null where it was not tried.',
    }),
    forwardQueries: t.exposeFloat('forwardQueries', { description: 'Forward passes, over all images.' }),
    backwardQueries: t.exposeFloat('backwardQueries', { description: 'Backward passes, over all images.' }),
  }),
});
