import type { Metrics } from '@fiducial/core/metrics';
import { builder } from '../graphql/builder';

/** What each metric is, in the words of the schema. */
const descriptions = {
  auc: 'Area under the ROC curve, by mid-ranks.',
  aucLow: 'Lower end of its 95 % interval (DeLong, clustered by original image).',
  aucHigh: 'Upper end of that interval.',
  partialAuc:
    'Area under the ROC curve left of a false positive rate of 5 %, standardized so that chance gives 0.5 (McClish).',
  aupr: 'Area under the precision-recall curve, as average precision.',
  eer: 'Equal error rate.',
  eerThreshold: 'Threshold of equal errors.',
  accuracyAtEer: 'Accuracy at that threshold, flagging scores strictly above it.',
  fprAt95Tpr: 'False positive rate at a true positive rate of 95 %.',
  tprAt01Fpr: 'True positive rate at a false positive rate of 0.1 %.',
  tprAt1Fpr: 'True positive rate at a false positive rate of 1 %.',
  tprAt5Fpr: 'True positive rate at a false positive rate of 5 %.',
} as const satisfies Partial<Record<keyof Metrics, string>>;

/** Metrics of two groups as a part of the schema: rows of tables share it. */
export const MetricsInterface = builder.interfaceRef<Metrics>('Metrics').implement({
  description: 'How well scores part two groups; a metric is null where a group is empty.',
  fields: (t) => ({
    nNegative: t.exposeInt('nNegative', { description: 'Inputs counted as negative.' }),
    nPositive: t.exposeInt('nPositive', { description: 'Inputs counted as positive.' }),
    auc: t.exposeFloat('auc', { nullable: true, description: descriptions.auc }),
    aucLow: t.exposeFloat('aucLow', { nullable: true, description: descriptions.aucLow }),
    aucHigh: t.exposeFloat('aucHigh', { nullable: true, description: descriptions.aucHigh }),
    partialAuc: t.exposeFloat('partialAuc', { nullable: true, description: descriptions.partialAuc }),
    aupr: t.exposeFloat('aupr', { nullable: true, description: descriptions.aupr }),
    eer: t.exposeFloat('eer', { nullable: true, description: descriptions.eer }),
    eerThreshold: t.exposeFloat('eerThreshold', { nullable: true, description: descriptions.eerThreshold }),
    accuracyAtEer: t.exposeFloat('accuracyAtEer', {
      nullable: true,
      description: descriptions.accuracyAtEer,
    }),
    fprAt95Tpr: t.exposeFloat('fprAt95Tpr', { nullable: true, description: descriptions.fprAt95Tpr }),
    tprAt01Fpr: t.exposeFloat('tprAt01Fpr', { nullable: true, description: descriptions.tprAt01Fpr }),
    tprAt1Fpr: t.exposeFloat('tprAt1Fpr', { nullable: true, description: descriptions.tprAt1Fpr }),
    tprAt5Fpr: t.exposeFloat('tprAt5Fpr', { nullable: true, description: descriptions.tprAt5Fpr }),
  }),
});
