import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { InputObject } from './input-types';
import { evaluationInclude, inputsOf } from './load-evaluation';

/** So many are shown at once. */
const most = 100;

builder.prismaObjectField('Evaluation', 'inputsAt', (t) =>
  t.field({
    type: [InputObject],
    description:
      'Inputs by their numbers, in the order asked for; numbers that it does not have are left out.',
    args: {
      indices: t.arg.intList({ required: true, description: 'Their numbers, from 0; 100 at most.' }),
    },
    select: evaluationInclude,
    resolve: async (evaluation, { indices }, context) => {
      if (indices.length > most)
        throw new InvalidInputError(`indices: expected at most ${most} numbers, got ${indices.length}`, {
          field: 'indices',
        });
      const inputs = await inputsOf(context, evaluation);
      return indices
        .filter((index) => index >= 0 && index < inputs.score.length)
        .map((index) => ({ evaluation, index, inputs }));
    },
  }),
);
