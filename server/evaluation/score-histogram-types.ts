import { type ScoreHistogram, scoreHistogram } from '@fiducial/core/metrics';
import type { ArtifactAccess } from '../artifact/read-artifact';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { InputGroupEnum } from './evaluation-enums';
import { groupsOf, type ScoredGroup } from './groups-of';
import { evaluationInclude, inputsOf, type LoadedEvaluation } from './load-evaluation';

/** How the scores of one group are spread. */
export type Histogram = ScoreHistogram & Pick<ScoredGroup, 'label' | 'group' | 'attackSet'>;

const ScoreHistogramObject = builder.objectRef<Histogram>('ScoreHistogram').implement({
  description: 'How the scores of one group are spread.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Name of the group.' }),
    group: t.field({
      type: InputGroupEnum,
      description: 'What its inputs are.',
      resolve: ({ group }) => group,
    }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    edges: t.floatList({
      description: 'Edges of the bins, one more than counts; the same for all groups.',
      resolve: ({ edges }) => [...edges],
    }),
    counts: t.intList({ description: 'Inputs in each bin.', resolve: ({ counts }) => [...counts] }),
    atZero: t.exposeInt('atZero', { description: 'Inputs with a score of exactly 0.' }),
    atOne: t.exposeInt('atOne', { description: 'Inputs with a score of exactly 1.' }),
    n: t.exposeInt('n', { description: 'Inputs in all.' }),
  }),
});

builder.prismaObjectField('Evaluation', 'scoreHistograms', (t) =>
  t.field({
    type: [ScoreHistogramObject],
    description: 'How the scores of each group are spread, over shared bins.',
    args: { bins: t.arg.int({ defaultValue: 40, description: 'Number of bins, 2 to 200.' }) },
    select: evaluationInclude,
    resolve: async (evaluation, { bins }, context): Promise<Histogram[]> => {
      const number = bins ?? 40;
      if (number < 2 || number > 200)
        throw new InvalidInputError(`bins: expected 2 to 200, got ${number}`, { field: 'bins' });
      return histogramsOf(context, evaluation, number);
    },
  }),
);

/** How the scores of each group are spread, over `bins` shared bins. */
export async function histogramsOf(
  context: ArtifactAccess,
  evaluation: LoadedEvaluation,
  bins: number,
): Promise<Histogram[]> {
  const { score } = await inputsOf(context, evaluation);
  const [low, high] = score.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [0, 1] as [number, number],
  );
  return (await groupsOf(context, evaluation)).map(({ scores, ...group }) => ({
    ...group,
    ...scoreHistogram(scores, { bins, low, high }),
  }));
}
