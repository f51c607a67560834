import type { AttackSet } from '@fiducial/prisma/client';
import type { z } from 'zod';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { DenominatorEnum, RowKindEnum } from './evaluation-enums';
import { evaluationResults, type evaluationRow } from './evaluation-results';
import { MetricsInterface } from './metric-fields';

type Row = z.output<typeof evaluationRow> & { readonly attackSet: AttackSet | null };

const EvaluationRow = builder.objectRef<Row>('EvaluationRow').implement({
  description: 'A row of the result table.',
  interfaces: [MetricsInterface],
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
