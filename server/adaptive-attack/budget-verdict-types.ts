import { builder } from '../graphql/builder';
import type { BudgetVerdict } from './adaptive-results';

const EvasionObject = builder.objectRef<BudgetVerdict['evasions'][number]>('Evasion').implement({
  description:
    'What got past a detector at one threshold: images that fool the classifier and are not flagged.',
  fields: (t) => ({
    falsePositiveRate: t.exposeFloat('falsePositiveRate', {
      description: 'Share of authentic validation images that may lie above the threshold.',
    }),
    threshold: t.exposeFloat('threshold', { description: 'Exact scores strictly above it are flagged.' }),
    evaded: t.exposeInt('evaded', { description: 'Images that fool classifier and detector.' }),
    evasionRate: t.exposeFloat('evasionRate', { description: 'Evaded over attacked.' }),
    meanL2: t.exposeFloat('meanL2', {
      nullable: true,
      description: 'Mean Euclidean length of what was changed, over images that evaded, in input units.',
    }),
    meanLinf: t.exposeFloat('meanLinf', {
      nullable: true,
      description: 'Mean greatest change, over images that evaded, in input units.',
    }),
    medianL2: t.exposeFloat('medianL2', { nullable: true, description: 'Median Euclidean length of them.' }),
    medianLinf: t.exposeFloat('medianLinf', {
      nullable: true,
      description: 'Median greatest change of them.',
    }),
  }),
});

/** The verdict at one budget as the API describes it. */
export const BudgetVerdictObject = builder.objectRef<BudgetVerdict>('BudgetVerdict').implement({
  description: 'The verdict of a detector on the test images of an attack set at one budget.',
  fields: (t) => ({
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description:
        'Radius of the ball, in input units; null for an attack that looks for the smallest perturbation.',
    }),
    attacked: t.exposeInt('attacked', { description: 'Test images attacked.' }),
    successful: t.exposeInt('successful', { description: 'Those that fool the classifier, flagged or not.' }),
    evasions: t.field({
      type: [EvasionObject],
      description: 'Those that also pass the detector, at 5 % and at 1 % false positives.',
      resolve: ({ evasions }) => evasions,
    }),
  }),
});
