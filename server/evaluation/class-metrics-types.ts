import { classMetrics, type Metrics } from '@fiducial/core/metrics';
import { builder } from '../graphql/builder';
import { DenominatorEnum } from './evaluation-enums';
import { evaluationInclude, inputsOf } from './load-evaluation';
import { MetricsInterface } from './metric-fields';
import { placeOf } from './place-of';

interface ClassRow extends Metrics {
  readonly label: number;
  readonly className: string;
}

const ClassMetrics = builder.objectRef<ClassRow>('ClassMetrics').implement({
  description:
    'A detector on the inputs of one true class: authentic ones against adversarials made from it.',
  interfaces: [MetricsInterface],
  fields: (t) => ({
    label: t.exposeInt('label', { description: 'Number of the class, from 0.' }),
    className: t.exposeString('className', { description: 'Name of the class.' }),
  }),
});

builder.prismaObjectField('Evaluation', 'classMetrics', (t) =>
  t.field({
    type: [ClassMetrics],
    description: 'The metrics of each true class, in the order of classes.',
    args: {
      denominator: t.arg({
        type: DenominatorEnum,
        defaultValue: 'successful',
        description: 'Which inputs the metrics are over.',
      }),
      attackSetId: t.arg.globalID({ description: 'One attack; all of them together when absent.' }),
    },
    select: evaluationInclude,
    resolve: async (evaluation, { denominator, attackSetId }, context) => {
      const inputs = await inputsOf(context, evaluation);
      const { classNames } = evaluation.detector.model.dataset;
      const rows = classMetrics(inputs, {
        labels: inputs.label,
        classes: classNames.length,
        denominator: denominator ?? 'successful',
        set: attackSetId ? placeOf(evaluation.attackSets, attackSetId.id) : undefined,
      });
      return rows.map((row, label) => ({ ...row, label, className: classNames[label] ?? String(label) }));
    },
  }),
);
