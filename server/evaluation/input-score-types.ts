import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { EvaluationObject } from './evaluation-types';
import { type InputShape, percentileOf } from './input';
import { evaluationInclude, inputsOf, type LoadedEvaluation } from './load-evaluation';

interface ScoreOfInput {
  readonly evaluation: LoadedEvaluation;
  readonly index: number;
  readonly score: number;
  readonly percentile: number;
}

/** The score of an input under one detector. */
export const InputScore = builder.objectRef<ScoreOfInput>('InputScore').implement({
  description: 'The score of an input under one detector.',
  fields: (t) => ({
    evaluation: t.field({
      type: EvaluationObject,
      description: 'The evaluation that scored it.',
      resolve: ({ evaluation }) => evaluation,
    }),
    index: t.exposeInt('index', { description: 'Its number there.' }),
    score: t.exposeFloat('score', { description: 'Higher for inputs more likely adversarial.' }),
    threshold: t.float({
      nullable: true,
      description: 'The detector’s threshold.',
      resolve: ({ evaluation }) => evaluation.detector.threshold,
    }),
    flagged: t.boolean({
      description: 'Whether the score is above the threshold.',
      resolve: ({ score, evaluation }) => score > (evaluation.detector.threshold ?? Number.POSITIVE_INFINITY),
    }),
    percentileAmongAuthentic: t.exposeFloat('percentile', {
      description: 'Share of authentic test inputs with a lower score, 0 to 1.',
    }),
  }),
});

/** The same input under all evaluations of the project that scored the same inputs, its own among them; at most 50, best first. */
export async function scoresOf(
  { evaluation, index }: InputShape,
  context: ApiContext,
): Promise<ScoreOfInput[]> {
  const others = await context.prisma.evaluation.findMany({
    where: {
      projectId: evaluation.projectId,
      inputsDigest: evaluation.inputsDigest ?? '',
      project: context.viewer.projects,
    },
    include: evaluationInclude,
    orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
    take: 50,
  });
  return Promise.all(
    others.map(async (other) => {
      const inputs = await inputsOf(context, other);
      return {
        evaluation: other,
        index,
        score: inputs.score[index] ?? 0,
        percentile: percentileOf({ inputs, index }),
      };
    }),
  );
}
