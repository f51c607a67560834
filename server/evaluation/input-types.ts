import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { InputGroupEnum } from './evaluation-enums';
import { EvaluationObject } from './evaluation-types';
import { attackSetOf, datasetOf, epsilonOf, groupOf, type InputShape, percentileOf } from './input';
import { inputsOf, loadEvaluation } from './load-evaluation';

/** An input as the API gives it. */
export const InputObject = builder.objectRef<InputShape>('Input').implement({
  description: 'One input of an evaluation: an authentic image, an error, an adversarial image or a control.',
  fields: (t) => ({
    evaluation: t.field({
      type: EvaluationObject,
      description: 'The evaluation that scored it.',
      resolve: ({ evaluation }) => evaluation,
    }),
    index: t.exposeInt('index', { description: 'Its number in the evaluation, from 0.' }),
    group: t.field({ type: InputGroupEnum, description: 'What it is.', resolve: groupOf }),
    label: t.int({ description: 'True class.', resolve: ({ inputs, index }) => inputs.label[index] ?? 0 }),
    original: t.int({
      description:
        'The item of the data set that it is or was made from: twins under other attacks share it.',
      resolve: ({ inputs, index }) => inputs.original[index] ?? 0,
    }),
    labelName: t.string({
      description: 'Name of the true class.',
      resolve: (input) => datasetOf(input).classNames[input.inputs.label[input.index] ?? 0] ?? '',
    }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack or control that made it.',
      resolve: attackSetOf,
    }),
    epsilon: t.float({
      nullable: true,
      description:
        'Its radius, in input units; null where it was not modified, or made as small as possible.',
      resolve: epsilonOf,
    }),
    success: t.boolean({
      description: 'Whether the attack succeeded.',
      resolve: ({ inputs, index }) => inputs.success[index] === 1,
    }),
    score: t.float({
      description: 'Higher for inputs more likely adversarial.',
      resolve: ({ inputs, index }) => inputs.score[index] ?? 0,
    }),
    flagged: t.boolean({
      description: 'Whether the score is above the detector’s threshold.',
      resolve: ({ inputs, index, evaluation }) =>
        (inputs.score[index] ?? 0) > (evaluation.detector.threshold ?? Number.POSITIVE_INFINITY),
    }),
    percentileAmongAuthentic: t.float({
      description: 'Share of authentic test inputs with a lower score, 0 to 1.',
      resolve: percentileOf,
    }),
  }),
});

builder.queryField('input', (t) =>
  t.field({
    type: InputObject,
    nullable: true,
    description: 'One input of an evaluation; null when there is none of that number.',
    args: {
      evaluationId: t.arg.globalID({ required: true, description: 'The evaluation.' }),
      index: t.arg.int({ required: true, description: 'Its number, from 0.' }),
    },
    resolve: async (_, { evaluationId, index }, context) => {
      const evaluation = await loadEvaluation(context, evaluationId.id);
      if (evaluation?.run.status !== 'SUCCEEDED') return null;
      const inputs = await inputsOf(context, evaluation);
      return index >= 0 && index < inputs.score.length ? { evaluation, index, inputs } : null;
    },
  }),
);
