import type { AttackSet } from '@fiducial/prisma/client';
import type { z } from 'zod';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { DenominatorEnum, RowKindEnum } from './evaluation-enums';
import { evaluationResults, type evaluationRow } from './evaluation-results';

type Row = z.output<typeof evaluationRow> & { readonly attackSet: AttackSet | null };

const metricFields = {
  auc: 'Area under the ROC curve, by mid-ranks.',
  aucLow: 'Lower end of its 95 % interval (DeLong, clustered by original image).',
  aucHigh: 'Upper end of that interval.',
  aupr: 'Area under the precision-recall curve, as average precision.',
  eer: 'Equal error rate.',
  eerThreshold: 'Threshold of equal errors.',
  accuracyAtEer: 'Accuracy at that threshold, flagging scores strictly above it.',
  fprAt95Tpr: 'False positive rate at a true positive rate of 95 %.',
  tprAt1Fpr: 'True positive rate at a false positive rate of 1 %.',
  tprAt5Fpr: 'True positive rate at a false positive rate of 5 %.',
} as const;

const EvaluationRow = builder.objectRef<Row>('EvaluationRow').implement({
  description: 'A row of the result table; a metric is null where a group is empty.',
  fields: (t) => ({
    kind: t.field({ type: RowKindEnum, description: 'What it is over.', resolve: ({ kind }) => kind }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack, where it is over one.',
      resolve: ({ attackSet }) => attackSet,
    }),
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description: 'The epsilon, where it is over one, in input units; null for an attack without epsilons.',
    }),
    nNegative: t.exposeInt('nNegative', { description: 'Inputs counted as negative.' }),
    nPositive: t.exposeInt('nPositive', { description: 'Inputs counted as positive.' }),
    auc: t.exposeFloat('auc', { nullable: true, description: metricFields.auc }),
    aucLow: t.exposeFloat('aucLow', { nullable: true, description: metricFields.aucLow }),
    aucHigh: t.exposeFloat('aucHigh', { nullable: true, description: metricFields.aucHigh }),
    aupr: t.exposeFloat('aupr', { nullable: true, description: metricFields.aupr }),
    eer: t.exposeFloat('eer', { nullable: true, description: metricFields.eer }),
    eerThreshold: t.exposeFloat('eerThreshold', { nullable: true, description: metricFields.eerThreshold }),
    accuracyAtEer: t.exposeFloat('accuracyAtEer', {
      nullable: true,
      description: metricFields.accuracyAtEer,
    }),
    fprAt95Tpr: t.exposeFloat('fprAt95Tpr', { nullable: true, description: metricFields.fprAt95Tpr }),
    tprAt1Fpr: t.exposeFloat('tprAt1Fpr', { nullable: true, description: metricFields.tprAt1Fpr }),
    tprAt5Fpr: t.exposeFloat('tprAt5Fpr', { nullable: true, description: metricFields.tprAt5Fpr }),
  }),
});

builder.prismaObjectField('Evaluation', 'rows', (t) =>
  t.field({
    type: [EvaluationRow],
    description: 'The result table; empty before it is evaluated.',
    args: {
      denominator: t.arg({
        type: DenominatorEnum,
        defaultValue: 'successful',
        description: 'Which inputs the metrics are over.',
      }),
    },
    select: {
      run: { select: { results: true } },
      attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
    },
    resolve: ({ run, attackSets }, { denominator }) =>
      (evaluationResults.safeParse(run.results).data?.table ?? [])
        .filter((row) => row.denominator === denominator)
        .map((row) => ({
          ...row,
          attackSet: row.set === null ? null : (attackSets[row.set]?.attackSet ?? null),
        })),
  }),
);
