import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { ProjectObject } from '../project/project-types';
import { InvalidInputError, NotFoundError } from '../user-error';
import { DenominatorEnum } from './evaluation-enums';
import { EvaluationObject } from './evaluation-types';
import { GeneralizationRow, generalizationRows } from './generalization-types';
import { type LoadedEvaluation, loadEvaluations } from './load-evaluation';
import { PairedTest, pairedTests } from './paired-test-types';

/** Most evaluations that are put side by side. */
export const mostEvaluations = 50;

interface Comparison {
  readonly evaluations: readonly LoadedEvaluation[];
  readonly sameInputs: boolean;
}

const ComparisonObject = builder.objectRef<Comparison>('Comparison').implement({
  description: 'Evaluations side by side.',
  fields: (t) => ({
    evaluations: t.field({
      type: [EvaluationObject],
      description: 'In the order asked for.',
      resolve: ({ evaluations }) => [...evaluations],
    }),
    sameInputs: t.exposeBoolean('sameInputs', {
      description: 'Whether all were scored on the same inputs: only then are they tested in pairs.',
    }),
    warning: t.string({
      nullable: true,
      description: 'What to be careful about, in words.',
      resolve: ({ sameInputs }) =>
        sameInputs
          ? null
          : 'These evaluations were not made on the same inputs: their numbers differ for that reason too, and no paired test is possible.',
    }),
    attackSets: t.field({
      type: [AttackSetObject],
      description: 'Attacks and controls of all of them.',
      resolve: ({ evaluations }) => [
        ...new Map(
          evaluations.flatMap(({ attackSets }) =>
            attackSets.map(({ attackSet }) => [attackSet.id, attackSet] as const),
          ),
        ).values(),
      ],
    }),
    generalization: t.field({
      type: [GeneralizationRow],
      description:
        'Train-attack x test-attack: what each detector learned from against each attack that it was judged on. Test images are never those learned from.',
      resolve: ({ evaluations }) => generalizationRows(evaluations),
    }),
    pairs: t.field({
      type: [PairedTest],
      description: 'Every pair, on the macro-AUC and on each attack; none when the inputs differ.',
      args: {
        denominator: t.arg({
          type: DenominatorEnum,
          defaultValue: 'successful',
          description: 'Which inputs the AUCs are over.',
        }),
        onlyBest: t.arg.boolean({
          defaultValue: false,
          description: 'Only those with the best AUC of their column in them; corrected for all the same.',
        }),
      },
      resolve: async ({ evaluations, sameInputs }, { denominator, onlyBest }, context) => {
        if (!sameInputs) return [];
        return pairedTests(context, evaluations, {
          denominator: denominator ?? 'successful',
          onlyBest: onlyBest ?? false,
        });
      },
    }),
    projects: t.prismaField({
      type: [ProjectObject],
      description: 'The projects that the evaluations are of.',
      resolve: (query, { evaluations }, _args, { prisma, viewer }) => {
        const ids = [...new Set(evaluations.map(({ projectId }) => projectId))];
        return prisma.project.findMany({ ...query, where: { id: { in: ids }, AND: viewer.projects } });
      },
    }),
  }),
});

builder.queryField('compare', (t) =>
  t.field({
    type: ComparisonObject,
    description: 'Puts 1 to 50 finished evaluations side by side.',
    errors: { types: [NotFoundError, InvalidInputError] },
    args: { evaluationIds: t.arg.globalIDList({ required: true, description: 'The evaluations.' }) },
    resolve: async (_, { evaluationIds }, context) => {
      if (evaluationIds.length < 1 || evaluationIds.length > mostEvaluations)
        throw new InvalidInputError(
          `evaluationIds: expected 1 to ${mostEvaluations}, got ${evaluationIds.length}`,
          { field: 'evaluationIds' },
        );
      const found = await loadEvaluations(
        context,
        evaluationIds.map(({ id }) => id),
      );
      const evaluations = evaluationIds.map(({ id }) => {
        const evaluation = found.get(id);
        if (!evaluation) throw new NotFoundError('evaluationIds: no such evaluation.');
        if (evaluation.run.status !== 'SUCCEEDED')
          throw new InvalidInputError(`${evaluation.name} is not evaluated yet.`, {
            field: 'evaluationIds',
          });
        return evaluation;
      });
      const digests = new Set(evaluations.map(({ inputsDigest }) => inputsDigest));
      return { evaluations, sameInputs: digests.size === 1 };
    },
  }),
);
