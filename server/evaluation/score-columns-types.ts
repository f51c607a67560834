import { type InputGroup, inputGroups } from '@fiducial/core/metrics';
import { builder } from '../graphql/builder';
import { InputGroupEnum } from './evaluation-enums';
import { evaluationInclude, inputsOf } from './load-evaluation';

interface Scores {
  readonly score: number[];
  readonly group: InputGroup[];
  readonly attackSetIndex: (number | null)[];
  readonly success: boolean[];
}

const EvaluationScores = builder.objectRef<Scores>('EvaluationScores').implement({
  description: 'All scores as columns of one length, in the order of the inputs’ numbers.',
  fields: (t) => ({
    score: t.exposeFloatList('score', { description: 'Score, higher for inputs more likely adversarial.' }),
    group: t.field({
      type: [InputGroupEnum],
      description: 'What each input is.',
      resolve: ({ group }) => group,
    }),
    attackSetIndex: t.intList({
      nullable: { list: false, items: true },
      description: 'Which attack set of the evaluation, from 0.',
      resolve: ({ attackSetIndex }) => attackSetIndex,
    }),
    success: t.exposeBooleanList('success', { description: 'Whether the attack succeeded.' }),
  }),
});

builder.prismaObjectField('Evaluation', 'scores', (t) =>
  t.field({
    type: EvaluationScores,
    description: 'All scores, for drawing.',
    select: evaluationInclude,
    resolve: async (evaluation, _, context): Promise<Scores> => {
      const { score, group, set, success } = await inputsOf(context, evaluation);
      return {
        score: [...score],
        group: [...group].map((index) => inputGroups[index] ?? 'authentic'),
        attackSetIndex: [...set].map((index) => (index < evaluation.attackSets.length ? index : null)),
        success: [...success].map((value) => value === 1),
      };
    },
  }),
);
