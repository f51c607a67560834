import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { notDeleted } from '../project/not-deleted';
import { LeakageAuditObject, leakageOf } from './leakage-types';

/** A sample as the API describes it. */
export const SampleObject = builder.prismaNode('Sample', {
  id: { field: 'id', description: 'Global id.' },
  description:
    'Correctly classified images drawn for a study, split by image; misclassified ones are kept apart.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    model: t.relation('model', { description: 'The model that it was drawn for.' }),
    splitName: t.exposeString('splitName', { description: 'Split that it was drawn from.' }),
    trainCount: t.exposeInt('trainCount', { description: 'Images that detectors learn from.' }),
    validationCount: t.exposeInt('validationCount', {
      description: 'Images that choose an epoch and set thresholds.',
    }),
    testCount: t.exposeInt('testCount', { description: 'Images that evaluations are made on.' }),
    errorCount: t.exposeInt('errorCount', {
      nullable: true,
      description: 'Misclassified images kept apart, once drawn.',
    }),
    leakage: t.field({
      type: LeakageAuditObject,
      nullable: true,
      description:
        'Near-duplicates and shared originals among its parts and the training split; null for samples drawn before they were audited.',
      select: {
        run: { select: { results: true } },
        model: { select: { dataset: { select: { runId: true, inputShape: true } } } },
      },
      resolve: ({ run, model: { dataset } }) => {
        const found = leakageOf(run.results);
        return found && { ...found, datasetRunId: dataset.runId, shape: dataset.inputShape };
      },
    }),
    attackSets: t.relation('attackSets', {
      description: 'Attacks on its images.',
      query: { where: notDeleted, orderBy: { id: 'asc' }, take: 100 },
    }),
    detectors: t.relation('detectors', {
      description: 'Detectors fitted with it.',
      query: { where: notDeleted, orderBy: { id: 'desc' }, take: 100 },
    }),
  }),
});
