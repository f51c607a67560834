import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { evaluationResults } from './evaluation-results';

/** An evaluation as the API describes it. */
export const EvaluationObject = builder.prismaNode('Evaluation', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A detector judged on held-out images, errors, attacks and controls.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    detector: t.relation('detector', { description: 'The detector that was judged.' }),
    sample: t.relation('sample', { description: 'The images that it was judged on: their test partition.' }),
    attackSets: t.field({
      type: [AttackSetObject],
      description: 'The attacks and controls that it was judged on, in order.',
      select: { attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
      resolve: ({ attackSets }) => attackSets.map(({ attackSet }) => attackSet),
    }),
    macroAuc: t.exposeFloat('macroAuc', {
      nullable: true,
      description: 'Plain mean over attacks of the AUC over successful adversarials.',
    }),
    macroAucLow: t.exposeFloat('macroAucLow', {
      nullable: true,
      description: 'Lower end of its 95 % interval.',
    }),
    macroAucHigh: t.exposeFloat('macroAucHigh', {
      nullable: true,
      description: 'Upper end of its 95 % interval.',
    }),
    inputsDigest: t.exposeString('inputsDigest', {
      nullable: true,
      description: 'Identity of what was scored: evaluations with the same can be compared.',
    }),
    inputCount: t.int({
      nullable: true,
      description: 'Inputs scored.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => evaluationResults.safeParse(run.results).data?.inputs ?? null,
    }),
    millisecondsPerInput: t.float({
      nullable: true,
      description: 'Time to score an input from its activations, in milliseconds.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => evaluationResults.safeParse(run.results).data?.millisecondsPerInput ?? null,
    }),
    recall: t.float({
      nullable: true,
      description: 'Share of true neighbors that approximate search found; null with exact search.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => evaluationResults.safeParse(run.results).data?.recall?.value ?? null,
    }),
  }),
});
